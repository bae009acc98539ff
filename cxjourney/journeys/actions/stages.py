"""Stages and lanes: add, rename, move, fold, hide, remove."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.db import transaction

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.journeys.models import JourneyMap, Lane, LaneKind, Placement, Stage
from cxjourney.journeys.order import rank_after, rank_before


@log.once
def create_stage(
    *,
    by,
    map_: JourneyMap,
    name: str,
    goal: str = "",
    after: Stage | None = None,
    key: uuid.UUID | None = None,
) -> Change:
    """A stage behind `after`, or last."""
    log.same_workspace(by, map_, after)
    stages = Stage.objects.live().filter(map=map_)
    rank = rank_after(stages, after.rank) if after else rank_before(stages, None)
    stage = Stage(workspace=by.workspace, map=map_, name=name, goal=goal, rank=rank)
    return log.create(stage, by=by, verb="stage_create", map=map_, key=key)


@transaction.atomic
def edit_stage(*, by, stage: Stage, texts: dict[str, tuple[str, str | None]], version: int) -> list[Change]:
    """Save name and goal. `texts` maps the field to (text, the text it was typed over).

    Raises log.Conflict, and saves neither, when somebody else changed the same words.
    """
    log.same_workspace(by, stage)
    group = uuid.uuid4()
    seen = version
    changes = []
    for field, (text, base) in texts.items():
        done = log.rewrite(
            stage,
            field,
            text,
            by=by,
            verb="stage_edit",
            version=seen,
            base=base,
            map=stage.map_id,
            group=group,
        )
        # Our own first change is not somebody else's.
        seen = stage.version if done and seen == stage.version - 1 else seen
        changes += [done] if done else []
    return changes


def move_stage(*, by, stage: Stage, before: int | None) -> Change | None:
    """Put the stage before another (id), or last."""
    log.same_workspace(by, stage)
    rank = rank_before(Stage.objects.live().filter(map=stage.map_id).exclude(pk=stage.pk), before)
    return log.settle(stage, {"rank": rank}, by=by, verb="stage_move", map=stage.map_id)


def remove_stage(*, by, stage: Stage) -> Change | None:
    """Take the stage off the map with all that stands in it; undo brings all of it back."""
    log.same_workspace(by, stage)
    return log.remove(stage, by=by, verb="stage_remove", map=stage.map_id)


def assume(*, by, thing: Stage | Placement, value: Decimal | None) -> Change | None:
    """Set what the team assumes the customer feels here, −2…+2; None takes the point away."""
    log.same_workspace(by, thing)
    return log.settle(thing, {"assumed": value}, by=by, verb="experience_assume", map=thing.map_id)


@log.once
def create_lane(
    *, by, map_: JourneyMap, kind: str, title: str = "", note: str = "", key: uuid.UUID | None = None
) -> Change:
    """A lane at the bottom. Kinds that show what the map knows stand on it once: IntegrityError otherwise."""
    log.same_workspace(by, map_)
    rank = rank_before(Lane.objects.live().filter(map=map_), None)
    label = title or str(LaneKind(kind).label)
    lane = Lane(workspace=by.workspace, map=map_, kind=kind, title=label, note=note, rank=rank)
    return log.create(lane, by=by, verb="lane_create", map=map_, key=key)


def rename_lane(*, by, lane: Lane, title: str, version: int, base: str | None) -> Change | None:
    """Raises log.Conflict when somebody else changed the same words."""
    log.same_workspace(by, lane)
    return log.rewrite(
        lane, "title", title, by=by, verb="lane_rename", version=version, base=base, map=lane.map_id
    )


def move_lane(*, by, lane: Lane, before: int | None) -> Change | None:
    log.same_workspace(by, lane)
    rank = rank_before(Lane.objects.live().filter(map=lane.map_id).exclude(pk=lane.pk), before)
    return log.settle(lane, {"rank": rank}, by=by, verb="lane_move", map=lane.map_id)


def set_lane(*, by, lane: Lane, verb: str, **values: bool) -> Change | None:
    """Fold or hide a lane, for everyone."""
    log.same_workspace(by, lane)
    return log.settle(lane, values, by=by, verb=verb, map=lane.map_id)


def remove_lane(*, by, lane: Lane) -> Change | None:
    log.same_workspace(by, lane)
    return log.remove(lane, by=by, verb="lane_remove", map=lane.map_id)
