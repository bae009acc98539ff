"""Touchpoints: pick or make, place, move, edit."""

from __future__ import annotations

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cxjourney.activity import log
from cxjourney.journeys import forms, queries
from cxjourney.journeys.actions import touchpoints as actions
from cxjourney.journeys.models import Placement, Stage
from cxjourney.journeys.views.answers import conflict, done, refused, undo_url
from cxjourney.journeys.views.stages import assume
from cxjourney.kit import htmx
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role

FORM = "journeys/_placement_form.html"


def _taken(name: str) -> str:
    return _("“%(name)s” stands in this stage already.") % {"name": name}


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def placement_create(request: HttpRequest, stage: int) -> HttpResponse:
    found = queries.live_stage(request.workspace, stage)
    form = forms.PlacementForm(request.POST or None, workspace=request.workspace)
    context = {"form": form, "stage": found}
    if request.method == "GET":
        return render(request, FORM, context)
    if not form.is_valid():
        return render(request, FORM, context, status=422)
    try:
        placement = _place(request, found, form.cleaned_data)
    except log.Repeated as again:
        placement = Placement.objects.for_workspace(request.workspace).get(pk=again.change.target_id)
    except (actions.AlreadyThere, IntegrityError):
        form.add_error("name", _taken(form.cleaned_data["name"] or str(form.cleaned_data["touchpoint"])))
        return render(request, FORM, context, status=422)
    placement = queries.live_placement(request.workspace, placement.pk)
    change = log.by_key(request.membership, form.cleaned_data["key"])
    text = _("“%(name)s” is on the map") % {"name": placement.touchpoint.name}
    return done(
        request,
        text,
        map_id=found.map_id,
        change=change,
        template="journeys/_placement.html",
        context={"placement": placement, "measure": None},
        refresh=True,
    )


def _place(request: HttpRequest, stage: Stage, given: dict) -> Placement:
    """A known touchpoint by id or by its name; else a new one."""
    known = given["touchpoint"] or actions.find_by_name(request.workspace, given["name"])
    new = {} if known else {"name": given["name"], **given["channel"]}
    return actions.place_touchpoint(
        by=request.membership, stage=stage, touchpoint=known, key=given["key"], **new
    )


@workspace_view()
def touchpoint_search(request: HttpRequest) -> HttpResponse:
    """Suggestions for a name being typed; `stage` marks what stands there already."""
    stage_id = request.GET.get("stage", "")
    stage = queries.live_stage(request.workspace, int(stage_id)) if stage_id.isdecimal() else None
    text = (request.GET.get("name") or request.GET.get("q") or "").strip()[:120]
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
    try:
        change = actions.move_placement(
            by=request.membership, placement=found, stage=stage, before=form.cleaned_data["before"]
        )
    except (actions.AlreadyThere, IntegrityError):
        return refused(request, _taken(found.touchpoint.name), map_id=found.map_id)
    return done(request, _("Touchpoint moved"), map_id=found.map_id, change=change, refresh=True)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def placement_remove(request: HttpRequest, placement: int) -> HttpResponse:
    found = queries.live_placement(request.workspace, placement)
    change = actions.remove_placement(by=request.membership, placement=found)
    text = _("“%(name)s” is off this map; its answers are kept") % {"name": found.touchpoint.name}
    answer = done(request, text, map_id=found.map_id, change=change, refresh=True)
    return htmx.trigger(answer, "drawer:close") if request.htmx else answer


@workspace_view(role=Role.EDITOR, methods=("POST",))
def placement_assumed(request: HttpRequest, placement: int) -> HttpResponse:
    return assume(request, queries.live_placement(request.workspace, placement))


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def touchpoint_edit(request: HttpRequest, touchpoint: int) -> HttpResponse:
    """One field. GET `?field=name|description` is its form; `map` says on which map it was edited."""
    found = queries.live_touchpoint(request.workspace, touchpoint)
    where = request.GET.get("map", "")
    map_id = queries.live_map(request.workspace, int(where)).pk if where.isdecimal() else None
    if request.method == "GET":
        field = "description" if request.GET.get("field") == "description" else "name"
        context = {"touchpoint": found, "field": field, "map_id": map_id, "form": None}
        return render(request, "journeys/_touchpoint_form.html", context)
    form = forms.TouchpointFieldForm(request.POST, workspace=request.workspace)
    context = {"touchpoint": found, "field": request.POST.get("field"), "map_id": map_id, "form": form}
    if not form.is_valid():
        return _wrong(request, form, context)
    given = form.cleaned_data
    shared = {"by": request.membership, "touchpoint": found, "map_id": map_id}
    try:
        if "values" in given:
            change = actions.set_touchpoint(**shared, **given["values"])
        else:
            change = actions.rewrite_touchpoint(
                **shared, field=given["field"], text=given["value"], **form.seen()
            )
    except log.Conflict as clash:
        return conflict(request, "journeys/_touchpoint_form.html", context, clash)
    home = reverse("board:map_list", args=[request.workspace.slug])
    answer = htmx.done(request, text=_("Saved"), fallback=home, undo=undo_url(request, change), refresh=True)
    return htmx.trigger(answer, "drawer:refresh") if request.htmx else answer


def _wrong(request: HttpRequest, form: forms.TouchpointFieldForm, context: dict) -> HttpResponse:
    if context["field"] in ("name", "description"):
        return render(request, "journeys/_touchpoint_form.html", context, status=422)
    home = reverse("board:map_list", args=[request.workspace.slug])
    return htmx.refused(request, _("That is not one of the choices."), fallback=home)
