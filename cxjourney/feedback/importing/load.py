"""Good rows into the database: streamed by COPY into a temporary table, then stored by one statement.

One statement for all scores means that the rollup is added up once, at the end: other writers of the
workspace wait for that short time only, and two imports at once cannot block each other.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import IO, NamedTuple

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxjourney.activity import log
from cxjourney.feedback.importing import store
from cxjourney.feedback.importing.cells import Problem
from cxjourney.feedback.importing.check import open_reader
from cxjourney.feedback.importing.plan import Plan, suggest
from cxjourney.feedback.importing.reader import Answer, Reader
from cxjourney.feedback.importing.text import Table, Unreadable
from cxjourney.feedback.models import Import, ImportState
from cxjourney.feedback.places import make_touchpoint
from cxjourney.feedback.questions import get_question

SHOWN_PLACES = 100
BLOCK = 2000  # rows between two writes, and two looks at whether somebody cancelled

STAGED = """
DROP TABLE IF EXISTS import_row, import_place, import_question, import_words;
CREATE TEMPORARY TABLE import_row (
  place int NOT NULL, question int, value smallint, count int, day date NOT NULL, channel varchar(20),
  row int NOT NULL, words text, source varchar(12), sentiment smallint) ON COMMIT DROP;
CREATE TEMPORARY TABLE import_place (place int, touchpoint_id bigint, stage_id bigint) ON COMMIT DROP;
CREATE TEMPORARY TABLE import_question (question int, question_id bigint) ON COMMIT DROP;
CREATE TEMPORARY TABLE import_words (row int, feedback_id bigint) ON COMMIT DROP;
"""
FEEDBACK = """
INSERT INTO import_words
  SELECT row, nextval(pg_get_serial_sequence('cxjourney_feedback', 'id')) FROM import_row
   WHERE words IS NOT NULL;
ANALYZE import_words;
INSERT INTO cxjourney_feedback (id, workspace_id, touchpoint_id, stage_id, text, source, said_on, sentiment,
                                imported_id, version, created_at)
SELECT w.feedback_id, %(workspace)s, p.touchpoint_id, p.stage_id, r.words, r.source, r.day, r.sentiment,
       %(imported)s, 1, now()
  FROM import_row r JOIN import_words w USING (row) JOIN import_place p USING (place)
 WHERE r.words IS NOT NULL;
"""
SCORES = """
INSERT INTO cxjourney_score (workspace_id, imported_id, question_id, touchpoint_id, stage_id, feedback_id,
                             channel, answered_on, value, count)
SELECT %(workspace)s, %(imported)s, q.question_id, p.touchpoint_id, p.stage_id, {words},
       r.channel, r.day, r.value, r.count
  FROM import_row r JOIN import_question q USING (question) JOIN import_place p USING (place)
