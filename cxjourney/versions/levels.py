"""The experience of two pictures of a map: what was assumed and measured in each stage, side by side."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from cxjourney.kit import curves
from cxjourney.kit.periods import Period, parse
from cxjourney.metrics.measures import Measure
from cxjourney.metrics.queries import measures
from cxjourney.versions.comparison import Comparison
from cxjourney.versions.picture import Picture

STAGE, HEIGHT = 196.0, 132.0  # pixels of the picture: a stage, and from +2.3 down to −2.3
TOP = 2.3

Measured = dict[int, Measure]  # by id of the stage


@dataclass(frozen=True)
class Level:
    """One stage before and after; None where nobody assumed or answered anything."""

    assumed: tuple[float | None, float | None]
    measured: tuple[Measure | None, Measure | None]

    @property
    def assumed_by(self) -> float | None:
        """How far the assumption went up or down."""
        before, after = self.assumed
        return None if before is None or after is None else round(after - before, 1)

    @property
    def measured_by(self) -> float | None:
        before, after = (one and one.felt for one in self.measured)
        return None if before is None or after is None else round(after.value - before.value, 1)

    @property
    def is_other(self) -> bool:
        """Whether something else was measured."""
        before, after = (one and (one.felt, one.n) for one in self.measured)
        return before != after


@dataclass
class Overlay:
    """Both curves in one picture: `width` × `height` pixels, stretched over the stages."""

    width: float
    height: float = HEIGHT
    grid: list[tuple[int, float]] = field(default_factory=list)
    assumed: tuple[list[str], list[str]] = ((), ())  # type: ignore[assignment]
    measured: tuple[list[str], list[str]] = ((), ())  # type: ignore[assignment]
    gaps: list[curves.Gap] = field(default_factory=list)


def period_at(key: str, moment: datetime.datetime | None, latest: datetime.date | None) -> Period:
    """The period of answers that the map showed at that moment (None: shows now)."""
    today = timezone.localtime(moment).date() if moment else timezone.localdate()
    return parse(key, today=today, latest=min(latest, today) if latest else None)


def measured_in(workspace, picture: Picture, period: Period) -> Measured:
    """What customers felt in each stage of the picture. One query."""
    touchpoints = {point for column in picture.columns for point in column.touchpoints}
    ids = [column.id for column in picture.columns]
    found = measures(workspace.pk, sorted(touchpoints), ids, period)
    pooled = {column.id: found.stage(column.id, column.touchpoints) for column in picture.columns}
    return {pk: measure for pk, measure in pooled.items() if measure}


def levels(comparison: Comparison, old: Measured, new: Measured) -> list[Level]:
    """For each column of both."""
    return [
        Level(
            (pair.old and pair.old.level, pair.new and pair.new.level),
            (pair.old and old.get(pair.old.id), pair.new and new.get(pair.new.id)),
        )
        for pair in comparison.columns
    ]


def draw(found: Sequence[Level]) -> Overlay:
    """The curves of both; where what is assumed differs, the area between is a gap."""
    picture = Overlay(STAGE * len(found))
    picture.grid = [(value, _y(value)) for value in (2, 1, 0, -1, -2)]
    believed = [_runs([level.assumed[side] for level in found]) for side in (0, 1)]
    felt = [_runs([_sure(level.measured[side]) for level in found]) for side in (0, 1)]
    picture.assumed = tuple([curves.curve(run) for run in runs] for runs in believed)  # type: ignore[assignment]
    picture.measured = tuple([curves.curve(run) for run in runs] for runs in felt)  # type: ignore[assignment]
    picture.gaps = [gap for one in believed[0] for other in believed[1] for gap in curves.gaps(one, other)]
    return picture


def _sure(measured: Measure | None) -> float | None:
    return measured.felt.value if measured and measured.felt else None


def _y(value: float) -> float:
    return (TOP - value) / (2 * TOP) * HEIGHT


def _runs(values: Sequence[float | None]) -> list[list[curves.Point]]:
    """The points of stages that follow each other, drawn out to the edges of the first and the last."""
    runs: list[list[curves.Point]] = []
    first = 0
    for at, value in enumerate([*values, None]):
        if value is None:
            points = [((one + 0.5) * STAGE, _y(values[one])) for one in range(first, at)]  # type: ignore[arg-type]
            if points:
                runs.append(curves.extend(points, first * STAGE, at * STAGE))
            first = at + 1
    return runs
