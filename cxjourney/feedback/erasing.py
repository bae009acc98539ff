"""Writes that take personal data away: for good, and out of the log too."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.feedback.contacts import forget_people
from cxjourney.feedback.followups import actions as followups
from cxjourney.feedback.models import Contact, Feedback, Retention, Score
from cxjourney.feedback.people import code_of, months_before
from cxjourney.feedback.places import maps_with


@transaction.atomic
def set_retention(*, by, months: int | None) -> Change | None:
    """Keep customers' answers as they gave them for so many months; None for as long as they are of use."""
    found = Retention.objects.filter(workspace_id=by.workspace_id).first()
    if found:
        return log.settle(found, {"months": months}, by=by, verb="retention_set")
    return log.create(Retention(workspace_id=by.workspace_id, months=months), by=by, verb="retention_set")


@transaction.atomic
def erase_person(*, by, address: str) -> int:
    """Take out for good what the person of this address answered: words, facts, numbers, and their contacts.

    Returns how many answers and contacts there were. The log says that somebody was erased, not who.
    """
    code = code_of(by.workspace_id, address)
    found = Feedback.objects.filter(workspace_id=by.workspace_id, respondent_hash=code)
    ids = list(found.values_list("pk", flat=True))
    came = Contact.objects.filter(workspace_id=by.workspace_id, who=code)
    places = _places_of(by.workspace_id, ids, came)
    contacts, _tables = came.delete()
    if not ids and not contacts:
        return 0
    Score.objects.filter(workspace_id=by.workspace_id, feedback__in=ids).delete()
    _blank(ids)
    after = {"answers": len(ids), "contacts": contacts}
    target = by.workspace
    log.record(by=by, verb="person_erase", target=target, before={}, after=after, also_on=maps_with(places))
    return len(ids) + contacts


def _places_of(workspace_id: int, ids: list[int], came) -> set[tuple[str, int]]:
    scored = Score.objects.filter(workspace_id=workspace_id, feedback__in=ids)
    said = Feedback.objects.filter(pk__in=ids)
    return {
        ("touchpoint", touchpoint) if touchpoint else ("stage", stage)
        for rows in (scored, said, came)
        for touchpoint, stage in rows.values_list("touchpoint", "stage").distinct()
        if touchpoint or stage
    }


@transaction.atomic
def purge_feedback(*, workspace_id: int, months: int, today: datetime.date) -> int:
    """Take words and facts out of answers older than so many months; returns how many.

    Their numbers stay, without whose they were: a curve over years needs no persons.
    """
    last = months_before(today, months)
    old = Feedback.objects.filter(workspace_id=workspace_id, said_on__lt=last)
    old = old.exclude(text="", attributes={}, external_id="", respondent_hash=None)
    ids = list(old.values_list("pk", flat=True))
    _blank(ids)
    forget_people(workspace_id, last)
    return len(ids)


def _blank(ids: list[int]) -> None:
    """Leave nothing of these answers but their places in the count, and nothing in the log either."""
    Feedback.objects.filter(pk__in=ids).update(
        text="",
        attributes={},
        external_id="",
        respondent_hash=None,
        persona=None,
        touchpoint=None,
        stage=None,
        sentiment=None,
        polarity=None,
        judged_by="",
        judge_number=None,
        removed_at=timezone.now(),
    )
    followups.blank_followups(feedback_ids=ids)
    told = Change.objects.filter(target_type="feedback", target_id__in=ids)
    told.update(before={}, after={}, target_label="")
