"""Reads of the closed loop: who is to be answered, the late ones first."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.utils import timezone

from cxjourney.feedback.followups.models import FollowUp, FollowUpRule, FollowUpState
from cxjourney.feedback.queries import add_scores

PAGE = 50
ON_HOME = 3


@dataclass
class Counts:
    """How many there are in each state; `late` and `mine` are among the open ones."""

    open: int
    late: int
    mine: int
    contacted: int
    solved: int
    none: int

    @property
    def all(self) -> int:
        return self.open + self.contacted + self.solved + self.none


@dataclass
class FollowUpPage:
    """`next` is where the next page begins, blank on the last."""

    rows: list[FollowUp]
    next: str
    first: bool


@dataclass
class Due:
    """What home says: the first ones that are due, and how many are."""

    rows: list[FollowUp] = field(default_factory=list)
    count: int = 0
    late: int = 0


def followups(workspace) -> QuerySet[FollowUp]:
    """With everything that a list shows of them but the scores."""
    found = FollowUp.objects.for_workspace(workspace).live()
    return found.select_related(
        "feedback__touchpoint", "feedback__stage__map", "feedback__imported", "team", "owner", "rule"
    )


def live_followup(workspace, pk: int) -> FollowUp:
    """With the scores that came with the words. Two queries; raises Http404."""
    found = get_object_or_404(followups(workspace), pk=pk)
    add_scores([found.feedback])
    return found


def count_followups(workspace, user) -> Counts:
    """One query."""
    late = Q(state=FollowUpState.OPEN, due__lt=timezone.localdate())
    numbers = {state: Count("pk", filter=Q(state=state)) for state in FollowUpState.values}
    found = (
        FollowUp.objects.for_workspace(workspace)
        .live()
        .aggregate(
            late=Count("pk", filter=late), mine=Count("pk", filter=Q(state="open", owner=user)), **numbers
        )
    )
    return Counts(**found)


def followup_page(workspace, chosen: dict[str, Any], user) -> FollowUpPage:
    """Those that pass the filters, the soonest due first; answered ones the newest first. Two queries."""
    found = _filtered(followups(workspace), chosen, user)
    forward = chosen["state"] in (FollowUpState.OPEN, "late")
    if mark := chosen.get("after"):
        day, _dot, pk = mark.partition(".")
        beyond = {"due__gt": day} if forward else {"due__lt": day}
        same = {"due": day, "pk__gt": pk} if forward else {"due": day, "pk__lt": pk}
        found = found.filter(Q(**beyond) | Q(**same))
    rows = list(found.order_by(*(("due", "pk") if forward else ("-due", "-pk")))[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    add_scores([row.feedback for row in rows])
    return FollowUpPage(rows, f"{rows[-1].due.isoformat()}.{rows[-1].pk}" if more else "", not mark)


def _filtered(found: QuerySet[FollowUp], chosen: dict[str, Any], user) -> QuerySet[FollowUp]:
    state = chosen["state"]
    if state == "late":
        found = found.filter(state=FollowUpState.OPEN, due__lt=timezone.localdate())
    elif state != "all":
        found = found.filter(state=state)
    if "team" in chosen:
        found = found.filter(team=chosen["team"] or None)
    if who := chosen.get("who"):
        found = found.filter(owner=user if who == "me" else None)
    return found


def due_on_home(workspace) -> Due:
    """The open ones. Three queries, one when there are none."""
    open_ = FollowUp.objects.for_workspace(workspace).live().filter(state=FollowUpState.OPEN)
    late = Count("pk", filter=Q(due__lt=timezone.localdate()))
    numbers = open_.aggregate(count=Count("pk"), late=late)
    if not numbers["count"]:
        return Due()
    rows = list(followups(workspace).filter(state=FollowUpState.OPEN).order_by("due", "pk")[:ON_HOME])
    add_scores([row.feedback for row in rows])
    return Due(rows, **numbers)


def states_of(feedback_ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """{words: (follow-up, state)} of those that are followed up. One query, none without words."""
    if not feedback_ids:
        return {}
    rows = FollowUp.objects.live().filter(feedback__in=feedback_ids)
    return {words: (pk, state) for words, pk, state in rows.values_list("feedback_id", "pk", "state")}


def rules(workspace) -> QuerySet[FollowUpRule]:
    """The oldest first, which is how they are tried, each with `made`, how many follow-ups it has made."""
    mine = FollowUp.objects.live().filter(rule=OuterRef("pk")).order_by().values("rule")
    made = Subquery(mine.annotate(n=Count("pk")).values("n"))
    found = FollowUpRule.objects.for_workspace(workspace).live().select_related("touchpoint", "team")
    return found.annotate(made=Coalesce(made, 0)).order_by("pk")


def live_rule(workspace, pk: int) -> FollowUpRule:
    """One query. Raises Http404."""
    return get_object_or_404(rules(workspace), pk=pk)


def in_days(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)
