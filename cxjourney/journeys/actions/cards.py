"""Cards: add, edit, move, duplicate, remove."""

from __future__ import annotations

import uuid
from typing import Any, NamedTuple

from django.db import transaction
from PIL.Image import Image

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.activity.order import find_spot, rank_after, rank_before
from cxjourney.activity.words import save_words
from cxjourney.journeys.actions.choices import find_or_make
from cxjourney.journeys.kinds import NEEDS, LaneKind
from cxjourney.journeys.models import Card, CardImage, Lane, Stage, Step
from cxjourney.kit import images, ranks
from cxjourney.personas.models import Persona

LONGEST, THUMB = 1600, 480  # pixels of a picture that is looked at, and on its card
# What a card says, wherever it stands.
FACTS = (
    *("text", "mood", "raci", "team_id", "linked_id", "image_id", "choice_id", "hue", "evidence"),
    "persona_ids",
)


def in_cell(lane_id: int, stage_id: int):
    """The live cards of one cell."""
    return Card.objects.live().filter(lane_id=lane_id, stage_id=stage_id)


@log.once
def create_card(*, by, lane: Lane, stage: Stage, text: str, key: uuid.UUID | None = None, **facts) -> Change:
    """A card at the end of a cell; `facts` are step, mood, team, raci, linked, choice
    or new_choice (its name) and picture (of Pillow).

    Raises ValueError when this is no cell of one map that holds such cards.
    """
    if picture := facts.pop("picture", None):
        facts["image"] = _keep(by, picture)
    return _add_cards(by, lane, stage, [text], facts, key)


def _keep(by, picture: Image) -> CardImage:
    """The picture and a small one of it. Part of the change of its card."""
    whole, thumb = images.fitted(picture, LONGEST), images.fitted(picture, THUMB)
    kept = {"data": whole.data, "thumb": thumb.data, "width": whole.width, "height": whole.height}
    return CardImage.objects.create(workspace_id=by.workspace_id, **kept)


@log.once
def create_cards(
    *, by, lane: Lane, stage: Stage, texts: list[str], key: uuid.UUID | None = None, **facts
) -> Change:
    """A card for each text, in their order; one undo takes them all away. The Change is that of the first."""
    return _add_cards(by, lane, stage, texts, facts, key)


@log.once
def fill_cells(
    *, by, cells: list[tuple[Lane, Stage, Step | None, list[str]]], key: uuid.UUID | None = None
) -> Change:
    """Cards at the end of many cells, undone as one. The Change is that of the first."""
    group = uuid.uuid4()
    changes = [
        _add_cards(by, lane, stage, texts, {"step": step}, None if number else key, group)
        for number, (lane, stage, step, texts) in enumerate(cells)
    ]
    return changes[0]


def _add_cards(
    by, lane: Lane, stage: Stage, texts: list[str], facts: dict[str, Any], key, group: uuid.UUID | None = None
) -> Change:
    log.same_workspace(by, lane, stage, facts.get("team"), facts.get("linked"), facts.get("step"))
    group = group or uuid.uuid4()
    if name := facts.pop("new_choice", ""):
        facts["choice"] = find_or_make(by=by, lane=lane, name=name, group=group)
    log.same_workspace(by, facts.get("choice"))
    needed = NEEDS.get(LaneKind(lane.kind))
    if lane.map_id != stage.map_id or not lane.holds_cards or (needed and not facts.get(needed)):
        raise ValueError("this cell holds no cards")
    rank, first = rank_before(in_cell(lane.pk, stage.pk), None), None
    for text in texts:
        card = Card(
            workspace_id=by.workspace_id,
            map_id=lane.map_id,
            lane=lane,
            stage=stage,
            text=text,
            rank=rank,
            **facts,
        )
        used = None if first else key
        change = log.create(card, by=by, verb="card_create", map=lane.map_id, key=used, group=group)
        first, rank = first or change, ranks.between(rank, None)
    assert first is not None, "no text, no card"
    return first


