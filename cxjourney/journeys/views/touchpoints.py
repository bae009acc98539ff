"""Touchpoints: pick or make, place, move, edit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cxjourney.activity import log, words
from cxjourney.journeys import forms, queries
from cxjourney.journeys.actions import touchpoints as actions
from cxjourney.journeys.models import Placement, Stage, Step
from cxjourney.journeys.sheet import Sheet
from cxjourney.journeys.views.answers import done, home, map_page, refused
from cxjourney.journeys.views.stages import assume
from cxjourney.kit import htmx
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role

CARD, NEW = "journeys/_placement.html", "journeys/_placement_form.html"
FIELD_FORM = "journeys/_touchpoint_form.html"


def _taken(name: str) -> str:
    return _("“%(name)s” stands in this stage already.") % {"name": name}


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def placement_create(request: HttpRequest, stage: int) -> HttpResponse:
    found = queries.live_stage(request.workspace, stage)
    choices = queries.choices(request.workspace)
    posted = request.POST if request.method == "POST" else None
    form = forms.PlacementForm(posted, workspace=request.workspace, choices=choices)
    step = queries.step_in(found, request.POST.get("step") or request.GET.get("step", ""))
    context = {"form": form, "stage": found, "step": step, "choices": choices}
    sheet = Sheet(NEW, _("New touchpoint"), map_page(request, found.map_id), context, item=True)
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    try:
        return _placed(request, found, step, form)
    except actions.AlreadyThere as there:
        form.add_error("name", _taken(str(there)))
        return sheet.wrong(request)


def _placed(request: HttpRequest, stage: Stage, step: Step | None, form: forms.PlacementForm) -> HttpResponse:
    """A known touchpoint by id or by its name; else a new one. Raises AlreadyThere."""
    picked, key = form.cleaned_data["touchpoint"], form.cleaned_data["key"]
    known = picked or actions.find_by_name(request.workspace, form.cleaned_data["name"])
    new = {} if known else form.new()
    try:
        made = actions.place_touchpoint(
            by=request.membership, stage=stage, step=step, touchpoint=known, key=key, **new
        )
        change = queries.change_that_placed(made)
    except log.Repeated as again:
        made, change = Placement(pk=again.change.target_id), None
    placement = queries.live_placement(request.workspace, made.pk)
    text = _("“%(name)s” is on the map")
    if known and not picked:
        text = _("“%(name)s” was known already: it stands here now, with its answers")
    return done(
        request,
        text % {"name": placement.touchpoint.name},
        change=change,
        map_id=stage.map_id,
        template=CARD,
        context={"placement": placement, "measure": None},
        refresh=True,
    )


@workspace_view()
def touchpoint_search(request: HttpRequest) -> HttpResponse:
    """Suggestions for a name being typed; `stage` marks what stands there already."""
    stage_id = request.GET.get("stage", "")
    stage = queries.live_stage(request.workspace, int(stage_id)) if stage_id.isdecimal() else None
    text = " ".join((request.GET.get("name") or request.GET.get("q") or "").split())[:120]
    found = queries.suggest_touchpoints(request.workspace, stage, text)
    return render(request, "journeys/_touchpoint_options.html", {"found": found, "text": text})


@workspace_view(role=Role.EDITOR, methods=("POST",))
def placement_move(request: HttpRequest, placement: int) -> HttpResponse:
    found = queries.live_placement(request.workspace, placement)
    form = forms.PlacementMoveForm(request.POST)
    if not form.is_valid():
        return refused(request, _("Say where the touchpoint goes."), map_id=found.map_id)
    stage = found.stage
    if form.cleaned_data["stage"] != found.stage_id:
        stage = queries.live_stage(request.workspace, form.cleaned_data["stage"])
        if stage.map_id != found.map_id:
            return refused(request, _("That stage is on another map."), map_id=found.map_id)
    step = queries.step_in(stage, request.POST.get("step", ""))
    try:
        change = actions.move_placement(
            by=request.membership,
            placement=found,
            stage=stage,
            step_id=step.pk if step else None,
            before=form.cleaned_data["before"],
        )
    except actions.AlreadyThere as there:
        return refused(request, _taken(str(there)), map_id=found.map_id)
    return done(request, _("Touchpoint moved"), change=change, map_id=found.map_id, refresh=True)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def placement_remove(request: HttpRequest, placement: int) -> HttpResponse:
    found = queries.live_placement(request.workspace, placement)
    change = actions.remove_placement(by=request.membership, placement=found)
    text = _("“%(name)s” is off this map; its answers are kept") % {"name": found.touchpoint.name}
    answer = done(request, text, change=change, map_id=found.map_id, refresh=True)
    return htmx.trigger(answer, "drawer:close") if request.htmx else answer


@workspace_view(role=Role.EDITOR, methods=("POST",))
def placement_assumed(request: HttpRequest, placement: int) -> HttpResponse:
    return assume(request, queries.live_placement(request.workspace, placement))


def _map_id(request: HttpRequest) -> int | None:
    """The map on which a touchpoint is being edited, when the address says so (`?map=`)."""
    where = request.GET.get("map", "")
    return queries.live_map(request.workspace, int(where)).pk if where.isdecimal() else None


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def touchpoint_edit(request: HttpRequest, touchpoint: int) -> HttpResponse:
    """One field. GET `?field=name|description` is its form; `map` says on which map it was edited."""
    found = queries.live_touchpoint(request.workspace, touchpoint)
    map_id = _map_id(request)
    posted = request.POST if request.method == "POST" else None
    form = forms.TouchpointFieldForm(posted, workspace=request.workspace)
    asked = (request.POST if request.method == "POST" else request.GET).get("field", "name")
    words_field = asked if asked in form.WORDS else "name"
    context = {"touchpoint": found, "field": words_field, "map_id": map_id, "form": form}
    back = map_page(request, map_id) if map_id else home(request)
    sheet = Sheet(FIELD_FORM, found.name, back, context)
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        wrong = form.errors.get("value", [_("That is not one of the choices.")])[0]
        return sheet.wrong(request) if asked in form.WORDS else refused(request, wrong, map_id=map_id)
    try:
        change = _save(request, found, form, map_id)
    except words.Clash as clash:
        return sheet.clash(request, clash)
    except actions.NameTaken:
        form.add_error("value", _("Another touchpoint has this name."))
        return sheet.wrong(request)
    answer = done(request, _("Touchpoint saved"), change=change, map_id=map_id, refresh=True)
    return htmx.trigger(answer, "drawer:refresh") if request.htmx else answer


def _save(request: HttpRequest, touchpoint, form: forms.TouchpointFieldForm, map_id: int | None):
    given = form.cleaned_data
    shared = {"by": request.membership, "touchpoint": touchpoint, "map_id": map_id}
    if "values" in given:
        return actions.set_touchpoint(**shared, **given["values"])
    return actions.rewrite_touchpoint(**shared, field=given["field"], text=given["text"], **form.seen())
