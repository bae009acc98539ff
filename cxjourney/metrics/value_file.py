"""Values of a number that is counted elsewhere, from a table as people keep it."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from cxjourney.feedback.importing.dates import date_of, order_of_dates
from cxjourney.feedback.importing.text import Table, detect
from cxjourney.feedback.importing.tidy import tidy
from cxjourney.feedback.importing.vocabulary import plain
from cxjourney.metrics.outside_models import Outside, OutsideKind

MOST_ROWS = 5000
MOST_INSIDE = 10 * 1024 * 1024  # bytes that a workbook may hold
MOST_COUNTED = 2_000_000_000
LARGEST = Decimal(10) ** 11
ROLES = ("day", "value", "n", "rival")  # the order of columns without names
HEADERS = {
    "day": "date day week month quarter period datum tag monat quartal zeitraum fecha mes mois jour data",
    "value": "value rate amount share percent result wert anteil betrag quote valor valeur taux valore",
    "n": "n count counted_on base sample sample_size responses answers anzahl basis",
    "rival": "competitor rival brand company wettbewerber wettbewerb konkurrent marke concurrent competidor",
}
ROLE_OF = {name: role for role, names in HEADERS.items() for name in names.split()}
# A whole month or quarter, each way round.
PERIODS = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})"),
    re.compile(r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})[ /-]?Q(?P<quarter>[1-4])", re.IGNORECASE),
    re.compile(r"Q(?P<quarter>[1-4])[ /-]?(?P<year>\d{4})", re.IGNORECASE),
)
# A unit or currency before or behind it, and what stands between thousands where that is no point or comma.
WRITTEN = re.compile(r"[^\d.,+-]{0,4}([+-]?\d[\d.,]*|[+-]?[.,]\d+)[^\d.,+-]{0,4}")
SPACES = re.compile(r"[\s'’\u00a0\u202f]")


class Row(NamedTuple):
    day: datetime.date
    value: Decimal
    n: int | None
    rival: str


def read_values(upload, outside: Outside) -> list[Row]:
    """The rows of a CSV file or workbook. Raises ValueError in words, which names the line."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "values.csv"
        with path.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        tidy(path, most=MOST_INSIDE)
        form = detect(path)
        # What counts as a header is not the same here: a file of months has no day that shows where it ends.
        rows = list(islice(Table(path, form), form.skip, form.skip + MOST_ROWS + 2))
    rows = [(at, [cell.strip() for cell in row]) for at, row in rows if any(cell.strip() for cell in row)]
    positions = dict(zip(ROLES, range(len(ROLES)), strict=True))
    if rows and not any(_is_dated(cell) for cell in rows[0][1]):
        positions = _positions(rows.pop(0)[1])
    if not 1 <= len(rows) <= MOST_ROWS:
        raise ValueError(_("The file needs between 1 and %(most)d lines.") % {"most": MOST_ROWS})
    columns = {role: [_cell(row, positions.get(role)) for _at, row in rows] for role in ROLES}
    order = order_of_dates(columns["day"], timezone.localdate())
    if not order:
        raise ValueError(_("The dates can be read in two ways: write them like 2026-03-31."))
    sign = decimal_sign(columns["value"])
    lines = zip(*(columns[role] for role in ROLES), strict=True)
    return [_row(at, outside, order, sign, *cells) for (at, _cells), cells in zip(rows, lines, strict=True)]


def _positions(header: Sequence[str]) -> dict[str, int]:
    """Which column holds what, by their names; where none is known, by their order."""
    found: dict[str, int] = {}
    for at, name in enumerate(header):
        if role := ROLE_OF.get(plain(name)):
            found.setdefault(role, at)
    if not found:
        return dict(zip(ROLES, range(len(ROLES)), strict=True))
    for role in ("day", "value"):
        left = [at for at in range(len(header)) if at not in found.values()]
        if role not in found and left:
            found[role] = left[0]
    return found


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at] if at is not None and at < len(row) else ""


