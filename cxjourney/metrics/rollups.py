"""Whether the rollups equal the scores, contacts and words they count, and how to make them so again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection, transaction

from cxjourney.metrics.models import ANSWERS

KEYS = "workspace_id, question_id, touchpoint_id, stage_id, persona_id, channel, grain, day"
COUNTS = ", ".join(("n", *ANSWERS))
SPAN_KEYS = "workspace_id, touchpoint_id, stage_id, counted, grain, day, step"
MOOD_KEYS = "workspace_id, touchpoint_id, stage_id, day, mood"


def _differences(kept: str, recount: str, keys: str, counts: str, shown: str) -> str:
    """One statement sees one moment: rows and their rollup are committed together."""
    return f"""
WITH counted_ AS (SELECT {keys}, {counts} FROM {recount} WHERE workspace_id = %(workspace)s),
     kept_ AS (SELECT {keys}, {counts} FROM {kept} WHERE workspace_id = %(workspace)s),
     missing AS (SELECT * FROM counted_ EXCEPT ALL SELECT * FROM kept_),
     extra AS (SELECT * FROM kept_ EXCEPT ALL SELECT * FROM counted_)
SELECT {shown}, sum(told), sum(kept)
  FROM (SELECT {keys}, n AS told, 0 AS kept FROM missing
        UNION ALL SELECT {keys}, 0, n FROM extra) both_
 GROUP BY {shown}
 ORDER BY {shown}
"""  # noqa: S608 - put together from the constants above


DIFFERENCES = _differences(
    "cxjourney_rollup",
    "cxjourney_recount",
    KEYS,
    COUNTS,
    "grain, day, question_id, touchpoint_id, stage_id, persona_id, channel",
)
SPAN_DIFFERENCES = _differences(
    "cxjourney_span",
    "cxjourney_contact_recount",
    SPAN_KEYS,
    "n",
    "grain, day, counted, touchpoint_id, stage_id, step",
)
MOOD_DIFFERENCES = _differences(
    "cxjourney_moodday",
    "cxjourney_mood_recount",
    MOOD_KEYS,
    "n",
    "day, mood, touchpoint_id, stage_id",
)

RECOUNT = f"""
INSERT INTO cxjourney_rollup ({KEYS}, {COUNTS})
SELECT {KEYS}, {COUNTS} FROM cxjourney_recount WHERE workspace_id = %(workspace)s
"""  # noqa: S608
SPAN_RECOUNT = f"""
INSERT INTO cxjourney_span ({SPAN_KEYS}, n)
SELECT {SPAN_KEYS}, n FROM cxjourney_contact_recount WHERE workspace_id = %(workspace)s
"""  # noqa: S608
MOOD_RECOUNT = f"""
INSERT INTO cxjourney_moodday ({MOOD_KEYS}, n)
SELECT {MOOD_KEYS}, n FROM cxjourney_mood_recount WHERE workspace_id = %(workspace)s
"""  # noqa: S608


class Difference(NamedTuple):
    """A rollup row that is not what its scores add up to. The two numbers may agree while answers differ."""

    grain: str
    day: object
    question_id: int
    touchpoint_id: int | None
    stage_id: int | None
    persona_id: int | None
    channel: str
    scores: int
    kept: int

    def __str__(self) -> str:
        where = f"question {self.question_id} at {_place(self)} on {self.day} ({self.grain})"
        return f"{where}: {self.scores} answers, {self.kept} kept"


class SpanDifference(NamedTuple):
    """The same for contacts."""

    grain: str
    day: object
    counted: str
    touchpoint_id: int | None
    stage_id: int | None
    step: int
    contacts: int
    kept: int

    def __str__(self) -> str:
        where = f"{self.counted} {self.step} at {_place(self)} on {self.day} ({self.grain})"
        return f"{where}: {self.contacts} contacts, {self.kept} kept"


class MoodDifference(NamedTuple):
    """The same for moods of words."""

    day: object
    mood: int
    touchpoint_id: int | None
    stage_id: int | None
    words: int
    kept: int

    def __str__(self) -> str:
        return f"mood {self.mood} at {_place(self)} on {self.day}: {self.words} texts, {self.kept} kept"


def _place(one: Difference | SpanDifference | MoodDifference) -> str:
    return f"stage {one.stage_id}" if one.stage_id else f"touchpoint {one.touchpoint_id}"


def differences(workspace_id: int) -> Iterator[Difference | SpanDifference | MoodDifference]:
    """Every row of the rollups that differs from a recount of the raw scores, contacts and words."""
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENCES, {"workspace": workspace_id})
        for row in cursor.fetchall():
            yield Difference(*row)
        cursor.execute(SPAN_DIFFERENCES, {"workspace": workspace_id})
        for row in cursor.fetchall():
            yield SpanDifference(*row)
        cursor.execute(MOOD_DIFFERENCES, {"workspace": workspace_id})
        for row in cursor.fetchall():
            yield MoodDifference(*row)


@transaction.atomic
def rebuild(workspace_id: int) -> int:
    """Count the workspace's rollups anew; returns their number of rows. Their writers wait meanwhile."""
    values, rows = {"workspace": workspace_id}, 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT cxjourney_lock_rollup(%s)", [workspace_id])
        for table, recount in (
            ("cxjourney_rollup", RECOUNT),
            ("cxjourney_span", SPAN_RECOUNT),
            ("cxjourney_moodday", MOOD_RECOUNT),
        ):
            cursor.execute(f"DELETE FROM {table} WHERE workspace_id = %(workspace)s", values)  # noqa: S608
            cursor.execute(recount, values)
            rows += cursor.rowcount
    return rows