def edit_card(
    *,
    by,
    card: Card,
    text: str,
    version: int,
    base: str | None,
    revive: bool = False,
    group: uuid.UUID | None = None,
    **choices,
) -> Change | None:
    """Save the words, and with them, when given, mood, team_id, raci, evidence, persona_ids, linked_id,
    picture, and choice_id or new_choice. `revive` puts a removed card back with them.

    Raises words.Clash when somebody else changed the same words, words.Gone when the card was removed.
    """
    if picture := choices.pop("picture", None):
        seen: dict[str, Any] = {"version": version, "base": base, "revive": revive}
        with transaction.atomic():
            return edit_card(by=by, card=card, text=text, **seen, **choices, image_id=_keep(by, picture).pk)
    if name := choices.pop("new_choice", ""):
        with transaction.atomic():
            group = uuid.uuid4()
            choices["choice_id"] = find_or_make(by=by, lane=card.lane, name=name, group=group).pk
            seen = {"version": version, "base": base, "revive": revive, "group": group}
            return edit_card(by=by, card=card, text=text, **seen, **choices)
    log.same_workspace(by, card)
    verb = "card_edit"
    if revive and card.removed_at:
        verb, choices["removed_at"] = "card_restore", None
    texts, where = {"text": (text, base)}, {"map": card.map_id, "group": group}
    return save_words(card, texts, by=by, verb=verb, version=version, choices=choices, **where)


class Moved(NamedTuple):
    """`as_wished` is False when the card it was to stand before was gone: it stands last now."""

    change: Change | None
    as_wished: bool


def move_card(
    *,
    by,
    card: Card,
    lane_id: int,
    stage_id: int,
    before: int | None,
    step_id: int | None = None,
    group: uuid.UUID | None = None,
) -> Moved:
    """Put the card into a cell of its own map, before another card (id) or last. Without a step it keeps its
    own in its stage, and comes to the first in another.

    Never refused because of what others move meanwhile.
    """
    log.same_workspace(by, card)
    if before == card.pk:
        return Moved(None, True)
    spot = find_spot(in_cell(lane_id, stage_id).exclude(pk=card.pk), before)
    step_id = step_id or (card.step_id if stage_id == card.stage_id else None)
    values = {"lane_id": lane_id, "stage_id": stage_id, "step_id": step_id, "rank": spot.rank}
    change = log.settle(card, values, by=by, verb="card_move", map=card.map_id, group=group)
    return Moved(change, spot.as_wished)


def mark_card(
    *, by, card: Card, hue: int | None = None, evidence: str = "", group: uuid.UUID | None = None
) -> Change | None:
    """Its colour, or how the team knows it. The last one wins."""
    log.same_workspace(by, card)
    values: dict = {"evidence": evidence} if evidence else {"hue": hue or 0}
    verb = "card_evidence" if evidence else "card_colour"
    return log.settle(card, values, by=by, verb=verb, map=card.map_id, group=group)


@transaction.atomic
def tag_card(*, by, card: Card, persona: Persona, on: bool, group: uuid.UUID | None = None) -> Change | None:
    """Say that it is for a persona, or (not `on`) that it is not for it; a card for none is for all."""
    log.same_workspace(by, card, persona)
    card = Card.objects.select_for_update().get(pk=card.pk)
    others = [pk for pk in card.persona_ids if pk != persona.pk]
    values = {"persona_ids": sorted([*others, persona.pk]) if on else others}
    return log.settle(card, values, by=by, verb="card_personas", map=card.map_id, group=group)


@log.once
def duplicate_card(*, by, card: Card, key: uuid.UUID | None = None) -> Change:
    """The same card once more, right behind it."""
    log.same_workspace(by, card)
    copy = Card(
        workspace_id=card.workspace_id,
        map_id=card.map_id,
        lane_id=card.lane_id,
        stage_id=card.stage_id,
        step_id=card.step_id,
        rank=rank_after(in_cell(card.lane_id, card.stage_id), card.rank),
        **{name: getattr(card, name) for name in FACTS},
    )
    return log.create(copy, by=by, verb="card_create", map=card.map_id, key=key)


def remove_card(*, by, card: Card, group: uuid.UUID | None = None) -> Change | None:
    log.same_workspace(by, card)
    return log.remove(card, by=by, verb="card_remove", map=card.map_id, group=group)
