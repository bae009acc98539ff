"""Share of customers who were answered in time: counted from the follow-ups themselves, which are few."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cxjourney.feedback.followups.models import FollowUp, FollowUpState
from cxjourney.kit.periods import Period, Range, parse
from cxjourney.metrics import formulas
from cxjourney.metrics.figures import Figure, Moment, Part, metric_place
from cxjourney.metrics.formulas import Estimate
from cxjourney.metrics.measures import Place
from cxjourney.metrics.models import Metric, MetricKind
from cxjourney.metrics.queries import bucket_of

KIND = MetricKind.LOOP.value


class Tally(NamedTuple):
    """How many were due on a day with a team, and how many of them were answered in time."""

    day: datetime.date
    team: int | None
    team_name: str | None
    n: int
    good: int


def period_of(period: Period) -> Period:
    """The same period up to today: follow-ups fall due also when no answers come in."""
    return parse(period.key, today=timezone.localdate())


def tallies(metric: Metric, first: datetime.date, last: datetime.date) -> list[Tally]:
    """Those due in these days, but for open ones whose day is not over: they may be in time. One query."""
    still = Q(state=FollowUpState.OPEN, due__gte=timezone.localdate())
    place = metric_place(metric)
    found = (
        FollowUp.objects.for_workspace(metric.workspace_id).live().filter(~still, due__range=(first, last))
    )
    if place:
        found = found.filter(**{f"feedback__{place[0]}": place[1]})
    good = Count("pk", filter=Q(answered_on__lte=F("due")))
    rows = found.values_list("due", "team", "team__name").annotate(n=Count("pk"), good=good)
    return [Tally(*row) for row in rows.order_by("due")]


def share(rows: Iterable[Tally]) -> Estimate | None:
    rows = list(rows)
    return formulas.share(sum(row.good for row in rows), sum(row.n for row in rows))


def figure(metric: Metric, few: int, period: Period, bucket: str = "") -> tuple[Figure, dict[Place, str]]:
    """The metric with its course and its teams, and the teams' names by place. One query."""
    period = period_of(period)
    now, before = period.compared
    rows = tallies(metric, min(before[0], period.start), period.end)
    here = _within(rows, (period.start, period.end))
    days, teams, names = defaultdict(list), defaultdict(list), {}
    for row in here:
        place = ("team", row.team or 0)
        names[place] = row.team_name or _("No team")
        days[_first_day(row.day, bucket or bucket_of(period))].append(row)
        teams[place].append(row)
    parts = [Part(place, one) for place, mine in teams.items() if (one := share(mine))]
    made = Figure(
        metric,
        few,
        estimate=share(here),
        now=share(_within(rows, now)),
        before=share(_within(rows, before)),
        moments=[Moment(day, one, (0.0, 1.0)) for day, due in days.items() if (one := share(due))],
        parts=sorted(parts, key=lambda part: part.estimate.value),
    )
    return made, names


def _within(rows: Iterable[Tally], days: Range) -> list[Tally]:
    return [row for row in rows if days[0] <= row.day <= days[1]]


def _first_day(day: datetime.date, bucket: str) -> datetime.date:
    """The first day of the bucket of time that a day is in."""
    if bucket == "day":
        return day
    if bucket == "week":
        return day - datetime.timedelta(day.weekday())
    if bucket == "ten":
        return day.replace(day=min(day.day - 1, 20) // 10 * 10 + 1)
    months = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1}
    return day.replace(month=months.get(bucket, 1), day=1)
