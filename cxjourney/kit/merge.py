"""Two people changed the same text: put both changes into it where they do not meet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|[^\s]+")


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


def _edits(base: list[str], other: list[str]) -> list[_Edit]:
    head = _same(base, other)
    tail = _same(base[head:][::-1], other[head:][::-1])
    old, new = base[head : len(base) - tail], other[head : len(other) - tail]
    return [
        _Edit(head + start, head + end, tuple(new[first:last]))
        for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if kind != "equal"
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

    Edits that touch or overlap are not merged: the reader, not we, must say what is meant.
    """
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
    for kind, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(before[start:end])))
            continue
        if start != end:
            pieces.append(("old", "".join(before[start:end])))
        if first != last:
            pieces.append(("new", "".join(after[first:last])))
    return pieces
