"""Curves go through their points and no further; gaps lie on the right side."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxjourney.kit import curves

ys = st.floats(-200, 200).map(lambda value: round(value, 2))
steps = st.floats(1, 120).map(lambda value: round(value, 2))


@st.composite
def lines(draw, least=2):
    """Points from left to right."""
    x, points = 0.0, []
    for step, y in draw(st.lists(st.tuples(steps, ys), min_size=least, max_size=8)):
        points.append((x, y))
        x += step
    return points


def numbers(path):
    return [float(text) for text in re.findall(r"-?(?:\d+(?:\.\d+)?|\.\d+)", path)]


def absolute(path):
    """The same path with every piece measured from the corner."""
    here, pieces = (0.0, 0.0), []
    for letter, words in re.findall(r"([MLCc])([^MLCcZ]*)", path):
        values = numbers(words)
        if letter == "c":
            values = [value + here[index % 2] for index, value in enumerate(values)]
        here = values[-2:]
        pieces.append(letter.upper() + " ".join(f"{value:.4f}" for value in values))
    return "".join(pieces) + ("Z" if path.endswith("Z") else "")


def ends(path):
    """Where each piece of a path ends."""
    values = [numbers(piece) for piece in re.findall(r"[MLC][^MLCZ]*", absolute(path))]
    return [tuple(piece[-2:]) for piece in values]


def near(found, points):
    """The same points, but for the rounding to one decimal."""
    return [pytest.approx(point, abs=0.051) for point in points] == found


@given(lines())
def test_the_curve_stays_between_neighbours(points):
    for (x0, y0), (x1, y1) in pairwise(points):
        inside = [curves.height(points, x0 + (x1 - x0) * part / 20) for part in range(21)]
        assert min(inside) >= min(y0, y1) - 1e-6
        assert max(inside) <= max(y0, y1) + 1e-6


@given(lines())
def test_the_curve_does_not_turn_between_neighbours(points):
    for (x0, y0), (x1, y1) in pairwise(points):
        inside = [curves.height(points, x0 + (x1 - x0) * part / 20) for part in range(21)]
        way = 1 if y1 >= y0 else -1
        assert all((b - a) * way >= -1e-6 for a, b in pairwise(inside))


@given(lines(least=1))
def test_the_curve_passes_through_its_points(points):
    assert near(ends(curves.curve(points)), points)
    assert [curves.height(points, x) for x, _y in points] == pytest.approx([y for _x, y in points])


def test_few_points():
    assert curves.curve([]) == ""
    assert curves.curve([(1, 2)]) == "M1 2"
    assert curves.curve([(0, 0), (30, 30)]) == "M0 0c10 10 20 20 30 30"
    assert curves.curve([(1, 2)], move=False) == "L1 2"
    with pytest.raises(ValueError, match="needs a point"):
        curves.height([], 3)


def test_flat_ends():
    assert curves.extend([(10, 5)], 0, 100) == [(0, 5), (10, 5), (100, 5)]
    assert curves.extend([(0, 5), (100, 6)], 0, 100) == [(0, 5), (100, 6)]
    assert curves.extend([], 0, 100) == []
    assert curves.height([(10, 5), (20, 6)], 0) == 5
    assert curves.height([(10, 5), (20, 6)], 30) == 6


@given(lines())
def test_a_band_is_closed_and_comes_back_over_the_same_places(points):
    lowers = [(x, y + 10) for x, y in points]
    path = curves.band(points, lowers)
    assert path.endswith("Z")
    assert near(ends(path), [*points, *reversed(lowers)])


def test_the_lower_edge_of_a_band_is_the_lower_curve():
    lowers = [(0, 0), (10, 30), (40, 35), (60, 0)]
    forth = numbers(absolute(curves.curve(lowers)))
    back = numbers(absolute(curves.band(lowers, lowers)).split("L")[1])
    pairs = list(zip(back[::2], back[1::2], strict=True))
    assert [value for pair in reversed(pairs) for value in pair] == pytest.approx(forth, abs=0.11)


def test_measured_below_assumed_is_worse():
    assumed, measured = [(0, 10), (100, 10)], [(0, 50), (100, 50)]
    assert [gap.worse for gap in curves.gaps(assumed, measured)] == [True]
    assert [gap.worse for gap in curves.gaps(measured, assumed)] == [False]


@pytest.mark.parametrize("end", [100, 101.3, 97])
def test_a_gap_is_split_where_the_curves_cross(end):
    # One of these crosses exactly at a sample.
    first, second = curves.gaps([(0, 0), (100, 100)], [(0, end), (100, 0)])
    assert (first.worse, second.worse) == (True, False)
    crossing = max(x for x, _y in ends(first.path))
    assert crossing == min(x for x, _y in ends(second.path))
    assert crossing == pytest.approx(100 * end / (100 + end), abs=0.06)


def test_curves_that_only_touch_have_two_gaps_of_one_kind():
    assumed = [(0, 0), (50, 50), (100, 0)]
    found = curves.gaps(assumed, [(0, 50), (50, 50), (100, 50)])
    assert [gap.worse for gap in found] == [True, True]


def test_no_gap_where_they_are_the_same():
    line = [(0, 5), (40, 20), (100, 5)]
    assert curves.gaps(line, line) == []


def test_no_gap_where_only_one_is_known():
    assert curves.gaps([], [(0, 0), (9, 9)]) == []
    assert curves.gaps([(0, 0), (10, 5)], [(10, 0), (20, 5)]) == []
    (gap,) = curves.gaps([(0, 0), (60, 0)], [(40, 5), (100, 5)])
    assert {x for x, _y in ends(gap.path)} >= {40, 60}
    assert min(numbers(absolute(gap.path))[::2]) == 40
    assert max(numbers(absolute(gap.path))[::2]) == 60


def outline(path):
    """A closed path of Bézier pieces as its two edges, each a list of points from left to right."""
    edges = []
    for edge in re.findall(r"[ML][^MLZ]*", absolute(path)):
        start, *pieces = (numbers(piece) for piece in re.findall(r"[MLC][^MLCZ]*", edge))
        points, here = [tuple(start)], start
        for x1, y1, x2, y2, x3, y3 in pieces:
            for part in range(1, 11):
                t, u = part / 10, 1 - part / 10
                weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
                points.append(
                    tuple(
                        sum(weight * value for weight, value in zip(weights, along, strict=True))
                        for along in ((here[0], x1, x2, x3), (here[1], y1, y2, y3))
                    )
                )
            here = (x3, y3)
        edges.append(sorted(points))
    return edges


@given(lines(), lines())
def test_gaps_lie_between_the_curves_on_one_side(assumed, measured):
    for gap in curves.gaps(assumed, measured):
        upper, lower = outline(gap.path)
        for x, y in upper:
            assert near_curve(assumed, x, y)
        for x, y in lower:
            assert near_curve(measured, x, y)
        left, right = upper[0][0], upper[-1][0]
        for part in range(1, 20):
            x = left + (right - left) * part / 20
            way = curves.height(measured, x) - curves.height(assumed, x)
            assert not steep(assumed, measured, x, -way if gap.worse else way)


def near_curve(points, x, y):
    """Whether the curve passes here, give or take the rounding to one decimal."""
    around = [curves.height(points, x + step / 40) for step in range(-12, 13)]
    return min(around) - 0.15 <= y <= max(around) + 0.15


def steep(assumed, measured, x, wrong):
    """Whether the curves are the wrong way round by more than rounding at the gap's end can explain."""
    slack = max(
        abs(curves.height(line, x + 0.1) - curves.height(line, x - 0.1)) for line in (assumed, measured)
    )
    return wrong > slack + 1e-6


