"""Steps: the columns that a stage is split into."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cxjourney.activity import log, words
from cxjourney.journeys import forms, queries
from cxjourney.journeys.actions import steps as actions
from cxjourney.journeys.actions.stages import Locked
from cxjourney.journeys.sheet import Sheet
from cxjourney.journeys.views.answers import done, map_page, refused
from cxjourney.kit import htmx
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role

FORM, HEAD = "journeys/_step_form.html", "journeys/_step_head.html"


@workspace_view(role=Role.EDITOR, methods=("POST",))
def step_create(request: HttpRequest, stage: int) -> HttpResponse:
    """One more step; a stage that is not split gets two."""
    found = queries.live_stage(request.workspace, stage)
    form = forms.Keyed(request.POST)
    key = form.cleaned_data["key"] if form.is_valid() else None
    split = len(queries.steps_of(found)) > 1
    try:
        change = actions.add_step(by=request.membership, stage=found, key=key)
    except log.Repeated:
        return done(request, "", change=None, map_id=found.map_id, refresh=True)
    except (Locked, actions.TooMany) as reason:
        return refused(request, reason, map_id=found.map_id)
    text = _("Step added") if split else _("“%(name)s” is split into steps") % {"name": found.name}
    answer = done(request, text, change=change, map_id=found.map_id, refresh=True)
    unnamed = [change.target_id] if split else [step.pk for step in queries.steps_of(found)]
    return htmx.trigger(answer, "steps:name", {"steps": unnamed}) if request.htmx else answer


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def step_edit(request: HttpRequest, step: int) -> HttpResponse:
    found = queries.live_step(request.workspace, step)
    form = forms.StepForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "step": found}
    sheet = Sheet(FORM, _("Name of the step"), map_page(request, found.map_id), context)
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    try:
        change = actions.rename_step(
            by=request.membership, step=found, name=form.cleaned_data["name"], **form.seen()
        )
    except words.Clash as clash:
        return sheet.clash(request, clash)
    except Locked as reason:
        form.add_error("name", str(reason))
        return sheet.wrong(request)
    return done(
        request,
        _("Step saved"),
        change=change,
        map_id=found.map_id,
        template=HEAD,
        context={"step": found},
        refresh=True,
    )


@workspace_view(role=Role.EDITOR, methods=("POST",))
def step_move(request: HttpRequest, step: int) -> HttpResponse:
    found = queries.live_step(request.workspace, step)
    before = forms.BeforeForm(request.POST).place()
    try:
        change = actions.move_step(by=request.membership, step=found, before=before)
    except Locked as reason:
        return refused(request, reason, map_id=found.map_id)
    return done(request, _("Step moved"), change=change, map_id=found.map_id, refresh=True)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def step_remove(request: HttpRequest, step: int) -> HttpResponse:
    found = queries.live_step(request.workspace, step)
    try:
        change = actions.remove_step(by=request.membership, step=found)
    except Locked as reason:
        return refused(request, reason, map_id=found.map_id)
    text = _("The step “%(name)s” is gone, what stood in it is kept") % {"name": found.name}
    return done(request, text, change=change, map_id=found.map_id, refresh=True)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def stage_join(request: HttpRequest, stage: int) -> HttpResponse:
    """Its steps become one column again."""
    found = queries.live_stage(request.workspace, stage)
    try:
        change = actions.join_steps(by=request.membership, stage=found)
    except Locked as reason:
        return refused(request, reason, map_id=found.map_id)
    return done(request, _("Steps joined"), change=change, map_id=found.map_id, refresh=True)
