"""The live stream under load: `python -m benchmarks.live --seconds 20 a b c d`."""
