"""Calls and tickets in a file: how long somebody was served, and when a ticket was first solved."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import NamedTuple

from django.utils.translation import gettext as _

from cxjourney.feedback.importing.cells import Cells, Problem
from cxjourney.feedback.importing.dates import date_of
from cxjourney.feedback.importing.plan import Plan, Role

UNITS = {"s": 1, "m": 60, "h": 3600}
LONGEST = 10 * 366 * 86_400  # seconds
CLOCK = re.compile(r"(?:(\d{1,5}):)?(\d{1,4}):(\d\d)(?:\.\d+)?")
SPOKEN = re.compile(r"(?:(\d+)\s*h\w*)?\s*(?:(\d+)\s*m\w*)?\s*(?:(\d+)\s*s\w*)?", re.IGNORECASE)
TIME = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*([ap])?\.?m?", re.IGNORECASE)
LONG = 40  # characters of a cell that are shown


class Told(NamedTuple):
    """What a row tells of a contact: when it began (UTC), and seconds; `case` as it stands in the file."""

    began: str
    handled: int | None
    solved: int | None
    case: str


def parser(plan: Plan) -> Callable[[list[str]], Told] | None:
    """A function from a row to its contact; None when the plan knows of none. It raises Problem."""
    if not plan.tells_contacts:
        return None
    columns = plan.columns
    parts = [
        (at, durations(columns[at].header, columns[at].kind or "s")) for at in plan.positions(Role.HANDLED)
    ]
    took = [(at, durations(columns[at].header, columns[at].kind or "s")) for at in plan.positions(Role.TOOK)]
    created, solved, case = (plan.position(role) for role in (Role.DATE, Role.SOLVED, Role.CASE))
    day = f"{plan.day}T00:00:00+00:00"
    began_of = moments("" if created is None else columns[created].header, plan.dates)
    solved_of = moments("" if solved is None else columns[solved].header, plan.dates)

    def parse(row: list[str]) -> Told:
        began = day if created is None else began_of[row[created]]
        seconds = _added(row, parts)
        until = _added(row, took)
        if until is None and solved is not None and row[solved].strip():
            until = _between(began, solved_of[row[solved]], columns[solved].header)
        return Told(began, seconds, until, "" if case is None else row[case].strip())

    return parse


def _added(row: list[str], parts: list[tuple[int, Cells]]) -> int | None:
    """Talk, hold and after-call work together; None when no cell is filled in."""
    given = [seconds for at, known in parts if (seconds := known[row[at]]) is not None]
    return sum(given) if given else None


def _between(began: str, solved: str, column: str) -> int:
    seconds = datetime.datetime.fromisoformat(solved) - datetime.datetime.fromisoformat(began)
    if seconds < datetime.timedelta():
        raise Problem(column, _("it was solved before it was created"))
    return min(LONGEST, int(seconds.total_seconds()))


def durations(column: str, unit: str) -> Cells:
    """Seconds of 312, 5:12, 0:05:12 or 5m 12s; plain numbers are in the unit s, m or h. None for blank."""
    scale = UNITS.get(unit, 1)

    def parse(text: str) -> int | None:
        if not text or text in ("-", "–"):
            return None
        seconds = _seconds(text, scale)
        if seconds is None or not 0 <= seconds <= LONGEST:
            raise ValueError(_("“%(text)s” is no duration") % {"text": text[:LONG]})
        return seconds

    return Cells(column, parse)


def _seconds(text: str, scale: int) -> int | None:
    if re.fullmatch(r"\d{1,12}([.,]\d{1,9})?", text):
        return round(float(text.replace(",", ".")) * scale)
    if found := CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return hours * 3600 + minutes * 60 + seconds
    if (found := SPOKEN.fullmatch(text)) and any(found.groups()):
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return hours * 3600 + minutes * 60 + seconds
    return None


def moments(column: str, order: str) -> Cells:
    """A day, with its time if there is one, as ISO 8601; without a zone it is taken for UTC."""

    def parse(text: str) -> str:
        if not text:
            raise ValueError(_("the date is missing"))
        return moment_of(text, order).isoformat()

    return Cells(column, parse)


def moment_of(text: str, order: str) -> datetime.datetime:
    """The moment that a text names. Raises ValueError in words."""
    try:
        found = datetime.datetime.fromisoformat(text.removesuffix(" UTC"))
    except ValueError:
        found = datetime.datetime.combine(date_of(text, order), _time(text))
    if found.tzinfo is None:
        return found.replace(tzinfo=datetime.UTC)
    return found.astimezone(datetime.UTC)


def _time(text: str) -> datetime.time:
    if not (found := TIME.search(text)):
        return datetime.time()
    hour, minute, second = (int(part or 0) for part in found.groups()[:3])
    if half := (found[4] or "").casefold():
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return datetime.time(hour, minute, second)
    except ValueError:
        raise ValueError(_("“%(text)s” is not a time") % {"text": text[:LONG]}) from None
