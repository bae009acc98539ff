"""Days as files write them: whether the day or the month comes first, and what day a text names."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _

ORDERS = {
    "iso": ("%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y-%m"),
    "dmy": ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y"),
    "mdy": ("%m/%d/%Y", "%m.%d.%Y", "%m-%d-%Y", "%m/%d/%y"),
}
NAMED = (
    "%d %b %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%b %d %Y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%b %Y",
    "%B %Y",
)
NUMBERS = re.compile(r"\s*(\d{1,2})([./-])(\d{1,2})[./-](\d{4}|\d{2})\b")
TIME = re.compile(r"[T ,]+(at )?\d{1,2}:\d\d.*$", re.IGNORECASE)
SECONDS = re.compile(r"(9[5-9]\d{7}|[1-2]\d{9})(\d{3})?")  # 2000 to 2065
WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*,? +", re.IGNORECASE)
ENOUGH = 10  # different days that show an order


def reads_as_date(text: str) -> bool:
    """Whether a text names a day in any of the ways."""
    for order in ORDERS:
        try:
            date_of(text, order)
        except ValueError:
            continue
        return True
    return False


def date_of(text: str, order: str) -> datetime.date:
    """The day that a text names; `order` decides what 3/4/2026 is. Raises ValueError in words."""
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        pass
    if seconds := SECONDS.fullmatch(text):  # since 1970, or thousandths of them
        return datetime.datetime.fromtimestamp(int(seconds[1]), datetime.UTC).date()
    text = WEEKDAY.sub("", text)
    for part in (text, TIME.sub("", text), text.split("T")[0].split(" ")[0]):
        for form in (*ORDERS[order or "iso"], *NAMED, *ORDERS["iso"]):
            try:
                return datetime.datetime.strptime(part, form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
    raise ValueError(_("“%(text)s” is not a date") % {"text": text if len(text) <= 40 else text[:39] + "…"})


class Numbers(NamedTuple):
    """What stands in 3/4/2026, and the sign between."""

    first: int
    second: int
    year: int
    sign: str

    def day(self, order: str) -> datetime.date:
        """The day in this order; 0 counts as 1."""
        month, day = (self.second, self.first) if order == "dmy" else (self.first, self.second)
        year = self.year + 2000 if self.year < 100 else self.year
        return datetime.date(year or 1, month or 1, day or 1)


def order_of_dates(cells: Iterable[str], today: datetime.date) -> str:
    """iso, dmy or mdy: how these dates are written. Empty when both fit and people must say.

    A number above 12 settles it, then a point between the numbers, a day in the future, and rows that
    go on in time when read the one way only.
    """
    pairs: list[Numbers] = []
    for cell in cells:
        if found := NUMBERS.match(cell):
            pairs.append(Numbers(int(found[1]), int(found[3]), int(found[4]), found[2]))
    if not pairs:
        return "iso"
    if any(pair.first > 12 for pair in pairs):
        return "dmy"
    if any(pair.second > 12 for pair in pairs):
        return "mdy"
    if all(pair.sign == "." for pair in pairs):
        return "dmy"
    days = {order: [pair.day(order) for pair in pairs] for order in ("dmy", "mdy")}
    late = [order for order, found in days.items() if any(day > today for day in found)]
    if len(late) == 1:
        return "mdy" if late == ["dmy"] else "dmy"
    sorted_ = [order for order, found in days.items() if _goes_on(found)]
    return sorted_[0] if len(sorted_) == 1 else ""


def _goes_on(days: list[datetime.date]) -> bool:
    """Whether the days only rise, or only fall, over enough of them to be no accident."""
    if len(set(days)) < ENOUGH:
        return False
    steps = list(pairwise(days))
    return all(one <= two for one, two in steps) or all(one >= two for one, two in steps)
