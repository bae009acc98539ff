"""What frames cost, from Chromium's own trace: the page's main thread beside painting tiles, which without a
graphics card is done by the processor, on other threads."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from itertools import pairwise

from benchmarks.setup import percentiles

FRAME = 1000 / 60  # milliseconds
CATEGORIES = [
    "toplevel",
    "devtools.timeline",
    "disabled-by-default-devtools.timeline",
    "cc",
    "viz",
    "__metadata",
]
KINDS = {
    "UpdateLayoutTree": "style",
    "Layout": "layout",
    "PrePaint": "pre-paint",
    "Paint": "paint",
    "Layerize": "layers",
    "Commit": "commit",
    "FireAnimationFrame": "scripts",
}


def traced(chrome, tab, work) -> list[dict]:
    """The events of Chromium's trace while `work()` runs, those that have a time."""
    chrome.start_tracing(page=tab, categories=CATEGORIES)
    work()
    return [one for one in json.loads(chrome.stop_tracing())["traceEvents"] if "ts" in one]


def shown(events: list[dict]) -> str:
    """A line: time between two frames on the screen while a hand scrolls, and how many did not come in time.

    The screen is told of a scroll by Chromium's compositor, which does not wait for the main thread.
    """
    moves = [e["ts"] for e in events if e["name"] == "InputHandler::ScrollUpdate"]
    at = sorted(
        e["ts"] / 1000
        for e in events
        if e["name"] == "Display::FrameDisplayed" and min(moves) <= e["ts"] <= max(moves)
    )
    gaps = sorted(then - now for now, then in pairwise(at))
    missed = sum(round(gap / FRAME) - 1 for gap in gaps)
    p50, p95 = percentiles([gap / 1000 for gap in gaps])
    return f"{len(at)} frames, p50 {p50:.1f} ms, p95 {p95:.1f} ms, longest {gaps[-1]:.0f} ms, {missed} missed"


def summary(events: list[dict]) -> str:
    """A line: main thread a frame (p50, p95), its parts, and painting tiles a frame."""
    names = {(e["pid"], e["tid"]): e["args"]["name"] for e in events if e["name"] == "thread_name"}
    marks = [e for e in events if e["name"] == "FireAnimationFrame"]
    (busiest, _many), *_rest = Counter((e["pid"], e["tid"]) for e in marks).most_common(1) or [((0, 0), 0)]
    own = [e for e in events if (e["pid"], e["tid"]) == busiest and "tdur" in e]
    tasks = sorted((e for e in own if e["name"].endswith("RunTask")), key=lambda e: e["ts"])
    starts = sorted(e["ts"] for e in marks if (e["pid"], e["tid"]) == busiest)
    costs: list[float] = []
    for task in tasks:  # several scripts may ask for a frame: a frame begins with the task that runs them
        first = bisect_left(starts, task["ts"])
        if first < len(starts) and starts[first] <= task["ts"] + task["dur"]:
            costs.append(0.0)
        if costs:
            costs[-1] += task["tdur"] / 1000
    if len(costs) < 3:
        return f"no frames in the trace ({names.get(busiest, 'no thread')})"
    parts: Counter[str] = Counter()
    for event in own:
        if event["name"] in KINDS:
            parts[KINDS[event["name"]]] += event["tdur"] / 1000 / len(costs)
    tiles = sum(e.get("tdur", 0) for e in events if e["name"] == "RasterTask") / 1000 / len(costs)
    p50, p95 = percentiles([cost / 1000 for cost in costs[1:-1]])
    shares = ", ".join(f"{name} {value:.1f}" for name, value in parts.most_common() if value >= 0.05)
    return f"main thread p50 {p50:.1f} ms, p95 {p95:.1f} ms a frame ({shares}); tiles {tiles:.1f} ms"
