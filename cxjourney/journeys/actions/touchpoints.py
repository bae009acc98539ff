"""Touchpoints and where they stand."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, connection, transaction

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.activity.order import rank_before
from cxjourney.activity.words import save_words
from cxjourney.journeys.models import Placement, Stage, Step, Touchpoint


class AlreadyThere(ValueError):
    """The touchpoint stands in this stage already."""


class NameTaken(ValueError):
    """Another touchpoint of the workspace has this name."""


def in_stage(stage_id: int):
    """The live placements of one stage."""
    return Placement.objects.live().filter(stage_id=stage_id)


def maps_of(touchpoint_id: int) -> list[int]:
    """Ids of the maps a touchpoint stands on: its changes show on all of them. One query."""
    placed = Placement.objects.live().filter(
        touchpoint_id=touchpoint_id, stage__removed_at=None, map__removed_at=None
    )
    return list(placed.values_list("map_id", flat=True).distinct())


def find_by_name(workspace, name: str) -> Touchpoint | None:
    """The workspace's touchpoint of this name, whatever the case. `workspace` may be an id."""
    return Touchpoint.objects.for_workspace(workspace).live().filter(name__iexact=name).first()


def place_touchpoint(
    *,
    by,
    stage: Stage,
    touchpoint: Touchpoint | None = None,
    step: Step | None = None,
    key: uuid.UUID | None = None,
    **new,
) -> Placement:
    """Put a touchpoint at the end of a stage; without one, that of the name in `new`, or make it from `new`.

    `new` are fields of Touchpoint (name, channel, team …). Undo takes both back. Raises AlreadyThere when it
    stands in this stage, and log.Repeated.
    """
    try:
        return _place(by=by, stage=stage, touchpoint=touchpoint, step=step, key=key, **new)
    except (AlreadyThere, IntegrityError) as error:
        if isinstance(error, IntegrityError) and "touchpoint_once_a_stage" not in str(error):
            raise
        if done := log.by_key(by, key):  # by the same press of the button
            raise log.Repeated(done) from None
        raise AlreadyThere(str(touchpoint or new.get("name", ""))) from error


@log.once
def _place(
    *,
    by,
    stage: Stage,
    touchpoint: Touchpoint | None,
    step: Step | None,
    key: uuid.UUID | None,
    **new,
) -> Placement:
    log.same_workspace(by, stage, touchpoint, step, new.get("team"), new.get("own_channel"))
    group = uuid.uuid4()
    if touchpoint is None:
        _hold_name(by.workspace_id, new["name"])
        touchpoint = find_by_name(by.workspace_id, new["name"])
    if touchpoint is None:
        touchpoint = Touchpoint(workspace_id=by.workspace_id, **new)
        log.create(touchpoint, by=by, verb="touchpoint_create", map=stage.map_id, group=group)
    elif in_stage(stage.pk).filter(touchpoint=touchpoint).exists():
        raise AlreadyThere(touchpoint.name)
    placement = Placement(
        workspace_id=by.workspace_id,
        map_id=stage.map_id,
        stage=stage,
        step=step,
        touchpoint=touchpoint,
        rank=rank_before(in_stage(stage.pk), None),
    )
    log.create(placement, by=by, verb="placement_create", map=stage.map_id, key=key, group=group)
    return placement


def _hold_name(workspace_id: int, name: str) -> None:
    """Until the transaction ends, nobody else makes a touchpoint of this name: two at once make one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{workspace_id}:{name.casefold()}"]
        )


def move_placement(
    *,
    by,
    placement: Placement,
    stage: Stage,
    before: int | None,
    step_id: int | None = None,
    group: uuid.UUID | None = None,
) -> Change | None:
    """Put the touchpoint into a stage of the same map; its step goes as a card's. Raises AlreadyThere."""
    log.same_workspace(by, placement, stage)
    if before == placement.pk:
        return None
    spot = rank_before(in_stage(stage.pk).exclude(pk=placement.pk), before)
    step_id = step_id or (placement.step_id if stage.pk == placement.stage_id else None)
    values = {"stage_id": stage.pk, "step_id": step_id, "rank": spot}
    try:
        return log.settle(placement, values, by=by, verb="placement_move", map=placement.map_id, group=group)
    except IntegrityError as error:
        if "touchpoint_once_a_stage" in str(error):
            raise AlreadyThere(str(placement.touchpoint)) from error
        raise


def know_placement(*, by, placement: Placement, known: str, group: uuid.UUID | None = None) -> Change | None:
    """Say how the team knows of it on this map. The last one wins."""
    log.same_workspace(by, placement)
    values = {"known": known}
    return log.settle(placement, values, by=by, verb="placement_known", map=placement.map_id, group=group)


def remove_placement(*, by, placement: Placement, group: uuid.UUID | None = None) -> Change | None:
    """Take the touchpoint off this map. It stays in the workspace with its answers."""
    log.same_workspace(by, placement)
    return log.remove(placement, by=by, verb="placement_remove", map=placement.map_id, group=group)


def _where(touchpoint: Touchpoint, map_id: int | None) -> dict:
    """A touchpoint's change is written on the map where it was made and echoed on the others."""
    maps = sorted(maps_of(touchpoint.pk))
    return {"map": map_id or (maps[0] if maps else None), "also_on": maps}


@transaction.atomic
def rewrite_touchpoint(
    *, by, touchpoint: Touchpoint, field: str, text: str, version: int, base: str | None, map_id: int | None
) -> Change | None:
    """Save its name or description. Raises words.Clash, words.Gone and, for the name, NameTaken."""
    log.same_workspace(by, touchpoint)
    if field == "name" and text != touchpoint.name:
        _hold_name(by.workspace_id, text)
        other = find_by_name(by.workspace_id, text)
        if other and other.pk != touchpoint.pk:
            raise NameTaken(text)
    return save_words(
        touchpoint,
        {field: (text, base)},
        by=by,
        verb="touchpoint_edit",
        version=version,
        **_where(touchpoint, map_id),
    )


def set_touchpoint(*, by, touchpoint: Touchpoint, map_id: int | None, **values) -> Change | None:
    """Choices: channel and own_channel_id (one of the two), direct, team_id, moment_of_truth."""
    log.same_workspace(by, touchpoint)
    return log.settle(touchpoint, values, by=by, verb="touchpoint_edit", **_where(touchpoint, map_id))
