"""Writes of the closed loop."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.activity.words import save_words
from cxjourney.feedback.followups import making
from cxjourney.feedback.followups.models import FollowUp, FollowUpRule, FollowUpState, outcome
from cxjourney.feedback.models import Feedback, Import

MOST_AT_ONCE = 200  # a new rule makes no more for the answers that are here already


class TooMany(Exception):
    """A new rule would make more at once than people can answer."""


@log.once
def create_followups(
    *, by, rows: Sequence[Feedback], due: datetime.date, key: uuid.UUID | None = None, **fields
) -> Change | None:
    """Follow up on these words; those that have one already are left. `fields`: team_id, owner_id, note.

    Returns the last change, whose undo takes all back.
    """
    log.same_workspace(by, *rows)
    making.wait_for_others(by.workspace_id)
    known = FollowUp.objects.live().filter(feedback__in=rows).values_list("feedback_id", flat=True)
    taken, group, last = set(known), uuid.uuid4(), None
    for row in sorted(rows, key=lambda row: row.pk):
        if row.pk not in taken:
            made = FollowUp(workspace_id=by.workspace_id, feedback=row, due=due, **fields)
            last = log.create(made, by=by, verb="followup_create", key=key, group=group)
            key = None  # it stands on the first
    return last


def follow_rules(*, by, feedback: Feedback, group: uuid.UUID) -> None:
    """Make the follow-up that the rules want of words given by hand; undo of `group` takes it along."""
    if making.hits_on(by.workspace_id, feedback.pk):
        making.wait_for_others(by.workspace_id)
        _create(by, making.hits_on(by.workspace_id, feedback.pk), {feedback.pk: feedback}, group)


def _create(by, hits: Sequence[making.Hit], rows: dict[int, Feedback], group: uuid.UUID) -> None:
    for hit in hits:
        made = FollowUp(
            workspace_id=by.workspace_id,
            feedback=rows[hit.feedback_id],
            rule_id=hit.rule_id,
            team_id=hit.team_id,
            due=hit.due,
        )
        log.create(made, by=by, verb="followup_create", group=group)


def edit_followup(
    *, by, followup: FollowUp, texts: dict[str, tuple[str, str | None]], version: int, choices: dict[str, Any]
) -> Change | None:
    """Change note and what was told (merged with what others wrote meanwhile), state, team, owner and due.

    Raises words.Clash with both texts when the same words were changed, words.Gone when it was removed.
    """
    log.same_workspace(by, followup)
    if "state" in choices:
        choices = choices | outcome(choices["state"], followup)
    verb = "followup_reply" if choices.keys() == {"state", "answered_on"} else "followup_edit"
    return save_words(followup, texts, by=by, verb=verb, version=version, choices=choices)


@transaction.atomic
def sort_followups(*, by, rows: Sequence[FollowUp], values: dict[str, Any]) -> Change | None:
    """Set team_id or owner_id of several; returns the last change, whose undo takes all back."""
    log.same_workspace(by, *rows)
    group, last = uuid.uuid4(), None
    for row in sorted(rows, key=lambda row: row.pk):
        last = log.settle(row, values, by=by, verb="followup_pass", group=group) or last
    return last


def remove_followup(*, by, followup: FollowUp) -> Change | None:
    log.same_workspace(by, followup)
    return log.remove(followup, by=by, verb="followup_remove")


@transaction.atomic
def follow_up_rest(*, by, imported: Import) -> int:
    """Follow up all that the rules find in an import, however many; returns how many were left till now."""
    log.same_workspace(by, imported)
    making.wait_for_others(by.workspace_id)
    made = making.of_import(by.workspace_id, imported.pk, all_of_it=True)
    if made:
        after = {"followups": made}
        log.record(by=by, verb="import_followups", target=imported, before={}, after=after)
    return made


def untouched() -> dict[str, Any]:
    """What tells follow-ups that nobody has worked on."""
    return {"state": FollowUpState.OPEN, "version": 1, "removed_at": None}


def remove_with(*, by, feedback: Feedback, group: uuid.UUID) -> None:
    """Words go, and with them the follow-up that nobody has begun; undo of `group` brings both back."""
    for followup in FollowUp.objects.filter(feedback=feedback, **untouched()).select_related("feedback"):
        log.remove(followup, by=by, verb="followup_remove", group=group)


def remove_of_import(*, by, imported: Import) -> int:
    """Take away what the rules made of an import and nobody has begun; returns how many."""
    rows = FollowUp.objects.for_workspace(by.workspace_id).filter(feedback__imported=imported, **untouched())
    return rows.delete()[0]


def blank_followups(*, feedback_ids: list[int]) -> None:
    """Leave nothing that was written about these customers, here or in the log; what counts stays.

    Those nobody can answer any more go.
    """
    rows = FollowUp.objects.filter(feedback__in=feedback_ids)
    ids = list(rows.values_list("pk", flat=True))
    rows.filter(state=FollowUpState.OPEN).update(removed_at=timezone.now())
    rows.update(note="", told="", version=F("version") + 1)
    written = Change.objects.filter(target_type="followup", target_id__in=ids)
    written.update(before={}, after={}, target_label="")


# --- Rules ----------------------------------------------------------------------------------------


@log.once
def create_rule(*, by, key: uuid.UUID | None = None, **fields) -> FollowUpRule:
    """Keep a rule. Answers since `since` that are here already get their follow-up in the same step.

    Raises TooMany when these are more than MOST_AT_ONCE.
    """
    log.same_workspace(by, fields.get("team"), fields.get("touchpoint"))
    rule, group = FollowUpRule(workspace_id=by.workspace_id, **fields), uuid.uuid4()
    rule.change = log.create(rule, by=by, verb="followup_rule_create", key=key, group=group)
    if rule.since < timezone.localdate():
        making.wait_for_others(by.workspace_id)
        hits = making.hits_of(rule, MOST_AT_ONCE + 1)
        if len(hits) > MOST_AT_ONCE:
            raise TooMany
        rows = Feedback.objects.for_workspace(by.workspace_id).in_bulk([hit.feedback_id for hit in hits])
        _create(by, hits, rows, group)
    return rule


def edit_rule(*, by, rule: FollowUpRule, values: dict[str, Any]) -> Change | None:
    """What it finds from now on; follow-ups that are there stay."""
    log.same_workspace(by, rule)
    return log.settle(rule, values, by=by, verb="followup_rule_edit")


def remove_rule(*, by, rule: FollowUpRule) -> Change | None:
    log.same_workspace(by, rule)
    return log.remove(rule, by=by, verb="followup_rule_remove")
