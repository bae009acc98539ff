"""The rows above the answers: how many there are, what they call the columns, and whose export it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

LONGEST_NAME = 200
MOST_HEADERS = 3
BETWEEN = " – "  # of a question and one of the things it asks about
IMPORT_ID = '{"ImportId":'
LEGACY = re.compile(r"V\d+")
DAY = re.compile(r"(\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})\b.*")
# What SurveyMonkey writes below a question that has one column.
OPEN = {"open-ended response", "open ended response"}
ONE_COLUMN = {"response", *OPEN}
# Columns by which tools are known; all of them must be there.
TOOLS = {
    "SurveyMonkey": {"respondent id", "collector id"},
    "Typeform": {"#", "network id"},
    "Delighted": {"score", "comment", "person email"},
    "GSA Touchpoints": {"external_id", "positive_effectiveness", "negative_effectiveness"},
    "Zendesk": {"ticket id", "satisfaction score"},
}
# Google Forms calls its first column so; all but the first of these languages put the day first.
TIMESTAMPS = [
    "timestamp",
    "horodateur",
    "zeitstempel",
    "marca temporal",
    "carimbo de data/hora",
    "informazioni cronologiche",
    "tijdstempel",
]


class Heading(NamedTuple):
    """`rows` are above the answers; `names` and `wordings` (questions in full, or "") of the columns.

    `open` are the positions of columns that the tool says were answered in words.
    """

    rows: int
    names: list[str]
    wordings: list[str]
    tool: str
    open: frozenset[int] = frozenset()


def count_headers(rows: Sequence[Sequence[str]]) -> int:
    """How many of the first rows are headers, 0 to 3."""
    if not rows:
        return 1
    if len(rows) > 2 and any(cell.lstrip().startswith(IMPORT_ID) for cell in rows[2]):
        return 3
    if len(rows) > 1 and (_is_legacy(rows[0], rows[1]) or _is_survey_monkey(rows[0], rows[1])):
        return 2
    return 0 if any(DAY.fullmatch(cell.strip()) for cell in rows[0]) else 1


def _is_legacy(first: Sequence[str], second: Sequence[str]) -> bool:
    return bool(LEGACY.fullmatch(first[0].strip())) and second[0].strip().casefold() == "responseid"


def _is_survey_monkey(first: Sequence[str], second: Sequence[str]) -> bool:
    names, below = ({cell.strip().casefold() for cell in row} for row in (first, second))
    return TOOLS["SurveyMonkey"] <= names and not second[0].strip() and bool(below - {""})


def read_heading(rows: Sequence[Sequence[str]], count: int) -> Heading:
    """Names, wordings and tool from the first rows of the file, `count` of them headers."""
    width = max((len(row) for row in rows[: count or None]), default=0)
    first, second = (_row(rows, at, width, count) for at in (0, 1))
    tool, wordings, open_ = _tool(first), [""] * width, frozenset[int]()
    if count == 3:
        tool, wordings = "Qualtrics", second
    elif count == 2 and _is_legacy(first, second):
        # V1 … V10 say nothing; their names stand below. Q1 has its question there.
        tool = "Qualtrics"
        both = list(zip(first, second, strict=True))
        wordings = ["" if LEGACY.fullmatch(over) else under for over, under in both]
        first = [under if LEGACY.fullmatch(over) else over for over, under in both]
    elif count == 2 and tool == "SurveyMonkey":
        first = _spread(first, second)
        open_ = frozenset(at for at, under in enumerate(second) if under.casefold() in OPEN)
    elif count == 2:
        wordings = second
    names = _unique([name[:LONGEST_NAME] for name in first])
    wordings = ["" if text == name else text[:300] for name, text in zip(first, wordings, strict=True)]
    return Heading(count, names, wordings, tool, open_)


def _row(rows: Sequence[Sequence[str]], at: int, width: int, count: int) -> list[str]:
    row = (
        [" ".join(cell.replace("\0", " ").split()) for cell in rows[at]] if at < min(count, len(rows)) else []
    )
    return (row + [""] * width)[:width]


def _spread(first: list[str], second: list[str]) -> list[str]:
    """A question over several columns stands in the first of them; each has its option below."""
    names, question = [], ""
    for over, under in zip(first, second, strict=True):
        question = over or question
        plain = not under or under.casefold() in ONE_COLUMN
        names.append(question if plain else f"{question}{BETWEEN}{under}")
    return names


def _unique(names: list[str]) -> list[str]:
    """Every column gets a name, and no two the same."""
    found: dict[str, int] = {}
    for number, name in enumerate(names, start=1):
        name = name or _("Column %(number)d") % {"number": number}
        wanted, times = name, 1
        while name in found:
            times += 1
            name = f"{wanted} ({times})"
        found[name] = number
    return list(found)


def _tool(names: Sequence[str]) -> str:
    plain = {name.casefold() for name in names}
    found = next((tool for tool, wanted in TOOLS.items() if wanted <= plain), "")
    return found or ("Google Forms" if names and names[0].casefold() in TIMESTAMPS else "")
