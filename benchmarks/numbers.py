"""The numbers of a map over 10, 1.5 and 15 million answers: what the page reads must not grow with them.

Run with `python -m benchmarks numbers`. The answers stay in the benchmark's database (3 GB) for the next run;
`rm -r .data/bench` frees them.
"""

from __future__ import annotations

from django.utils import timezone

from benchmarks.setup import big_map, percentiles, signed_in, timed

SCORES = (10, 1_500_000, 15_000_000)
PERIODS = ("30", "90", "365", "all")


def main() -> None:
    for scores in SCORES:
        measure(scores)


def measure(scores: int) -> None:
    from cxjourney.kit.periods import parse
    from cxjourney.metrics.queries import counts, series
    from cxjourney.models import Placement, Stage

    member, map_ = big_map(scores=scores)
    today = timezone.localdate()
    touchpoints = list(Placement.objects.filter(map=map_).values_list("touchpoint_id", flat=True))
    stages = list(Stage.objects.filter(map=map_).values_list("pk", flat=True))
    print(f"{scores:,} answers at {len(touchpoints)} touchpoints:")
    for key in PERIODS:
        period = parse(key, today=today, latest=today)
        where = (member.workspace_id, touchpoints, stages, period)
        say(f"  counts of all places, {key}", timed(lambda where=where: counts(*where), 40))
        one = (member.workspace_id, touchpoints[:1], [], period)
        say(f"  chart of one touchpoint, {key}", timed(lambda one=one: series(*one), 40))
    client, address = signed_in(member), f"/w/{member.workspace.slug}/maps/{map_.pk}/"
    say("  map page", timed(lambda: client.get(address), 40))
    say("  map page, counted anew", timed(lambda: anew(client, address), 40))


def anew(client, address: str) -> None:
    """The page after somebody answered."""
    from cxjourney.metrics import queries

    queries._answers.kept.clear()
    assert client.get(address).status_code == 200


def say(what: str, seconds: list[float]) -> None:
    p50, p95 = percentiles(seconds)
    print(f"{what}: p50 {p50:.1f} ms, p95 {p95:.1f} ms", flush=True)
