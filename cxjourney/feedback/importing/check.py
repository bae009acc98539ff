"""The look at a file before anything is stored: what is good, what is bad and why."""

from __future__ import annotations

import datetime
import json
import time
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cxjourney.feedback.importing import placing, store
from cxjourney.feedback.importing.cells import Problem
from cxjourney.feedback.importing.contacts import Told
from cxjourney.feedback.importing.expect import follower
from cxjourney.feedback.importing.known import Known
from cxjourney.feedback.importing.plan import Plan, Role
from cxjourney.feedback.importing.reader import Answer, Place, Reader
from cxjourney.feedback.importing.text import MENDED, Table, Unreadable
from cxjourney.feedback.models import Import
from cxjourney.feedback.places import find_spot, known_touchpoints

SECONDS = 2.0  # a page waits no longer; the rest is checked while it is imported
SAMPLE = 10
SHOWN = 50
FIRST = 3  # different values shown beside each column
LOOKED_AT = 100  # rows they are from
DAMAGE = "\N{REPLACEMENT CHARACTER}"
CLOCK = 1000  # rows between two looks at the clock


@dataclass
class Report:
    """What was found in the rows that were looked at. `complete` says whether that was all of them.

    `unknown` touchpoints are not here, `unplaced` ones are on no map. What is wrong with several rows in the
    same way is one of `problems`, with the first of them and how many `times`. `followups` customers are to
    be answered by the rules. `repeated` good rows are here already. `damaged` rows hold signs that are not
    written in the file's encoding.
    """

    rows: int = 0
    good: int = 0
    answers: int = 0
    words: int = 0
    contacts: int = 0
    followups: int = 0
    first: str = ""
    last: str = ""
    complete: bool = True
    fault: str = ""
    faults: list[str] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    sample: list[dict[str, Any]] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)
    people: bool = False
    repeated: int = 0
    damaged: int = 0
    first_damaged: int = 0

    @property
    def bad(self) -> int:
        return self.rows - self.good

    def to_json(self) -> dict[str, Any]:
        return _storable(asdict(self))


def _storable(value: Any) -> Any:
    """The same without the one character that the database cannot keep."""
    if isinstance(value, str):
        return value.replace("\0", "\N{REPLACEMENT CHARACTER}")
    if isinstance(value, dict):
        return {_storable(key): _storable(one) for key, one in value.items()}
    return [_storable(one) for one in value] if isinstance(value, list | tuple) else value


def open_reader(imported: Import, plan: Plan) -> Reader:
    """A reader of the import's file. Raises Unreadable when its place is gone."""
    fixed = None
    known = known_touchpoints(imported.workspace_id)
    if plan.place.startswith("new:"):
        name = plan.place.removeprefix("new:").strip()
        fixed = Place("touchpoint", *known.get(name.casefold(), (0, name)))
    elif plan.place:
        spot = find_spot(imported.workspace_id, plan.place)
        if spot is None:
            raise Unreadable(_("The place you chose for all rows is gone. Choose another."))
        kind, thing = ("touchpoint", spot.touchpoint) if spot.touchpoint else ("stage", spot.stage)
        fixed = Place(kind, thing.pk, spot.name)
    table = Table(store.path_of(imported), plan.form)
    return Reader(table, plan, known, today=timezone.localdate(), fixed=fixed)


def check(imported: Import, plan: Plan, seconds: float = SECONDS) -> Report:
    """Read the file, or as much of it as can be read in time, and say what is in it."""
    report = Report(faults=plan.faults())
    try:
        report.cells = first_cells(imported, plan)
    except Unreadable as error:
        report.fault = str(error)
    if report.faults or report.fault:
        return report
    try:
        reader = open_reader(imported, plan)
        _read(imported.workspace_id, reader, report, time.monotonic() + seconds)
    except Unreadable as error:
        report.fault = str(error)
        return report
    report.questions = [asked.label for asked in reader.questions]
    new = {place.name for place in reader.places if place.kind == "touchpoint" and not place.id}
    report.unknown = sorted(new.union(reader.unknown))
    report.unplaced = [place.name for place in placing.unplaced(reader.places)]
    report.people = plan.position(Role.PERSON) is not None
    report.channels = sorted(reader.channels)
    if not report.rows:
        report.fault = _("The file has a header but no rows.")
    return report


