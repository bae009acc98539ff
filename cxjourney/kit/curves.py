"""Pictures of numbers as SVG path data: the experience curve, its band and gaps, sparks.

Pure geometry. A path runs through its points and never overshoots them (monotone cubic; F. N. Fritsch and
R. E. Carlson, Monotone piecewise cubic interpolation, SIAM J. Numer. Anal. 17, 1980; tangents after
M. Steffen, Astron. Astrophys. 239, 1990).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
SAMPLES = 12  # straight pieces between two points when an area between curves is drawn
VISIBLE = 0.05  # paths are written with one decimal


@dataclass(frozen=True)
class Gap:
    """An area between what was assumed and what was measured: `worse` when measured is below."""

    worse: bool
    path: str


def number(value: float) -> str:
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def _at(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def tangents(points: Sequence[Point]) -> list[float]:
    """Slope at each point such that the curve stays between neighbours."""
    count = len(points)
    if count < 2:
        return [0.0] * count
    widths = [points[i + 1][0] - points[i][0] for i in range(count - 1)]
    slopes = [(points[i + 1][1] - points[i][1]) / width if width else 0.0 for i, width in enumerate(widths)]
    if count == 2:
        return [slopes[0], slopes[0]]
    inner = []
    for i in range(1, count - 1):
        left, right = slopes[i - 1], slopes[i]
        width = widths[i - 1] + widths[i]
        mean = (left * widths[i] + right * widths[i - 1]) / width if width else 0.0
        sign = (left > 0) - (left < 0) + (right > 0) - (right < 0)
        inner.append(sign * min(abs(left), abs(right), abs(mean) / 2))
    first = (3 * slopes[0] - inner[0]) / 2
    last = (3 * slopes[-1] - inner[-1]) / 2
    return [_same_way(first, slopes[0]), *inner, _same_way(last, slopes[-1])]


def _same_way(tangent: float, slope: float) -> float:
    """At an end the curve may not leave the direction of its only neighbour, nor be three times as steep."""
    if tangent * slope <= 0:
        return 0.0
    return tangent if abs(tangent) <= 3 * abs(slope) else 3 * slope


def extend(points: Sequence[Point], left: float, right: float) -> list[Point]:
    """The points with flat ends out to `left` and `right`, so that a curve crosses the whole picture."""
    if not points:
        return []
    result = list(points)
    if result[0][0] > left:
        result.insert(0, (left, result[0][1]))
    if result[-1][0] < right:
        result.append((right, result[-1][1]))
    return result


def curve(points: Sequence[Point], *, move: bool = True) -> str:
    """Path data through the points from left to right; empty for no points."""
    if not points:
        return ""
    slopes = tangents(points)
    parts = [f"{'M' if move else 'L'}{_at(points[0])}"]
    for i in range(len(points) - 1):
        (x0, y0), (x1, y1) = points[i], points[i + 1]
        third = (x1 - x0) / 3
        parts.append(
            f"C{_at((x0 + third, y0 + slopes[i] * third))} "
            f"{_at((x1 - third, y1 - slopes[i + 1] * third))} {_at((x1, y1))}"
        )
    return "".join(parts)


def band(uppers: Sequence[Point], lowers: Sequence[Point]) -> str:
    """Closed path between two curves with the same xs: the 95 % band."""
    if not uppers:
        return ""
    back = [(-x, y) for x, y in reversed(lowers)]
    slopes = tangents(back)
    parts = [curve(uppers), f"L{_at(lowers[-1])}"]
    for i in range(len(back) - 1):
        (x0, y0), (x1, y1) = back[i], back[i + 1]
        third = (x1 - x0) / 3
        parts.append(
            f"C{_at((-(x0 + third), y0 + slopes[i] * third))} "
            f"{_at((-(x1 - third), y1 - slopes[i + 1] * third))} {_at((-x1, y1))}"
        )
    return "".join(parts) + "Z"


def height(points: Sequence[Point], x: float, slopes: Sequence[float] | None = None) -> float:
    """The curve's y at `x`; flat beyond its ends. Raises ValueError without points."""
    if not points:
        raise ValueError("a curve needs a point")
    if x <= points[0][0]:
        return points[0][1]
    if x >= points[-1][0]:
        return points[-1][1]
    slopes = slopes if slopes is not None else tangents(points)
    i = next(i for i in range(len(points) - 1) if points[i + 1][0] >= x)
    (x0, y0), (x1, y1) = points[i], points[i + 1]
    width = x1 - x0
    t = (x - x0) / width
    return (
        (2 * t**3 - 3 * t**2 + 1) * y0
        + (t**3 - 2 * t**2 + t) * width * slopes[i]
        + (-2 * t**3 + 3 * t**2) * y1
        + (t**3 - t**2) * width * slopes[i + 1]
    )


