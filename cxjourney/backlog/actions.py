"""Pain points and their evidence."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.activity.order import rank_before
from cxjourney.activity.words import save_words
from cxjourney.backlog.models import Evidence, PainPoint, PainStatus
from cxjourney.feedback.places import Spot
from cxjourney.journeys.actions.touchpoints import maps_of
from cxjourney.journeys.models import Stage

VERBS = {"status": "pain_status", "fixed_on": "pain_fixed"}


def neighbours(pain: PainPoint):
    """The live pain points of the same touchpoint or stage."""
    return PainPoint.objects.live().filter(touchpoint=pain.touchpoint_id, stage=pain.stage_id)


def shown_on(pain: PainPoint) -> dict:
    """Where the log says it happened: the stage's map, or every map its touchpoint stands on."""
    if pain.stage_id:
        return {"map": pain.stage.map_id}
    maps = sorted(maps_of(pain.touchpoint_id))  # type: ignore[arg-type]
    return {"map": maps[0] if maps else None, "also_on": maps}


@log.once
def create_pain(
    *, by, title: str, touchpoint=None, stage=None, key: uuid.UUID | None = None, **fields
) -> Change:
    """A pain point on a touchpoint or on a stage (one of them). Raises log.Repeated."""
    log.same_workspace(by, touchpoint, stage, fields.get("team"))
    pain = PainPoint(workspace_id=by.workspace_id, title=title, touchpoint=touchpoint, stage=stage, **fields)
    pain.rank = rank_before(neighbours(pain), None)
    return log.create(pain, by=by, verb="pain_create", key=key, **shown_on(pain))


def rewrite_pain(
    *, by, pain: PainPoint, field: str, text: str, version: int, base: str | None
) -> Change | None:
    """Save title or description. Raises words.Clash when others changed the same words, and words.Gone."""
    log.same_workspace(by, pain)
    where = shown_on(pain)
    return save_words(pain, {field: (text, base)}, by=by, verb="pain_edit", version=version, **where)


def set_pain(*, by, pain: PainPoint, group: uuid.UUID | None = None, **values) -> Change | None:
    """Choices: impact, frequency, status, team_id, fixed_on. The last one wins.

    What is verified or done is fixed from today, unless a day was said; what is worked on again is not.
    """
    log.same_workspace(by, pain)
    verb = VERBS.get(" ".join(values), "pain_set")
    if "fixed_on" not in values and (status := values.get("status")):
        if status in (PainStatus.VERIFYING, PainStatus.DONE):
            values["fixed_on"] = pain.fixed_on or timezone.localdate()
        elif status != PainStatus.DROPPED:
            values["fixed_on"] = None
    return log.settle(pain, values, by=by, verb=verb, group=group, **shown_on(pain))


def _ordered(pains: Iterable[PainPoint]) -> list[PainPoint]:
    """Always in the same order, so that two who change the same ones never wait for each other."""
    return sorted(pains, key=lambda pain: pain.pk)


@transaction.atomic
def set_pains(*, by, pains: Iterable[PainPoint], **values) -> list[Change]:
    """The same choices for many, undone as one. Returns what changed."""
    group, ordered = uuid.uuid4(), _ordered(pains)
    changes = [set_pain(by=by, pain=pain, group=group, **values) for pain in ordered]
    return [change for change in changes if change]


@transaction.atomic
def remove_pains(*, by, pains: Iterable[PainPoint]) -> list[Change]:
    """Take many off maps and backlog, undone as one."""
    group, ordered = uuid.uuid4(), _ordered(pains)
    changes = [remove_pain(by=by, pain=pain, group=group) for pain in ordered]
    return [change for change in changes if change]


def move_pain(
    *, by, pain: PainPoint, stage: Stage, before: int | None, group: uuid.UUID | None = None
) -> Change | None:
    """Put a pain point of a stage into another stage of the same map, before another (id) or last.

    Raises ValueError for one that sits on a touchpoint (it goes where the touchpoint goes) and for a stage of
    another map.
    """
    log.same_workspace(by, pain, stage)
    if pain.touchpoint_id or stage.map_id != pain.stage.map_id:
        raise ValueError("only between the stages of one map")
    if before == pain.pk:
        return None
    others = PainPoint.objects.live().filter(stage=stage).exclude(pk=pain.pk)
    values = {"stage_id": stage.pk, "rank": rank_before(others, before)}
    return log.settle(pain, values, by=by, verb="pain_move", map=stage.map_id, group=group)


def know_pain(*, by, pain: PainPoint, known: str, group: uuid.UUID | None = None) -> Change | None:
    """Say how the team knows of it. The last one wins."""
    log.same_workspace(by, pain)
    return log.settle(pain, {"known": known}, by=by, verb="pain_known", group=group, **shown_on(pain))


def remove_pain(*, by, pain: PainPoint, group: uuid.UUID | None = None) -> Change | None:
    """Take it off maps and backlog; its evidence waits for undo."""
    log.same_workspace(by, pain)
    return log.remove(pain, by=by, verb="pain_remove", group=group, **shown_on(pain))


def add_evidence(*, by, pain: PainPoint, feedback, key: uuid.UUID | None = None) -> Change | None:
    """Link a customer's words; None when they are linked already. Raises log.Repeated."""
    try:
        return _add_evidence(by=by, pain=pain, feedback=feedback, key=key)
    except IntegrityError as error:
        if "evidence_once" not in str(error):
            raise
        return None


@log.once
def _add_evidence(*, by, pain: PainPoint, feedback, key: uuid.UUID | None) -> Change | None:
    log.same_workspace(by, pain, feedback)
    if Evidence.objects.live().filter(pain_point=pain, feedback=feedback).exists():
        return None
    evidence = Evidence(workspace_id=by.workspace_id, pain_point=pain, feedback=feedback)
    return log.create(evidence, by=by, verb="evidence_add", key=key, **shown_on(pain))


@log.once
def prove(
    *,
    by,
    rows: list,
    pain: PainPoint | None = None,
    title: str = "",
    spot: Spot | None = None,
    key: uuid.UUID | None = None,
):
    """Link several customers' words to a pain point, or to a new one at `spot`, else where they were said.

    Returns (pain point, last change or None, how many were linked); one undo takes all of it back. Raises
    log.Repeated, and ValueError for a new one without a place whose words were said nowhere.
    """
    log.same_workspace(by, pain, *rows)
    group, change, fresh = uuid.uuid4(), None, pain is None
    if pain is None:
        said = spot or next((row for row in rows if row.touchpoint_id or row.stage_id), None)
        if said is None:
            raise ValueError("a pain point needs a place")
        pain = PainPoint(
            workspace_id=by.workspace_id, title=title, touchpoint=said.touchpoint, stage=said.stage
        )
        pain.rank = rank_before(neighbours(pain), None)
        change = log.create(pain, by=by, verb="pain_create", key=key, group=group, **shown_on(pain))
    known = set(Evidence.objects.live().filter(pain_point=pain).values_list("feedback_id", flat=True))
    new = [row for row in rows if row.pk not in known]
    for number, row in enumerate(new):
        evidence = Evidence(workspace_id=by.workspace_id, pain_point=pain, feedback=row)
        first = key if number == 0 and not fresh else None
        change = log.create(evidence, by=by, verb="evidence_add", key=first, group=group, **shown_on(pain))
    return pain, change, len(new)


def remove_evidence(*, by, evidence: Evidence) -> Change | None:
    """The words stay where they were said; they prove this pain point no longer."""
    log.same_workspace(by, evidence)
    return log.remove(evidence, by=by, verb="evidence_remove", **shown_on(evidence.pain_point))
