"""Curves go through their points and no further; gaps lie on the right side."""

import re
from itertools import pairwise

import pytest
from hypothesis import assume, given
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
    return [float(text) for text in re.findall(r"-?\d+(?:\.\d+)?", path)]


def ends(path):
    """Where each piece of a path ends."""
    values = [numbers(piece) for piece in re.findall(r"[MLC][^MLCZ]*", path)]
    return [tuple(piece[-2:]) for piece in values]


def near(found, points):
    """The same points, but for the rounding to one decimal."""
    return [pytest.approx(point, abs=0.051) for point in points] == found


@given(lines())
def test_the_curve_stays_between_neighbours(points):
    slopes = curves.tangents(points)
    for (x0, y0), (x1, y1) in pairwise(points):
        inside = [curves.height(points, x0 + (x1 - x0) * part / 20, slopes) for part in range(21)]
        assert min(inside) >= min(y0, y1) - 1e-6
        assert max(inside) <= max(y0, y1) + 1e-6


@given(lines())
def test_the_curve_does_not_turn_between_neighbours(points):
    slopes = curves.tangents(points)
    for (x0, y0), (x1, y1) in pairwise(points):
        inside = [curves.height(points, x0 + (x1 - x0) * part / 20, slopes) for part in range(21)]
        way = 1 if y1 >= y0 else -1
        assert all((b - a) * way >= -1e-6 for a, b in pairwise(inside))


@given(lines(least=1))
def test_the_curve_passes_through_its_points(points):
    assert near(ends(curves.curve(points)), points)
    assert [curves.height(points, x) for x, _y in points] == pytest.approx([y for _x, y in points])


def test_few_points():
    assert curves.curve([]) == ""
    assert curves.curve([(1, 2)]) == "M1 2"
    assert curves.curve([(0, 0), (30, 30)]) == "M0 0C10 10 20 20 30 30"
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
    forth = numbers(curves.curve(lowers))
    back = numbers(curves.band(lowers, lowers).split("L")[1])
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
    assert min(numbers(gap.path)[::2]) == 40
    assert max(numbers(gap.path)[::2]) == 60


@given(lines(), lines())
def test_every_gap_has_one_sign(assumed, measured):
    for gap in curves.gaps(assumed, measured):
        points = ends(gap.path)
        upper, lower = points[: len(points) // 2], points[len(points) // 2 :][::-1]
        signs = [low - up for (_x, up), (_same, low) in zip(upper, lower, strict=True)]
        assert all(sign >= -0.11 if gap.worse else sign <= 0.11 for sign in signs)


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


boxes = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 100), st.integers(10, 90), st.integers(0, 3)), max_size=12
)


@given(boxes)
def test_shown_labels_do_not_cover_each_other(places):
    labels = curves.place_labels(places)
    assert len(labels) == len(places)
    shown = [
        (x - width / 2, y - 22.4 if label.above else y + 6.4, x + width / 2)
        for (x, y, width, _importance), label in zip(places, labels, strict=True)
        if label.shown
    ]
    for number, one in enumerate(shown):
        for two in shown[number + 1 :]:
            beside = one[2] <= two[0] or two[2] <= one[0]
            assert beside or abs(one[1] - two[1]) >= 16 - 1e-6


@given(boxes)
def test_the_most_important_label_is_shown(places):
    assume(places)
    labels = curves.place_labels(places)
    most = max(range(len(places)), key=lambda at: (places[at][3], -places[at][0]))
    assert labels[most] == curves.Label(above=True, shown=True)


def test_the_second_label_goes_below_and_the_third_away():
    labels = curves.place_labels([(50, 50, 40, 1), (50, 50, 40, 3), (50, 50, 40, 2)])
    assert [(label.above, label.shown) for label in labels] == [(True, False), (True, True), (False, True)]
