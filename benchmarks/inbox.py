"""The inbox over a million texts: its first page, searches, and filters that few or none pass."""

from __future__ import annotations

import os
import time

from django.db import connection

from benchmarks.setup import big_map, percentiles, signed_in, timed
from cxjourney.feedback import segments
from cxjourney.personas.models import Persona

TEXTS = int(os.environ.get("BENCH_TEXTS", "1000000"))
SYLLABLES = ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu"]
# Twelve words of a thousand each, in one text of 10,000 "lost" too; one customer in a thousand flies First.
FILL = """
INSERT INTO cxjourney_feedback (workspace_id, touchpoint_id, text, source, said_on, attributes, external_id,
                                version, created_at)
SELECT %(workspace)s, %(touchpoint)s,
       (SELECT string_agg(w, ' ') FROM (
          SELECT (%(parts)s::text[])[1 + (x * x %% 10)::int] || (%(parts)s::text[])[1 + (x * 7 %% 10)::int]
                 || (%(parts)s::text[])[1 + (x / 10 %% 10)::int] AS w
            FROM generate_series(n, n + 12 * 7919, 7919) AS x) words)
       || CASE WHEN n %% 10000 = 0 THEN ' lost' ELSE '' END,
       'survey', DATE '2026-11-01' - (n %% 1500)::int,
       jsonb_build_object('Class', CASE WHEN n %% 1000 = 0 THEN 'First' ELSE 'Economy' END), '', 1, now()
  FROM generate_series(1::bigint, %(texts)s) AS n
"""


def _persona(member, cabin: str) -> int:
    rule = {"any": False, "conditions": [["Class", "is", cabin]]}
    of = {"workspace_id": member.workspace_id, "name": cabin}
    return Persona.objects.update_or_create(**of, defaults={"rule": rule})[0].pk


def main() -> None:
    member, map_ = big_map(2, 2, 10)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM cxjourney_feedback WHERE workspace_id = %s AND text <> ''",
            [member.workspace_id],
        )
        there = cursor.fetchone()[0]
        if there < TEXTS:
            cursor.execute(
                "SELECT touchpoint_id FROM cxjourney_placement WHERE map_id = %s LIMIT 1", [map_.pk]
            )
            place = cursor.fetchone()[0]
            given = {"workspace": member.workspace_id, "touchpoint": place, "parts": SYLLABLES}
            cursor.execute(FILL, given | {"texts": TEXTS - there})
    few, none = (_persona(member, cabin) for cabin in ("First", "Private"))
    begun = time.perf_counter()
    segments.give(member.workspace_id)
    print(f"{TEXTS:>9,} texts given to their personas in {time.perf_counter() - begun:.1f} s")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE cxjourney_feedback")
    client, address = signed_in(member), f"/w/{member.workspace.slug}/feedback/"
    for query in (
        "",
        "?q=lost",
        "?q=ba",
        "?q=balo+kelimo",
        "?status=done",
        "?q=lost&period=365",
        "?q=absent",
        f"?persona={few}",
        f"?persona={none}",
        f"?persona={few}&q=ba",
    ):
        p50, p95 = percentiles(timed(lambda query=query: client.get(address + query), 30))
        print(f"{TEXTS:>9,} texts, {query or 'first page':<22} p50 {p50:.1f} ms, p95 {p95:.1f} ms")
