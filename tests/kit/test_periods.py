"""Periods, and the months and days a range of days is made of."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxjourney.kit.periods import Period, month_cover, parse

D = datetime.date
TODAY = D(2026, 3, 31)
DAY = datetime.timedelta(days=1)
dates = st.dates(D(1970, 1, 1), D(2999, 12, 31))


@pytest.mark.parametrize(
    ("key", "start", "label"),
    [
        ("30", D(2026, 3, 2), "last 30 days"),
        ("90", D(2026, 1, 1), "last 90 days"),
        ("365", D(2025, 4, 1), "last year"),
    ],
)
def test_days_count_back_from_today_and_today_counts(key, start, label):
    period = parse(key, today=TODAY, latest=TODAY)
    assert period == Period(key, start, TODAY)
    assert (period.end - period.start).days + 1 == int(key)
    assert period.label == label


def test_old_answers_move_the_period_to_where_they_end():
    period = parse("90", today=TODAY, latest=D(2022, 12, 31))
    assert period == Period("90", D(2022, 10, 3), D(2022, 12, 31), stale=True)
    assert period.label == "90 days to 31 Dec 2022"


def test_answers_on_the_first_day_are_not_old():
    assert not parse("30", today=TODAY, latest=D(2026, 3, 2)).stale
    assert parse("30", today=TODAY, latest=D(2026, 3, 1)).stale


@pytest.mark.parametrize("latest", [None, D(2026, 3, 1), D(2027, 1, 1)])
def test_all_holds_every_answer(latest):
    period = parse("all", today=TODAY, latest=latest)
    assert period.start == D(1970, 1, 1)
    assert period.end == (latest or TODAY)
    assert period.label == "all answers"


def test_from_one_day_to_another():
    period = parse("2026-01-01..2026-03-31", today=TODAY)
    assert (period.start, period.end) == (D(2026, 1, 1), TODAY)
    assert period.label == "1 Jan 2026 to 31 Mar 2026"
    assert parse("2026-01-01..2026-01-01", today=TODAY).start == D(2026, 1, 1)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("", "Choose 30"),
        ("31", "Choose 30"),
        ("-30", "Choose 30"),
        ("2026-01-01", "Choose 30"),
        ("2026-02-30..2026-03-01", "Choose 30"),
        ("20260101..20260201", "Choose 30"),
        ("2026-W01-1..2026-02-01", "Choose 30"),
        ("0001-01-01..0001-01-01", "between 1970 and 2999"),
        ("2026-03-01..2026-02-01", "first day is after the last"),
        ("1969-12-31..2026-02-01", "between 1970 and 2999"),
        ("2026-02-01..3000-01-01", "between 1970 and 2999"),
    ],
)
def test_what_is_no_period_is_refused_in_words(key, words):
    with pytest.raises(ValueError, match=words):
        parse(key, today=TODAY)


@given(dates, dates)
def test_the_period_before_is_as_long_and_ends_the_day_before(one, two):
    start, end = sorted((one, two))
    now, before = parse(f"{start}..{end}", today=TODAY).compared
    assert now == (start, end)
    assert before[1] + DAY == start
    assert before[1] - before[0] == end - start


def test_all_is_compared_by_its_last_two_years():
    period = parse("all", today=TODAY, latest=D(2024, 12, 31))
    assert period.compared == ((D(2024, 1, 2), D(2024, 12, 31)), (D(2023, 1, 2), D(2024, 1, 1)))
    assert period.compared_label == "last year against the year before"


@given(dates, st.integers(0, 900))
def test_months_and_days_cover_every_day_once(start, length):
    end = min(start + length * DAY, D(2999, 12, 31))
    months, days = month_cover(start, end)
    assert len(months) <= 1
    assert len(days) <= 2
    covered = [day for first, last in days for day in every(first, last)]
    for first, last in months:
        assert first.day == last.day == 1
        covered += every(first, month_end(last))
    assert sorted(covered) == every(start, end)


@given(dates, st.integers(0, 900))
def test_whole_months_are_never_counted_by_days(start, length):
    _months, days = month_cover(start, min(start + length * DAY, D(2999, 12, 31)))
    for first, last in days:
        assert not (first.day == 1 and last >= month_end(first))


def test_months_and_days_of_known_ranges():
    assert month_cover(D(2026, 1, 1), D(2026, 1, 31)) == ([(D(2026, 1, 1), D(2026, 1, 1))], [])
    assert month_cover(D(2026, 1, 2), D(2026, 1, 31)) == ([], [(D(2026, 1, 2), D(2026, 1, 31))])
    assert month_cover(D(2025, 11, 30), D(2026, 3, 1)) == (
        [(D(2025, 12, 1), D(2026, 2, 1))],
        [(D(2025, 11, 30), D(2025, 11, 30)), (D(2026, 3, 1), D(2026, 3, 1))],
    )
    assert month_cover(D(2026, 1, 2), D(2026, 1, 1)) == ([], [])


def every(first, last):
    return [first + number * DAY for number in range((last - first).days + 1)]


def month_end(first):
    return (first + 31 * DAY).replace(day=1) - DAY
