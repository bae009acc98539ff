"""Stages: the columns."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cxjourney.activity import log
from cxjourney.journeys import forms, queries
from cxjourney.journeys.actions import stages as actions
from cxjourney.journeys.models import Stage
from cxjourney.journeys.views.answers import conflict, done, refused
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role

FORM = "journeys/_stage_form.html"


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def stage_create(request: HttpRequest, map: int) -> HttpResponse:
    found = queries.live_map(request.workspace, map)
    form = forms.StageForm(request.POST or None)
    context = {"form": form, "map": found, "stage": None}
    if request.method == "GET":
        return render(request, FORM, context)
    if not form.is_valid():
        return render(request, FORM, context, status=422)
    given = form.cleaned_data
    after = Stage.objects.live().filter(map=found, pk=given["after"]).first() if given["after"] else None
    try:
        change = actions.create_stage(
            by=request.membership,
            map_=found,
            name=given["name"],
            goal=given["goal"],
            after=after,
            key=given["key"],
        )
    except log.Repeated as again:
        change = again.change
    return _closed(request, _("Stage added"), found.pk, change)


def _closed(request: HttpRequest, text: object, map_id: int, change) -> HttpResponse:
    """The form has done its work: close its dialog and read the map again."""
    from cxjourney.kit.htmx import trigger

    return trigger(done(request, text, map_id=map_id, change=change, refresh=True), "dialog:close")


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def stage_edit(request: HttpRequest, stage: int) -> HttpResponse:
    found = queries.live_stage(request.workspace, stage)
    form = forms.StageForm(request.POST or None, initial={"name": found.name, "goal": found.goal})
    context = {"form": form, "map": found.map, "stage": found}
    if request.method == "GET":
        return render(request, FORM, context)
    if not form.is_valid():
        return render(request, FORM, context, status=422)
    given = form.cleaned_data
    texts = {
        name: (given[name], given[f"base_{name}"] if f"base_{name}" in form.data else None)
        for name in ("name", "goal")
        if name in form.data
    }
    try:
        changes = actions.edit_stage(
            by=request.membership, stage=found, texts=texts, version=given["version"] or 0
        )
    except log.Conflict as clash:
        found.refresh_from_db()
        return conflict(request, FORM, context, clash)
    return _closed(request, _("Saved"), found.map_id, changes[0] if changes else None)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def stage_move(request: HttpRequest, stage: int) -> HttpResponse:
    found = queries.live_stage(request.workspace, stage)
    form = forms.BeforeForm(request.POST)
    before = form.cleaned_data["before"] if form.is_valid() else None
    change = actions.move_stage(by=request.membership, stage=found, before=before)
    return done(request, _("Stage moved"), map_id=found.map_id, change=change, refresh=True)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def stage_remove(request: HttpRequest, stage: int) -> HttpResponse:
    found = queries.live_stage(request.workspace, stage)
    change = actions.remove_stage(by=request.membership, stage=found)
    text = _("“%(name)s” and what stood in it are off the map") % {"name": found.name}
    return done(request, text, map_id=found.map_id, change=change, refresh=True)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def stage_assumed(request: HttpRequest, stage: int) -> HttpResponse:
    return assume(request, queries.live_stage(request.workspace, stage))


def assume(request: HttpRequest, thing) -> HttpResponse:
    """Set the assumed point of a stage or placement; a blank takes it away."""
    form = forms.AssumedForm(request.POST)
    if not form.is_valid():
        return refused(request, form.errors["value"][0], map_id=thing.map_id)
    change = actions.assume(by=request.membership, thing=thing, value=form.cleaned_data["value"])
    return done(request, _("Assumption saved"), map_id=thing.map_id, change=change, refresh=True)