@given(lines(), lines())
def test_gaps_leave_nothing_out(assumed, measured):
    left, right = max(assumed[0][0], measured[0][0]), min(assumed[-1][0], measured[-1][0])
    spans = [(min(xs), max(xs)) for xs in (numbers(gap.path)[::2] for gap in curves.gaps(assumed, measured))]
    for part in range(41):
        x = left + (right - left) * part / 40
        apart = abs(curves.height(measured, x) - curves.height(assumed, x))
        assert right <= left or apart < 0.5 or any(a - 0.1 <= x <= b + 0.1 for a, b in spans)


def test_gaps_of_a_long_journey_stay_small():
    # They are part of a page that has 200 KB in all.
    stages = range(12)
    assumed = curves.extend([(196 * n + 98, 60 + 30 * (n % 3)) for n in stages], 0, 2352)
    measured = curves.extend([(98 * n + 49, 20 + 37 * n % 120) for n in range(24)], 0, 2352)
    found = curves.gaps(assumed, measured)
    assert len(found) > 5
    assert sum(len(gap.path) for gap in found) < 4000


def test_curves_that_cross_twice_between_two_points():
    # Flat against a curve that dips between points of the other: no point tells of the crossing.
    assumed = [(0, 0), (10, 50), (90, 50), (100, 100)]
    measured = [(0, 49), (100, 51)]
    found = curves.gaps(assumed, measured)
    assert [gap.worse for gap in found] == [True, False, True, False]


def test_a_spark_shows_the_highest_at_the_top():
    spark = curves.spark([1, 3, 2])
    assert spark.line == "M0 16L28 2L56 9"
    assert spark.area == "M0 16L28 2L56 9L56 18L0 18Z"
    assert spark.target is None


def test_a_spark_keeps_its_target_inside():
    assert curves.spark([1, 2], target=3).target == 2
    assert curves.spark([1, 2], target=0).target == 16


def test_a_flat_spark_is_a_line():
    assert ends(curves.spark([4, 4]).line) == [(0, 2), (56, 2)]


@pytest.mark.parametrize("values", [[], [3]])
def test_no_spark_of_fewer_than_two(values):
    assert curves.spark(values) is None
