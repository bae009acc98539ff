"""Good rows into the database: streamed by COPY into a temporary table, then stored by one statement.

One statement for all scores means that the rollup is added up once, at the end: other writers of the
workspace wait for that short time only, and two imports at once cannot block each other.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import IO, NamedTuple

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxjourney.activity import log
from cxjourney.feedback import segments
from cxjourney.feedback.followups import making
from cxjourney.feedback.importing import placing, store
from cxjourney.feedback.importing.cells import Problem
from cxjourney.feedback.importing.check import open_reader
from cxjourney.feedback.importing.contacts import Told
from cxjourney.feedback.importing.known import fingerprints
from cxjourney.feedback.importing.plan import Plan
from cxjourney.feedback.importing.reader import Answer, Reader
from cxjourney.feedback.importing.suggest import suggest
from cxjourney.feedback.importing.text import Table, Unreadable
from cxjourney.feedback.models import Import, ImportState, Layout
from cxjourney.feedback.people import code_of
from cxjourney.feedback.places import maps_with

SHOWN_PLACES = 100
PREVIEWED = {"sample", "cells", "problems"}
BLOCK = 500  # rows between two writes, and two looks at whether somebody cancelled
KNOWN_PEOPLE = 20_000  # codes remembered, so that a person's many rows are reckoned once

# One row a respondent; its scores are three arrays, `counts` only where an answer stands for several people.
# Every row takes the number that its Feedback would have: asking afterwards which need one takes longer.
STAGED = """
SET LOCAL work_mem = '64MB';
DROP TABLE IF EXISTS import_row, import_place, import_target, import_again;
CREATE TEMPORARY TABLE import_row (
  row int NOT NULL, fingerprint uuid NOT NULL, day date NOT NULL, channel varchar(20), kept bool NOT NULL,
  place int, words text NOT NULL, source varchar(12), sentiment smallint, facts jsonb, person uuid,
  external varchar(100), targets int[] NOT NULL, answers smallint[] NOT NULL, counts int[],
  began timestamptz, handled int, solved int, visitor uuid,
  feedback_id bigint NOT NULL DEFAULT nextval('cxjourney_feedback_id_seq')) ON COMMIT DROP;
CREATE TEMPORARY TABLE import_place (place int, touchpoint_id bigint, stage_id bigint) ON COMMIT DROP;
CREATE TEMPORARY TABLE import_target (
  target int, question_id bigint, touchpoint_id bigint, stage_id bigint) ON COMMIT DROP;
CREATE TEMPORARY TABLE import_again (fingerprint uuid, external varchar(100), solved int) ON COMMIT DROP;
"""
COPIED = """
COPY import_row (row, fingerprint, day, channel, kept, place, words, source, sentiment, facts, person,
                 external, targets, answers, counts, began, handled, solved, visitor) FROM STDIN
"""
# Rows that an import brought before go. Of equal rows, those stay that are more than there were.
AGAIN = """
WITH known AS MATERIALIZED (
  SELECT k.fingerprint, sum(k.times) AS times FROM cxjourney_importedrow k
   WHERE k.workspace_id = %(workspace)s AND k.fingerprint IN (SELECT fingerprint FROM import_row)
   GROUP BY k.fingerprint
), gone AS (
  DELETE FROM import_row r
   USING (SELECT n.ctid, times, row_number() OVER (PARTITION BY fingerprint ORDER BY row) AS nth
            FROM import_row n JOIN known USING (fingerprint)) again
   WHERE r.ctid = again.ctid AND nth <= times
  RETURNING r.fingerprint, r.external, r.solved
)
INSERT INTO import_again SELECT * FROM gone
"""
KNOWN = """
INSERT INTO cxjourney_importedrow (workspace_id, fingerprint, import_number, times)
SELECT %(workspace)s, fingerprint, %(imported)s, count(*) FROM import_row
 GROUP BY fingerprint ORDER BY fingerprint
"""
FEEDBACK = """
INSERT INTO cxjourney_feedback (id, workspace_id, touchpoint_id, stage_id, text, source, said_on, sentiment,
                                imported_id, attributes, external_id, respondent_hash, persona_id, version,
                                created_at)
SELECT r.feedback_id, %(workspace)s, p.touchpoint_id, p.stage_id, r.words, r.source, r.day, r.sentiment,
       %(imported)s, r.facts, r.external, r.person, CASE WHEN r.words <> '' THEN {persona} END, 1, now()
  FROM import_row r LEFT JOIN import_place p ON p.place = r.place AND r.words <> ''
 WHERE r.kept
"""
SCORES = """
INSERT INTO cxjourney_score (workspace_id, imported_id, question_id, touchpoint_id, stage_id, feedback_id,
                             persona_id, channel, answered_on, value, count)
