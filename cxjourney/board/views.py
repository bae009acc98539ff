"""The map's page, the parts of it that load later, and its settings."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cxjourney.backlog.views import pain_drawer
from cxjourney.board import drawer as drawers
from cxjourney.board import layers, queries
from cxjourney.board.context import base_of, board_context, period_key
from cxjourney.board.parts import Board
from cxjourney.journeys.models import JourneyMap
from cxjourney.journeys.queries import live_lane, live_stage, live_step
from cxjourney.kit import htmx
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


def _find(request: HttpRequest, map_id: int) -> JourneyMap:
    found = queries.find_map(request.workspace.pk, map_id)
    if found is None:
        raise Http404
    return found


def _address(request: HttpRequest, map_: JourneyMap) -> str:
    return reverse("board:map", args=[request.workspace.slug, map_.pk])


def _context(request: HttpRequest, map_: JourneyMap, board: Board) -> dict:
    """What the templates of the board need. Undo on the page is the map's."""
    request.undo_map_id = map_.pk
    return board_context(
        board,
        base=base_of(request.workspace.slug),
        key=period_key(request),
        can_edit=request.membership.can_edit,
    )


def map_response(request: HttpRequest, map_id: int, **context) -> HttpResponse:
    """The page of a map, or its board alone for htmx; `context` adds to what templates know (the drawer)."""
    map_ = _find(request, map_id)
    try:
        period = queries.period_of(map_, period_key(request))
    except ValueError as error:
        return htmx.refused(request, error, fallback=_address(request, map_))
    template = "board/_answer.html" if htmx.wants_fragment(request) else "board/map.html"
    return render(request, template, _context(request, map_, queries.shared_board(map_, period)) | context)


@workspace_view()
def show_map(request: HttpRequest, map: int) -> HttpResponse:
    """`?pain=` opens the drawer of a pain point beside it."""
    asked = "" if htmx.wants_fragment(request) else request.GET.get("pain", "")
    return map_response(request, map, pain_drawer=pain_drawer(request, asked))


@workspace_view()
def metrics_lane(request: HttpRequest, map: int) -> HttpResponse:
    """The metrics lane with its sparks, fetched when it comes into view."""
    map_ = _find(request, map)
    try:
        period = queries.period_of(map_, period_key(request))
    except ValueError as error:
        return htmx.refused(request, error, fallback=_address(request, map_))
    context = _context(request, map_, queries.read_board(map_, period))
    lane = next((lane for lane in context["board"].shown if lane.kind == "metrics"), None)
    if lane is None:
        raise Http404
    queries.add_sparks(context["board"], lane)
    return render(request, "board/_metrics_lane.html", context | {"lane": lane})


@workspace_view()
def curve_layers(request: HttpRequest, map: int) -> HttpResponse:
    """The measured curves of the personas in `?compare=`, to be laid over the experience lane."""
    map_ = _find(request, map)
    try:
        period = queries.period_of(map_, period_key(request))
    except ValueError as error:
        return htmx.refused(request, error, fallback=_address(request, map_))
    board = queries.shared_board(map_, period)
    asked = request.GET.get("compare", "").split(",")
    context = {"picture": layers.read(board, asked), "banded": "bands" in request.GET}
    return render(request, "board/_layers.html", context)


@workspace_view(role=Role.EDITOR)
def stage_menu(request: HttpRequest, stage: int) -> HttpResponse:
    """What can be done with a stage: fetched when its menu opens, so that the map stays small."""
    found = live_stage(request.workspace, stage)
    column = next(one for one in queries.read_stages(found.map) if one.id == stage)
    context = {"stage": column, "map_id": found.map_id, "locked": found.locked}
    context["base"] = base_of(request.workspace.slug)
    return render(request, "board/_stage_menu.html", context)


@workspace_view(role=Role.EDITOR)
def step_menu(request: HttpRequest, step: int) -> HttpResponse:
    """The same for a step."""
    found = live_step(request.workspace, step)
    column = next(one for one in queries.read_stages(found.map) if one.id == found.stage_id)
    own = next((one for one in column.steps if one.id == step), None)
    if own is None:
        raise Http404
    context = {"step": own, "stage": column, "base": base_of(request.workspace.slug)}
    return render(request, "board/_step_menu.html", context)


@workspace_view(role=Role.EDITOR)
def lane_menu(request: HttpRequest, lane: int) -> HttpResponse:
    """The same for a lane."""
    found = live_lane(request.workspace, lane)
    row = next(one for one in queries.read_lanes(found.map) if one.id == lane)
    context = {"lane": row, "locked": found.locked, "base": base_of(request.workspace.slug)}
    return render(request, "board/_lane_menu.html", context)


@workspace_view()
def lanes_menu(request: HttpRequest, map: int) -> HttpResponse:
    """The lanes of a map: editors hide and show them, others go to one. Two queries."""
    map_ = _find(request, map)
    context = {
        "map": map_,
        "lanes": queries.read_lanes(map_),
        "base": base_of(request.workspace.slug),
        "editable": request.membership.can_edit and map_.is_open,
    }
    return render(request, "board/_lanes_menu.html", context)


@workspace_view(role=Role.EDITOR)
def map_menu(request: HttpRequest, map: int) -> HttpResponse:
    """What can be done with a map. One query."""
    request.undo_map_id = map
    key = period_key(request)
    context = {
        "map": _find(request, map),
        "base": base_of(request.workspace.slug),
        "query": f"?period={key}" if key else "",
    }
    return render(request, "board/_map_menu.html", context)


# --- The drawer beside the map ---------------------------------------------------------------------


@workspace_view()
def touchpoint_drawer(request: HttpRequest, map: int, placement: int) -> HttpResponse:
    """The map with the drawer of a touchpoint open; the drawer alone for htmx."""
    map_ = _find(request, map)
    found = drawers.find_placement(map_, placement)
    if found is None:
        raise Http404
    return _with_drawer(request, map_, placement=found)


@workspace_view()
def stage_drawer(request: HttpRequest, map: int, stage: int) -> HttpResponse:
    """The same for a stage."""
    return _with_drawer(request, _find(request, map), stage_id=stage)


def _with_drawer(request: HttpRequest, map_: JourneyMap, **about) -> HttpResponse:
    try:
        period = queries.period_of(map_, period_key(request))
    except ValueError as error:
        return htmx.refused(request, error, fallback=_address(request, map_))
    tab = request.GET.get("tab", "")
    editable = request.membership.can_edit and map_.archived_at is None
    drawer = drawers.read_drawer(
        map_,
        period,
        tab=tab if tab in drawers.TABS else drawers.TABS[0],
        editable=editable,
        **about,
    )
    if drawer is None:
        raise Http404
    if not htmx.wants_fragment(request):
        board = queries.shared_board(map_, period)
        return render(request, "board/map.html", _context(request, map_, board) | {"drawer": drawer})
    context = {
        "drawer": drawer,
        "base": base_of(request.workspace.slug),
        "query": f"?period={period.key}" if period_key(request) else "",
        "editable": editable,
    }
    return render(request, "board/_drawer.html", context)
