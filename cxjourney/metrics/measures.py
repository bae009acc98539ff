"""One metric of one place in one period, and what a stage makes of its places. No queries here."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from cxjourney.feedback.models import HEADLINE_ORDER
from cxjourney.metrics import formulas, spans

# What contacts tell stands beside the answers: it has no place on the scale of experience.
UNITS = {"aht": "minutes", "ttr": "hours", "fcr": "share"}
CONTACT_KINDS = frozenset(UNITS)
CONTACT_ORDER = ("fcr", "aht", "ttr")

FEW = 10  # answers below which nothing is said, where the workspace wants no other number (FewAnswers)

Place = tuple[str, int]  # ("touchpoint", id) or ("stage", id)
Histogram = Mapping[int, int]  # answer: how many gave it


class Scale(NamedTuple):
    """What was asked: questions of the same kind, short name and scale are counted together.

    What contacts tell (CONTACT_KINDS) has no name but FCR its window in days; its answers are 0, came again,
    and 1, did not; durations count by the steps of metrics.spans.
    """

    kind: str
    name: str
    low: int
    high: int

    @property
    def bounds(self) -> tuple[float, float]:
        """Lowest and highest value the measure can have."""
        return (-100, 100) if self.kind == "nps" else (self.low, self.high)

    @property
    def places(self) -> int:
        """Digits after the point that make sense: none for NPS, one for a mean."""
        return 0 if self.kind == "nps" else 1


def estimate(scale: Scale, histogram: Histogram) -> formulas.Estimate:
    """The headline figure: points for NPS, a median for durations, a share for FCR, else the mean.

    Raises ValueError without answers.
    """
    if scale.kind in CONTACT_KINDS:
        found = told(scale.kind, histogram)
    else:
        found = formulas.headline(scale.kind, histogram, scale.low, scale.high)
    if found is None:
        raise ValueError("no answers")
    return found


def told(kind: str, histogram: Histogram) -> formulas.Estimate | None:
    """What contacts tell: the median of durations, and the share who needed no other contact."""
    if kind == "fcr":
        return formulas.top_share(histogram, 1)
    return spans.median(histogram, UNITS[kind])


@dataclass(frozen=True)
class Trend:
    """Difference to the period before, in the measure's unit, and whether it is more than chance."""

    change: float
    significant: bool


@dataclass(frozen=True, eq=False)
class Measure:
    """One metric of one place. The same answers give the same object (see queries.measures), so what was
    made of it once can be kept.

    `histogram` holds the period's answers, `now` and `before` the two spans
    that the trend compares; `target` is in the measure's unit. With fewer than `few` answers, that is said
    and no number is shown.
    """

    scale: Scale
    histogram: Histogram
    now: Histogram = field(default_factory=dict)
    before: Histogram = field(default_factory=dict)
    target: float | None = None
    few: int = FEW

    @property
    def kind(self) -> str:
        return self.scale.kind

    @property
    def name(self) -> str:
        return self.kind.upper() if self.kind in CONTACT_KINDS else self.scale.name

    @property
    def low(self) -> int:
        return self.scale.low

    @property
    def high(self) -> int:
        return self.scale.high

    @property
    def places(self) -> int:
        return self.scale.places

    @property
    def bounds(self) -> tuple[float, float]:
        return self.scale.bounds

    @property
    def n(self) -> int:
        return sum(self.histogram.values())

    @property
    def is_few(self) -> bool:
        return self.n < self.few

    def quantile(self, share: float) -> float | None:
        """How long `share` of the contacts took at most, in the unit of the measure; None for no duration."""
        unit = UNITS.get(self.kind, "")
        found = spans.quantile(self.histogram, share) if unit in spans.SECONDS else None
        return None if found is None else found / spans.SECONDS[unit]

    @cached_property
    def estimate(self) -> formulas.Estimate:
        """Value with 95 % interval in the measure's own unit: points for NPS, else the mean on the scale."""
        return estimate(self.scale, self.histogram)

    @property
    def value(self) -> float:
        return self.estimate.value

    @cached_property
    def trend(self) -> Trend | None:
        """None when one of the two spans has too few answers."""
        if min(sum(self.now.values()), sum(self.before.values())) < max(self.few, 1):
            return None
        found = formulas.trend(estimate(self.scale, self.now), estimate(self.scale, self.before))
        return Trend(*found) if found else None

    @cached_property
    def experience(self) -> formulas.Estimate:
        """The same on the map's axis, −2 … +2."""
        mapped = formulas.as_experience(self.estimate, self.low, self.high)
        assert mapped is not None
        return mapped

    @property
    def felt(self) -> formulas.Estimate | None:
        """The experience as it may be drawn: None with too few answers."""
        return None if self.is_few else self.experience

    @property
    def missed(self) -> bool:
        """Whether there is a target and the value is below it; with too few answers nobody knows."""
        return self.target is not None and not self.is_few and self.value < self.target