def first_cells(imported: Import, plan: Plan) -> list[list[str]]:
    """The first values of each column as they stand in the file. Raises Unreadable."""
    found: list[list[str]] = [[] for _column in plan.columns]
    for _number, row in islice(Table(store.path_of(imported), plan.form).body(), LOOKED_AT):
        for values, cell in zip(found, row, strict=False):
            if cell.strip() and len(values) < FIRST and cell.strip()[:40] not in values:
                values.append(cell.strip()[:40])
    # Enough to see that it is an address, not whose.
    return [
        [f"{cell[:2]}…" for cell in cells] if column.personal else cells
        for column, cells in zip(plan.columns, found, strict=True)
    ]


def _read(workspace_id: int, reader: Reader, report: Report, until: float) -> None:
    met: dict[tuple[str, str], dict[str, Any]] = {}
    follows = follower(workspace_id, reader)

    def tell(is_here: bool, followed: bool) -> None:
        report.repeated += is_here
        report.followups += followed and not is_here

    known = Known(workspace_id, reader, tell)
    is_mended = reader.plan.encoding == MENDED
    for number, row, answer in reader:
        report.rows += 1
        if is_mended and any(DAMAGE in cell for cell in row):
            report.damaged += 1
            report.first_damaged = report.first_damaged or number
        if isinstance(answer, Problem):
            _add_problem(report, met, number, answer)
        else:
            _add_answer(reader, report, number, answer)
            known.add(row, answer, bool(follows and follows(answer)))
        if report.rows % CLOCK == 0 and time.monotonic() > until:
            report.complete = False
            break
    known.ask()


def _add_problem(report: Report, met: dict, number: int, problem: Problem) -> None:
    key = problem.column, problem.text
    if key in met:
        met[key]["times"] += 1
    elif len(report.problems) < SHOWN:
        met[key] = {"row": number, "column": problem.column, "text": problem.text, "times": 1}
        report.problems.append(met[key])


def _add_answer(reader: Reader, report: Report, number: int, answer: Answer) -> None:
    report.good += 1
    report.answers += sum(count for _target, _value, count in answer.scores)
    report.words += bool(answer.words)
    report.contacts += answer.contact is not None
    if not report.first or answer.day < report.first:
        report.first = answer.day
    if answer.day > report.last:
        report.last = answer.day
    if len(report.sample) < SAMPLE:
        report.sample.append(_as_stored(reader, number, answer))


def _contact(told: Told) -> dict[str, Any]:
    """Durations as people read them; None where nothing is known."""
    return {
        name: None if seconds is None else str(datetime.timedelta(seconds=seconds))
        for name, seconds in (("handled", told.handled), ("solved", told.solved))
    }


def _place_of(reader: Reader, number: int | None) -> dict[str, Any]:
    place = None if number is None else reader.places[number]
    return {"place": place.name if place else "", "is_new": bool(place) and not place.id}


def _as_stored(reader: Reader, number: int, answer: Answer) -> dict[str, Any]:
    """One row of the preview: what will be kept of it."""
    return {
        "row": number,
        "day": answer.day,
        **_place_of(reader, answer.place),
        "scores": [
            {
                "name": reader.label(target),
                "value": value,
                "count": count,
                **(
                    {}
                    if answer.place == reader.targets[target][0]
                    else _place_of(reader, reader.targets[target][0])
                ),
            }
            for target, value, count in answer.scores
        ],
        "facts": list(json.loads(answer.facts).items()),
        "person": bool(answer.person),
        "external": answer.external,
        "contact": _contact(answer.contact) if answer.contact else {},
        "words": answer.words[:300],
        "source": answer.source,
        "sentiment": answer.sentiment,
    }
