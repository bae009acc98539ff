"""What the demo's file says about a question, so that no figure of the story is written by hand."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

SCALE = 5


@dataclass(frozen=True)
class Counted:
    """The answers to one question at one touchpoint, by score 1 … 5."""

    question: str
    counts: tuple[int, ...]

    @property
    def n(self) -> int:
        return sum(self.counts)

    @property
    def high(self) -> float:
        """Share of 4 and 5, per cent."""
        return 100 * sum(self.counts[3:]) / self.n

    @property
    def low(self) -> float:
        """Share of 1 and 2, per cent."""
        return 100 * sum(self.counts[:2]) / self.n


def count(file: Path, touchpoint: str, begins: str) -> Counted:
    """All answers at a touchpoint to the question that begins so. Raises ValueError when there is none."""
    totals, question = [0] * SCALE, ""
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["touchpoint"] == touchpoint and row["question"].startswith(begins):
                question = row["question"]
                totals = [n + int(row[f"score_{at}"]) for at, n in enumerate(totals, 1)]
    if not question:
        raise ValueError(f"no question at {touchpoint} begins with {begins!r}")
    return Counted(question, tuple(totals))
