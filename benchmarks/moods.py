"""How well moods of real reviews are judged, and how long that and finding themes takes.

Reads the Skytrax reviews where BENCH_REVIEWS says they lie. The lounges' own scores mix two scales, so there
'recommended' says what the customer meant.
"""

from __future__ import annotations

import csv
import os
import time
from collections.abc import Iterator
from pathlib import Path

REVIEWS = Path(os.environ.get("BENCH_REVIEWS", "../shared/data"))
TEXTS = int(os.environ.get("BENCH_TEXTS", "100000"))
LOW, HIGH = 5, 8  # of 1…10: below the middle, and from the upper quarter


def main() -> None:
    if not (REVIEWS / "skytrax_seat_reviews.csv").exists():
        print(f"No reviews in {REVIEWS}: nothing measured.")
        return
    seats, lounges = list(_seats()), list(_lounges())
    for name, known in (("seats, by score", seats), ("lounges, by recommended", lounges)):
        _judge(name, known)
    _judge("both", seats + lounges)
    _find([text for text, _mood in (seats + lounges)])


def _rows(name: str) -> Iterator[dict]:
    with (REVIEWS / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _seats() -> Iterator[tuple[str, int]]:
    for row in _rows("skytrax_seat_reviews.csv"):
        score = float(row["overall_rating"] or 0)
        if 0 < score <= LOW or score >= HIGH:
            yield row["content"], 1 if score >= HIGH else -1


def _lounges() -> Iterator[tuple[str, int]]:
    for row in _rows("skytrax_lounge_reviews.csv"):
        if row["recommended"] in ("0", "1"):
            yield row["content"], 1 if row["recommended"] == "1" else -1


def _judge(name: str, known: list[tuple[str, int]]) -> None:
    from cxjourney.feedback.words import judge

    texts, moods = [text for text, _mood in known], [mood for _text, mood in known]
    start = time.perf_counter()
    learnt, measured = judge.learn("en", texts, moods, [False] * len(texts))
    learning = time.perf_counter() - start
    start = time.perf_counter()
    judge.judge("en", texts[:500], learnt)
    each = (time.perf_counter() - start) / len(texts[:500]) * 1000
    parts = {
        "blend": measured.right,
        "model": measured.right_model,
        "VADER": measured.right_vader or 0,
        "guess": measured.right_guess,
    }
    said = ", ".join(f"{part} {right / measured.tested:.1%}" for part, right in parts.items())
    print(
        f"{name}: {len(texts)} learnt, {measured.tested} tested: {said}; {learnt.share:.0%} model; "
        f"{learning:.1f} s, then {each:.1f} ms a text"
    )


def _find(texts: list[str]) -> None:
    from cxjourney.feedback.words.fillers import is_filler
    from cxjourney.feedback.words.terms import Finder, Text, Words

    many = [texts[number % len(texts)] for number in range(TEXTS)]
    start = time.perf_counter()
    words = Words()
    read = [Text(number, number % 12, number % 9 == 0, words.read(text)) for number, text in enumerate(many)]
    stems = {word: word for word in words.repeated() if not is_filler("en", word)}
    found = Finder(read, words, stems).find()
    print(f"{len(many)} texts: {len(found)} themes in {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
