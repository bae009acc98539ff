"""Rows of a file as answers, by a plan. Nothing is stored here: places and questions are numbered as met."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from cxjourney.feedback.importing import cells, contacts
from cxjourney.feedback.importing.cells import Cells, Problem
from cxjourney.feedback.importing.contacts import Told
from cxjourney.feedback.importing.plan import BY_COLUMN, Plan, Role, asked_by, asked_of
from cxjourney.feedback.importing.text import Table, Unreadable
from cxjourney.feedback.models import Layout
from cxjourney.feedback.questions import Asked

MOST_ROWS = 5_000_000
MOST_NEW_PLACES = 200
MOST_QUESTIONS = 500
MOST_TARGETS = 20_000
MOST_LINES = 50  # in a cell of a row that cannot be stored


class Place(NamedTuple):
    """("touchpoint" or "stage", id, name); a new touchpoint has id 0."""

    kind: str
    id: int
    name: str


class Answer(NamedTuple):
    """One row of the file: `scores` are (number of the target, value, count); a target is (place, question).

    `place` is where the words belong, None when they are about no single place. `facts` are the customer's
    attributes as JSON, `person` and `external` as they stand in the file; `contact` is a call or ticket.
    """

    day: str
    place: int | None
    channel: str
    scores: list[tuple[int, int, int]]
    words: str
    source: str
    sentiment: int | None
    facts: str = "{}"
    person: str = ""
    external: str = ""
    contact: Told | None = None


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


Scores = Callable[[list[str], int | None], list[tuple[int, int, int]]]


class Reader:
    """Reads a file by its plan. `known` maps the casefolded names of touchpoints to their ids.

    `places`, `questions` and `targets` (place, question) fill up while rows are read; `channels` counts
    names that are not known.
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
        self.targets = Numbered(MOST_TARGETS, _("there are more than %(most)d different questions"))
        self.channels: dict[str, int] = {}
        self.unknown: dict[str, int] = {}
        self._width, self.fixed, self._today = len(plan.columns), fixed, today
        try:
            self.parse = self._parser()
        except ValueError as error:
            raise Unreadable(str(error)) from error

    def __iter__(self) -> Iterator[tuple[int, list[str], Answer | Problem]]:
        """(row number, cells, answer or what is wrong) of every row below the header."""
        width, parse, done = self._width, self.parse, 0
        rows = self.table.body()
        for number, row in ((at - 1, row) for at, row in rows) if self.plan.lines else rows:
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
        words_of, facts_of = self._words(), self._facts()
        person_of = self._plain(Role.PERSON)
        external_of = self._plain(Role.EXTERNAL, cells.external)
        contact_of = contacts.parser(self.plan)
        usual_source, make = self.plan.source, tuple.__new__

        def parse(row: list[str]) -> Answer:
            place, day = place_of(row), day_of(row)
            scores, words = scores_of(row, place), words_of(row)
            contact = contact_of(row) if contact_of else None
            if not scores and not words and not contact:
                raise Problem("", _("the row holds neither a score nor words"))
            channel = channel_of(row) if channel_of else ""
            source = (source_of(row) if source_of else "") or usual_source
            mood = mood_of(row) if mood_of else None
            facts, person, external = facts_of(row), person_of(row), external_of(row)
            kept = (day, place, channel, scores, words, source, mood, facts, person, external, contact)
            return make(Answer, kept)

        return parse

    def _words(self) -> Callable[[list[str]], str]:
        """What the customer said, of all columns with words, one below the other."""
        columns = [(at, self._header(at)) for at in self.plan.positions(Role.WORDS)]
        if not columns:
            return lambda row: ""
        if len(columns) == 1:
            at, name = columns[0]
            return lambda row: cells.words(name, row[at]) if row[at] else ""

        def words(row: list[str]) -> str:
            said = [cells.words(name, row[at]) for at, name in columns if row[at]]
            return cells.words(columns[0][1], "\n\n".join(filter(None, said)))

        return words

    def _facts(self) -> Callable[[list[str]], str]:
        """What is known about the customer, as JSON."""
        columns = self.plan.columns
        known = [
            (
                at,
                cells.attributes(
                    columns[at].header, columns[at].name or columns[at].header, columns[at].kind
                ),
            )
            for at in self.plan.positions(Role.ATTRIBUTE)
        ]
        if not known:
            return lambda row: "{}"
        return lambda row: "{" + ", ".join([fact for at, parse in known if (fact := parse[row[at]])]) + "}"

    def _plain(
        self, role: str, clean: Callable[[str, str], str] = lambda _column, text: text.strip()
    ) -> Callable[[list[str]], str]:
        """The text of the column with this role; blank without one."""
        at = self.plan.position(role)
        if at is None:
            return lambda row: ""
        name = self._header(at)
        return lambda row: clean(name, row[at])

    def _fit(self, row: list[str]) -> list[str]:
        """Short rows end with blank cells; more cells than columns mean something is wrong with the text."""
        if len(row) < self._width:
            return row + [""] * (self._width - len(row))
        if self.plan.lines:
            raise Problem("", _("the line is not a JSON object written in UTF-8"))
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

    def _places(self) -> Callable[[list[str]], int | None]:
        if self.fixed is not None:
            number = self.places.number(self.fixed)
            return lambda row: number
        position = self.plan.position(Role.TOUCHPOINT)
        if position is None:  # every score has a place of its own, as Plan.faults has seen to
            return lambda row: None
        create = self.plan.unknown == "create"

        def parse(text: str) -> int:
            if not text:
                raise ValueError(_("the touchpoint is missing"))
            if found := self.known.get(text.casefold()):
                return self.places.number(Place("touchpoint", *found))
            if not create:
                self._is_new(text)
                missing = _("there is no touchpoint “%(name)s” in this workspace")
                raise ValueError(missing % {"name": text[:60]})
            return self._named(text)

        known = Cells(self._header(position), parse)
        return lambda row: known[row[position]]

    def _is_new(self, name: str) -> None:
        if len(name) > 120:
            raise ValueError(_("the name of the touchpoint is longer than 120 characters"))
        if "\0" in name:
            raise ValueError(_("the name of the touchpoint holds a character that cannot be stored"))
        if len(self.unknown) < MOST_NEW_PLACES:
            self.unknown[name] = 0

    def _named(self, name: str) -> int:
        """The number of the touchpoint of this name, a new one if need be."""
        if found := self.known.get(name.casefold()):
            return self.places.number(Place("touchpoint", *found))
        name = self._first_spelling(name)
        self._is_new(name)
        return self.places.number(Place("touchpoint", 0, name))

    def _first_spelling(self, name: str) -> str:
        """“Checkout” and “checkout ” are one touchpoint."""
        folded = name.casefold()
        return next((one.name for one in self.places if not one.id and one.name.casefold() == folded), name)

    def _scores(self) -> Scores:
        return self._counted() if self.plan.layout == Layout.COUNTS else self._asked()

    def _asked(self) -> Scores:
        """Scores of the layout with one row an answer."""
        fixed, by_row = [], []
        for position in self.plan.positions(Role.SCORE):
            column = self.plan.columns[position]
            place = self._named(column.place) if column.place else None
            if column.kind == BY_COLUMN:
                by_row.append((position, place))
                continue
            asked = asked_of(column)
            known = cells.scores(column.header, asked.low, asked.high, column.blanks, column.words)
            fixed.append((position, place, self.questions.number(asked), known))
        if not by_row and all(place is not None for _position, place, *_rest in fixed):
            return self._wide(fixed)
        asked_for, number = self._questions(None) if by_row else None, self.targets.number

        def scores(row: list[str], here: int | None) -> list[tuple[int, int, int]]:
            given = []
            for position, place, question, known in fixed:
                if (value := known[row[position]]) is not None:
                    given.append((number((here if place is None else place, question)), value, 1))
            for position, place in by_row:
                question, known = asked_for(row)  # type: ignore[misc]
                if (value := known[row[position]]) is not None:
                    given.append((number((here if place is None else place, question)), value, 1))
            return given

        return scores

    def _wide(self, fixed: list[tuple[int, Any, int, Cells]]) -> Scores:
        """Scores of rows that rate the same things each: (target, value, 1) is made once for each value."""
        columns = []
        for position, place, question, known in fixed:
            target = self.targets.number((place, question))
            columns.append((position, Cells(known.column, _scored(known, target))))
        return lambda row, here: [found for at, known in columns if (found := known[row[at]]) is not None]

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

    def _counted(self) -> Scores:
        """Scores of the layout with a column for each answer."""
        columns = [
            (position, self.plan.columns[position].value, cells.times(self._header(position)))
            for position in self.plan.positions(Role.COUNT)
        ]
        asked_for, number = self._questions(self.plan.count_scale), self.targets.number

        def scores(row: list[str], here: int | None) -> list[tuple[int, int, int]]:
            target = number((here, asked_for(row)[0]))
            return [
                (target, value, count)
                for position, value, known in columns
                if (count := known[row[position]])
            ]

        return scores

    def label(self, target: int) -> str:
        """A score's name and scale."""
        asked: Asked = self.questions[self.targets[target][1]]
        return asked.label

    def place_of(self, target: int) -> Place:
        """Where a score belongs."""
        return self.places[self.targets[target][0]]


def _scored(known: Cells, target: int) -> Callable[[str], tuple[int, int, int] | None]:
    def parse(text: str) -> tuple[int, int, int] | None:
        value = known[text]
        return None if value is None else (target, value, 1)

    return parse
