"""Run the named scenarios, or all, in both layouts of the server."""

from __future__ import annotations

import argparse
import sys

from benchmarks import setup
from benchmarks.live import report, rival, scenarios, servers, world


def main(words: list[str]) -> None:
    keys = [one.key for one in scenarios.SCENARIOS]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("which", nargs="*", default=keys, help=f"of {', '.join(keys)}")
    parser.add_argument("--seconds", type=float, default=20, help="of each scenario")
    parser.add_argument("--layout", choices=["two", "one", "both"], default="both")
    parser.add_argument("--most", type=int, default=2000, help="who watch")
    parser.add_argument("--alone", action="store_true", help="without Hocuspocus beside it")
    chosen = parser.parse_args(words)
    world.keep_commit_times()
    for layout in ["two", "one"] if chosen.layout == "both" else [chosen.layout]:
        print(f"\n# {layout} process{'es: pages and events' if layout == 'two' else ' for both'}", flush=True)
        for one in scenarios.SCENARIOS:
            one = one._replace(watching=min(one.watching, chosen.most))
            if one.key in chosen.which:
                with servers.Servers(two=layout == "two") as running:
                    result = scenarios.run(one, running, chosen.seconds)
                report.tell(result)
                if not chosen.alone and layout != "one" and not one.straight:
                    rate = max(1.0, result.changes / result.seconds)
                    if seen := rival.run(one.watching, one.editing, rate, chosen.seconds):
                        report.tell_rival(seen, result)


if __name__ == "__main__":
    setup.start()
    main(sys.argv[1:])
