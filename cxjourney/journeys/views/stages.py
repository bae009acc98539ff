"""Stages: the columns."""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cxjourney.activity import log, words
from cxjourney.journeys import forms, queries
from cxjourney.journeys.actions import stages as actions
from cxjourney.journeys.models import Placement, Stage
from cxjourney.journeys.sheet import Sheet
from cxjourney.journeys.views.answers import closed, done, map_page, refused
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role

NEW, HEAD_FORM, HEAD = "journeys/_stage_new.html", "journeys/_stage_form.html", "journeys/_stage_head.html"


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def stage_create(request: HttpRequest, map: int) -> HttpResponse:
    found = queries.live_map(request.workspace, map)
    form = forms.StageForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "map": found}
    sheet = Sheet(NEW, _("New stage"), map_page(request, found.pk), context, dialog="stage-dialog")
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    given = form.cleaned_data
    after = Stage.objects.live().filter(map=found, pk=given["after"] or 0).first()
    change = None
    with suppress(log.Repeated):  # the map shows it
        change = actions.create_stage(
            by=request.membership,
            map_=found,
            name=given["name"],
            goal=given["goal"],
            after=after,
            key=given["key"],
        )
    return closed(request, _("Stage added"), change=change, map_id=found.pk)


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def stage_edit(request: HttpRequest, stage: int) -> HttpResponse:
    found = queries.live_stage(request.workspace, stage)
    form = forms.StageForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "stage": found}
    sheet = Sheet(HEAD_FORM, _("Name and goal of the stage"), map_page(request, found.map_id), context)
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    try:
        change = actions.edit_stage(by=request.membership, stage=found, **form.typed("name", "goal"))
    except words.Clash as clash:
        return sheet.clash(request, clash)
    except actions.Locked as reason:
        form.add_error("name", str(reason))
        return sheet.wrong(request)
    return done(
        request,
        _("Stage saved"),
        change=change,
        map_id=found.map_id,
        template=HEAD,
        context={"stage": found},
        refresh=True,
    )


@workspace_view(role=Role.EDITOR, methods=("POST",))
def stage_move(request: HttpRequest, stage: int) -> HttpResponse:
    found = queries.live_stage(request.workspace, stage)
    before = forms.BeforeForm(request.POST).place()
    change = actions.move_stage(by=request.membership, stage=found, before=before)
    return done(request, _("Stage moved"), change=change, map_id=found.map_id, refresh=True)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def stage_lock(request: HttpRequest, stage: int) -> HttpResponse:
    found = queries.live_stage(request.workspace, stage)
    locked = request.POST.get("locked", "1") == "1"
    change = actions.lock(by=request.membership, part=found, locked=locked)
    text = _("“%(name)s” is locked") if locked else _("“%(name)s” is unlocked")
    return done(request, text % {"name": found}, change=change, map_id=found.map_id, refresh=True)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def stage_remove(request: HttpRequest, stage: int) -> HttpResponse:
    found = queries.live_stage(request.workspace, stage)
    try:
        change = actions.remove_stage(by=request.membership, stage=found)
    except actions.Locked as reason:
        return refused(request, reason, map_id=found.map_id)
    text = _("“%(name)s” and what stood in it are off the map") % {"name": found.name}
    return done(request, text, change=change, map_id=found.map_id, refresh=True)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def stage_assumed(request: HttpRequest, stage: int) -> HttpResponse:
    return assume(request, queries.live_stage(request.workspace, stage))


def assume(request: HttpRequest, thing: Stage | Placement) -> HttpResponse:
    """Set the assumed point of a stage or placement; a blank takes it away."""
    form = forms.AssumedForm(request.POST)
    if not form.is_valid():
        return refused(request, form.errors["value"][0], map_id=thing.map_id)
    change = actions.assume(by=request.membership, thing=thing, value=form.cleaned_data["value"])
    return done(request, _("Assumption saved"), change=change, map_id=thing.map_id, refresh=True)
