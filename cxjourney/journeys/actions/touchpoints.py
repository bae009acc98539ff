"""Touchpoints and where they stand."""

from __future__ import annotations

import uuid

from django.db import transaction

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.journeys.models import Channel, Placement, Stage, Touchpoint
from cxjourney.journeys.order import rank_before


class AlreadyThere(ValueError):
    """The touchpoint stands in this stage already."""


def in_stage(stage_id: int):
    """The live placements of one stage."""
    return Placement.objects.live().filter(stage_id=stage_id)


def maps_of(touchpoint_id: int) -> list[int]:
    """Ids of the maps a touchpoint stands on: its changes show on all of them. One query."""
    placed = Placement.objects.live().filter(touchpoint_id=touchpoint_id, stage__removed_at=None)
    return list(placed.values_list("map_id", flat=True).distinct())


def find_by_name(workspace, name: str) -> Touchpoint | None:
    """The workspace's touchpoint of this name, whatever the case."""
    return Touchpoint.objects.for_workspace(workspace).live().filter(name__iexact=name).first()


@log.once
def place_touchpoint(
    *, by, stage: Stage, touchpoint: Touchpoint | None = None, key: uuid.UUID | None = None, **new
) -> Placement:
    """Put a touchpoint at the end of a stage; without one, make it from `new` (name, channel, team …).

    Raises AlreadyThere when it stands in this stage. Undo takes both back.
    """
    log.same_workspace(by, stage, touchpoint, new.get("team"), new.get("own_channel"))
    group = uuid.uuid4()
    if touchpoint is None:
        touchpoint = Touchpoint(workspace=by.workspace, **new)
        log.create(touchpoint, by=by, verb="touchpoint_create", map=stage.map_id, group=group)
    elif in_stage(stage.pk).filter(touchpoint=touchpoint).exists():
        raise AlreadyThere(touchpoint.name)
    placement = Placement(
        workspace=by.workspace,
        map_id=stage.map_id,
        stage=stage,
        touchpoint=touchpoint,
        rank=rank_before(in_stage(stage.pk), None),
    )
    log.create(placement, by=by, verb="placement_create", map=stage.map_id, key=key, group=group)
    return placement


@transaction.atomic
def move_placement(*, by, placement: Placement, stage: Stage, before: int | None) -> Change | None:
    """Put the touchpoint into a stage of the same map. Raises AlreadyThere."""
    log.same_workspace(by, placement, stage)
    others = in_stage(stage.pk).exclude(pk=placement.pk)
    moves = stage.pk != placement.stage_id
    if moves and others.filter(touchpoint_id=placement.touchpoint_id).exists():
        raise AlreadyThere(str(placement.touchpoint))
    values = {"stage_id": stage.pk, "rank": rank_before(others, before)}
    return log.settle(placement, values, by=by, verb="placement_move", map=placement.map_id)


def remove_placement(*, by, placement: Placement) -> Change | None:
    """Take the touchpoint off this map. It stays in the workspace with its answers."""
    log.same_workspace(by, placement)
    return log.remove(placement, by=by, verb="placement_remove", map=placement.map_id)


def rewrite_touchpoint(
    *, by, touchpoint: Touchpoint, field: str, text: str, version: int, base: str | None, map_id: int | None
) -> Change | None:
    """Save its name or description. Raises log.Conflict when somebody else changed the same words."""
    log.same_workspace(by, touchpoint)
    return log.rewrite(
        touchpoint,
        field,
        text,
        by=by,
        verb="touchpoint_edit",
        version=version,
        base=base,
        map=map_id,
        also_on=maps_of(touchpoint.pk),
    )


def set_touchpoint(*, by, touchpoint: Touchpoint, map_id: int | None, **values) -> Change | None:
    """Choices: channel and own_channel_id (one of the two), direct, team_id, moment_of_truth."""
    log.same_workspace(by, touchpoint)
    return log.settle(
        touchpoint, values, by=by, verb="touchpoint_edit", map=map_id, also_on=maps_of(touchpoint.pk)
    )


@log.once
def create_channel(*, by, group: str, name: str, key: uuid.UUID | None = None) -> Change:
    """A channel of the workspace's own."""
    channel = Channel(workspace=by.workspace, group=group, name=name)
    return log.create(channel, by=by, verb="channel_create", key=key)


def remove_channel(*, by, channel: Channel) -> Change | None:
    """Touchpoints keep it; it is only offered no more."""
    log.same_workspace(by, channel)
    return log.remove(channel, by=by, verb="channel_remove")
