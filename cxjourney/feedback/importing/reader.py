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
MOST_LINES = 50  # in a cell of a row that cannot be stored


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


def _single(position: int, number: int, known: Cells) -> Callable[[list[str]], list[tuple[int, int, int]]]:
    """The scores of a file with one column of them."""

    def scores(row: list[str]) -> list[tuple[int, int, int]]:
        value = known[row[position]]
        return [] if value is None else [(number, value, 1)]

    return scores


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
        many = _("there are more than %(most)d different touchpoints in this column")
        self.places = Numbered(MOST_NEW_PLACES + len(known) + 1, many)
        self.questions = Numbered(MOST_QUESTIONS, _("there are more than %(most)d different questions"))
        self.channels: dict[str, int] = {}
        self.unknown: dict[str, int] = {}
        self._width, self._fixed, self._today = len(plan.columns), fixed, today
        self.parse = self._parser()

    def __iter__(self) -> Iterator[tuple[int, list[str], Answer | Problem]]:
        """(row number, cells, answer or what is wrong) of every row below the header."""
        width, parse, done = self._width, self.parse, 0
        rows = iter(self.table)
        next(rows, None)
        for number, row in rows:
            try:
                if len(row) != width:
                    row = self._fit(row)
                yield number, row, parse(row)
            except Problem as found:
                problem = found
                if not any(cell.strip() for cell in row):
                    continue
                if any(cell.count("\n") > MOST_LINES for cell in row):
                    problem = Problem("", _("it goes on over many lines: is a quotation mark not closed?"))
                yield number, row, problem
            done += 1
            if done > MOST_ROWS:
                text = _("The file has more than %(most)d rows. Split it.")
                raise Unreadable(text % {"most": MOST_ROWS})

    def _parser(self) -> Callable[[list[str]], Answer]:
        """A function from a row to its answer, which raises Problem. One call a row: files have millions."""
        place_of, day_of, scores_of = self._places(), self._days(), self._scores()
        channel_of = self._cell(Role.CHANNEL, lambda name: cells.channels(name, self.channels))
        source_of = self._cell(Role.SOURCE, cells.sources)
        mood_of = self._cell(Role.SENTIMENT, cells.sentiments)
        words_at, usual_source = self.plan.position(Role.WORDS), self.plan.source
        words_name, make = self._header(words_at), tuple.__new__

        def parse(row: list[str]) -> Answer:
            place, day, scores, words = place_of(row), day_of(row), scores_of(row), ""
            if words_at is not None and row[words_at]:
                words = cells.words(words_name, row[words_at])
            if not scores and not words:
                raise Problem("", _("the row holds neither a score nor words"))
            channel = channel_of(row) if channel_of else ""
            source = (source_of(row) if source_of else "") or usual_source
            mood = mood_of(row) if mood_of else None
            return make(Answer, (day, place, channel, scores, words, source, mood))

        return parse

    def _fit(self, row: list[str]) -> list[str]:
        """Short rows end with blank cells; more cells than columns mean something is wrong with the text."""
        if len(row) < self._width:
            return row + [""] * (self._width - len(row))
        if any(cell.strip() for cell in row[self._width :]):
            text = _("the row has %(cells)d cells, the header %(columns)d")
            raise Problem("", text % {"cells": len(row), "columns": self._width})
        return row[: self._width]

    def _header(self, position: int | None) -> str:
        return "" if position is None else self.plan.columns[position].header

    def _cell(self, role: str, make: Callable[[str], Cells]) -> Callable[[list[str]], Any] | None:
        """The value of the column with this role; None when no column has it."""
        position = self.plan.position(role)
        if position is None:
            return None
        known = make(self._header(position))
        return lambda row: known[row[position]]

    def _days(self) -> Callable[[list[str]], str]:
        start, end, today = self.plan.position(Role.DATE), self.plan.position(Role.END), self._today
        if start is None and end is None:
            day = self.plan.day
            return lambda row: day
        order = self.plan.dates
        if end is None:
            return self._cell(Role.DATE, lambda name: cells.dates(name, order, today))  # type: ignore[return-value]
        # Counts of a period stand on its last day; of a period that still runs, on today.
        begins = start is not None
        last = self._cell(Role.END, lambda name: cells.dates(name, order, today, future=begins))
        if start is None:
            return last  # type: ignore[return-value]
        first = self._cell(Role.DATE, lambda name: cells.dates(name, order, today))
        now = today.isoformat()
        name = self._header(end)

        def day(row: list[str]) -> str:  # type: ignore[no-redef]
            begin, finish = first(row), last(row)  # type: ignore[misc]
            if finish < begin:
                raise Problem(name, _("the period ends before it begins"))
            return min(finish, now)

        return day  # type: ignore[return-value]

    def _places(self) -> Callable[[list[str]], int]:
        if self._fixed is not None:
            number = self.places.number(self._fixed)
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

    def _scores(self) -> Callable[[list[str]], list[tuple[int, int, int]]]:
        return self._counted() if self.plan.layout == Layout.COUNTS else self._asked()

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
        if len(fixed) == 1 and not by_row:
            return _single(*fixed[0])
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
