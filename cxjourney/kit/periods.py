"""Periods people choose: 30, 90 or 365 days, everything, or from one day to another."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

DAYS = ("30", "90", "365")
ALL = "all"
USUAL_PERIOD = DAYS[1]  # of a map, where nobody chose another
Range = tuple[datetime.date, datetime.date]
DAY = datetime.timedelta(days=1)
YEAR = datetime.timedelta(days=365)


@dataclass(frozen=True)
class Period:
    """Days from `start` to `end`, both included. `key` is how it stands in the address.

    `stale` says that the answers are older than the period asked for, so it was moved to where they end.
    """

    key: str
    start: datetime.date
    end: datetime.date
    stale: bool = False

    @property
    def label(self) -> str:
        """In words: 'last 90 days', '90 days to 31 Dec 2022', 'all answers', '1 Jan to 31 Mar 2026'."""
        if self.key == ALL:
            return _("all answers")
        if self.key in DAYS:
            if self.stale:
                return _("%(days)s days to %(day)s") % {"days": self.key, "day": _long(self.end)}
            return _("last year") if self.key == "365" else _("last %(days)s days") % {"days": self.key}
        return _("%(first)s to %(last)s") % {"first": _long(self.start), "last": _long(self.end)}

    @property
    def compared(self) -> tuple[Range, Range]:
        """(now, before) for the trend: this period and as many days before it; for all, two years of it."""
        now = (self.end - YEAR + DAY if self.key == ALL else self.start, self.end)
        length = now[1] - now[0] + DAY
        return now, (now[0] - length, now[0] - DAY)

    @property
    def compared_label(self) -> str:
        """What the trend is measured against, in words."""
        if self.key == ALL:
            return _("last year against the year before")
        return _("against the same number of days before")


def _long(day: datetime.date) -> str:
    return date_format(day, "j M Y")


def parse(key: str, *, today: datetime.date, latest: datetime.date | None = None) -> Period:
    """The period that `key` names: 30, 90, 365, all, or YYYY-MM-DD..YYYY-MM-DD.

    `latest` is the day of the newest answer. Days count back from today, but from `latest` when it is older
    than that. Raises ValueError with a sentence for people.
    """
    if key == ALL:
        return Period(ALL, datetime.date(1970, 1, 1), max(latest or today, datetime.date(1971, 1, 2)))
    if key in DAYS:
        length = datetime.timedelta(days=int(key) - 1)
        stale = latest is not None and latest < today - length
        end = latest if stale and latest else today
        return Period(key, end - length, end, stale)
    first, _dots, last = key.partition("..")
    try:
        start, end = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    except ValueError:
        start = end = datetime.date.min
    if key != f"{start}..{end}":  # no dates, or written in one of the other ways ISO 8601 has
        raise ValueError(_("Choose 30, 90 or 365 days, all, or two dates."))
    if end < start:
        raise ValueError(_("The first day is after the last."))
    if start.year < 1970 or end.year > 2999:
        raise ValueError(_("Choose days between 1970 and 2999."))
    return Period(key, start, end)


def month_cover(start: datetime.date, end: datetime.date) -> tuple[list[Range], list[Range]]:
    """(months, days) that together cover start…end exactly once.

    `months` holds at most one range, from the first to the last first-of-month of the whole months inside;
    `days` the up to two ranges of days at the edges. Both ends of every range are included.
    """
    if end < start:
        return [], []
    first = start if start.day == 1 else _next_month(start)
    after = _next_month(end) if (end + DAY).day == 1 else end.replace(day=1)
    if first >= after:
        return [], [(start, end)]
    days = []
    if start < first:
        days.append((start, first - DAY))
    if after <= end:
        days.append((after, end))
    return [(first, (after - DAY).replace(day=1))], days


def _next_month(day: datetime.date) -> datetime.date:
    return (day.replace(day=28) + 4 * DAY).replace(day=1)
