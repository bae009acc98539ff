"""Many things of a map at once, undone as one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from django.db import transaction

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.backlog import actions as pain_actions
from cxjourney.backlog.models import PainPoint
from cxjourney.journeys.actions import cards as card_actions
from cxjourney.journeys.actions import touchpoints as placement_actions
from cxjourney.journeys.kinds import fits
from cxjourney.journeys.models import Card, Lane, Placement, Stage, Step
from cxjourney.personas.models import Persona

Item = Card | Placement | PainPoint


@dataclass
class Outcome:
    """What was done; `left` are the things that had to stay as they are."""

    changes: list[Change] = field(default_factory=list)
    left: list[Item] = field(default_factory=list)

    def note(self, change: Change | None) -> None:
        if change:
            self.changes.append(change)


def _hold(items: list[Item]) -> None:
    """Lock all rows before the map's: else two who change the same ones would wait for each other."""
    for model in (Card, Placement, PainPoint):
        ids = [item.pk for item in items if isinstance(item, model)]
        if ids:
            list(model.objects.filter(pk__in=ids).order_by("pk").select_for_update().values_list("pk"))


@transaction.atomic
def move_items(
    *,
    by,
    items: list[Item],
    stage: Stage | None,
    lane: Lane | None,
    step: Step | None = None,
    before: int | None = None,
) -> Outcome:
    """Put all of them into a stage, in their order; cards also into a lane when one is given.

    `step` is one of the stage. Without a stage cards keep theirs. `before` is a card they go before, where
    stage and lane are both given. What can't stand there is left: a touchpoint that stands there already, a
    pain point of a touchpoint.
    """
    log.same_workspace(by, stage, step, lane, *items)
    _hold(items)
    if any(isinstance(item, Card) and item.pk == before for item in items):
        before = None
    done, group = Outcome(), uuid.uuid4()
    for item in items:
        try:
            with transaction.atomic():
                done.note(_move(by, item, stage, step, lane, before, group))
        except ValueError:
            done.left.append(item)
    return done


def _move(
    by,
    item: Item,
    stage: Stage | None,
    step: Step | None,
    lane: Lane | None,
    before: int | None,
    group: uuid.UUID,
) -> Change | None:
    step_id = step.pk if step else None
    if isinstance(item, Card):
        if lane and (lane.kind not in fits(item.lane.kind) or lane.taxonomy_id != item.lane.taxonomy_id):
            raise ValueError("no lane for this card")
        lane_id, stage_id = lane.pk if lane else item.lane_id, stage.pk if stage else item.stage_id
        same = (lane_id, stage_id) == (item.lane_id, item.stage_id) and step_id in (None, item.step_id)
        if before is None and same:
            return None
        return card_actions.move_card(
            by=by, card=item, lane_id=lane_id, stage_id=stage_id, step_id=step_id, before=before, group=group
        ).change
    if stage is None:
        return None
    if isinstance(item, Placement):
        if stage.pk == item.stage_id and step_id in (None, item.step_id):
            return None
        return placement_actions.move_placement(
            by=by, placement=item, stage=stage, step_id=step_id, before=None, group=group
        )
    return pain_actions.move_pain(by=by, pain=item, stage=stage, before=None, group=group)


@transaction.atomic
def mark_items(*, by, items: list[Item], hue: int | None = None, evidence: str = "") -> Outcome:
    """Colour all cards of them, or say how the team knows all of them."""
    log.same_workspace(by, *items)
    _hold(items)
    done, group = Outcome(), uuid.uuid4()
    for item in items:
        if isinstance(item, Card):
            done.note(card_actions.mark_card(by=by, card=item, hue=hue, evidence=evidence, group=group))
        elif evidence and isinstance(item, Placement):
            done.note(placement_actions.know_placement(by=by, placement=item, known=evidence, group=group))
        elif evidence and isinstance(item, PainPoint):
            done.note(pain_actions.know_pain(by=by, pain=item, known=evidence, group=group))
        else:
            done.left.append(item)
    return done


@transaction.atomic
def tag_items(*, by, items: list[Item], persona: Persona, on: bool) -> Outcome:
    """Say that all cards of them are for a persona, or (not `on`) that they are not."""
    log.same_workspace(by, persona, *items)
    _hold(items)
    done, group = Outcome(), uuid.uuid4()
    for item in items:
        if isinstance(item, Card):
            done.note(card_actions.tag_card(by=by, card=item, persona=persona, on=on, group=group))
        else:
            done.left.append(item)
    return done


@transaction.atomic
def remove_items(*, by, items: list[Item]) -> Outcome:
    """Take all of them off the map."""
    log.same_workspace(by, *items)
    _hold(items)
    done, group = Outcome(), uuid.uuid4()
    for item in items:
        if isinstance(item, Card):
            done.note(card_actions.remove_card(by=by, card=item, group=group))
        elif isinstance(item, Placement):
            done.note(placement_actions.remove_placement(by=by, placement=item, group=group))
        else:
            done.note(pain_actions.remove_pain(by=by, pain=item, group=group))
    return done
