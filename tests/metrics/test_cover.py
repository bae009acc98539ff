"""A period is covered once, by few slices."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from cxjourney.kit.periods import DAY
from cxjourney.metrics.cover import cover, cover_in_tens
from cxjourney.metrics.sql import period_values

days = st.dates(datetime.date(2019, 12, 1), datetime.date(2024, 3, 31))


def held(slices):
    """Every day that the rollup rows in these slices hold."""
    values = period_values(slices)
    found = list(values["days"])
    for ten in values["tens"]:
        day = ten
        while day == ten or (day.day not in (1, 11, 21)) or (ten.day == 21 and day.day == 31):
            found.append(day)
            day += DAY
    for grain, first, last in slices:
        if grain == "m":
            day = first
            while (day.year, day.month) <= (last.year, last.month):
                found.append(day)
                day += DAY
    return found


@given(days, days)
def test_every_day_once(start, end):
    expected = [start + DAY * step for step in range((end - start).days + 1)]
    for slices in (cover(start, end), cover_in_tens(start, end)):
        assert sorted(held(slices)) == expected


@given(days, days)
def test_few_rows(start, end):
    slices = cover(start, end)
    values = period_values(slices)
    assert len(slices) <= 7
    assert len(values["days"]) <= 20
    assert len(values["tens"]) <= 5


def test_a_day_more_or_less():
    day = datetime.date(2026, 5, 5)
    assert cover(day, day) == [("d", day, day)]
    assert cover(day, day - DAY) == []
    assert cover(datetime.date(2026, 2, 1), datetime.date(2026, 2, 28)) == [
        ("m", *[datetime.date(2026, 2, 1)] * 2)
    ]
