"""Reads of the editor. Everything starts from the workspace; removed things are not found."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from cxjourney.journeys.models import (
    CARD_LANES,
    Card,
    Channel,
    JourneyMap,
    Lane,
    Placement,
    Stage,
    Touchpoint,
)

SUGGESTIONS = 8


def live_map(workspace, pk: int) -> JourneyMap:
    """One query. Raises Http404."""
    found = JourneyMap.objects.for_workspace(workspace).live().select_related("persona")
    return get_object_or_404(found, pk=pk)


def live_stage(workspace, pk: int) -> Stage:
    found = Stage.objects.for_workspace(workspace).live().filter(map__removed_at=None)
    return get_object_or_404(found.select_related("map"), pk=pk)


def live_lane(workspace, pk: int) -> Lane:
    found = Lane.objects.for_workspace(workspace).live().filter(map__removed_at=None)
    return get_object_or_404(found.select_related("map"), pk=pk)


def live_card(workspace, pk: int) -> Card:
    """A card of a live cell, with its lane and team."""
    found = Card.objects.for_workspace(workspace).live()
    found = found.filter(stage__removed_at=None, lane__removed_at=None, map__removed_at=None)
    return get_object_or_404(found.select_related("lane", "team"), pk=pk)


def live_placement(workspace, pk: int) -> Placement:
    found = Placement.objects.for_workspace(workspace).live()
    found = found.filter(stage__removed_at=None, map__removed_at=None, touchpoint__removed_at=None)
    return get_object_or_404(
        found.select_related("touchpoint__team", "touchpoint__own_channel", "stage"), pk=pk
    )


def live_touchpoint(workspace, pk: int) -> Touchpoint:
    found = Touchpoint.objects.for_workspace(workspace).live()
    return get_object_or_404(found.select_related("team", "own_channel"), pk=pk)


def cell(workspace, lane_id: int, stage_id: int) -> tuple[Lane, Stage]:
    """Lane and stage of one map whose cell holds cards. Two queries; raises Http404."""
    lane, stage = live_lane(workspace, lane_id), live_stage(workspace, stage_id)
    if lane.map_id != stage.map_id or not lane.holds_cards:
        raise Http404
    return lane, stage


def may_hold(map_id: int, lane_id: int, stage_id: int) -> bool:
    """Whether this is a cell of the map that holds cards. One query."""
    lane = Lane.objects.live().filter(pk=lane_id, map_id=OuterRef("map_id"), kind__in=CARD_LANES)
    return Stage.objects.live().filter(Exists(lane), pk=stage_id, map_id=map_id).exists()


def suggest_touchpoints(workspace, stage: Stage | None, text: str) -> QuerySet[Touchpoint]:
    """The workspace's touchpoints whose name holds the words, those that begin so first. One query.

    `here` says that it stands in the stage already.
    """
    found = Touchpoint.objects.for_workspace(workspace).live().select_related("own_channel", "team")
    for word in text.split():
        found = found.filter(name__icontains=word)
    standing = Placement.objects.live().filter(touchpoint=OuterRef("pk"), stage=stage)
    begins = Q(name__istartswith=text)
    return found.annotate(here=Exists(standing), begins=begins).order_by("here", "-begins", "name")[
        :SUGGESTIONS
    ]


def own_channels(workspace) -> QuerySet[Channel]:
    return Channel.objects.for_workspace(workspace).live().order_by("group", "name")
