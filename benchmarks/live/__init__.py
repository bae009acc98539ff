"""The live stream under load: `python -m benchmarks.live --seconds 20 a b c d`."""


def main() -> None:
    """Each scenario for ten seconds, with pages and events apart, as `make bench` runs it."""
    from benchmarks.live.__main__ import main as run

    run(["--seconds", "10", "--layout", "two"])
