"""Lanes: the rows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cxjourney.activity import log, words
from cxjourney.journeys import forms, queries
from cxjourney.journeys.actions import stages as actions
from cxjourney.journeys.kinds import LaneRole
from cxjourney.journeys.sheet import Sheet
from cxjourney.journeys.views.answers import closed, done, map_page, refused
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role

NEW, HEAD_FORM, HEAD = "journeys/_lane_new.html", "journeys/_lane_form.html", "journeys/_lane_head.html"


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def lane_create(request: HttpRequest, map: int) -> HttpResponse:
    found = queries.live_map(request.workspace, map)
    form = forms.LaneForm(request.POST if request.method == "POST" else None, map_=found)
    context = {"form": form, "map": found}
    sheet = Sheet(NEW, _("New lane"), map_page(request, found.pk), context, dialog="lane-dialog")
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    change = None
    try:
        change = actions.create_lane(by=request.membership, map_=found, **form.cleaned_data)
    except log.Repeated:
        pass  # the map shows it
    except actions.KindTaken:
        form.add_error("kind", _("The map has a lane of this kind already."))
        return sheet.wrong(request)
    return closed(request, _("Lane added"), change=change, map_id=found.pk)


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def lane_edit(request: HttpRequest, lane: int) -> HttpResponse:
    found = queries.live_lane(request.workspace, lane)
    form = forms.LaneWordsForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "lane": found, "roles": LaneRole.choices}
    sheet = Sheet(HEAD_FORM, _("Title of the lane"), map_page(request, found.map_id), context)
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    try:
        change = actions.edit_lane(
            by=request.membership, lane=found, **form.typed("title", "note"), **form.choices(found)
        )
    except words.Clash as clash:
        return sheet.clash(request, clash)
    except actions.Locked as reason:
        form.add_error("title", str(reason))
        return sheet.wrong(request)
    return done(
        request,
        _("Lane saved"),
        change=change,
        map_id=found.map_id,
        template=HEAD,
        context={"lane": found},
        refresh=True,
    )


@workspace_view(role=Role.EDITOR, methods=("POST",))
def lane_move(request: HttpRequest, lane: int) -> HttpResponse:
    found = queries.live_lane(request.workspace, lane)
    before = forms.BeforeForm(request.POST).place()
    change = actions.move_lane(by=request.membership, lane=found, before=before)
    return done(request, _("Lane moved"), change=change, map_id=found.map_id, refresh=True)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def lane_fold(request: HttpRequest, lane: int) -> HttpResponse:
    found = queries.live_lane(request.workspace, lane)
    folded = request.POST.get("folded", "1") == "1"
    verb = "lane_fold" if folded else "lane_unfold"
    change = actions.set_lane(by=request.membership, lane=found, verb=verb, folded=folded)
    text = _("Lane folded") if folded else _("Lane unfolded")
    return done(request, text, change=change, map_id=found.map_id, refresh=True)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def lane_hide(request: HttpRequest, lane: int) -> HttpResponse:
    found = queries.live_lane(request.workspace, lane)
    hidden = request.POST.get("hidden", "1") == "1"
    verb = "lane_hide" if hidden else "lane_show"
    change = actions.set_lane(by=request.membership, lane=found, verb=verb, hidden=hidden)
    text = _("Lane hidden") if hidden else _("Lane shown")
    return done(request, text, change=change, map_id=found.map_id, refresh=True)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def lane_lock(request: HttpRequest, lane: int) -> HttpResponse:
    found = queries.live_lane(request.workspace, lane)
    locked = request.POST.get("locked", "1") == "1"
    change = actions.lock(by=request.membership, part=found, locked=locked)
    text = _("“%(name)s” is locked") if locked else _("“%(name)s” is unlocked")
    return done(request, text % {"name": found}, change=change, map_id=found.map_id, refresh=True)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def lane_remove(request: HttpRequest, lane: int) -> HttpResponse:
    found = queries.live_lane(request.workspace, lane)
    try:
        change = actions.remove_lane(by=request.membership, lane=found)
    except actions.Locked as reason:
        return refused(request, reason, map_id=found.map_id)
    return done(request, _("Lane removed"), change=change, map_id=found.map_id, refresh=True)
