"""Two people changed the same text: put both changes into it where they do not meet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter

WORDS = re.compile(r"\s+|[^\s]+")
BREAKS = re.compile(r"\r\n?")  # what browsers send for a new line
MOST_PAIRS = 10_000  # of equal words: a thousand words of prose written anew, compared in a tenth of a second


@dataclass(frozen=True)
class Merge:
    """The merged text; not `clean` when both changed the same words (then the text is mine)."""

    text: str
    clean: bool


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    words: tuple[str, ...]


def _split(text: str) -> list[str]:
    return WORDS.findall(text)


def _pieces(old: list[str], new: list[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """(whether equal, start and end in old, start and end in new) from the first word to the last.

    Words are compared and white space follows them. Long texts of few words, which would take minutes,
    count as changed from the first difference to the last.
    """
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    before, after = old[head : len(old) - tail], new[head : len(new) - tail]
    count, other = Counter(before), Counter(after)
    yield True, 0, head, 0, head
    if sum(number * other[word] for word, number in count.items() if not word.isspace()) > MOST_PAIRS:
        yield False, head, len(old) - tail, head, len(new) - tail
    else:
        codes = SequenceMatcher(str.isspace, before, after, autojunk=False).get_opcodes()
        for kind, start, end, first, last in codes:
            yield kind == "equal", head + start, head + end, head + first, head + last
    yield True, len(old) - tail, len(old), len(new) - tail, len(new)


def _edits(base: list[str], other: list[str]) -> list[_Edit]:
    return [
        _Edit(start, end, tuple(other[first:last]))
        for equal, start, end, first, last in _pieces(base, other)
        if not equal
    ]


def _same(one: list[str], two: list[str]) -> int:
    """How many words are the same from the start. Without them repeated words are not mixed up."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two))
    )


def _meet(one: _Edit, two: _Edit) -> bool:
    """Whether the two touch the same words, or write at the same place."""
    if one == two:
        return False
    return one.start <= two.end and two.start <= one.end


def merge_words(base: str, mine: str, theirs: str) -> Merge:
    """Three-way merge by words of two texts that both came from `base`.

    Edits that touch or overlap are not merged: the reader, not we, must say what is meant. Lines end in
    "\\n" in what comes back, however they ended before.
    """
    base, mine, theirs = (BREAKS.sub("\n", text) for text in (base, mine, theirs))
    if mine == theirs or theirs == base:
        return Merge(mine, True)
    if mine == base:
        return Merge(theirs, True)
    words = _split(base)
    ours, others = _edits(words, _split(mine)), _edits(words, _split(theirs))
    if any(_meet(one, two) for one in ours for two in others):
        return Merge(mine, False)
    edits = sorted({*ours, *others}, key=lambda edit: (edit.start, edit.end))
    result, at = [], 0
    for edit in edits:
        result += [*words[at : edit.start], *edit.words]
        at = edit.end
    return Merge("".join([*result, *words[at:]]), True)


def word_diff(old: str, new: str) -> list[tuple[str, str]]:
    """Pieces of both texts in reading order: ("same" | "old" | "new", text)."""
    before, after = _split(old), _split(new)
    pieces: list[tuple[str, str]] = []
    for equal, start, end, first, last in _pieces(before, after):
        removed, added = "".join(before[start:end]), "".join(after[first:last])
        parts = [("same", removed)] if equal else [("old", removed), ("new", added)]
        pieces += [part for part in parts if part[1]]
    return _joined(pieces)


def _joined(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbours of one kind as one piece."""
    return [(kind, "".join(text for _kind, text in run)) for kind, run in groupby(pieces, itemgetter(0))]
