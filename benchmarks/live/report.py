"""Figures in words."""

from __future__ import annotations

from benchmarks.live.scenarios import Result


def spread(seconds: list[float]) -> str:
    """p50 / p95 / p99 in milliseconds."""
    if not seconds:
        return "none"
    ordered = sorted(seconds)
    picked = (ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000 for part in (0.5, 0.95, 0.99))
    return " / ".join(f"{one:.1f}" for one in picked) + " ms"


def tell_rival(seen: dict, result: Result) -> None:
    """Print what Hocuspocus did under the same load, and how many times as long we take."""
    ours = sorted(result.whole)
    ratios = [
        ours[int(len(ours) * part)] * 1000 / max(0.01, theirs)
        for part, theirs in zip((0.5, 0.95, 0.99), seen["took"], strict=True)
        if ours
    ]
    told = " / ".join(f"{one:.1f}" for one in seen["took"])
    fan = " / ".join(f"{one:.1f}" for one in seen["spread"])
    rate = (seen["written"] * result.scenario.watching - seen["lost"]) / seen["seconds"]
    print(f"Hocuspocus, {seen['written'] / seen['seconds']:.1f} changes/s, {rate:,.0f} deliveries/s:")
    print(f"  edit sent to received {told} ms, first to last {fan} ms, lost {seen['lost']}")
    print(f"  {seen['memory'] / 1000:.1f} KB a client, all stood after {seen['opening']:.1f} s")
    print(f"  cores used: server {seen['server']:.2f}, clients {seen['cpu']:.2f}")
    print("  ours / theirs: " + " / ".join(f"{one:.1f}" for one in ratios))


def tell(result: Result) -> None:
    """Print one result."""
    each = result.bytes / max(1, result.events)
    print(f"\n## {result.scenario.key}: {result.scenario.title} ({result.scenario.watching} streams)")
    print(f"changes: {result.changes} in {result.seconds:.1f} s = {result.changes / result.seconds:.1f}/s")
    rate, events = result.deliveries / result.seconds, result.events / result.seconds
    print(f"deliveries: {rate:,.0f}/s (in {events:,.0f} events/s of {each:,.0f} bytes)")
    print(f"commit to received, p50 / p95 / p99: {spread(result.told)}")
    print(f"edit sent to received: {spread(result.whole)}")
    print(f"  sent to commit: {spread(result.commit)}; sent to answered: {spread(result.answer)}")
    print(f"  commit to the first who got it: {spread(result.first)}; to the last: + {spread(result.spread)}")
    print(
        f"lost {result.lost}, doubled {result.doubled}, edits refused {result.refused}, "
        f"streams that came back {result.again}, that could not open {result.errors}, "
        f"asked to wait {dict(result.refusals)}"
    )
    print(f"all streams stood after {result.opening:.1f} s; {result.memory / 1000:.1f} KB a stream")
    print("database connections: " + ", ".join(f"{k or 'this'} {n}" for k, n in result.connections.items()))
    print("cores used: " + ", ".join(f"{name} {used:.2f}" for name, used in result.cpu.items()))
