"""Which answers a rule finds, and the follow-ups of an import: one statement, however many there are."""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from cxjourney.feedback.followups.models import FollowUpRule

# The rules as rows, and one that is not kept yet.
KEPT = """SELECT * FROM cxjourney_followuprule
         WHERE workspace_id = %(workspace)s AND removed_at IS NULL AND active"""
TRIED = """SELECT 0 AS id, %(workspace)s AS workspace_id, %(kind)s AS kind, %(asked)s AS asked,
       %(operator)s AS operator, %(value)s::int AS value, %(touchpoint)s::bigint AS touchpoint_id,
       %(known)s::bool AS known, NULL::bigint AS team_id, 0 AS days, %(since)s::date AS since"""
# A score that a person gave by hand belongs to no answer, so nobody could be answered.
FOUND = """
  FROM ({rules}) r JOIN cxjourney_feedback f ON f.workspace_id = r.workspace_id
 WHERE {which} AND f.removed_at IS NULL AND f.said_on >= r.since
   AND (NOT r.known OR f.respondent_hash IS NOT NULL OR f.external_id <> '')
   AND CASE WHEN r.kind = 'mood'
            THEN f.sentiment <= r.value AND (r.touchpoint_id IS NULL OR f.touchpoint_id = r.touchpoint_id)
            ELSE EXISTS (
              SELECT FROM cxjourney_score s JOIN cxjourney_question q ON q.id = s.question_id
               WHERE s.feedback_id = f.id AND q.kind = r.kind AND (r.asked = '' OR q.name = r.asked)
                 AND (r.touchpoint_id IS NULL OR s.touchpoint_id = r.touchpoint_id)
                 AND CASE r.operator WHEN 'most' THEN s.value <= r.value ELSE s.value >= r.value END)
       END
   AND NOT EXISTS (SELECT FROM cxjourney_followup x WHERE x.feedback_id = f.id)
"""
# Of several rules that fit, the oldest counts.
PICK = (
    "SELECT DISTINCT ON (f.id) f.id, r.id, r.team_id, %(today)s::date + r.days"
    + FOUND
    + "ORDER BY f.id, r.id"
)
KEEP = """
INSERT INTO cxjourney_followup (workspace_id, feedback_id, rule_id, team_id, due, state, note, told, version,
                                created_at)
SELECT %(workspace)s, one.feedback_id, one.rule_id, one.team_id, one.due, 'open', '', '', 1, now()
  FROM ({pick}) AS one (feedback_id, rule_id, team_id, due)
"""


LEFT = "SELECT count(*) FROM ({pick}) found"
MOST_OF_IMPORT = 1000  # customers that one import, or one reading of words, lets people answer unasked


class Hit(NamedTuple):
    """An answer that a rule found."""

    feedback_id: int
    rule_id: int
    team_id: int | None
    due: datetime.date


def _values(workspace_id: int, **more: Any) -> dict[str, Any]:
    return {"workspace": workspace_id, "today": timezone.localdate()} | more


def wait_for_others(workspace_id: int) -> None:
    """Whoever looks for answers without a follow-up makes theirs alone, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('cxjourney_followups', %s))", [workspace_id]
        )


def of_import(workspace_id: int, imported_id: int, *, all_of_it: bool = False) -> int:
    """Follow up what an import brought, newest first; returns how many. Two queries, one without rules."""
    return _keep(
        workspace_id, KEPT, "f.imported_id = %(one)s", imported_id, None if all_of_it else MOST_OF_IMPORT
    )


@transaction.atomic
def of_words(workspace_id: int, ids: list[int]) -> int:
    """Follow up words that the machine judged bad just now, newest first; returns how many."""
    if not ids:
        return 0
    wait_for_others(workspace_id)
    return _keep(workspace_id, f"{KEPT} AND kind = 'mood'", "f.id = ANY(%(one)s)", ids, MOST_OF_IMPORT)


def _keep(workspace_id: int, rules: str, which: str, one: object, most: int | None) -> int:
    if not FollowUpRule.objects.for_workspace(workspace_id).live().filter(active=True).exists():
        return 0
    pick = PICK.format(rules=rules, which=which).replace("ORDER BY f.id, r.id", "ORDER BY f.id DESC, r.id")
    with connection.cursor() as cursor:
        values = _values(workspace_id, one=one, most=most)
        cursor.execute(KEEP.format(pick=f"{pick} LIMIT %(most)s"), values)
        return cursor.rowcount


def left_of_import(workspace_id: int, imported_id: int) -> int:
    """How many customers of an import the rules find that nobody follows up. One query."""
    pick = PICK.format(rules=KEPT, which="f.imported_id = %(imported)s")
    with connection.cursor() as cursor:
        cursor.execute(LEFT.format(pick=pick), _values(workspace_id, imported=imported_id))
        return cursor.fetchone()[0]


def hits_on(workspace_id: int, feedback_id: int) -> list[Hit]:
    """What the rules find in one answer. One query."""
    pick = PICK.format(rules=KEPT, which="f.id = %(feedback)s")
    return _hits(pick, _values(workspace_id, feedback=feedback_id))


def hits_of(rule: FollowUpRule, most: int) -> list[Hit]:
    """What one rule finds among the answers that are here, at most so many. One query."""
    pick = PICK.format(rules=f"{KEPT} AND id = %(rule)s", which="true") + " LIMIT %(most)s"
    return _hits(pick, _values(rule.workspace_id, rule=rule.pk, most=most))


def _hits(sql: str, values: dict[str, Any]) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Hit(*row) for row in cursor.fetchall()]


def count_hits(workspace_id: int, **rule: Any) -> int:
    """How many answers a rule would find that is not kept yet; `rule` are its columns. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*)" + FOUND.format(rules=TRIED, which="true"), _values(workspace_id, **rule)
        )
        return cursor.fetchone()[0]
