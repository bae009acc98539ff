"""Which persona a customer belongs to: rules over what is known of who answered.

A rule stands on the persona: {"any": if one condition is enough, "conditions": [[field, operator, value]]}.
A customer belongs to the first persona, by name, whose rule fits; an answer without facts keeps its own.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cxjourney.feedback.models import PersonaRun
from cxjourney.personas.models import Persona

OPERATORS = {
    "is": _("is"),
    "not": _("is not"),
    "has": _("contains"),
    "least": _("is at least"),
    "most": _("is at most"),
}
COMPARED = ("least", "most")
NUMBER = r"^-?[0-9]+([.,][0-9]+)?$"

GIVE = """
UPDATE cxjourney_score s SET persona_id = m.persona_id
  FROM (SELECT f.id, {persona} AS persona_id FROM cxjourney_feedback f
         WHERE f.workspace_id = %(workspace)s AND f.attributes <> '{{}}') m
 WHERE s.workspace_id = %(workspace)s AND s.feedback_id = m.id AND s.persona_id IS DISTINCT FROM m.persona_id
"""
# Some at a time, newest first, so that nobody who marks words waits for all of them.
GIVE_WORDS = """
WITH batch AS MATERIALIZED (
  SELECT f.id, f.said_on, {persona} AS persona_id FROM cxjourney_feedback f
   WHERE f.workspace_id = %(workspace)s AND f.text <> '' AND (f.said_on, f.id) < (%(day)s::date, %(id)s)
   ORDER BY f.said_on DESC, f.id DESC LIMIT %(most)s
), moved AS (
  UPDATE cxjourney_feedback f SET persona_id = s.persona_id FROM batch s
   WHERE f.id = s.id AND f.persona_id IS DISTINCT FROM s.persona_id
)
SELECT said_on, id FROM batch ORDER BY said_on, id LIMIT 1
"""
AT_ONCE = 10_000
# As the import takes it: no file comes in by the old rules while answers are given by the new ones.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('cxjourney_imported', %s))"
SAMPLE = """
SELECT DISTINCT fact.key, left(fact.value, 80)
  FROM (SELECT attributes FROM cxjourney_feedback
         WHERE workspace_id = %s AND attributes <> '{}' ORDER BY id DESC LIMIT 400) f,
       jsonb_each_text(f.attributes) fact
"""
FITTING = """
SELECT count(*) FILTER (WHERE {fits}), count(*)
  FROM (SELECT attributes FROM cxjourney_feedback
         WHERE workspace_id = %(workspace)s AND attributes <> '{{}}' ORDER BY id DESC LIMIT %(most)s) f
"""
LOOKED_AT = 2000  # customers on whom a rule is tried
_children: list[subprocess.Popen] = []  # asked after at the next start, so that none stays a zombie


def fits(column: str, rule: dict, values: dict[str, Any]) -> str:
    """SQL that is true of facts in `column` (jsonb) which the rule fits; adds its parameters to `values`."""

    def put(value: str) -> str:
        name = f"rule_{len(values)}"
        values[name] = value
        return f"%({name})s"

    found = [
        _condition(f"({column} ->> {put(field)})", operator, put(value))
        for field, operator, value in rule["conditions"]
    ]
    return "(" + (" OR " if rule.get("any") else " AND ").join(found) + ")"


def _condition(field: str, operator: str, value: str) -> str:
    if operator in COMPARED:
        sign = ">=" if operator == "least" else "<="
        number = f"replace({field}, ',', '.')::numeric {sign} replace({value}, ',', '.')::numeric"
        return f"CASE WHEN {field} ~ '{NUMBER}' THEN {number} ELSE false END"
    if operator == "has":
        return f"position(lower({value}) IN lower({field})) > 0"
    return f"lower({field}) {'<>' if operator == 'not' else '='} lower({value})"


def rules_of(workspace_id: int) -> list[list]:
    """[persona, rule] of every persona with a rule, in the order in which they are tried. One query."""
    found = Persona.objects.for_workspace(workspace_id).live().filter(archived_at=None).exclude(rule={})
    return [[pk, rule] for pk, rule in found.order_by("name", "pk").values_list("pk", "rule")]


def persona_sql(workspace_id: int, column: str) -> tuple[str, dict[str, Any]]:
    """SQL of the id of the persona whose rule fits the facts in `column`, and its parameters. One query."""
    values: dict[str, Any] = {}
    cases = []
    for pk, rule in rules_of(workspace_id):
        if rule.get("conditions"):
            cases.append(f"WHEN {fits(column, rule, values)} THEN {int(pk)}::bigint")
    return (f"CASE {' '.join(cases)} END" if cases else "NULL::bigint"), values


def give(workspace_id: int) -> int:
    """Give scores and words of known customers to the persona whose rule fits; returns the scores moved."""
    rules, moved = _give_scores(workspace_id)
    last: tuple[str, int] | None = ("infinity", 0)
    while last:
        last = _give_words(workspace_id, *last)
    if rules == rules_of(workspace_id):  # otherwise they changed meanwhile, which began this anew
        done = {"rules": rules, "finished_at": timezone.now()}
        PersonaRun.objects.update_or_create(workspace_id=workspace_id, defaults=done)
    return moved


@transaction.atomic
def _give_scores(workspace_id: int) -> tuple[list[list], int]:
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [workspace_id])
        rules = rules_of(workspace_id)
        persona, values = persona_sql(workspace_id, "f.attributes")
        cursor.execute(GIVE.format(persona=persona), values | {"workspace": workspace_id})
        return rules, cursor.rowcount


@transaction.atomic
def _give_words(workspace_id: int, day: str, pk: int) -> tuple[str, int] | None:
    """By the rules of this moment, to those before (day, pk); returns where the next begin."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [workspace_id])
        persona, values = persona_sql(workspace_id, "f.attributes")
        values |= {"workspace": workspace_id, "day": day, "id": pk, "most": AT_ONCE}
        cursor.execute(GIVE_WORDS.format(persona=persona), values)
        return cursor.fetchone()


def start(workspace_id: int) -> None:
    """Do that in a process of its own, as imports run."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "assign_personas", str(workspace_id)]
    _children[:] = [child for child in _children if child.poll() is None]
    _children.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, cwd=settings.BASE_DIR))


def is_counted(workspace_id: int) -> bool:
    """Whether the answers were given by the rules as they are now. Two queries."""
    rules = rules_of(workspace_id)
    run = PersonaRun.objects.filter(workspace_id=workspace_id).first()
    return not rules if run is None else run.rules == rules


def fitting(workspace_id: int, rule: dict) -> tuple[int, int]:
    """(how many the rule fits, how many there are) of the newest customers of whom something is known."""
    values: dict[str, Any] = {"workspace": workspace_id, "most": LOOKED_AT}
    sql = FITTING.format(fits=fits("f.attributes", rule, values))
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


def known_facts(workspace_id: int) -> dict[str, list[str]]:
    """{field: values} as the newest customers have them, to choose from. One query."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(SAMPLE, [workspace_id])
        for field, value in sorted(cursor.fetchall()):
            found.setdefault(field, []).append(value)
    return found
