"""Answers in words, as survey tools export them: which scale they are, and which number each stands for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cxjourney.feedback.importing.vocabulary import BLANK_TEXTS

LEAST = 2  # different answers that show a scale
MOST_WORDS = 20

# The words of each step, the lowest first, counted from 1. Two answers of one step are another scale.
SCALES: list[tuple[str, str]] = [
    (
        "agree",
        "strongly disagree, completely disagree, totally disagree, stimme überhaupt nicht zu"
        "|disagree, somewhat disagree, stimme nicht zu, stimme eher nicht zu"
        "|neither agree nor disagree, neutral, undecided, neither, teils/teils, teils teils, weder noch"
        "|agree, somewhat agree, stimme zu, stimme eher zu"
        "|strongly agree, completely agree, totally agree, stimme voll und ganz zu, stimme voll zu",
    ),
    (
        "custom",
        "strongly disagree|disagree|somewhat disagree, slightly disagree|neither agree nor disagree, neutral"
        "|somewhat agree, slightly agree|agree|strongly agree",
    ),
    (
        "csat",
        "very dissatisfied, very unsatisfied, extremely dissatisfied, sehr unzufrieden, très insatisfait, "
        "muy insatisfecho"
        "|dissatisfied, unsatisfied, somewhat dissatisfied, unzufrieden, insatisfait, insatisfecho"
        "|neutral, neither satisfied nor dissatisfied, neither, teils/teils, teils teils, neutre"
        "|satisfied, somewhat satisfied, zufrieden, satisfait, satisfecho"
        "|very satisfied, extremely satisfied, sehr zufrieden, très satisfait, muy satisfecho",
    ),
    (
        "ces",
        "very difficult, extremely difficult, sehr schwierig|difficult, schwierig"
        "|somewhat difficult, slightly difficult, eher schwierig"
        "|neither easy nor difficult, neutral, weder noch"
        "|somewhat easy, slightly easy, eher einfach|easy, einfach|very easy, extremely easy, sehr einfach",
    ),
    ("csat", "poor|fair|good|very good|excellent"),
    (
        "csat",
        "very poor, very bad, terrible, awful|poor, bad|average, fair, ok, okay, acceptable, neutral|good"
        "|excellent, very good, great",
    ),
    (
        "custom",
        "very unlikely, extremely unlikely|unlikely, somewhat unlikely|neutral, neither likely nor unlikely"
        "|likely, somewhat likely|very likely, extremely likely",
    ),
]


class Words(NamedTuple):
    """A scale: its kind, its ends, and the number of each text."""

    kind: str
    low: int
    high: int
    numbers: dict[str, int]


def recognise(cells: Iterable[str]) -> Words | None:
    """The scale whose words these are; None when some are of none, or of too few steps to tell."""
    seen = list(dict.fromkeys(cell for cell in cells if cell.casefold() not in BLANK_TEXTS))
    if not LEAST <= len({text.casefold() for text in seen}) <= MOST_WORDS:
        return None
    for kind, words in SCALES:
        steps = [[word.strip() for word in step.split(",")] for step in words.split("|")]
        known = {word: number for number, step in enumerate(steps, 1) for word in step}
        found = {text: known.get(text.casefold(), 0) for text in seen}
        distinct = {text.casefold(): number for text, number in found.items()}
        if all(found.values()) and len(set(distinct.values())) == len(distinct):
            for number, step in enumerate(steps, 1):
                if number not in found.values():
                    found[step[0].capitalize()] = number
            return Words(kind, 1, len(steps), dict(sorted(found.items(), key=lambda one: one[1])))
    return None


def said(numbers: dict[str, int]) -> str:
    """The numbers of words as people edit them: "Bad = 1; Good = 2"."""
    return "; ".join(f"{text} = {number}" for text, number in numbers.items())


def read(text: str) -> dict[str, int]:
    """The same read back; what is no pair is left out."""
    found = {}
    for pair in text.split(";")[:MOST_WORDS]:
        words, _equals, number = pair.rpartition("=")
        number = number.strip()
        if words.strip() and number.lstrip("-").isdecimal() and len(number) <= 4:
            found[words.strip()[:60]] = int(number)
    return found
