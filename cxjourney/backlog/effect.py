"""Whether a fix helped: the numbers of its place since then, beside those of as many days before it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone

from cxjourney.backlog.models import PainPoint
from cxjourney.journeys.models import Placement
from cxjourney.kit.periods import Period
from cxjourney.metrics.formulas import Estimate
from cxjourney.metrics.measures import Measure, Trend, estimate
from cxjourney.metrics.queries import measures

LONGEST = 90  # days on either side: later, other things have happened too
MOST_DAYS = 12  # different days that a list looks at
LESS_IS_BETTER = ("aht", "ttr")


@dataclass(frozen=True)
class Compared:
    """One measure before and after. A side with too few answers is none; `trend` then is none as well."""

    measure: Measure

    @property
    def before(self) -> Estimate | None:
        return self._side(self.measure.before)

    @property
    def after(self) -> Estimate | None:
        return self._side(self.measure.now)

    @property
    def counts(self) -> tuple[int, int]:
        """How many answered before and after."""
        return sum(self.measure.before.values()), sum(self.measure.now.values())

    @property
    def trend(self) -> Trend | None:
        return self.measure.trend

    @property
    def verdict(self) -> str:
        """helped, worse, unsure (it may be chance), or few."""
        if self.trend is None:
            return "few"
        if not self.trend.significant:
            return "unsure"
        rose = self.trend.change > 0
        return "helped" if rose != (self.measure.kind in LESS_IS_BETTER) else "worse"

    def _side(self, histogram) -> Estimate | None:
        enough = sum(histogram.values()) >= max(self.measure.few, 1)
        return estimate(self.measure.scale, histogram) if enough else None


@dataclass(frozen=True)
class Effect:
    """`since` the fix `until` the day it is looked at (at most 90 days), with the headline measure first."""

    since: datetime.date
    until: datetime.date
    rows: list[Compared]

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def verdict(self) -> str:
        """That of the measure which speaks for the place; none when nobody answered."""
        return self.rows[0].verdict if self.rows else "none"


def read_effect(pain: PainPoint) -> Effect | None:
    """None while it is not fixed. Two queries at most, however many answered."""
    return read_effects([pain]).get(pain.pk)


def read_effects(pains: Iterable[PainPoint]) -> dict[int, Effect]:
    """{pain point: effect} of those that are fixed.

    One query for each day on which something was fixed, the newest twelve, and one for stages.
    """
    today = timezone.localdate()
    by_day: dict[datetime.date, list[PainPoint]] = defaultdict(list)
    for pain in pains:
        if pain.fixed_on and pain.fixed_on <= today:
            by_day[pain.fixed_on].append(pain)
    days = sorted(by_day, reverse=True)[:MOST_DAYS]
    stages = {pain.stage_id for day in days for pain in by_day[day] if pain.stage_id}
    placed: dict[int, list[int]] = defaultdict(list)
    if stages:
        rows = Placement.objects.live().filter(stage__in=stages, touchpoint__removed_at=None)
        for stage, touchpoint in rows.values_list("stage_id", "touchpoint_id").distinct():
            placed[stage].append(touchpoint)
    return {pk: effect for day in days for pk, effect in _of_day(day, today, by_day[day], placed)}


def _of_day(
    since: datetime.date, today: datetime.date, pains: list[PainPoint], placed: dict[int, list[int]]
) -> Iterator[tuple[int, Effect]]:
    until = min(today, since + datetime.timedelta(LONGEST - 1))
    period = Period(f"{since}..{until}", since, until)
    stages = {pain.stage_id for pain in pains if pain.stage_id}
    touchpoints = {pain.touchpoint_id for pain in pains if pain.touchpoint_id}
    touchpoints |= {one for stage in stages for one in placed[stage]}
    here = sorted(touchpoints), sorted(stages)
    found = measures(pains[0].workspace_id, *here, period, also_before=True)
    for pain in pains:
        if pain.touchpoint_id:
            told = found.every(("touchpoint", pain.touchpoint_id))
        else:
            pooled = found.stage(pain.stage_id, placed[pain.stage_id])  # type: ignore[arg-type, index]
            told = [pooled] if pooled else []
        yield pain.pk, Effect(since, until, [Compared(one) for one in told])
