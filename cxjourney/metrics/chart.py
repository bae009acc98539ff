"""One metric over time as a picture: the line, its 95 % band, the target, and the words around it.

Units are those of a 360 × 96 view box that is stretched; labels are HTML placed by shares of 0–1.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.formats import date_format

from cxjourney.kit.curves import band, curve
from cxjourney.metrics.formulas import Estimate

WIDTH, HEIGHT = 360, 96
DATES = 4  # words along the bottom
LONG = 200  # days from which only month and year are named
CLOSE = 0.16  # labels nearer than this share of the height are moved apart


class Point(Protocol):
    """A value of one span of time, and between what it can lie at all."""

    @property
    def day(self) -> datetime.date: ...
    @property
    def estimate(self) -> Estimate: ...
    @property
    def value(self) -> float: ...
    @property
    def bounds(self) -> tuple[float, float]: ...


@dataclass(frozen=True)
class Tick:
    """A value on the left, at `y` from the top (0–1)."""

    value: float
    y: float


@dataclass(frozen=True)
class Chart:
    line: str
    band: str
    target: float | None  # y of its line in the view box
    target_y: float  # and of its word, 0–1
    last_y: float  # of the newest point, 0–1
    first: Point
    last: Point
    ticks: list[Tick]
    places: int  # digits of the ticks
    dates: list[str]

    def at(self, day: datetime.date) -> float:
        """Where a day lies on the width, 0 … 1 between the first and the last point."""
        return (day - self.first.day) / (self.last.day - self.first.day)


def draw(points: Sequence[Point], target: float | None = None) -> Chart | None:
    """The picture of a series, oldest first; None with fewer than two points."""
    if len(points) < 2:
        return None
    low, high = _range(points, target)

    def y(value: float) -> float:
        return HEIGHT * (high - min(max(value, low), high)) / (high - low)

    first, last = points[0].day, points[-1].day
    days = (last - first).days
    xs = [WIDTH * (point.day - first).days / days for point in points]
    step, ticks = _ticks(low, high)
    last_y = y(points[-1].value) / HEIGHT
    target_y = 0.0 if target is None else y(target) / HEIGHT
    return Chart(
        line=curve([(x, y(point.value)) for x, point in zip(xs, points, strict=True)]),
        band=band(
            [(x, y(point.estimate.high)) for x, point in zip(xs, points, strict=True)],
            [(x, y(point.estimate.low)) for x, point in zip(xs, points, strict=True)],
        ),
        target=None if target is None else y(target),
        target_y=_apart(target_y, last_y),
        last_y=last_y,
        first=points[0],
        last=points[-1],
        ticks=[Tick(value, y(value) / HEIGHT) for value in ticks],
        places=max(0, -math.floor(math.log10(step))),
        dates=_dates(first, last),
    )


def _range(points: Sequence[Point], target: float | None) -> tuple[float, float]:
    """What the picture spans: the values, the target, and as much of the band as leaves the line readable."""
    values = [point.value for point in points] + ([] if target is None else [target])
    low, high = min(values), max(values)
    bottom, top = points[0].bounds
    room = max(0.25 * (high - low), 0.04 * (top - bottom))
    least = min(point.estimate.low for point in points)
    most = max(point.estimate.high for point in points)
    return max(bottom, min(low - room, max(least, low - 3 * room))), min(
        top, max(high + room, min(most, high + 3 * room))
    )


def _ticks(low: float, high: float) -> tuple[float, list[float]]:
    """Step and two to four round values inside the range."""
    rough = (high - low) / 2.5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(times * power for times in (5, 2, 1) if times * power <= rough)
    start = math.ceil(low / step - 1e-9)
    return step, [round(step * index, 6) for index in range(start, math.floor(high / step + 1e-9) + 1)]


def _apart(y: float, other: float) -> float:
    """Where a word goes that would cover the one at `other`."""
    if abs(y - other) >= CLOSE:
        return y
    moved = other - CLOSE if y <= other else other + CLOSE
    return moved if 0 <= moved <= 1 else other + (CLOSE if moved < 0 else -CLOSE)


def _dates(first: datetime.date, last: datetime.date) -> list[str]:
    days = (last - first).days
    count = min(DATES, days + 1)
    form = "M Y" if days >= LONG else "j M"
    return [
        date_format(first + datetime.timedelta(days=round(days * index / (count - 1))), form)
        for index in range(count)
    ]
