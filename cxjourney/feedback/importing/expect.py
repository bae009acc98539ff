"""Which rows of a file will make follow-ups by the rules, before anything is stored."""

from __future__ import annotations

from collections.abc import Callable

from cxjourney.feedback.followups.models import FollowUpRule, Measured, Operator
from cxjourney.feedback.importing.reader import Answer, Reader


def follower(workspace_id: int, reader: Reader) -> Callable[[Answer], bool] | None:
    """Says whether a rule fits an answer, as followups.making finds once it is stored; None without rules.

    Words that a machine judges bad later are not known yet. One query.
    """
    rules = list(FollowUpRule.objects.for_workspace(workspace_id).live().filter(active=True))
    if not rules:
        return None
    keeps_rows = reader.plan.keeps_rows

    def follows(answer: Answer) -> bool:
        if not (answer.words or (keeps_rows and answer.scores)):
            return False
        known = bool(answer.person or answer.external)
        return any(
            (known or not rule.known) and answer.day >= rule.since.isoformat() and _fits(reader, rule, answer)
            for rule in rules
        )

    return follows


def _fits(reader: Reader, rule: FollowUpRule, answer: Answer) -> bool:
    if rule.kind == Measured.MOOD:
        mood, place = answer.sentiment, answer.place
        return mood is not None and mood <= rule.value and _there(reader, rule, place)
    for target, value, _count in answer.scores:
        place, number = reader.targets[target]
        asked = reader.questions[number]
        meant = asked.kind == rule.kind and rule.asked in ("", asked.name)
        crossed = value <= rule.value if rule.operator == Operator.MOST else value >= rule.value
        if meant and crossed and _there(reader, rule, place):
            return True
    return False


def _there(reader: Reader, rule: FollowUpRule, place: int | None) -> bool:
    if rule.touchpoint_id is None:
        return True
    found = None if place is None else reader.places[place]
    return bool(found) and found.kind == "touchpoint" and found.id == rule.touchpoint_id  # type: ignore[union-attr]
