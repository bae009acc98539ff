"""Steps: the columns that a stage is split into."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.activity.order import rank_before
from cxjourney.activity.words import save_words
from cxjourney.journeys.actions.stages import refuse_if_locked
from cxjourney.journeys.models import Card, Placement, Stage, Step
from cxjourney.journeys.queries import steps_of
from cxjourney.kit import ranks

MOST = 12


class TooMany(ValueError):
    """A stage has room for so many steps only."""


@log.once
def add_step(*, by, stage: Stage, name: str = "", key: uuid.UUID | None = None) -> Change:
    """One more step at the end of a stage. One that is not split gets two, and the first takes all it holds.

    The Change is that of the last. Raises Locked, TooMany, log.Repeated.
    """
    log.same_workspace(by, stage)
    refuse_if_locked(stage)
    before = len(steps_of(stage))
    if before >= MOST:
        raise TooMany(_("A stage takes at most %(most)s steps.") % {"most": MOST})
    group = uuid.uuid4()
    wanted = [""] * (1 - before) + [name]
    for number, one in enumerate(wanted, before + 1):
        step = Step(
            workspace_id=by.workspace_id,
            map_id=stage.map_id,
            stage=stage,
            name=one or _("Step %(number)s") % {"number": number},
            rank=rank_before(Step.objects.live().filter(stage=stage), None),
        )
        used = key if number == before + len(wanted) else None
        change = log.create(step, by=by, verb="step_create", map=stage.map_id, key=used, group=group)
    return change


def rename_step(*, by, step: Step, name: str, version: int, base: str | None) -> Change | None:
    """Raises words.Clash when somebody else changed the same words, and Locked."""
    log.same_workspace(by, step)
    if name != step.name:
        refuse_if_locked(step.stage)
    texts = {"name": (name, base)}
    return save_words(step, texts, by=by, verb="step_rename", version=version, map=step.map_id)


@transaction.atomic
def move_step(*, by, step: Step, before: int | None) -> Change | None:
    """Put the step, with all that stands in it, before another of its stage (id) or last. Raises Locked."""
    log.same_workspace(by, step)
    refuse_if_locked(step.stage)
    if before == step.pk:
        return None
    group, steps = uuid.uuid4(), steps_of(step.stage)
    others = [one for one in steps if one.pk != step.pk]
    at = next((at for at, one in enumerate(others) if one.pk == before), len(others))
    first = [*others[:at], step, *others[at:]][0]
    # What was put into no step stands in the first: it stays with the one that is the first now.
    loose = _hold(step.stage, _no_longer(step.stage, steps)) if first.pk != steps[0].pk else []
    _put(by, loose, steps[0].pk, group)
    rank = rank_before(Step.objects.live().filter(stage=step.stage_id).exclude(pk=step.pk), before)
    return log.settle(step, {"rank": rank}, by=by, verb="step_move", map=step.map_id, group=group)


@transaction.atomic
def remove_step(*, by, step: Step) -> Change | None:
    """Take the step away; what stands in it goes to the one before, from the first to the one after it.

    With the last but one the stage is not split any more. Raises Locked.
    """
    log.same_workspace(by, step)
    refuse_if_locked(step.stage)
    steps = steps_of(step.stage)
    at = next((at for at, one in enumerate(steps) if one.pk == step.pk), 0)
    if len(steps) <= 2:
        return join_steps(by=by, stage=step.stage)
    group, into = uuid.uuid4(), max(at - 1, 0)
    # What stood in the first is in no step then, so it stands in the next first.
    _line_up(by, step.stage, steps, steps[into : into + 2], group, into=steps[into].pk if at else None)
    return log.remove(step, by=by, verb="step_remove", map=step.map_id, group=group)


@transaction.atomic
def join_steps(*, by, stage: Stage) -> Change | None:
    """All steps of a stage become one column again, what stood in them one behind another. Raises Locked."""
    log.same_workspace(by, stage)
    refuse_if_locked(stage)
    group, change, steps = uuid.uuid4(), None, steps_of(stage)
    if len(steps) > 1:
        _line_up(by, stage, steps, steps, group)
    for step in reversed(steps):
        change = log.remove(step, by=by, verb="step_remove", map=stage.map_id, group=group) or change
    return change


def _no_longer(stage: Stage, steps: list[Step]) -> set[int | None]:
    """None, and the steps of a stage that are not there any more."""
    gone = Step.objects.filter(stage=stage).exclude(pk__in=[step.pk for step in steps])
    return {None, *gone.values_list("pk", flat=True)}


def _hold(stage: Stage, steps: set[int | None]) -> list[Card | Placement]:
    """What was put into one of these steps, or into none (None). Locked before the map's row is: else two who
    change the same would wait for each other.
    """
    return [
        thing
        for model in (Card, Placement)
        for thing in model.objects.live().filter(stage=stage).order_by("pk").select_for_update(of=("self",))
        if thing.step_id in steps
    ]


def _line_up(
    by, stage: Stage, steps: list[Step], joined: list[Step], group: uuid.UUID, *, into: int | None = None
) -> None:
    """Steps that become one column: in each cell what stood in the later comes behind what stood in the
    earlier. Ranks order the whole cell, so only what would mix gets another. All of it goes `into` a step.
    """
    order: dict[int | None, int] = {step.pk: at for at, step in enumerate(joined)}
    if joined[0].pk == steps[0].pk:
        order |= dict.fromkeys(_no_longer(stage, steps), 0)
    last: dict[int, str] = {}
    found = _hold(stage, set(order))
    for thing in sorted(found, key=lambda one: (order[one.step_id], one.rank, one.pk)):
        row = getattr(thing, "lane_id", 0)
        values: dict[str, Any] = {"step_id": into} if into and order[thing.step_id] else {}
        if row in last and thing.rank <= last[row]:
            values["rank"] = ranks.between(last[row], None)
        last[row] = values.get("rank", thing.rank)
        _settle(by, thing, values, group)


def _put(by, things: list[Card | Placement], step_id: int, group: uuid.UUID) -> None:
    for thing in things:
        _settle(by, thing, {"step_id": step_id}, group)


def _settle(by, thing: Card | Placement, values: dict, group: uuid.UUID) -> None:
    verb = "card_move" if isinstance(thing, Card) else "placement_move"
    log.settle(thing, values, by=by, verb=verb, map=thing.map_id, group=group)