def by_importance(found: Iterable[Measure]) -> list[Measure]:
    """The kind that speaks for a place first (CSAT before NPS …), then the one more people answered."""
    return sorted(found, key=lambda one: (HEADLINE_ORDER.index(one.kind), -one.n, one.name))


class Measures(dict[Place, list[Measure]]):
    """The measures of each place that has answers, its headline first; `targets` by place and kind.

    `contacts` are the measures that calls and tickets tell of a place.
    """

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[Place, dict[str, float]] = {}
        self.contacts: dict[Place, list[Measure]] = {}

    def of(self, kind: str, id: int) -> list[Measure]:
        """The measures of ("touchpoint" or "stage", id); empty when nobody answered."""
        return self.get((kind, id), [])

    def every(self, place: Place) -> list[Measure]:
        """Of answers and of contacts."""
        return [*self.get(place, []), *self.contacts.get(place, [])]

    def headline(self, kind: str, id: int) -> Measure | None:
        return next(iter(self.of(kind, id)), None)

    def stage(self, stage_id: int, touchpoint_ids: Iterable[int]) -> Measure | None:
        """The headline of a stage: its own answers pooled with those of the touchpoints placed in it."""
        placed = tuple([tuple(self.of("touchpoint", id)) for id in touchpoint_ids])
        targets = self.targets.get(("stage", stage_id), {})
        return _pooled(tuple(self.of("stage", stage_id)), placed, tuple(sorted(targets.items())))

    def copy(self) -> Measures:
        """One that can be added to."""
        found = Measures()
        found.update(self)
        found.targets, found.contacts = self.targets, self.contacts
        return found


@lru_cache(maxsize=2048)
def _pooled(
    own: tuple[Measure, ...], placed: tuple[tuple[Measure, ...], ...], targets: tuple[tuple[str, float], ...]
) -> Measure | None:
    return pooled(own, placed, dict(targets))


def pooled(
    own: Sequence[Measure], placed: Iterable[Sequence[Measure]], targets: Mapping[str, float]
) -> Measure | None:
    """One measure for several places: of the kind that most of them have as their headline."""
    places = [found for found in (own, *placed) if found]
    if not places:
        return None
    heads = [_same_scale(found[0]) for found in places]
    chosen = min(set(heads), key=lambda head: (-heads.count(head), HEADLINE_ORDER.index(head[0]), head))
    # Only one measure speaks for a place: a second of the same kind would count its customers twice.
    speaking = [one for one in (_first(found, chosen) for found in places) if one]
    names = [one.name for one in speaking]
    kind, low, high = chosen
    return Measure(
        Scale(kind, max(names, key=lambda name: (names.count(name), name)), low, high),
        total(one.histogram for one in speaking),
        total(one.now for one in speaking),
        total(one.before for one in speaking),
        targets.get(kind),
        speaking[0].few,
    )


def _same_scale(measure: Measure) -> tuple[str, int, int]:
    return measure.kind, measure.low, measure.high


def _first(found: Sequence[Measure], scale: tuple[str, int, int]) -> Measure | None:
    return next((one for one in found if _same_scale(one) == scale), None)


@dataclass(frozen=True)
class Point:
    """A measure in one bucket of time that starts on `day`."""

    day: datetime.date
    scale: Scale
    histogram: Histogram

    @cached_property
    def estimate(self) -> formulas.Estimate:
        return estimate(self.scale, self.histogram)

    @property
    def value(self) -> float:
        return self.estimate.value

    @property
    def bounds(self) -> tuple[float, float]:
        return self.scale.bounds


def points(scale: Scale, days: Mapping[datetime.date, Histogram]) -> list[Point]:
    """A series, oldest first."""
    return [Point(day, scale, histogram) for day, histogram in sorted(days.items())]


def enough(points: Iterable[Point], few: int) -> list[Point]:
    """Those with answers enough to be drawn."""
    return [point for point in points if point.estimate.n >= few]


def pool(scale: Scale, lines: Iterable[Sequence[Point]]) -> list[Point]:
    """Several series added up, as those of a stage and of the touchpoints placed in it."""
    days: dict[datetime.date, dict[int, int]] = {}
    for line in lines:
        for point in line:
            add(days.setdefault(point.day, {}), point.histogram)
    return points(scale, days)


def add(histogram: dict[int, int], more: Histogram) -> None:
    """Count `more` into the histogram."""
    for answer, count in more.items():
        histogram[answer] = histogram.get(answer, 0) + count


def total(histograms: Iterable[Histogram]) -> dict[int, int]:
    """One histogram of all."""
    result: dict[int, int] = {}
    for histogram in histograms:
        add(result, histogram)
    return result
