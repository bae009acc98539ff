"""The live stream under load: `python -m benchmarks.live --seconds 20 a b c d`."""


def main() -> None:
    """All of it, as `make bench ARGS=live` runs it."""
    from benchmarks.live.__main__ import main as run

    run([])