SELECT %(workspace)s, %(imported)s, t.question_id, t.touchpoint_id, t.stage_id, r.feedback_id,
       r.persona_id, r.channel, r.day, r.value, coalesce(r.count, 1)
  FROM (SELECT CASE WHEN r.kept THEN r.feedback_id END AS feedback_id, {persona} AS persona_id,
               r.channel, r.day,
               unnest(r.targets) AS target, unnest(r.answers) AS value, unnest(r.counts) AS count
          FROM import_row r) r JOIN import_target t USING (target)
"""
CONTACTS = """
INSERT INTO cxjourney_contact (workspace_id, touchpoint_id, stage_id, imported_id, began_at, handled, solved,
                               who, external_id)
SELECT %(workspace)s, p.touchpoint_id, p.stage_id, %(imported)s, r.began, r.handled, r.solved,
       coalesce(r.visitor, r.person), r.external
  FROM import_row r JOIN import_place p ON p.place = r.place
 WHERE r.began IS NOT NULL
"""
# Tickets that an earlier export brought unsolved, and this one brings again, solved.
SOLVED = """
UPDATE cxjourney_contact c SET solved = r.solved, solved_number = %(imported)s
  FROM import_again r, cxjourney_importedrow k
 WHERE r.solved IS NOT NULL AND r.external <> ''
   AND k.workspace_id = %(workspace)s AND k.fingerprint = r.fingerprint
   AND c.workspace_id = %(workspace)s AND c.external_id = r.external AND c.imported_id = k.import_number
   AND c.solved IS NULL
RETURNING c.touchpoint_id, c.stage_id
"""
STORED = """
SELECT count(*), count(*) FILTER (WHERE words <> ''),
       sum(coalesce((SELECT sum(one) FROM unnest(counts) one), cardinality(targets))), count(began)
  FROM import_row
