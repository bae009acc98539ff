"""One edit and one move, committed and logged: queries, time, size of the answer."""

from __future__ import annotations

import itertools
import random

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.setup import big_map, percentiles, signed_in, timed

HX = {"HX-Request": "true"}


def main() -> None:
    from cxjourney.models import Card

    member, map_ = big_map()
    client, base = signed_in(member), f"/w/{member.workspace.slug}/"
    card = Card.objects.filter(map=map_, lane__kind="steps").order_by("id").first()
    count = itertools.count()

    def edit():
        version, base_text = Card.objects.values_list("version", "text").get(pk=card.pk)
        return client.post(
            f"{base}cards/{card.pk}/edit/",
            {"text": f"Waits for the letter {next(count)}", "version": version, "base": base_text},
            headers=HX,
        )

    cells = list(Card.objects.filter(map=map_, lane=card.lane).order_by("id").values_list("id", "stage_id"))
    dice = random.Random(3)

    def move():
        moved, (before, stage) = dice.choice(cells)[0], dice.choice(cells)
        return client.post(
            f"{base}cards/{moved}/move/",
            {"lane": card.lane_id, "stage": stage, "before": before if before != moved else ""},
            headers=HX,
        )

    for name, work in {"edit": edit, "move": move}.items():
        with CaptureQueriesContext(connection) as seen:
            answer = work()
        assert answer.status_code in (200, 204), (name, answer.status_code, answer.content[:300])
        own = [query for query in seen if not (name == "edit" and query is seen.captured_queries[0])]
        control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
        reads = [query for query in own if not query["sql"].startswith(control)]
        p50, p95 = percentiles(timed(work, 300))
        print(
            f"{name}: {len(reads)} queries + {len(own) - len(reads)} BEGIN/COMMIT, p50 {p50:.1f} ms, "
            f"p95 {p95:.1f} ms, {len(answer.content) / 1000:.1f} KB"
        )
