"""A persona in numbers, beside everyone else or beside another persona: all answers, from the rollup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from cxjourney.feedback import segments
from cxjourney.feedback.models import Feedback
from cxjourney.kit.periods import ALL, parse
from cxjourney.metrics import formulas
from cxjourney.metrics.figures import estimate, limits, unit_of
from cxjourney.metrics.formulas import Estimate
from cxjourney.metrics.measures import Measure, Measures, Scale, by_importance, total
from cxjourney.metrics.models import Metric, MetricKind
from cxjourney.metrics.queries import measures, newest_day
from cxjourney.metrics.watch import Named, few_answers, live_metrics, places
from cxjourney.personas.models import Persona

SHOWN_PLACES, SHOWN_WORDS = 8, 4


@dataclass(frozen=True)
class Compared:
    """A number of the persona beside that of the others. `few` answers are too few on either side."""

    name: str
    unit: str
    bounds: tuple[float, float]
    mine: Estimate
    theirs: Estimate | None
    few: int

    @property
    def is_few(self) -> bool:
        return self.mine.n < self.few

    @property
    def difference(self) -> tuple[float, bool] | None:
        """(persona less the others, whether it is more than chance); None when answers are too few."""
        if self.is_few or self.theirs is None or self.theirs.n < self.few:
            return None
        return formulas.trend(self.mine, self.theirs)

    @property
    def weight(self) -> tuple[bool, float]:
        """Sure differences first, then the widest on the scale."""
        low, high = self.bounds
        change, sure = self.difference or (0.0, False)
        return sure, abs(change) / (high - low)

    def at(self, value: float) -> str:
        """Where a value lies on the scale, for a style attribute."""
        low, high = self.bounds
        return f"{100 * min(max((value - low) / (high - low), 0), 1):.1f}%"


@dataclass
class Segment:
    """What answers say of a persona. `is_counted` is false while they wait for the newest rules."""

    persona: Persona
    is_counted: bool
    share: Estimate | None = None
    shared_at: str = ""
    metrics: list[Compared] = field(default_factory=list)
    places: list[Compared] = field(default_factory=list)
    words: list[Feedback] = field(default_factory=list)


def read_segment(workspace, persona: Persona, other: Persona | None) -> Segment:
    """Beside `other`, or everyone else. At most eleven queries, however many answered."""
    here, few = places(workspace), few_answers(workspace)
    period = parse(ALL, today=timezone.localdate(), latest=newest_day(workspace.pk))
    everyone = measures(workspace.pk, here.touchpoints, here.stages, period)
    mine = measures(workspace.pk, here.touchpoints, here.stages, period, persona=persona.pk)
    if other:
        theirs = measures(workspace.pk, here.touchpoints, here.stages, period, persona=other.pk)
    else:
        theirs = without(everyone, mine)
    segment = Segment(persona, segments.is_counted(workspace.pk))
    segment.share, segment.shared_at = _share(everyone, mine, here)
    # Follow-ups and moods are not counted by persona.
    whole = live_metrics(workspace).filter(touchpoint=None, stage=None, map=None)
    for metric in whole.exclude(kind__in=(MetricKind.LOOP, MetricKind.MOOD)):
        if one := _metric(metric, mine, theirs, few):
            segment.metrics.append(one)
    segment.metrics.sort(key=lambda one: -one.mine.n)
    segment.places = _places(mine, theirs, here, few)
    segment.words = _words(workspace.pk, persona)
    return segment


def without(everyone: Measures, some: Measures) -> Measures:
    """The measures of everyone but some."""
    rest = Measures()
    for place, found in everyone.items():
        taken = {one.scale: one.histogram for one in some.of(*place)}
        left = [Measure(one.scale, _less(one.histogram, taken.get(one.scale, {}))) for one in found]
        if kept := [one for one in left if one.n]:
            rest[place] = by_importance(kept)
    return rest


def _less(histogram: Mapping[int, int], taken: Mapping[int, int]) -> dict[int, int]:
    left = {answer: count - taken.get(answer, 0) for answer, count in histogram.items()}
    return {answer: count for answer, count in left.items() if count}


def _share(everyone: Measures, mine: Measures, here: Named) -> tuple[Estimate | None, str]:
    """The persona's share of those who answered one question at one place, and where that was.

    Of the questions its customers were asked, the one that most people answered.
    """
    asked = {(place, one.scale) for place, found in mine.items() for one in found}
    all_ = [(one.n, place, one.scale) for place, found in everyone.items() for one in found]
    cells = [cell for cell in all_ if cell[1:] in asked] or all_
    if not cells:
        return None, ""
    most, place, scale = max(cells)
    part = sum(one.n for one in mine.of(*place) if one.scale == scale)
    return formulas.share(part, most), here.names[place]


def _pooled(found: Measures, scale: Scale, where: Measures) -> dict[int, int]:
    """Only at places where the persona answered too: others may be rated for what it never met."""
    asked = [place for place, several in where.items() if any(one.scale == scale for one in several)]
    return total(one.histogram for place in asked for one in found.of(*place) if one.scale == scale)


def _metric(metric: Metric, mine: Measures, theirs: Measures, few: int) -> Compared | None:
    scale = Scale(metric.kind, metric.asked, metric.low, metric.high)
    one = estimate(metric, _pooled(mine, scale, mine))
    if one is None:
        return None
    low, high = limits(metric)
    per = 100 if unit_of(metric) == "share" else 1
    rest = estimate(metric, _pooled(theirs, scale, mine))
    return Compared(metric.name, unit_of(metric), (low / per, high / per), one, rest, few)


def _places(mine: Measures, theirs: Measures, here: Named, few: int) -> list[Compared]:
    """Where the persona differs most, in the measure that speaks for the place."""
    found = []
    for place, (head, *_rest) in mine.items():
        rest = next((one for one in theirs.of(*place) if one.scale == head.scale), None)
        other = rest.estimate if rest else None
        name = f"{here.names[place]} · {head.name}"
        one = Compared(name, head.estimate.unit, head.bounds, head.estimate, other, few)
        if one.difference:
            found.append(one)
    return sorted(found, key=lambda one: one.weight, reverse=True)[:SHOWN_PLACES]


def _words(workspace_id: int, persona: Persona) -> list[Feedback]:
    """The newest words of its customers. One query."""
    said = Feedback.objects.for_workspace(workspace_id).live().exclude(text="").filter(persona=persona)
    return list(said.select_related("touchpoint", "stage").order_by("-said_on", "-pk")[:SHOWN_WORDS])
