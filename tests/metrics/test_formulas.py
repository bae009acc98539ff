"""The formulas against published figures, and what must hold for any answers."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cxjourney.metrics import formulas as f


def histograms(low, high, least=0):
    counts = st.lists(st.integers(0, 400), min_size=high - low + 1, max_size=high - low + 1)
    made = counts.map(lambda row: {low + step: count for step, count in enumerate(row)})
    return made.filter(lambda histogram: sum(histogram.values()) >= least)


def width(estimate):
    return estimate.high - estimate.low


def rounded(estimate, places=1, times=1):
    return tuple(round(value * times, places) for value in (estimate.value, estimate.low, estimate.high))


def test_nps_of_a_hundred():
    estimate = f.nps({10: 30, 9: 20, 8: 20, 7: 10, 6: 5, 0: 15})
    assert rounded(estimate) == (30.0, 14.1, 44.2)
    assert (estimate.n, estimate.unit) == (100, "points")


@pytest.mark.parametrize(("answer", "value"), [(10, 100), (9, 100), (8, 0), (7, 0), (6, -100), (0, -100)])
def test_nps_counts_who_belongs_where(answer, value):
    assert f.nps({answer: 5}).value == value


def test_csat_top_two_of_107():
    assert rounded(f.csat_top2({5: 40, 4: 34, 3: 20, 2: 8, 1: 5}), times=100) == (69.2, 59.9, 77.1)
    assert rounded(f.share(74, 107), times=100) == (69.2, 59.9, 77.1)


def test_a_share_at_its_ends_keeps_some_doubt():
    assert rounded(f.share(0, 10), 3) == (0.0, 0.0, 0.278)
    assert rounded(f.share(10, 10), 3) == (1.0, 0.722, 1.0)


# Two-sided 95 % quantiles of Student's t as printed in every table.
TABLE = {
    1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262, 10: 2.228,
    12: 2.179, 15: 2.131, 20: 2.086, 25: 2.060, 30: 2.042, 40: 2.021, 60: 2.000, 120: 1.980, 100_000: 1.960,
}  # fmt: skip


@pytest.mark.parametrize(("freedom", "value"), TABLE.items())
def test_student_t_as_in_the_table(freedom, value):
    assert f.t95(freedom) == pytest.approx(value, abs=0.0011)


def test_student_t_falls():
    values = [f.t95(freedom) for freedom in range(1, 300)]
    assert values == sorted(values, reverse=True)
    with pytest.raises(ValueError, match="one degree"):
        f.t95(0)


def test_a_mean_by_hand():
    # 2, 4, 4, 5, 5: mean 4, variance 1.5, t(4) = 2.776
    half = 2.776 * math.sqrt(1.5 / 5)
    estimate = f.mean({2: 1, 4: 2, 5: 2})
    assert (estimate.value, estimate.n, estimate.unit) == (4, 5, "mean")
    assert estimate.low == pytest.approx(4 - half, abs=0.001)
    assert estimate.high == pytest.approx(4 + half, abs=0.001)


def test_a_mean_stays_on_its_scale():
    assert rounded(f.csat_mean({5: 2, 4: 1})) == (4.7, 3.2, 5.0)


def test_one_answer_says_little():
    estimate = f.csat_mean({5: 1})
    assert (estimate.value, estimate.low, estimate.high) == (5, 1, 5)


def test_when_all_agree_more_answers_leave_less_doubt():
    widths = [width(f.csat_mean({4: n})) for n in (2, 10, 100, 1000)]
    assert widths == sorted(widths, reverse=True)
    assert 0 < widths[-1] < 0.4


def test_without_a_scale_agreement_has_no_width():
    estimate = f.mean({4: 3})
    assert estimate.low == estimate.value == estimate.high


@pytest.mark.parametrize(
    "formula",
    [f.nps, f.csat_mean, f.csat_top2, f.ces_mean, f.ces_share, f.agreement_mean, f.agreement_share, f.mean],
)
@pytest.mark.parametrize("nothing", [{}, {1: 0, 5: 0}])
def test_no_answers_no_figure(formula, nothing):
    assert formula(nothing) is None


def test_shares_count_the_top_of_their_scale():
    assert f.csat_top2({3: 1, 4: 1, 5: 2}).value == 0.75
    assert f.agreement_share({3: 1, 4: 1, 5: 2}).value == 0.75
    assert f.ces_share({4: 1, 5: 1, 6: 1, 7: 1}).value == 0.75


@given(histograms(0, 10, least=1))
def test_nps_lies_in_its_interval_and_on_its_scale(histogram):
    estimate = f.nps(histogram)
    assert -100 <= estimate.low <= estimate.value <= estimate.high <= 100
    assert estimate.low < estimate.high


@given(histograms(1, 5, least=1))
def test_a_mean_lies_in_its_interval_and_on_its_scale(histogram):
    estimate = f.csat_mean(histogram)
    assert 1 <= estimate.low <= estimate.value <= estimate.high <= 5


@given(st.integers(1, 5000), st.data())
def test_a_share_lies_in_its_interval(whole, data):
    part = data.draw(st.integers(0, whole))
    estimate = f.share(part, whole)
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
    other = f.share(whole - part, whole)
    assert other.low == pytest.approx(1 - estimate.high)


@given(histograms(1, 5, least=2), st.integers(2, 50))
def test_more_answers_of_the_same_kind_leave_less_doubt(histogram, times):
    more = {answer: count * times for answer, count in histogram.items()}
    for formula in (f.csat_mean, f.csat_top2, f.ces_share):
        assert width(formula(more)) <= width(formula(histogram)) + 1e-9


@given(histograms(0, 10, least=1), st.integers(2, 50))
def test_more_answers_make_a_narrower_nps(histogram, times):
    more = {answer: count * times for answer, count in histogram.items()}
    assert width(f.nps(more)) < width(f.nps(histogram))


@given(histograms(0, 10), st.randoms())
def test_the_order_of_answers_makes_no_difference(histogram, chance):
    rows = list(histogram.items())
    chance.shuffle(rows)
    for formula in (f.nps, f.mean, f.ces_share):
        assert formula(dict(rows)) == formula(histogram)


def test_the_headline_of_a_kind():
    assert f.headline("nps", {10: 1}, 0, 10).unit == "points"
    assert f.headline("csat", {5: 1, 4: 1}, 1, 5).value == 4.5
    assert f.headline("csat", {}, 1, 5) is None


@pytest.mark.parametrize(("low", "high"), [(1, 5), (1, 7), (0, 10), (-100, 100), (1, 2)])
def test_experience_maps_the_ends_and_the_middle(low, high):
    assert f.experience(low, low, high) == -2
    assert f.experience(high, low, high) == 2
    assert f.experience((low + high) / 2, low, high) == 0


def test_experience_needs_a_scale():
    with pytest.raises(ValueError, match="lowest and a highest"):
        f.experience(1, 5, 5)


def test_an_estimate_as_experience_keeps_its_interval_and_n():
    estimate = f.as_experience(f.mean({3: 10, 4: 10}, 1, 5), 1, 5)
    assert (estimate.value, estimate.n, estimate.unit) == (0.5, 20, "experience")
    assert estimate.low < 0.5 < estimate.high
    assert f.as_experience(None, 1, 5) is None


def test_nps_as_experience_runs_from_minus_to_plus_a_hundred():
    assert f.as_experience(f.nps({10: 3}), 0, 10).value == 2
    assert f.as_experience(f.nps({8: 3}), 0, 10).value == 0


def test_a_trend_is_more_than_chance_only_with_enough_answers():
    few = f.trend(f.share(7, 10), f.share(5, 10))
    many = f.trend(f.share(700, 1000), f.share(500, 1000))
    assert few == (pytest.approx(0.2), False)
    assert many == (pytest.approx(0.2), True)


def test_a_trend_of_means_as_a_z_test_by_hand():
    # Means 4.0 and 3.9, variance 0.5 of 800 answers each: z = 0.1 / sqrt(2 × 0.5 / 800) = 2.83; of 300: 1.73.
    assert f.trend(f.mean({3: 200, 4: 400, 5: 200}), f.mean({3: 260, 4: 360, 5: 180})) == (
        pytest.approx(0.1),
        True,
    )
    assert f.trend(f.mean({3: 75, 4: 150, 5: 75}), f.mean({3: 98, 4: 134, 5: 68})) == (
        pytest.approx(0.1),
        False,
    )


@pytest.mark.parametrize("n", [1, 2, 3])
@pytest.mark.parametrize(
    ("formula", "best", "worst"), [(f.nps, 10, 0), (f.csat_mean, 5, 1), (f.csat_top2, 5, 1), (f.mean, 5, 1)]
)
def test_one_to_three_answers_never_make_a_trend(formula, best, worst, n):
    assert f.trend(formula({best: n}), formula({worst: n}))[1] is False
    assert f.trend(formula({worst: n}), formula({best: n}))[1] is False


def test_two_answers_can_differ_from_many():
    assert f.trend(f.share(0, 2), f.share(7, 7))[1] is False
    assert f.trend(f.share(0, 2), f.share(8, 8))[1] is True


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 60), st.integers(1, 60))
def test_no_trend_inside_both_intervals(part, other, whole, all_):
    now, before = f.share(min(part, whole), whole), f.share(min(other, all_), all_)
    overlap = now.low <= before.value <= now.high and before.low <= now.value <= before.high
    assert not (overlap and f.trend(now, before)[1])


@given(histograms(1, 5), histograms(1, 5))
def test_a_trend_the_other_way_round_has_the_other_sign(now, before):
    there, back = (f.trend(f.csat_mean(a), f.csat_mean(b)) for a, b in ((now, before), (before, now)))
    assume(there is not None)
    assert there == (-back[0], back[1])


def test_no_trend_without_answers_or_between_units():
    assert f.trend(None, f.share(1, 2)) is None
    assert f.trend(f.share(1, 2), None) is None
    with pytest.raises(ValueError, match="units"):
        f.trend(f.share(1, 2), f.nps({10: 1}))