"""
DAYS = "SELECT min(day)::text, max(day)::text FROM import_row"


class Loaded(NamedTuple):
    """What became of the rows."""

    rows: int
    accepted: int
    answers: int
    words: int
    touchpoints: int
    repeated: int = 0  # good rows that an import had brought before; they are not among the accepted
    contacts: int = 0
    solved: int = 0  # tickets of earlier imports that are solved now
    followups: int = 0  # customers who are to be answered, by the rules for that

    @property
    def rejected(self) -> int:
        return self.rows - self.accepted - self.repeated


# Called with (rows read, share of the file 0…1, scores found), and once with share 1 before the rows are
# stored; may raise.
Watcher = Callable[[int, float, int], None]


@transaction.atomic
def load(*, by, imported: Import, reader: Reader, watch: Watcher = lambda *_read: None) -> Loaded:
    """Store every good row, or nothing at all. Raises Unreadable, ScaleTaken, and what `watch` raises."""
    log.same_workspace(by, imported)
    counts = dict.fromkeys(("rows", "accepted", "answers", "words", "contacts", "scores"), 0)
    group = uuid.uuid4()
    with connection.cursor() as cursor:
        cursor.execute(STAGED)
        with cursor.copy(COPIED) as copy:
            for block in _blocks(by.workspace_id, reader, counts, watch):
                copy.write(block)
        if not counts["accepted"]:
            raise Unreadable(_("No row can be imported."))
        watch(counts["rows"], 1.0, counts.pop("scores"))
        values = {"workspace": by.workspace_id, "imported": imported.pk}
        counts |= _find_new(cursor, values, counts)
        solved = _find_solved(cursor, values) if reader.plan.tells_contacts else []
        placed, days = placing.Placed(0, []), ("", "")
        if counts["accepted"]:
            placed = placing.keep_places(cursor, by=by, reader=reader, group=group)
            placing.keep_targets(cursor, by=by, reader=reader, group=group)
            cursor.execute("ANALYZE import_place, import_target")
            persona, rules = segments.persona_sql(by.workspace_id, "r.facts")
            cursor.execute(FEEDBACK.format(persona=persona), values | rules)
            cursor.execute(SCORES.format(persona=persona), values | rules)
            if counts["contacts"]:
                cursor.execute(CONTACTS, values)
            cursor.execute(DAYS)
            days = cursor.fetchone()
    made = making.of_import(by.workspace_id, imported.pk)
    loaded = Loaded(**counts, touchpoints=placed.made, solved=len(solved), followups=made)
    imported.report |= {"first": days[0], "last": days[1]}
    _finish(by, imported, loaded, [*{*placed.kept, *solved}], group)
    return loaded


def _find_new(cursor, values: dict[str, int], counts: dict[str, int]) -> dict[str, int]:
    """Leave out the rows that are here already; returns what is left. Imports of one workspace wait here."""
    cursor.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended('cxjourney_imported', %(workspace)s))", values
    )
    cursor.execute("ANALYZE import_row")
    cursor.execute(AGAIN, values)
    repeated = cursor.rowcount
    cursor.execute(KNOWN, values)
    if not repeated:
        return {"repeated": 0}
    cursor.execute(STORED)
    accepted, words, answers, contacts = cursor.fetchone()
    told = {"words": words, "contacts": contacts}
    return {"accepted": accepted, "answers": int(answers or 0), "repeated": repeated, **told}


def _find_solved(cursor, values: dict[str, int]) -> list[tuple[str, int]]:
    """Say of older tickets that they are solved; returns the place of each."""
    cursor.execute(SOLVED, values)
    found = cursor.fetchall()
    return [("touchpoint", touchpoint) if touchpoint else ("stage", stage) for touchpoint, stage in found]


def _finish(by, imported: Import, loaded: Loaded, places: list[tuple[str, int]], group: uuid.UUID) -> None:
    imported.state, imported.percent, imported.finished_at = ImportState.DONE, 100, timezone.now()
    imported.rows, imported.accepted, imported.rejected = loaded.rows, loaded.accepted, loaded.rejected
    imported.answers, imported.message = loaded.answers, ""
    # The first rows of the preview would outlive what people erase.
    imported.report = {
        **{name: value for name, value in imported.report.items() if name not in PREVIEWED},
        "words": loaded.words,
        "contacts": loaded.contacts,
        "made": loaded.touchpoints,
        "repeated": loaded.repeated,
        "followups": loaded.followups,
        "solved": loaded.solved,
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
        also_on=maps_with(places),
        group=group,
    )


# --- Rows as the text that COPY reads -------------------------------------------------------------

NULL = "\\N"
NO_CONTACT = f"\t{NULL}" * 4 + "\n"
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _blocks(workspace_id: int, reader: Reader, counts: dict[str, int], watch: Watcher) -> Iterator[str]:
    """The good rows as text, a block at a time, so that memory does not grow with the file."""
    table, lines = reader.table, []  # type: ignore[var-annotated]
    write, fingerprint = _writer(workspace_id, reader), fingerprints(reader)
    counted = reader.plan.layout == Layout.COUNTS
    rows = accepted = answers = words = contacts = scores = 0
    for number, row, answer in reader:
        rows += 1
        if not isinstance(answer, Problem):
            accepted += 1
            found = len(answer.scores)
            scores += found
            answers += sum([score[2] for score in answer.scores]) if counted else found
            words += bool(answer.words)
            contacts += answer.contact is not None
            lines.append(write(number, fingerprint(row, answer), answer))
        if rows % BLOCK == 0:
            watch(rows, table.position / table.size, scores)
            yield "".join(lines)
            lines.clear()
    yield "".join(lines)
    counts.update(
        rows=rows, accepted=accepted, answers=answers, words=words, contacts=contacts, scores=scores
    )


def _writer(workspace_id: int, reader: Reader) -> Callable[[int, str, Answer], str]:
    """A function that puts an answer into a line of import_row."""
    all_kept, counted = reader.plan.keeps_rows, reader.plan.layout == Layout.COUNTS
    person = lru_cache(KNOWN_PEOPLE)(lambda text: str(code_of(workspace_id, text)))

    def write(number: int, fingerprint: str, answer: Answer) -> str:
        day, place, channel, scores, words, source, mood, facts, who, external, contact = answer
        kept = "t" if words or (all_kept and scores) else "f"
        return (
            f"{number}\t{fingerprint}\t{day}\t{channel}\t{kept}\t{NULL if place is None else place}\t"
            f"{words.translate(ESCAPES) if words else ''}\t{source}\t{NULL if mood is None else mood}\t"
            f"{facts.translate(ESCAPES)}\t"
            f"{person(who) if who else NULL}\t{external.translate(ESCAPES) if external else ''}\t"
            f"{arrays(scores)}{told(contact) if contact else NO_CONTACT}"
        )

    def arrays(scores: list[tuple[int, int, int]]) -> str:
        if len(scores) == 1:  # most files, and twice as fast
            target, value, count = scores[0]
            return f"{{{target}}}\t{{{value}}}\t" + (f"{{{count}}}" if counted else NULL)
        parts = [",".join([str(score[part]) for score in scores]) for part in range(3 if counted else 2)]
        return "\t".join([f"{{{part}}}" for part in parts]) + ("" if counted else f"\t{NULL}")

    def told(contact: Told) -> str:
        began, handled, solved, case = contact
        seconds = [NULL if one is None else str(one) for one in (handled, solved)]
        return "\t".join(["", began, *seconds, person(f"case {case}") if case else NULL]) + "\n"

    return write


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
