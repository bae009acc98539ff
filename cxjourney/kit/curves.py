"""Pictures of numbers as SVG path data: the experience curve, its band and gaps, sparks.

Pure geometry. A path runs through its points and never overshoots them (monotone cubic; F. N. Fritsch and
R. E. Carlson, Monotone piecewise cubic interpolation, SIAM J. Numer. Anal. 17, 1980; tangents after
M. Steffen, Astron. Astrophys. 239, 1990).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
Node = tuple[float, float, float]  # x, y and the slope there: a cubic runs from each to the next
VISIBLE = 0.05  # paths are written with one decimal


@dataclass(frozen=True)
class Gap:
    """An area between what was assumed and what was measured: `worse` when measured is below."""

    worse: bool
    path: str


def _at(point: Point) -> str:
    return " ".join(map(_short, _tenths(*point)))


def _tenths(x: float, y: float) -> tuple[int, int]:
    return round(x * 10), round(y * 10)


def _short(tenths: int) -> str:
    """A number of tenths as text: -4 is -.4, 120 is 12."""
    whole, part = divmod(abs(tenths), 10)
    text = f"{whole or ''}.{part}" if part else str(whole)
    return f"-{text}" if tenths < 0 else text


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


def _nodes(points: Sequence[Point]) -> list[Node]:
    return [(x, y, slope) for (x, y), slope in zip(points, tangents(points), strict=True)]


def _pieces(nodes: Sequence[Node]) -> str:
    """The Bézier pieces from the first node to the last, in whichever direction they run.

    Each is written from where the one before ended: a third shorter than from the corner. What was rounded
    is known, so nothing adds up.
    """
    parts = []
    for (x0, y0, slope0), (x1, y1, slope1) in pairwise(nodes):
        third = (x1 - x0) / 3
        leave, arrive = (x0 + third, y0 + slope0 * third), (x1 - third, y1 - slope1 * third)
        x, y = _tenths(x0, y0)
        steps = [_tenths(*point) for point in (leave, arrive, (x1, y1))]
        numbers = [_short(value) for to_x, to_y in steps for value in (to_x - x, to_y - y)]
        parts.append("c" + " ".join(numbers).replace(" -", "-"))
    return "".join(parts)


def _between(upper: Sequence[Node], lower: Sequence[Node]) -> str:
    """Closed path along one curve and back along the other."""
    back = lower[::-1]
    return f"M{_at(upper[0][:2])}{_pieces(upper)}L{_at(back[0][:2])}{_pieces(back)}Z"


def curve(points: Sequence[Point], *, move: bool = True) -> str:
    """Path data through the points from left to right; empty for no points."""
    if not points:
        return ""
    return f"{'M' if move else 'L'}{_at(points[0])}{_pieces(_nodes(points))}"


def band(uppers: Sequence[Point], lowers: Sequence[Point]) -> str:
    """Closed path between two curves with the same xs: the 95 % band."""
    return _between(_nodes(uppers), _nodes(lowers)) if uppers else ""


def height(points: Sequence[Point], x: float) -> float:
    """The curve's y at `x`; flat beyond its ends. Raises ValueError without points."""
    if not points:
        raise ValueError("a curve needs a point")
    return _node(_nodes(points), x)[1]


def heights(points: Sequence[Point], xs: Iterable[float]) -> list[float]:
    """The curve's y at each of `xs`; flat beyond its ends."""
    nodes = _nodes(points)
    return [_node(nodes, x)[1] for x in xs]


def _node(nodes: Sequence[Node], x: float) -> Node:
    """The curve at `x`, flat beyond its ends. A cubic cut anywhere leaves two cubics, so nothing is lost."""
    i = bisect_left(nodes, x, key=lambda node: node[0])
    if i == len(nodes) or (i == 0 and x < nodes[0][0]):
        return (x, nodes[min(i, len(nodes) - 1)][1], 0.0)
    if nodes[i][0] == x:
        return nodes[i]
    (x0, y0, slope0), (x1, y1, slope1) = nodes[i - 1], nodes[i]
    width = x1 - x0
    t, a, b = (x - x0) / width, *_powers(y0, slope0 * width, y1, slope1 * width)
    y = y0 + t * (slope0 * width + t * (b + t * a))
    return (x, y, slope0 + t * (2 * b + 3 * a * t) / width)