def gaps(assumed: Sequence[Point], measured: Sequence[Point]) -> list[Gap]:
    """Areas between the curves where both are known, split where they cross. y grows downwards, as in SVG."""
    if not assumed or not measured:
        return []
    left, right = max(assumed[0][0], measured[0][0]), min(assumed[-1][0], measured[-1][0])
    if right <= left:
        return []
    knots = sorted({left, right, *(x for x, _y in [*assumed, *measured] if left < x < right)})
    xs = [a + (b - a) * step / SAMPLES for a, b in pairwise(knots) for step in range(SAMPLES)] + [right]
    slopes_a, slopes_m = tangents(assumed), tangents(measured)
    rows = [(x, height(assumed, x, slopes_a), height(measured, x, slopes_m)) for x in xs]
    return [_area(run) for run in _runs(rows)]


def _runs(rows: list[tuple[float, float, float]]) -> list[list[tuple[float, float, float]]]:
    """Stretches in which one curve stays above the other, with the points where they meet at their ends."""
    runs: list[list[tuple[float, float, float]]] = [[rows[0]]]
    for before, here in pairwise(rows):
        d0, d1 = before[2] - before[1], here[2] - here[1]
        if d0 * d1 < 0:
            part = d0 / (d0 - d1)
            x = before[0] + (here[0] - before[0]) * part
            y = before[1] + (here[1] - before[1]) * part
            runs[-1].append((x, y, y))
            runs.append([(x, y, y)])
        runs[-1].append(here)
        if d1 == 0:
            runs.append([here])
    return [run for run in runs if any(abs(assumed - measured) >= VISIBLE for _x, assumed, measured in run)]


def _area(run: list[tuple[float, float, float]]) -> Gap:
    top = "L".join(_at((x, assumed)) for x, assumed, _measured in run)
    back = "L".join(_at((x, measured)) for x, _assumed, measured in reversed(run))
    return Gap(sum(measured - assumed for _x, assumed, measured in run) > 0, f"M{top}L{back}Z")


@dataclass(frozen=True)
class Spark:
    """A tiny line: its path, the area under it and the height of the target line (None without)."""

    line: str
    area: str
    target: float | None


def spark(
    values: Sequence[float], *, width: float = 56, height: float = 18, target: float | None = None
) -> Spark | None:
    """A sparkline in `width` × `height` units; None with fewer than two values."""
    if len(values) < 2:
        return None
    known = [*values, target] if target is not None else list(values)
    low, high = min(known), max(known)
    span = (high - low) or 1.0

    def y(value: float) -> float:
        return 2 + (height - 4) * (high - value) / span

    step = width / (len(values) - 1)
    line = "L".join(_at((i * step, y(value))) for i, value in enumerate(values))
    area = f"M{line}L{number(width)} {number(height)}L0 {number(height)}Z"
    return Spark(f"M{line}", area, y(target) if target is not None else None)


@dataclass(frozen=True)
class Label:
    """Where a point's label goes: `above` or below it, or not shown when there is no room."""

    above: bool
    shown: bool


def place_labels(boxes: Sequence[tuple[float, float, float, float]], *, line: float = 16) -> list[Label]:
    """Labels that do not cover each other. Each box is (x, y, width, importance), y growing downwards.

    The important ones choose first: above their point, else below, else they are left out.
    """
    taken: list[tuple[float, float, float, float]] = []
    labels: dict[int, Label] = {}
    for i in sorted(range(len(boxes)), key=lambda i: (-boxes[i][3], boxes[i][0])):
        x, y, width, _importance = boxes[i]
        spots = [(True, y - 1.4 * line), (False, y + 0.4 * line)]
        for above, top in spots:
            box = (x - width / 2, top, x + width / 2, top + line)
            if not any(_cross(box, other) for other in taken):
                taken.append(box)
                labels[i] = Label(above, True)
                break
        else:
            labels[i] = Label(True, False)
    return [labels[i] for i in range(len(boxes))]


def _cross(one: tuple[float, float, float, float], two: tuple[float, float, float, float]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