"""
WORDLESS = SCORES.format(words="NULL")
WITH_WORDS = SCORES.format(words="w.feedback_id") + "LEFT JOIN import_words w USING (row)"


class Loaded(NamedTuple):
    """What became of the rows."""

    rows: int
    accepted: int
    answers: int
    words: int
    touchpoints: int

    @property
    def rejected(self) -> int:
        return self.rows - self.accepted


# Called with (rows read, share of the file 0…1), and once with share 1 before the rows are stored; may raise.
Watcher = Callable[[int, float], None]


@transaction.atomic
def load(*, by, imported: Import, reader: Reader, watch: Watcher = lambda rows, share: None) -> Loaded:
    """Store every good row, or nothing at all. Raises Unreadable, ScaleTaken, and what `watch` raises."""
    log.same_workspace(by, imported)
    counts = {"rows": 0, "accepted": 0, "answers": 0, "words": 0}
    with connection.cursor() as cursor:
        cursor.execute(STAGED)
        with cursor.copy("COPY import_row FROM STDIN") as copy:
            for block in _blocks(reader, counts, watch):
                copy.write(block)
        if not counts["accepted"]:
            raise Unreadable(_("No row can be imported."))
        watch(counts["rows"], 1.0)
        made, places = _keep_places(cursor, by, reader)
        _keep_questions(cursor, by, reader)
        values = {"workspace": by.workspace_id, "imported": imported.pk}
        if counts["words"]:
            for statement in FEEDBACK.split(";")[:-1]:
                cursor.execute(statement, values)
        cursor.execute("ANALYZE import_place, import_question")
        cursor.execute(WITH_WORDS if counts["words"] else WORDLESS, values)
    loaded = Loaded(**counts, touchpoints=made)
    _finish(by, imported, loaded, places)
    return loaded


# New things are made in the order of their names, so that two imports that make the same ones wait for each
# other instead of deadlocking.


def _keep_places(cursor, by, reader: Reader) -> tuple[int, list[tuple[str, int]]]:
    """Hand the places to the database; make new touchpoints. Returns how many, and all places."""
    made, rows, kept = 0, [], []
    for number, place in sorted(enumerate(reader.places), key=lambda one: one[1].name.casefold()):
        place_id = place.id
        if not place_id:
            place_id, made = make_touchpoint(by.workspace_id, place.name).pk, made + 1
        rows.append((number, *((place_id, None) if place.kind == "touchpoint" else (None, place_id))))
        kept.append((place.kind, place_id))
    cursor.executemany("INSERT INTO import_place VALUES (%s, %s, %s)", rows)
    return made, kept


def _keep_questions(cursor, by, reader: Reader) -> None:
    asked = sorted(enumerate(reader.questions), key=lambda one: one[1])
    rows = [(number, get_question(by.workspace_id, question).pk) for number, question in asked]
    cursor.executemany("INSERT INTO import_question VALUES (%s, %s)", rows)


def _finish(by, imported: Import, loaded: Loaded, places: list[tuple[str, int]]) -> None:
    imported.state, imported.percent, imported.finished_at = ImportState.DONE, 100, timezone.now()
    imported.rows, imported.accepted, imported.rejected = loaded.rows, loaded.accepted, loaded.rejected
    imported.answers, imported.message = loaded.answers, ""
    imported.report = {
        **imported.report,
        "words": loaded.words,
        "made": loaded.touchpoints,
        "places": places[:SHOWN_PLACES],
    }
    fields = [
        "state",
        "percent",
        "finished_at",
        "rows",
        "accepted",
        "rejected",
        "answers",
        "message",
        "report",
    ]
    imported.save(update_fields=fields)
    log.record(
        by=by,
        verb="import_run",
        target=imported,
        before={},
        after=loaded._asdict(),
        key=None,
        group=uuid.uuid4(),
    )


# --- Rows as the text that COPY reads -------------------------------------------------------------

ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _blocks(reader: Reader, counts: dict[str, int], watch: Watcher) -> Iterator[str]:
    """The good rows as text, a block at a time, so that memory does not grow with the file."""
    table, lines = reader.table, []  # type: ignore[var-annotated]
    add = lines.append
    rows = accepted = answers = words = 0
    for number, _row, answer in reader:
        rows += 1
        if not isinstance(answer, Problem):
            accepted += 1
            day, place, channel, scores, said, _source, _mood = answer
            for question, value, count in scores:
                answers += count
                add(f"{place}\t{question}\t{value}\t{count}\t{day}\t{channel}\t{number}\t\\N\t\\N\t\\N\n")
            if said:
                words += 1
                lines.append(_words_line(number, answer))
        if rows % BLOCK == 0:
            watch(rows, table.position / table.size)
            yield "".join(lines)
            lines.clear()
    yield "".join(lines)
    counts.update(rows=rows, accepted=accepted, answers=answers, words=words)


def _words_line(number: int, answer: Answer) -> str:
    mood = "\\N" if answer.sentiment is None else answer.sentiment
    start = f"{answer.place}\t\\N\t\\N\t\\N\t{answer.day}\t{answer.channel}\t{number}"
    return f"{start}\t{answer.words.translate(ESCAPES)}\t{answer.source}\t{mood}\n"


# --- Without a person in front --------------------------------------------------------------------


def load_counts(*, by, path_or_file: Path | str | IO[bytes], touchpoints: Mapping[str, object]) -> Import:
    """Import a file in the layout of counts at once. `touchpoints`: {name in the file: Touchpoint}.

    Rows of other touchpoints are left out. Raises Unreadable when the file is no such table.
    """
    if hasattr(path_or_file, "read"):
        with NamedTemporaryFile(suffix=".csv") as copy:
            copyfileobj(path_or_file, copy)
            copy.flush()
            return load_counts(by=by, path_or_file=Path(copy.name), touchpoints=touchpoints)
    path = Path(path_or_file)
    plan = suggest(path)
    if faults := plan.faults():
        raise Unreadable(" ".join(faults))
    known = {name.casefold(): (touchpoint.pk, touchpoint.name) for name, touchpoint in touchpoints.items()}
    reader = Reader(Table(path, plan.form), plan, known, today=timezone.localdate())
    with transaction.atomic():
        imported = Import.objects.create(
            workspace_id=by.workspace_id,
            created_by_id=by.user_id,
            file_name=path.name,
            layout=plan.layout,
            columns=plan.to_json(),
            started_at=timezone.now(),
        )
        load(by=by, imported=imported, reader=reader)
    return imported


def reader_of(imported: Import) -> Reader:
    """A reader of an uploaded file by the plan that was chosen. Raises Unreadable."""
    if not store.exists(imported):
        raise Unreadable(_("The file is gone. Upload it again."))
    plan = Plan.from_json(imported.columns)
    if faults := plan.faults():
        raise Unreadable(" ".join(faults))
    return open_reader(imported, plan)
