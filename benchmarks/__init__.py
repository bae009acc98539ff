"""Measurements anyone can repeat: `make bench`, or `python -m benchmarks map_page edits` for some."""
