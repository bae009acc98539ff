"""Lanes: the rows."""

from __future__ import annotations

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cxjourney.activity import log
from cxjourney.journeys import forms, queries
from cxjourney.journeys.actions import stages as actions
from cxjourney.journeys.views.answers import conflict, done, refused
from cxjourney.kit.htmx import trigger
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role

FORM = "journeys/_lane_form.html"


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def lane_create(request: HttpRequest, map: int) -> HttpResponse:
    found = queries.live_map(request.workspace, map)
    form = forms.LaneForm(request.POST or None, map_=found)
    context = {"form": form, "map": found, "lane": None}
    if request.method == "GET":
        return render(request, FORM, context)
    if not form.is_valid():
        return render(request, FORM, context, status=422)
    given = form.cleaned_data
    try:
        change = actions.create_lane(
            by=request.membership, map_=found, kind=given["kind"], title=given["title"], key=given["key"]
        )
    except log.Repeated as again:
        change = again.change
    except IntegrityError:
        return refused(request, _("The map has a lane of this kind already."), map_id=found.pk)
    answer = done(request, _("Lane added"), map_id=found.pk, change=change, refresh=True)
    return trigger(answer, "dialog:close")


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def lane_edit(request: HttpRequest, lane: int) -> HttpResponse:
    found = queries.live_lane(request.workspace, lane)
    form = forms.LaneTitleForm(request.POST or None, initial={"title": found.title})
    context = {"form": form, "map": found.map, "lane": found}
    if request.method == "GET":
        return render(request, FORM, context)
    if not form.is_valid():
        return render(request, FORM, context, status=422)
    try:
        change = actions.rename_lane(
            by=request.membership, lane=found, title=form.cleaned_data["title"], **form.seen()
        )
    except log.Conflict as clash:
        return conflict(request, FORM, context, clash)
    return trigger(
        done(request, _("Saved"), map_id=found.map_id, change=change, refresh=True), "dialog:close"
    )


@workspace_view(role=Role.EDITOR, methods=("POST",))
def lane_move(request: HttpRequest, lane: int) -> HttpResponse:
    found = queries.live_lane(request.workspace, lane)
    form = forms.BeforeForm(request.POST)
    before = form.cleaned_data["before"] if form.is_valid() else None
    change = actions.move_lane(by=request.membership, lane=found, before=before)
    return done(request, _("Lane moved"), map_id=found.map_id, change=change, refresh=True)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def lane_fold(request: HttpRequest, lane: int) -> HttpResponse:
    found = queries.live_lane(request.workspace, lane)
    folded = request.POST.get("folded", "1") == "1"
    verb = "lane_fold" if folded else "lane_unfold"
    change = actions.set_lane(by=request.membership, lane=found, verb=verb, folded=folded)
    text = _("Lane folded") if folded else _("Lane unfolded")
    return done(request, text, map_id=found.map_id, change=change, refresh=True)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def lane_hide(request: HttpRequest, lane: int) -> HttpResponse:
    found = queries.live_lane(request.workspace, lane)
    hidden = request.POST.get("hidden", "1") == "1"
    verb = "lane_hide" if hidden else "lane_show"
    change = actions.set_lane(by=request.membership, lane=found, verb=verb, hidden=hidden)
    text = _("Lane hidden") if hidden else _("Lane shown")
    return done(request, text, map_id=found.map_id, change=change, refresh=True)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def lane_remove(request: HttpRequest, lane: int) -> HttpResponse:
    found = queries.live_lane(request.workspace, lane)
    change = actions.remove_lane(by=request.membership, lane=found)
    return done(request, _("Lane removed"), map_id=found.map_id, change=change, refresh=True)
