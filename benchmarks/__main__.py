"""Run the named benchmarks, or all but those that take many minutes: chaos, soak and numbers run by name."""

import importlib
import sys

from benchmarks import setup

ALL = [
    "map_page",
    "edits",
    "moves",
    "throughput",
    "import_scores",
    "import_wide",
    "inbox",
    "moods",
    "browser",
    "big_map",
    "live",
]


def main(names: list[str]) -> None:
    setup.start()
    for name in names or ALL:
        print(f"\n# {name}", flush=True)
        importlib.import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
