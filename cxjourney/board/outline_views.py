"""The map as an outline: the same things to read and to edit, from top to bottom instead of across."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cxjourney.backlog.models import PainPoint
from cxjourney.board import items, queries
from cxjourney.board.context import base_of, board_context, period_key
from cxjourney.board.parts import LaneRow, StageColumn, step_of
from cxjourney.journeys import whom
from cxjourney.journeys.kinds import fits
from cxjourney.journeys.models import Card, Hue, JourneyMap, Placement
from cxjourney.journeys.queries import live_card, live_map, live_placement, live_stage
from cxjourney.kit import htmx
from cxjourney.personas.kinds import Evidence
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


@workspace_view()
def outline(request: HttpRequest, map: int) -> HttpResponse:
    """The page, or the outline alone for htmx. Eight queries, as the map."""
    map_ = queries.find_map(request.workspace.pk, map)
    if map_ is None:
        raise Http404
    request.undo_map_id = map_.pk
    period, key = queries.period_or_own(map_, period_key(request))
    board = queries.read_board(map_, period)
    context = board_context(
        board, base=base_of(request.workspace.slug), key=key, can_edit=request.membership.can_edit
    )
    asked = request.GET.get("for", "")
    context["for_id"] = next((pk for pk, _name in map_.whom if str(pk) == asked), 0)
    context["only_for"] = _only_for
    fragment = htmx.wants_fragment(request)
    return render(request, "board/_outline_answer.html" if fragment else "board/outline.html", context)


def _only_for(things: list, persona: int) -> list:
    """Without the cards that are for other personas only; 0 is everybody."""
    return [one for one in things if not persona or not getattr(one, "whom", ()) or persona in dict(one.whom)]


@workspace_view(role=Role.EDITOR)
def card_menu(request: HttpRequest, card: int) -> HttpResponse:
    """What can be done with a card: fetched when its menu opens."""
    found = live_card(request.workspace, card)
    map_ = live_map(request.workspace, found.map_id)
    stages = queries.read_stages(map_)
    columns = next(one.columns for one in stages if one.id == found.stage_id)
    own = step_of(columns, found.step_id)
    cell = Card.objects.live().filter(lane=found.lane_id, stage=found.stage_id)
    placed = cell.order_by("rank", "pk").values_list("pk", "step_id")
    order = [pk for pk, step in placed if step_of(columns, step) == own]
    at = order.index(found.pk)
    after = order[at + 2] if at + 2 < len(order) else ""
    more = {"up": order[at - 1] if at else None, "down": after if at + 1 < len(order) else None}
    return _menu(request, map_, f"card-{card}", found, stages, **more)


@workspace_view(role=Role.EDITOR)
def placement_menu(request: HttpRequest, placement: int) -> HttpResponse:
    """The same for a touchpoint on the map."""
    found = live_placement(request.workspace, placement)
    map_ = live_map(request.workspace, found.map_id)
    return _menu(request, map_, f"placement-{placement}", found, queries.read_stages(map_))


@workspace_view(role=Role.EDITOR)
def pain_menu(request: HttpRequest, stage: int, pain: int) -> HttpResponse:
    """The same for a pain point, on the map of a stage."""
    map_ = live_stage(request.workspace, stage).map
    found = items.find(map_, [f"painpoint-{pain}"])
    if not found:
        raise Http404
    stages = [] if found[0].touchpoint_id else queries.read_stages(map_)
    return _menu(request, map_, f"painpoint-{pain}", found[0], stages)


def _may_go(card: Card, lane: LaneRow) -> bool:
    return lane.id != card.lane_id and lane.kind in fits(card.lane.kind)


def _places(found, stages: list[StageColumn]) -> list[tuple[str, dict]]:
    """Where it can go: the other stages, and steps of those that are split."""
    if isinstance(found, PainPoint):
        return [(stage.name, {"stage": stage.id}) for stage in stages if stage.id != found.stage_id]
    own = {stage.id: step_of(stage.columns, found.step_id) for stage in stages if stage.id == found.stage_id}
    return [
        (name, {"stage": stage.id, "step": step or ""})
        for stage in stages
        for name, step in stage.places
        if own.get(stage.id) != step
    ]


def _menu(
    request: HttpRequest, map_: JourneyMap, name: str, found, stages: list[StageColumn], **more
) -> HttpResponse:
    lanes = queries.read_lanes(map_)
    is_card = isinstance(found, Card)
    context = {
        "name": name,
        "found": found,
        "map": map_,
        "base": base_of(request.workspace.slug),
        "places": _places(found, stages),
        "lanes": [lane for lane in lanes if is_card and _may_go(found, lane)],
        "is_card": is_card,
        "is_placement": isinstance(found, Placement),
        "hues": Hue.choices,
        "levels": Evidence.choices,
        "level": found.evidence if is_card else found.known,
        "whom": whom.of_map(map_.pk) if is_card else (),
    }
    return render(request, "board/_item_menu.html", context | more)
