"""Stages and lanes: add, rename, move, fold, hide, remove."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.db import IntegrityError
from django.utils.translation import gettext as _

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.activity.order import rank_after, rank_before
from cxjourney.activity.words import save_words
from cxjourney.journeys.kinds import LaneKind, role_of
from cxjourney.journeys.models import JourneyMap, Lane, Placement, Stage


class Locked(ValueError):
    """This part is kept as it is, mostly by the map's template; says so in the user's words."""


def refuse_if_locked(part: Stage | Lane) -> None:
    """Raises Locked."""
    if part.locked:
        raise Locked(
            _("“%(part)s” is locked: it keeps its name and stays. Unlock it in its menu.") % {"part": part}
        )


def lock(*, by, part: Stage | Lane, locked: bool) -> Change | None:
    """Let a stage or lane keep its name and stay, or set it free."""
    log.same_workspace(by, part)
    verb = f"{part._meta.model_name}_{'lock' if locked else 'unlock'}"
    return log.settle(part, {"locked": locked}, by=by, verb=verb, map=part.map_id)


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
    stage = Stage(workspace_id=by.workspace_id, map=map_, name=name, goal=goal, rank=rank)
    return log.create(stage, by=by, verb="stage_create", map=map_, key=key)


def edit_stage(*, by, stage: Stage, texts: dict[str, tuple[str, str | None]], version: int) -> Change | None:
    """Save name and goal. `texts` maps the field to (text, the text it was typed over).

    Raises words.Clash, and saves neither, when somebody else changed the same words; Locked for the name of
    a stage that the template keeps.
    """
    log.same_workspace(by, stage)
    if texts.get("name", (stage.name,))[0] != stage.name:
        refuse_if_locked(stage)
    return save_words(stage, texts, by=by, verb="stage_edit", version=version, map=stage.map_id)


def move_stage(*, by, stage: Stage, before: int | None) -> Change | None:
    """Put the stage before another (id), or last."""
    log.same_workspace(by, stage)
    if before == stage.pk:
        return None
    rank = rank_before(Stage.objects.live().filter(map=stage.map_id).exclude(pk=stage.pk), before)
    return log.settle(stage, {"rank": rank}, by=by, verb="stage_move", map=stage.map_id)


def remove_stage(*, by, stage: Stage) -> Change | None:
    """Take the stage off the map with all that stands in it; undo brings all of it back. Raises Locked."""
    log.same_workspace(by, stage)
    refuse_if_locked(stage)
    return log.remove(stage, by=by, verb="stage_remove", map=stage.map_id)


def assume(*, by, thing: Stage | Placement, value: Decimal | None) -> Change | None:
    """Set what the team assumes the customer feels here, −2…+2; None takes the point away."""
    log.same_workspace(by, thing)
    return log.settle(thing, {"assumed": value}, by=by, verb="experience_assume", map=thing.map_id)


class KindTaken(ValueError):
    """A lane that shows what the map knows stands on it once."""


def create_lane(
    *,
    by,
    map_: JourneyMap,
    kind: str,
    title: str = "",
    note: str = "",
    taxonomy=None,
    key: uuid.UUID | None = None,
) -> Change:
    """A lane at the bottom, but above those that are further from the customer.

    Raises KindTaken and log.Repeated.
    """
    try:
        return _create_lane(by=by, map_=map_, kind=kind, title=title, note=note, taxonomy=taxonomy, key=key)
    except IntegrityError as error:
        if "lane_kind_once" not in str(error):
            raise
        if done := log.by_key(by, key):  # by the same press of the button
            raise log.Repeated(done) from None
        raise KindTaken(kind) from error


@log.once
def _create_lane(
    *, by, map_: JourneyMap, kind: str, title: str, note: str, taxonomy, key: uuid.UUID | None
) -> Change:
    log.same_workspace(by, map_, taxonomy)
    lanes = Lane.objects.live().filter(map=map_)
    depth = role_of(kind).depth
    deeper = next((one for one in lanes.order_by("rank", "pk") if one.level.depth > depth), None)
    lane = Lane(
        workspace_id=by.workspace_id,
        map=map_,
        kind=kind,
        title=title or str(LaneKind(kind).label),
        note=note,
        taxonomy=taxonomy,
        rank=rank_before(lanes, deeper.pk if deeper else None),
    )
    return log.create(lane, by=by, verb="lane_create", map=map_, key=key)


def edit_lane(
    *, by, lane: Lane, texts: dict[str, tuple[str, str | None]], version: int, **choices
) -> Change | None:
    """Save title and note, as `edit_stage` does, and with them the role when given.

    Raises words.Clash and Locked.
    """
    log.same_workspace(by, lane)
    if texts.get("title", (lane.title,))[0] != lane.title:
        refuse_if_locked(lane)
    return save_words(
        lane, texts, by=by, verb="lane_rename", version=version, choices=choices, map=lane.map_id
    )


def move_lane(*, by, lane: Lane, before: int | None) -> Change | None:
    log.same_workspace(by, lane)
    if before == lane.pk:
        return None
    rank = rank_before(Lane.objects.live().filter(map=lane.map_id).exclude(pk=lane.pk), before)
    return log.settle(lane, {"rank": rank}, by=by, verb="lane_move", map=lane.map_id)


def set_lane(*, by, lane: Lane, verb: str, **values: bool) -> Change | None:
    """Fold or hide a lane, for everyone."""
    log.same_workspace(by, lane)
    return log.settle(lane, values, by=by, verb=verb, map=lane.map_id)


def remove_lane(*, by, lane: Lane) -> Change | None:
    """Raises Locked."""
    log.same_workspace(by, lane)
    refuse_if_locked(lane)
    return log.remove(lane, by=by, verb="lane_remove", map=lane.map_id)