def _powers(y0: float, slope0: float, y1: float, slope1: float) -> tuple[float, float]:
    """Factors of t³ and t² of the cubic with these values and slopes at t = 0 and 1."""
    return 2 * (y0 - y1) + slope0 + slope1, 3 * (y1 - y0) - 2 * slope0 - slope1


def gaps(assumed: Sequence[Point], measured: Sequence[Point]) -> list[Gap]:
    """Areas between the curves where both are known, split where they cross. y grows downwards, as in SVG."""
    if not assumed or not measured:
        return []
    left, right = max(assumed[0][0], measured[0][0]), min(assumed[-1][0], measured[-1][0])
    if right <= left:
        return []
    one, two = _nodes(assumed), _nodes(measured)
    knots = sorted({left, right, *(x for x, _y in [*assumed, *measured] if left < x < right)})
    areas, start = [], left
    for end in [*_meetings(one, two, knots), right]:
        if end > start:
            areas.append((_cut(one, start, end), _cut(two, start, end)))
            start = end
    found = [(_worst(upper, lower), upper, lower) for upper, lower in areas]
    return [Gap(deep > 0, _between(upper, lower)) for deep, upper, lower in found if abs(deep) >= VISIBLE]


def _cut(nodes: Sequence[Node], start: float, end: float) -> list[Node]:
    inside = [node for node in nodes if start < node[0] < end]
    return [_node(nodes, start), *inside, _node(nodes, end)]


def _worst(upper: Sequence[Node], lower: Sequence[Node]) -> float:
    """The widest distance from `upper` down to `lower`, looked up at their points and halfway."""
    xs = sorted({x for x, _y, _slope in [*upper, *lower]})
    xs += [(a + b) / 2 for a, b in pairwise(xs)]
    return max((_node(lower, x)[1] - _node(upper, x)[1] for x in xs), key=abs)


def _meetings(one: Sequence[Node], two: Sequence[Node], knots: Sequence[float]) -> list[float]:
    """Where, from left to right, the curves cross, or touch at a point."""
    found = []
    differences = [(x, *(b - a for a, b in zip(_node(one, x), _node(two, x), strict=True))) for x in knots]
    for (x0, _, y0, slope0), (x1, _, y1, slope1) in pairwise(differences):
        width = x1 - x0
        if y0 == 0 and x0 > knots[0]:
            found.append(x0)
        found += [x0 + t * width for t in _zeros(y0, slope0 * width, y1, slope1 * width)]
    return found


def _zeros(y0: float, slope0: float, y1: float, slope1: float) -> list[float]:
    """Where between t = 0 and 1 the cubic with these ends changes its sign."""
    a, b = _powers(y0, slope0, y1, slope1)

    def at(t: float) -> float:
        return y0 + t * (slope0 + t * (b + t * a))

    zeros = []
    for low, high in pairwise([0.0, *_turns(3 * a, 2 * b, slope0), 1.0]):
        falling = at(low) > 0
        if at(low) * at(high) < 0:
            for _halving in range(40):
                middle = (low + high) / 2
                low, high = (middle, high) if (at(middle) > 0) == falling else (low, middle)
            zeros.append((low + high) / 2)
    return zeros


def _turns(a: float, b: float, c: float) -> list[float]:
    """Solutions of at² + bt + c = 0 between 0 and 1: a cubic only rises or only falls between them."""
    if a == 0:
        found = [-c / b] if b else []
    elif b * b < 4 * a * c:
        found = []
    else:  # the stable form: no difference of two nearly equal numbers
        q = -(b + math.copysign(math.sqrt(b * b - 4 * a * c), b)) / 2
        found = [q / a, *([c / q] if q else [])]
    return sorted(t for t in found if 0 < t < 1)


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
    area = f"M{line}L{_at((width, height))}L{_at((0, height))}Z"
    return Spark(f"M{line}", area, y(target) if target is not None else None)
