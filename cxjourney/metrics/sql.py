"""The statements that read the rollup, and how a period is handed to them."""

from __future__ import annotations

from collections.abc import Iterable

from cxjourney.kit.periods import DAY
from cxjourney.metrics.cover import Slice, is_ten_start
from cxjourney.metrics.models import ANSWERS

SUMS = ", ".join(f"sum(r.{answer})::bigint AS {answer}" for answer in ANSWERS)
COLUMNS = ", ".join(ANSWERS)
NOTHING = ", ".join("0" for _ in ANSWERS)

# Days and ten days one by one, so each grain is one pass over the index; months as spans, because
# "all answers" has no first one.
IN_PERIOD = """(
       r.grain = 'd' AND r.day = ANY (%(days)s::date[])
    OR r.grain = 't' AND r.day = ANY (%(tens)s::date[])
    OR r.grain = 'm' AND r.day BETWEEN %(first_month)s AND %(last_month)s
                     AND r.day <@ %(months)s::datemultirange)"""

PART = "CASE WHEN r.day >= %(now)s THEN 'now' WHEN r.day >= %(before)s THEN 'before' ELSE 'older' END AS part"


PLACES = """(r.touchpoint_id = ANY (%(touchpoints)s::bigint[]) OR r.stage_id = ANY (%(stages)s::bigint[]))"""
# FCR's window stands in its metrics, and contacts count whose window was over before the newest contact: so
# they are read by day. {what} is the part of the period or the bucket of time; steps are "step:how many …".
CONTACTS = f"""
SELECT touchpoint_id, stage_id, counted, '', 0, 0, {{what}}, {{target}}{NOTHING},
       string_agg(step || ':' || n, ' ' ORDER BY step)
  FROM (SELECT r.touchpoint_id, r.stage_id, r.counted, r.step, sum(r.n) AS n, {{as_what}}
          FROM cxjourney_span r
         WHERE r.workspace_id = %(workspace)s AND r.counted <> 'fcr' AND {PLACES} AND {IN_PERIOD}
         GROUP BY r.touchpoint_id, r.stage_id, r.counted, r.step, {{what}}) steps
 GROUP BY touchpoint_id, stage_id, counted, {{what}}
UNION ALL
SELECT touchpoint_id, stage_id, 'fcr', days::text, 0, 1, {{what}}, {{target}}{NOTHING},
       concat('0:', coalesce(sum(n) FILTER (WHERE step <= days), 0),
              ' 1:', coalesce(sum(n) FILTER (WHERE step > days), 0))
  FROM (SELECT r.touchpoint_id, r.stage_id, r.step, r.n, w.days, {{as_what}}
          FROM (SELECT DISTINCT m."window" AS days FROM cxjourney_metric m
                 WHERE m.workspace_id = %(workspace)s AND m.kind = 'fcr' AND m.removed_at IS NULL) w,
               (SELECT max(day) AS newest FROM cxjourney_span
                 WHERE workspace_id = %(workspace)s AND grain = 'd') l,
               cxjourney_span r
         WHERE r.workspace_id = %(workspace)s AND r.counted = 'fcr' AND {PLACES} AND r.grain = 'd'
           AND r.day BETWEEN %(first)s AND %(last)s AND r.day < l.newest - w.days) days
 GROUP BY touchpoint_id, stage_id, days, {{what}}
"""  # noqa: S608 - put together from the constants above
CONTACT_PARTS = CONTACTS.format(what="part", target="NULL, ", as_what=PART)


