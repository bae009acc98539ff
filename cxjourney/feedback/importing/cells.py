"""One cell of a file as a value. Each distinct text is parsed once; what is wrong is said in words."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cxjourney.feedback.importing.dates import date_of
from cxjourney.feedback.models import Sentiment, Source
from cxjourney.feedback.questions import on_scale
from cxjourney.journeys.channels import CHANNELS

OLDEST = datetime.date(1990, 1, 1)
MOST_TIMES = 10_000_000  # people that one counted answer can stand for
LONGEST_WORDS = 8000
ZEROS = re.compile(r"[+-]?\d+[.,]0+")
KEPT = 50_000  # texts a cache remembers, so that memory stays flat


class Problem(ValueError):
    """Why a row cannot be stored: the column and a sentence."""

    def __init__(self, column: str, text: str):
        super().__init__(text)
        self.column, self.text = column, text


class Cells(dict):
    """Cell text -> value, for one column: parses a text when it is first seen."""

    def __init__(self, column: str, parse: Callable[[str], Any]):
        super().__init__()
        self.column, self.parse = column, parse

    def __missing__(self, text: str) -> Any:
        try:
            value = self.parse(text.strip())
        except Problem:
            raise
        except ValueError as error:
            raise Problem(self.column, str(error)) from None
        if len(self) < KEPT:
            self[text] = value
        return value


def scores(
    column: str, low: int, high: int, blanks: Iterable[str] = (), words: Mapping[str, int] | None = None
) -> Cells:
    """A score on its scale; None for a blank cell and for what stands for no answer.

    `words` are the numbers of answers in words.
    """
    none = {blank.casefold() for blank in blanks} | {""}
    numbers = {text.casefold(): number for text, number in (words or {}).items()}

    def parse(text: str) -> int | None:
        if text.casefold() in none or (text.partition(".")[0] in none and ZEROS.fullmatch(text)):
            return None
        value = numbers.get(text.casefold())
        if value is None and (value := score_of(text)) is None:
            value = whole_number(text)  # which says what is wrong
        if fault := on_scale(value, low, high):
            raise ValueError(fault)
        return value

    return Cells(column, parse)


# What stands behind a score: "4 - Very good", "4 / 5", "4 of 5", "4 stars".
SCORED = re.compile(
    r"([+-]?\d{1,9})(?:[.,]0*)?(?:\s*[-–—:=)]\s*[^\d\s].*|\s*(?:/|of|out of|von|sur|de|su|van)\s*\d{1,3}"
    r"|\s*(?:stars?|sterne?|étoiles?|estrellas?|stelle|sterren))?",
    re.DOTALL | re.IGNORECASE,
)
STARS = re.compile(r"([★⭐]\ufe0f?)+☆*")


def score_of(text: str) -> int | None:
    """The number that a score is written as; None when it is no whole one."""
    if found := SCORED.fullmatch(text):
        return int(found[1])
    return len(re.findall("[★⭐]", text)) if STARS.fullmatch(text) else None


def times(column: str) -> Cells:
    """How many gave an answer; blank is none."""

    def parse(text: str) -> int:
        value = whole_number(text) if text else 0
        if not 0 <= value <= MOST_TIMES:
            raise ValueError(_("“%(text)s” is not a number of people") % {"text": _short(text)})
        return value

    return Cells(column, parse)


def whole_number(text: str) -> int:
    """4, 4.0, 4,0 or "4 - Very good" as 4. Raises ValueError in words."""
    found = re.fullmatch(r"([+-]?\d{1,9})(?:[.,]0*)?(?:\s*[-–—:=)]\s*[^\d\s].*)?", text, re.DOTALL)
    if found:
        return int(found[1])
    if re.fullmatch(r"[+-]?\d*[.,]?\d+", text):
        raise ValueError(_("“%(text)s” is not a whole number") % {"text": _short(text)})
    raise ValueError(_("“%(text)s” is not a number") % {"text": _short(text)})


def dates(column: str, order: str, today: datetime.date, *, future: bool = False) -> Cells:
    """A day, with or without a time behind it, as YYYY-MM-DD. Refuses the future unless `future`."""

    def parse(text: str) -> str:
        if not text:
            raise ValueError(_("the date is missing"))
        day = date_of(text, order)
        if day < OLDEST:
            raise ValueError(_("“%(text)s” is too long ago") % {"text": _short(text)})
        if day > today and not future:
            raise ValueError(_("“%(text)s” is in the future") % {"text": _short(text)})
        return day.isoformat()

    return Cells(column, parse)


def _named(column: str, known: Iterable[tuple[Any, str]], missing: str) -> Cells:
    """A choice by its value or its label, in any case."""
    values = {}  # type: ignore[var-annotated]
    for value, label in known:
        values |= {str(value).casefold(): value, str(label).casefold(): value}

    def parse(text: str) -> Any:
        if not text:
            return None
        try:
            return values[text.casefold()]
        except KeyError:
            raise ValueError(missing % {"text": _short(text)}) from None

    return Cells(column, parse)


MOODS = [
    (Sentiment.GOOD, "good"),
    (Sentiment.GOOD, "positive"),
    (Sentiment.MIXED, "mixed"),
    (Sentiment.MIXED, "neutral"),
    (Sentiment.BAD, "bad"),
    (Sentiment.BAD, "negative"),
]


def sentiments(column: str) -> Cells:
    known = [
        *((int(mood), name) for mood, name in MOODS),
        *Sentiment.choices,
    ]
    return _named(column, known, _("“%(text)s” is not good, mixed or bad"))  # type: ignore[arg-type]


def sources(column: str) -> Cells:
    known = ", ".join(str(label).lower() for label in Source.labels)
    return _named(column, Source.choices, _("“%(text)s” is not one of ") + known)  # type: ignore[arg-type]


# What files call channels that the taxonomy calls otherwise.
ALIASES = {"web": "website", "site": "website", "e-mail": "email", "call": "phone", "telephone": "phone"}


def channels(column: str, unknown: dict[str, int]) -> Cells:
    """A channel of the fixed list. Others are left blank and counted in `unknown`, which is no fault."""
    known = {**ALIASES}
    for slug, label in CHANNELS:
        known |= {slug: slug, str(label).casefold(): slug}

    def parse(text: str) -> str:
        found = known.get(text.casefold(), "")
        if text and not found and len(unknown) < 100:
            unknown[text[:40]] = unknown.get(text[:40], 0) + 1
        return found

    return Cells(column, parse)


LONGEST_ATTRIBUTE = 200


def attributes(column: str, name: str, kind: str) -> Cells:
    """A fact about the customer as a piece of JSON, `"Class": "Eco"`; blank when there is none."""
    label = json.dumps(name, ensure_ascii=False)

    def parse(text: str) -> str:
        if not text:
            return ""
        if kind in ("number", "comma") and (number := _decimal(text, kind)) is not None:
            return f"{label}: {number}"
        if "\0" in text:
            raise ValueError(_("the text holds a character that cannot be stored"))
        return f"{label}: {json.dumps(text[:LONGEST_ATTRIBUTE], ensure_ascii=False)}"

    return Cells(column, parse)


def _decimal(text: str, kind: str) -> str | None:
    """A number as JSON writes it; None when it is no number."""
    if kind == "comma":
        text = text.replace(".", "").replace(",", ".")
    found = re.fullmatch(r"([+-]?)0*(\d{1,15})(\.\d{1,15})?", text)
    if not found:
        return None
    decimals = (found[3] or "").rstrip("0").rstrip(".")
    return f"{'-' if found[1] == '-' else ''}{found[2]}{decimals}"


def external(column: str, text: str) -> str:
    """The number an answer has in its tool."""
    text = text.strip()
    if len(text) > LONGEST_EXTERNAL or "\0" in text:
        raise Problem(column, _("“%(text)s” is no number of an answer") % {"text": _short(text)})
    return text


LONGEST_EXTERNAL = 100


def words(column: str, text: str) -> str:
    """A customer's words. Raises Problem when they cannot be kept."""
    text = text.strip()
    if len(text) > LONGEST_WORDS:
        raise Problem(column, _("the words are longer than %(most)d characters") % {"most": LONGEST_WORDS})
    if "\0" in text:
        raise Problem(column, _("the words hold a character that cannot be stored"))
    return text


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