def _row(at: int, outside: Outside, order: str, sign: str, day: str, value: str, n: str, rival: str) -> Row:
    try:
        counted = int(SPACES.sub("", n)) if n else None
    except ValueError:
        counted = 0
    try:
        if counted is not None and not 1 <= counted <= MOST_COUNTED:
            raise ValueError(_("“%(text)s” is not a number of people") % {"text": n[:40]})
        if "\0" in rival:
            raise ValueError(_("the text holds a character that cannot be stored"))
        return Row(day_of(day, order), number(outside.kind, value, sign), counted, rival[:60])
    except ValueError as error:
        raise ValueError(_("Line %(line)d: %(fault)s") % {"line": at, "fault": error}) from None


def _is_dated(text: str) -> bool:
    try:
        day_of(text, "")
    except ValueError:
        return False
    return True


def day_of(text: str, order: str) -> datetime.date:
    """The day, or the last one so far of a month or quarter. Raises ValueError in words."""
    found = next((match for period in PERIODS if (match := period.fullmatch(text))), None)
    if found:
        given = found.groupdict()
        months = 3 if given.get("quarter") else 1
        year, month = int(given["year"]), int(given.get("month") or 3 * int(given["quarter"]))
    elif named := _month(text):
        year, month, months = named.year, named.month, 1
    else:
        return date_of(text, order)
    if not 1 <= month <= 12:
        raise ValueError(_("“%(text)s” is not a date") % {"text": text})
    first = datetime.date(year, month - months + 1, 1)
    last = datetime.date(year, month, calendar.monthrange(year, month)[1])
    today = timezone.localdate()
    return today if first <= today <= last else last


def _month(text: str) -> datetime.date | None:
    """January 2026 and Jan 2026."""
    for form in ("%b %Y", "%B %Y", "%b-%y", "%b-%Y"):
        try:
            return datetime.datetime.strptime(text, form).date()  # noqa: DTZ007 - a month has no zone
        except ValueError:
            continue
    return None


def decimal_sign(texts: Iterable[str]) -> str:
    """What stands before the decimals of these numbers: a point or a comma; empty when nobody can know.

    1,234 alone may be a thousand or little more than one; 1.234 counts as the latter, as programs write it.
    """
    signs, unclear = set(), False
    for text in texts:
        number = SPACES.sub("", text)
        marks = re.findall(r"[.,]", number)
        if len(set(marks)) == 2:
            signs.add(marks[-1])
        elif len(marks) > 1:
            signs.add("." if marks[0] == "," else ",")
        elif marks and not re.search(r"\d[.,]\d{3}(?!\d)", number):
            signs.add(marks[0])
        elif marks == [","]:
            unclear = True
    if len(signs) == 1:
        return signs.pop()
    return "" if signs or unclear else "."


def number(kind: str, text: str, sign: str | None = None) -> Decimal:
    """A value as people write it; `sign` stands before its decimals. Raises ValueError in words."""
    found = WRITTEN.fullmatch(SPACES.sub("", text))
    if not found:
        raise ValueError(_("That is no number."))
    sign = decimal_sign([text]) if sign is None else sign
    if not sign and kind == OutsideKind.RATE:
        sign = ","  # no rate has thousands
    if not sign and "," in text:
        raise ValueError(
            _("“%(text)s” can be read in two ways: write 1234 or 1.234.") % {"text": text.strip()[:40]}
        )
    other = "," if sign == "." else "."
    try:
        value = Decimal(found[1].replace(other, "").replace(",", "."))
    except InvalidOperation:
        raise ValueError(_("That is no number.")) from None
    if abs(value) >= LARGEST:
        raise ValueError(_("That number is too large."))
    if kind == OutsideKind.RATE and not 0 <= value <= 100:
        raise ValueError(_("A rate lies between 0 and 100 per cent."))
    return value.quantize(Decimal("0.0001"))
