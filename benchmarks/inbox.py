"""The inbox over a million texts: its first page, and searches for rare, common and several words."""

from __future__ import annotations

import os

from django.db import connection

from benchmarks.setup import big_map, percentiles, signed_in, timed

TEXTS = int(os.environ.get("BENCH_TEXTS", "1000000"))
SYLLABLES = ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu"]
# Each text has twelve words of a thousand, and one word in ten thousand texts is "lost".
FILL = """
INSERT INTO cxjourney_feedback (workspace_id, touchpoint_id, text, source, said_on, attributes, external_id,
                                version, created_at)
SELECT %(workspace)s, %(touchpoint)s,
       (SELECT string_agg(w, ' ') FROM (
          SELECT (%(parts)s::text[])[1 + (x * x %% 10)::int] || (%(parts)s::text[])[1 + (x * 7 %% 10)::int]
                 || (%(parts)s::text[])[1 + (x / 10 %% 10)::int] AS w
            FROM generate_series(n, n + 12 * 7919, 7919) AS x) words)
       || CASE WHEN n %% 10000 = 0 THEN ' lost' ELSE '' END,
       'survey', DATE '2026-11-01' - (n %% 1500)::int, '{}', '', 1, now()
  FROM generate_series(1::bigint, %(texts)s) AS n
"""


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
    ):
        p50, p95 = percentiles(timed(lambda query=query: client.get(address + query), 30))
        print(f"{TEXTS:>9,} texts, {query or 'first page':<22} p50 {p50:.1f} ms, p95 {p95:.1f} ms")
