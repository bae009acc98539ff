"""Cards: add, edit, move, duplicate, remove."""

from __future__ import annotations

import uuid

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.journeys.models import Card, Lane, Stage
from cxjourney.journeys.order import rank_after, rank_before


def in_cell(lane_id: int, stage_id: int):
    """The live cards of one cell."""
    return Card.objects.live().filter(lane_id=lane_id, stage_id=stage_id)


@log.once
def create_card(
    *, by, lane: Lane, stage: Stage, text: str, mood: str = "", team=None, key: uuid.UUID | None = None
) -> Change:
    """A card at the end of a cell. Raises ValueError when lane and stage are on two maps or the lane holds none."""
    log.same_workspace(by, lane, stage, team)
    if lane.map_id != stage.map_id or not lane.holds_cards:
        raise ValueError("this cell holds no cards")
    rank = rank_before(in_cell(lane.pk, stage.pk), None)
    card = Card(
        workspace=by.workspace,
        map_id=lane.map_id,
        lane=lane,
        stage=stage,
        text=text,
        mood=mood,
        team=team,
        rank=rank,
    )
    return log.create(card, by=by, verb="card_create", map=lane.map_id, key=key)


def edit_card(*, by, card: Card, text: str, version: int, base: str | None, **choices) -> Change | None:
    """Save the words, and with them mood and team_id when given.

    Raises log.Conflict when somebody else changed the same words.
    """
    log.same_workspace(by, card)
    group = uuid.uuid4()
    done = log.rewrite(
        card, "text", text, by=by, verb="card_edit", version=version, base=base, map=card.map_id, group=group
    )
    if choices:
        marked = log.settle(card, choices, by=by, verb="card_mark", map=card.map_id, group=group)
        done = done or marked
    return done


def move_card(*, by, card: Card, lane_id: int, stage_id: int, before: int | None) -> Change | None:
    """Put the card into a cell of its own map, before another card (id) or last. Never refused by other moves."""
    log.same_workspace(by, card)
    rank = rank_before(in_cell(lane_id, stage_id).exclude(pk=card.pk), before)
    values = {"lane_id": lane_id, "stage_id": stage_id, "rank": rank}
    return log.settle(card, values, by=by, verb="card_move", map=card.map_id)


@log.once
def duplicate_card(*, by, card: Card, key: uuid.UUID | None = None) -> Change:
    """The same card once more, right behind it."""
    log.same_workspace(by, card)
    rank = rank_after(in_cell(card.lane_id, card.stage_id), card.rank)
    copy = Card(
        workspace_id=card.workspace_id,
        map_id=card.map_id,
        lane_id=card.lane_id,
        stage_id=card.stage_id,
        text=card.text,
        mood=card.mood,
        team_id=card.team_id,
        rank=rank,
    )
    return log.create(copy, by=by, verb="card_create", map=card.map_id, key=key)


def remove_card(*, by, card: Card) -> Change | None:
    log.same_workspace(by, card)
    return log.remove(card, by=by, verb="card_remove", map=card.map_id)
