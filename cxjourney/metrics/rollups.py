"""Whether the rollup equals the scores it was made from, and how to make it so again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection, transaction

from cxjourney.metrics.models import ANSWERS

KEYS = "workspace_id, question_id, touchpoint_id, stage_id, persona_id, channel, grain, day"
COUNTS = ", ".join(("n", *ANSWERS))

# One statement sees one moment: scores and their rollup are committed together.
DIFFERENCES = f"""
WITH counted AS (SELECT {KEYS}, {COUNTS} FROM cxjourney_recount WHERE workspace_id = %(workspace)s),
     kept AS (SELECT {KEYS}, {COUNTS} FROM cxjourney_rollup WHERE workspace_id = %(workspace)s),
     missing AS (SELECT * FROM counted EXCEPT ALL SELECT * FROM kept),
     extra AS (SELECT * FROM kept EXCEPT ALL SELECT * FROM counted)
SELECT grain, day, question_id, touchpoint_id, stage_id, persona_id, channel, sum(scores), sum(kept)
  FROM (SELECT {KEYS}, n AS scores, 0 AS kept FROM missing
        UNION ALL SELECT {KEYS}, 0, n FROM extra) both_
 GROUP BY 1, 2, 3, 4, 5, 6, 7
 ORDER BY 1, 2, 3, 4, 5
"""  # noqa: S608 - put together from the constants above

RECOUNT = f"""
INSERT INTO cxjourney_rollup ({KEYS}, {COUNTS})
SELECT {KEYS}, {COUNTS} FROM cxjourney_recount WHERE workspace_id = %(workspace)s
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


def differences(workspace_id: int) -> Iterator[Difference]:
    """Every row of the rollup that differs from a recount of the raw scores."""
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENCES, {"workspace": workspace_id})
        for row in cursor.fetchall():
            yield Difference(*row)


@transaction.atomic
def rebuild(workspace_id: int) -> int:
    """Count the workspace's rollup anew; returns its number of rows. Its writers wait meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cxjourney_lock_rollup(%s)", [workspace_id])
        cursor.execute("DELETE FROM cxjourney_rollup WHERE workspace_id = %s", [workspace_id])
        cursor.execute(RECOUNT, {"workspace": workspace_id})
        return cursor.rowcount
