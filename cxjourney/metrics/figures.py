"""A metric of the workspace in numbers: its estimate, the period before, and its course. No queries here."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cxjourney.kit.curves import Spark, spark
from cxjourney.metrics import formulas, spans
from cxjourney.metrics.chart import Chart, draw
from cxjourney.metrics.explain import MEAN_INTERVAL, Explanation, explain
from cxjourney.metrics.formulas import Estimate
from cxjourney.metrics.measures import (
    CONTACT_KINDS,
    Histogram,
    Measures,
    Place,
    Point,
    Scale,
    pool,
    told,
    total,
)
from cxjourney.metrics.models import Metric

LONGEST = 99_999  # minutes or hours
# The lowest answer that counts as a good one, for the kinds that know one.
TOP_FROM = {"csat": 4, "agree": 4, "ces": 5}
LIMITS = {"points": (-100, 100), "share": (0, 100), "minutes": (0, LONGEST), "hours": (0, LONGEST)}


def unit_of(metric: Metric) -> str:
    """As in formulas.Estimate."""
    return metric.unit


def limits(metric: Metric) -> tuple[float, float]:
    """Between what the number, a target or a threshold can lie, as people write it (shares in per cent)."""
    return LIMITS.get(unit_of(metric), (metric.low, metric.high))


def estimate(metric: Metric, histogram: Histogram) -> Estimate | None:
    """The metric of these answers; None without any."""
    if metric.kind in CONTACT_KINDS:
        return told(metric.kind, histogram)
    if metric.kind == "mood":
        return formulas.net_mood(histogram)
    if unit_of(metric) == "share":
        return formulas.top_share(histogram, TOP_FROM[metric.kind])
    return formulas.headline(metric.kind, histogram, metric.low, metric.high)


def explanation(metric: Metric) -> Explanation:
    """How it is asked and counted, and what its interval is."""
    known = explain(metric.kind, metric.window)
    if metric.kind in CONTACT_KINDS:
        return known
    if unit_of(metric) == "share" and metric.kind in TOP_FROM:
        text = _("Share of the answers from %(from)d to %(high)d.")
        formula = _Said(text, {"from": TOP_FROM[metric.kind], "high": metric.high})
        return known._replace(
            formula=str(formula), interval=_("95 % interval of a share, by Wilson's method.")
        )
    if unit_of(metric) == "mean":
        return known._replace(formula=_("The mean of the answers."), interval=MEAN_INTERVAL)
    return known


class _Said(NamedTuple):
    text: str | Promise
    values: dict[str, int]

    def __str__(self) -> str:
        return str(self.text) % self.values


class Moment(NamedTuple):
    """The metric in one span of time that starts on `day`."""

    day: datetime.date
    estimate: Estimate
    bounds: tuple[float, float]

    @property
    def value(self) -> float:
        return self.estimate.value


class Part(NamedTuple):
    """The metric at one of its places."""

    place: Place
    estimate: Estimate


@dataclass
class Figure:
    """One metric with all that is known about it. `few` answers are too few to say anything."""

    metric: Metric
    few: int
    estimate: Estimate | None = None
    now: Estimate | None = None
    before: Estimate | None = None
    moments: list[Moment] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    histogram: Histogram = field(default_factory=dict)

    @property
    def unit(self) -> str:
        return unit_of(self.metric)

    @property
    def scale(self) -> float:
        """What a target as it is written is divided by to be in the unit of the estimate."""
        return 100 if self.unit == "share" else 1

    @cached_property
    def bounds(self) -> tuple[float, float]:
        """Between what it is drawn; a duration has no end, so a little beyond what there is."""
        low, high = limits(self.metric)
        if self.unit in spans.SECONDS:
            ends = [one.high for one in (self.estimate, *(part.estimate for part in self.parts)) if one]
            return 0, 1.1 * max([*ends, self.target or 0]) or 1
        return low / self.scale, high / self.scale

    def quantile(self, share: float) -> float | None:
        """How long `share` of the contacts took at most; None without any, and for other metrics."""
        if self.unit not in spans.SECONDS:
            return None
        found = spans.quantile(self.histogram, share)
        return None if found is None else found / spans.SECONDS[self.unit]

    @property
    def mean(self) -> float | None:
        """The average of a duration; None for other metrics."""
        if self.unit not in spans.SECONDS or not self.n:
            return None
        return spans.mean(self.histogram) / spans.SECONDS[self.unit]

    @property
    def n(self) -> int:
        return self.estimate.n if self.estimate else 0

    @property
    def is_few(self) -> bool:
        return self.n < self.few

    @property
    def target(self) -> float | None:
        return None if self.metric.target is None else float(self.metric.target) / self.scale

    @property
    def alert(self) -> float | None:
        return None if self.metric.alert is None else float(self.metric.alert) / self.scale

    @property
    def can_compare(self) -> bool:
        """Whether both periods have answers enough."""
        return all(one is not None and one.n >= self.few for one in (self.now, self.before))

    @property
    def trend(self) -> tuple[float, bool] | None:
        """(difference to the period before, whether it is more than chance); None with too few answers."""
        return formulas.trend(self.now, self.before) if self.can_compare else None

    @property
    def level(self) -> str:
        """good when the target is reached, bad when it is missed; without a target nothing is said."""
        if self.target is None or self.estimate is None or self.is_few:
            return ""
        up = self.metric.better == "up"
        reached = self.estimate.value >= self.target if up else self.estimate.value <= self.target
        return "good" if reached else "bad"

    @property
    def drawn(self) -> list[Moment]:
        """The spans with answers enough."""
        return [one for one in self.moments if one.estimate.n >= self.few]

    @property
    def spark(self) -> Spark | None:
        return spark([one.value for one in self.drawn], target=self.target)

    @cached_property
    def chart(self) -> Chart | None:
        return draw(self.drawn, self.target)

    @property
    def explanation(self) -> Explanation:
        return explanation(self.metric)

    def at(self, value: float) -> str:
        """Where a value lies between the bounds, for a style attribute."""
        low, high = self.bounds
        return f"{100 * min(max((value - low) / (high - low), 0), 1):.1f}%"


def figure(
    metric: Metric,
    few: int,
    places: Iterable[Place],
    found: Measures,
    lines: dict[Place, dict[Scale, list[Point]]],
) -> Figure:
    """The metric over these places, or its own one: their answers are counted together."""
    scale = scale_of(metric)
    own = metric_place(metric)
    chosen = [own] if own else list(places)
    here = [(place, one) for place in chosen if place for one in found.every(place) if one.scale == scale]
    counted = [(place, estimate(metric, one.histogram)) for place, one in here]
    everywhere = total(one.histogram for _place, one in here)
    return Figure(
        metric,
        few,
        estimate(metric, everywhere),
        estimate(metric, total(one.now for _place, one in here)),
        estimate(metric, total(one.before for _place, one in here)),
        _moments(metric, pool(scale, (lines.get(place, {}).get(scale, []) for place, _one in here))),
        sorted((Part(place, one) for place, one in counted if one), key=lambda part: part.estimate.value),
        everywhere,
    )


def scale_of(metric: Metric) -> Scale:
    """By which its answers are found among the measures."""
    if metric.kind == "fcr":
        return Scale("fcr", str(metric.window), 0, 1)
    asked = "" if metric.kind in CONTACT_KINDS else metric.asked
    return Scale(metric.kind, asked, metric.low, metric.high)


def metric_place(metric: Metric) -> Place | None:
    """The one place it is about; None for the whole workspace."""
    if metric.touchpoint_id:
        return "touchpoint", metric.touchpoint_id
    return ("stage", metric.stage_id) if metric.stage_id else None


def _moments(metric: Metric, line: Sequence[Point]) -> list[Moment]:
    low, high = limits(metric)
    scale = 100 if unit_of(metric) == "share" else 1
    found = [(point.day, one) for point in line if (one := estimate(metric, point.histogram))]
    if unit_of(metric) in spans.SECONDS:  # as far as there is something to draw
        high = max((one.high for _day, one in found), default=0) or 1
    return [Moment(day, one, (low / scale, high / scale)) for day, one in found]