# Answers of touchpoints and of stages by question and span of the period, with the names; the targets of
# these places; and how many answers the workspace wants. Personas are known of answers only, not of contacts.
def _counted(only: str = "", contacts: str = "") -> str:
    return f"""
WITH counted AS (
  SELECT r.touchpoint_id, NULL::bigint AS stage_id, r.question_id,
         {PART},
         {SUMS}
    FROM cxjourney_rollup r
   WHERE r.workspace_id = %(workspace)s AND r.touchpoint_id = ANY (%(touchpoints)s::bigint[]) {only}
     AND r.stage_id IS NULL AND {IN_PERIOD}
   GROUP BY r.touchpoint_id, r.question_id, part
  UNION ALL
  SELECT NULL, r.stage_id, r.question_id,
         {PART},
         {SUMS}
    FROM cxjourney_rollup r
   WHERE r.workspace_id = %(workspace)s AND r.stage_id = ANY (%(stages)s::bigint[]) {only}
     AND r.touchpoint_id IS NULL AND {IN_PERIOD}
   GROUP BY r.stage_id, r.question_id, part
)
SELECT c.touchpoint_id, c.stage_id, q.kind, q.name, q.low, q.high, c.part, NULL::numeric AS target,
       {COLUMNS}, NULL AS steps
  FROM counted c
  JOIN cxjourney_question q ON q.workspace_id = %(workspace)s AND q.id = c.question_id
UNION ALL
SELECT t.touchpoint_id, t.stage_id, t.kind, '', 0, 0, 'target', t.value, {NOTHING}, NULL
  FROM cxjourney_target t
 WHERE t.workspace_id = %(workspace)s AND t.removed_at IS NULL
   AND (t.touchpoint_id = ANY (%(touchpoints)s::bigint[]) OR t.stage_id = ANY (%(stages)s::bigint[]))
UNION ALL
SELECT NULL, NULL, '', '', 0, 0, 'few', f.few, {NOTHING}, NULL
  FROM cxjourney_fewanswers f
 WHERE f.workspace_id = %(workspace)s AND f.removed_at IS NULL
{contacts}
"""  # noqa: S608 - put together from the constants above


COUNTED = _counted(contacts=f"UNION ALL {CONTACT_PARTS}")
COUNTED_ANSWERS = _counted()
COUNTED_OF_PERSONA = _counted("AND r.persona_id = %(persona)s")

# The same by bucket of time: %(bucket)s is a word of date_trunc, or "ten" for ten days.
BUCKET = """
         CASE %(bucket)s WHEN 'ten' THEN cxjourney_first_day('t', r.day)
                         ELSE date_trunc(%(bucket)s, r.day::timestamp)::date END AS bucket"""
BUCKETED = f"""
WITH counted AS (
  SELECT r.touchpoint_id, NULL::bigint AS stage_id, r.question_id, {BUCKET}, {SUMS}
    FROM cxjourney_rollup r
   WHERE r.workspace_id = %(workspace)s AND r.touchpoint_id = ANY (%(touchpoints)s::bigint[])
     AND r.stage_id IS NULL AND {IN_PERIOD}
   GROUP BY r.touchpoint_id, r.question_id, bucket
  UNION ALL
  SELECT NULL, r.stage_id, r.question_id, {BUCKET}, {SUMS}
    FROM cxjourney_rollup r
   WHERE r.workspace_id = %(workspace)s AND r.stage_id = ANY (%(stages)s::bigint[])
     AND r.touchpoint_id IS NULL AND {IN_PERIOD}
   GROUP BY r.stage_id, r.question_id, bucket
)
SELECT c.touchpoint_id, c.stage_id, q.kind, q.name, q.low, q.high, c.bucket, {COLUMNS}, NULL AS steps
  FROM counted c
  JOIN cxjourney_question q ON q.workspace_id = %(workspace)s AND q.id = c.question_id
UNION ALL
{CONTACTS.format(what="bucket", target="", as_what=BUCKET)}
"""  # noqa: S608


def period_values(slices: Iterable[Slice]) -> dict[str, object]:
    """The parameters of IN_PERIOD."""
    days, tens, months = [], [], []
    for grain, first, last in slices:
        if grain == "m":
            months.append((first, last))
            continue
        day = first
        while day <= last:
            if grain == "d":
                days.append(day)
            elif is_ten_start(day):
                tens.append(day)
            day += DAY
    return {
        "days": days,
        "tens": tens,
        "first_month": min((first for first, _last in months), default="infinity"),
        "last_month": max((last for _first, last in months), default="-infinity"),
        "months": "{" + ",".join(f"[{first},{last}]" for first, last in sorted(months)) + "}",
    }
