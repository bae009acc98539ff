"""Which rows of the rollup make up a period: as few as can be."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from cxjourney.kit.periods import DAY, month_cover


class Slice(NamedTuple):
    """Rollup rows of one grain that start from `first` to `last`, both included."""

    grain: str
    first: datetime.date
    last: datetime.date


def cover(start: datetime.date, end: datetime.date) -> list[Slice]:
    """Slices that together hold every day of start…end once: whole months, then ten days, then days.

    At most 9 days and two ten days at each end. Nothing when the end is before the start.
    """
    months, edges = month_cover(start, end)
    slices = [Slice("m", first, last) for first, last in months]
    for first, last in edges:
        slices += _tens_and_days(first, last)
    return sorted(slices, key=lambda piece: piece.first)


def cover_in_tens(start: datetime.date, end: datetime.date) -> list[Slice]:
    """The same without months, for charts in buckets of ten days."""
    return _tens_and_days(start, end)


def _tens_and_days(start: datetime.date, end: datetime.date) -> list[Slice]:
    slices: list[Slice] = []
    day = start
    while day <= end:
        last = min(_ten_end(day), end)
        if is_ten_start(day) and last == _ten_end(day):
            _add(slices, Slice("t", day, day))
        else:
            _add(slices, Slice("d", day, last))
        day = last + DAY
    return slices


def _add(slices: list[Slice], piece: Slice) -> None:
    if slices and slices[-1].grain == piece.grain:
        slices[-1] = slices[-1]._replace(last=piece.last)
    else:
        slices.append(piece)


def is_ten_start(day: datetime.date) -> bool:
    return day.day in (1, 11, 21)


def _ten_end(day: datetime.date) -> datetime.date:
    """Last day of the ten days (or the rest of the month) that `day` lies in."""
    if day.day <= 20:
        return day.replace(day=10 if day.day <= 10 else 20)
    return (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY
