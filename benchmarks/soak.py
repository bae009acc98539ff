"""50 people watch one map and each saves a card every 5 s for ten minutes: errors, and memory over time."""

from __future__ import annotations

import argparse
import sys
import threading
import time

from benchmarks import setup
from benchmarks.live import report, scenarios, servers, world

MINUTES = 10
EVERY = 30  # seconds between two samples


def main(words: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    seconds = parser.parse_args(words or []).minutes * 60
    world.keep_commit_times()
    with servers.Servers() as running:
        over = threading.Event()
        sampling = threading.Thread(target=sample, args=(running, over))
        sampling.start()
        try:
            result = scenarios.run(scenarios.SCENARIOS[0], running, seconds)
        finally:
            over.set()
            sampling.join()
    report.tell(result)


def sample(running: servers.Servers, over: threading.Event) -> None:
    """Resident memory of the events process, and of gunicorn with its workers."""
    began = time.perf_counter()
    while not over.wait(EVERY):
        events, pages = (server.memory() / 1e6 for server in (running.events, running.pages))
        print(
            f"{time.perf_counter() - began:5.0f} s: events {events:.1f} MB, pages {pages:.1f} MB", flush=True
        )


if __name__ == "__main__":
    setup.start()
    main(sys.argv[1:])
