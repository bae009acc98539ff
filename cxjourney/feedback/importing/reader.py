"""Rows of a file as answers, by a plan. Nothing is stored here: places and questions are numbered as met."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from cxjourney.feedback.importing import cells
from cxjourney.feedback.importing.cells import Cells, Problem
from cxjourney.feedback.importing.plan import BY_COLUMN, Plan, Role, asked_by, asked_of
from cxjourney.feedback.importing.text import Table, Unreadable
from cxjourney.feedback.models import Layout
from cxjourney.feedback.questions import Asked

MOST_ROWS = 5_000_000
MOST_NEW_PLACES = 200
MOST_QUESTIONS = 500
MOST_LINES = 50  # in a cell of a row that does not fit


class Place(NamedTuple):
    """("touchpoint" or "stage", id, name); a new touchpoint has id 0."""

    kind: str
    id: int
    name: str


class Answer(NamedTuple):
    """One row of the file: `scores` are (number of the question, value, count)."""

    day: str
    place: int
    channel: str
    scores: list[tuple[int, int, int]]
    words: str
    source: str
    sentiment: int | None


class Numbered(list):
    """Things numbered in the order they are met."""

    def __init__(self, most: int, fault: str):
        super().__init__()
        self.most, self.fault = most, fault
        self.numbers: dict[Any, int] = {}

    def number(self, thing: Any) -> int:
        """Raises ValueError when there are too many."""
        number = self.numbers.get(thing)
        if number is None:
            if len(self) >= self.most:
                raise ValueError(self.fault % {"most": self.most})
            number = self.numbers[thing] = len(self)
            self.append(thing)
        return number


class Reader:
    """Reads a file by its plan. `known` maps the casefolded names of touchpoints to their ids.

    `places` and `questions` fill up while rows are read; `channels` counts names that are not known.
    """

    def __init__(
        self,
        table: Table,
        plan: Plan,
        known: Mapping[str, tuple[int, str]],
        *,
        today: datetime.date,
        fixed: Place | None = None,
    ):
        self.table, self.plan, self.known = table, plan, known
        self.width = len(plan.columns)
        many = _("there are more than %(most)d different touchpoints in this column")
        self.places = Numbered(MOST_NEW_PLACES + len(known) + 1, many)
        self.questions = Numbered(MOST_QUESTIONS, _("there are more than %(most)d different questions"))
        self.channels: dict[str, int] = {}
        self.unknown: dict[str, int] = {}
        self._day = self._days(today)
        self._place = self._places(fixed)
        self._channel = self._cell(Role.CHANNEL, lambda name: cells.channels(name, self.channels), "")
        self._source = self._cell(Role.SOURCE, cells.sources, None)
        self._sentiment = self._cell(Role.SENTIMENT, cells.sentiments, None)
        self._words = plan.position(Role.WORDS)
        self._scores = self._counted() if plan.layout == Layout.COUNTS else self._asked()

    def __iter__(self) -> Iterator[tuple[int, list[str], Answer | Problem]]:
        """(row number, cells, answer or what is wrong) of every row below the header."""
        width, parse, done = self.width, self.parse, 0
        rows = iter(self.table)
        next(rows, None)
        for number, row in rows:
            try:
                if len(row) != width:
                    row = self._fit(row)
                yield number, row, parse(row)
            except Problem as problem:
                if not any(cell.strip() for cell in row):
                    continue
                yield number, row, problem
            done += 1
            if done > MOST_ROWS:
                text = _("The file has more than %(most)d rows. Split it.")
                raise Unreadable(text % {"most": MOST_ROWS})

    def parse(self, row: list[str]) -> Answer:
        """Raises Problem."""
        place = self._place(row)
        day = self._day(row)
        scores = self._scores(row)
        words = cells.words(self._header(self._words), row[self._words]) if self._words is not None else ""
        if not scores and not words:
            raise Problem("", _("the row holds neither a score nor words"))
        source = self._source(row) or self.plan.source
        return Answer(day, place, self._channel(row), scores, words, source, self._sentiment(row))

    def _fit(self, row: list[str]) -> list[str]:
        """Short rows end with blank cells; more cells than columns mean something is wrong with the text."""
        if any(cell.count("\n") > MOST_LINES for cell in row):
            raise Problem("", _("a cell goes on over many lines: perhaps a quotation mark is not closed"))
        if len(row) < self.width:
            return row + [""] * (self.width - len(row))
        if any(cell.strip() for cell in row[self.width :]):
            text = _("the row has %(cells)d cells, the header %(columns)d")
            raise Problem("", text % {"cells": len(row), "columns": self.width})
        return row[: self.width]

    def _header(self, position: int | None) -> str:
        return "" if position is None else self.plan.columns[position].header

    def _cell(self, role: str, make: Callable[[str], Cells], missing: Any) -> Callable[[list[str]], Any]:
        position = self.plan.position(role)
        if position is None:
            return lambda row: missing
        known = make(self._header(position))
        return lambda row: known[row[position]]

    def _days(self, today: datetime.date) -> Callable[[list[str]], str]:
        start, end = self.plan.position(Role.DATE), self.plan.position(Role.END)
        if start is None and end is None:
            day = self.plan.day
            return lambda row: day
        order = self.plan.dates
        if end is None:
            return self._cell(Role.DATE, lambda name: cells.dates(name, order, today), "")
        # Counts of a period stand on its last day; of a period that still runs, on today.
        begins = start is not None
        last = self._cell(Role.END, lambda name: cells.dates(name, order, today, future=begins), "")
        if start is None:
            return last
        first = self._cell(Role.DATE, lambda name: cells.dates(name, order, today), "")
        now = today.isoformat()
        name = self._header(end)

        def day(row: list[str]) -> str:
            begin, finish = first(row), last(row)
            if finish < begin:
                raise Problem(name, _("the period ends before it begins"))
            return min(finish, now)

        return day

    def _places(self, fixed: Place | None) -> Callable[[list[str]], int]:
        if fixed is not None:
            number = self.places.number(fixed)
            return lambda row: number
        position = self.plan.position(Role.TOUCHPOINT)
        if position is None:
            raise Problem("", _("Choose the column with the touchpoint, or one touchpoint for all rows."))
        create = self.plan.unknown == "create"

        def parse(text: str) -> int:
            if not text:
                raise ValueError(_("the touchpoint is missing"))
            if found := self.known.get(text.casefold()):
                return self.places.number(Place("touchpoint", *found))
            if len(text) > 120:
                raise ValueError(_("the name of the touchpoint is longer than 120 characters"))
            if len(self.unknown) < MOST_NEW_PLACES:
                self.unknown[text] = 0
            if not create:
                missing = _("there is no touchpoint “%(name)s” in this workspace")
                raise ValueError(missing % {"name": text[:60]})
            return self.places.number(Place("touchpoint", 0, self._first_spelling(text)))

        known = Cells(self._header(position), parse)
        return lambda row: known[row[position]]

    def _first_spelling(self, name: str) -> str:
        """“Checkout” and “checkout ” are one touchpoint."""
        folded = name.casefold()
        return next((one.name for one in self.places if not one.id and one.name.casefold() == folded), name)

    def _asked(self) -> Callable[[list[str]], list[tuple[int, int, int]]]:
        """Scores of the layout with one row an answer."""
        fixed, by_row = [], []
        for position in self.plan.positions(Role.SCORE):
            column = self.plan.columns[position]
            if column.kind == BY_COLUMN:
                by_row.append(position)
                continue
            asked = asked_of(column)
            number = self.questions.number(asked)
            fixed.append((position, number, cells.scores(column.header, asked.low, asked.high)))
        if not by_row:
            return lambda row: [
                (number, value, 1)
                for position, number, known in fixed
                if (value := known[row[position]]) is not None
            ]
        asked_for = self._questions(None)

        def scores(row: list[str]) -> list[tuple[int, int, int]]:
            number, known = asked_for(row)
            given = [(number, known[row[position]], 1) for position in by_row]
            given += [(number, known[row[position]], 1) for position, number, known in fixed]
            return [score for score in given if score[1] is not None]

        return scores

    def _questions(self, scale: tuple[int, int] | None) -> Callable[[list[str]], tuple[int, Cells]]:
        """Which question a row answers, by its columns Question and Kind, and the cells of its scale."""
        question, kind = self.plan.position(Role.QUESTION), self.plan.position(Role.KIND)
        column = self._header(kind if kind is not None else question)
        score = self._header(next(iter(self.plan.positions(Role.SCORE)), None))
        met: dict[tuple[str, str], tuple[int, Cells]] = {}

        def find(row: list[str]) -> tuple[int, Cells]:
            key = (row[question] if question is not None else "", row[kind] if kind is not None else "")
            found = met.get(key)
            if found is None:
                found = self._question(key[0].strip()[:300], key[1].strip(), scale, column, score)
                if len(met) < cells.KEPT:
                    met[key] = found
            return found

        return find

    def _question(self, wording: str, kind: str, scale, column: str, score: str) -> tuple[int, Cells]:
        try:
            asked = asked_by(wording, kind, scale)
            return self.questions.number(asked), cells.scores(score, asked.low, asked.high)
        except KeyError:
            text = _("“%(kind)s” is not NPS, CSAT, CES or agreement")
            raise Problem(column, text % {"kind": kind[:40]}) from None
        except ValueError as error:
            raise Problem(column, str(error)) from None

    def _counted(self) -> Callable[[list[str]], list[tuple[int, int, int]]]:
        """Scores of the layout with a column for each answer."""
        columns = [
            (position, self.plan.columns[position].value, cells.times(self._header(position)))
            for position in self.plan.positions(Role.COUNT)
        ]
        asked_for = self._questions(self.plan.count_scale)

        def scores(row: list[str]) -> list[tuple[int, int, int]]:
            number, _cells = asked_for(row)
            return [
                (number, value, count)
                for position, value, known in columns
                if (count := known[row[position]])
            ]

        return scores

    def label(self, number: int) -> str:
        asked: Asked = self.questions[number]
        return asked.label
