"""Two pictures of a map held against each other: what was added, removed, changed and moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from cxjourney.kit.merge import word_diff
from cxjourney.versions.picture import Column, Item, Picture, RowOf

Key = Callable[[Any], Hashable]

ALIKE = 0.6  # share of the letters from which two texts count as one that was changed

SAME, ADDED, REMOVED, CHANGED, MOVED = "same", "added", "removed", "changed", "moved"
MARKS = (ADDED, REMOVED, CHANGED, MOVED)


@dataclass(frozen=True)
class Fact:
    label: str
    before: str
    after: str


@dataclass(eq=False)
class Pair:
    """One thing in both pictures, or in one of them. `place` says where it stood before."""

    old: Any = None
    new: Any = None
    moved: bool = False
    place: str = ""
    was: int = 0  # its number in the old order

    @property
    def it(self) -> Any:
        return self.new or self.old

    @property
    def mark(self) -> str:
        if self.old is None or self.new is None:
            return ADDED if self.old is None else REMOVED
        if self.words or self.facts:
            return CHANGED
        return MOVED if self.moved else SAME

    @property
    def words(self) -> list[tuple[str, str]]:
        """The text with the words that came and went; empty when it is the same."""
        if self.old is None or self.new is None or self.old.text == self.new.text:
            return []
        return word_diff(self.old.text, self.new.text)

    @property
    def facts(self) -> list[Fact]:
        """What else differs."""
        if self.old is None or self.new is None:
            return []
        before, after = (one.facts | {one.about: one.goal} for one in (self.old, self.new))
        return [
            Fact(label, before.get(label, ""), after.get(label, ""))
            for label in {**before, **after}
            if before.get(label, "") != after.get(label, "")
        ]


@dataclass
class Comparison:
    """`columns` and `rows` are those of both in one order; `cells` by (number of the row, of the column)."""

    old: Picture
    new: Picture
    columns: list[Pair]
    rows: list[Pair]
    cells: dict[tuple[int, int], list[Pair]]
    about: list[Fact] = field(default_factory=list)

    def cell(self, row: int, column: int, view: str = "merged") -> list[Pair]:
        """What stands there: before (`then`, `old`), now (`new`), or what was removed too (`merged`)."""
        if view in ("then", "old"):
            return self.before.get((row, column), [])
        found = self.cells.get((row, column), [])
        return [pair for pair in found if pair.new] if view == "new" else found

    @cached_property
    def before(self) -> dict[tuple[int, int], list[Pair]]:
        """The cells as they were, in the old order."""
        found: dict[tuple[int, int], list[Pair]] = {}
        pairs = [pair for cell in self.cells.values() for pair in cell if pair.old]
        for pair in sorted(pairs, key=lambda one: one.was):
            found.setdefault(pair.old.spot, []).append(pair)
        return found

    @property
    def pairs(self) -> list[Pair]:
        return [*self.columns, *self.rows, *(pair for cell in self.cells.values() for pair in cell)]

    @property
    def counts(self) -> dict[str, int]:
        """How many of each mark there are; facts of the map itself count as changes."""
        marks = [pair.mark for pair in self.pairs]
        found = {mark: marks.count(mark) for mark in MARKS}
        found[CHANGED] += len(self.about)
        return found

    @property
    def is_same(self) -> bool:
        return not any(self.counts.values())

    def differs(self, row: int) -> bool:
        """Whether anything in this row differs."""
        cells = (self.cell(row, column) for column in range(len(self.columns)))
        return self.rows[row].mark != SAME or any(pair.mark != SAME for cell in cells for pair in cell)


def compare(old: Picture, new: Picture, *, one_map: bool) -> Comparison:
    """Things of one map are known by their ids, those of two maps by what they were copied from, and else by
    what is written on them.
    """
    columns = _line(
        old.columns, new.columns, [_id] if one_map else [_origin, _name], None if one_map else _any
    )
    rows = _line(old.rows, new.rows, [_id] if one_map else [_origin, _kind_and_title, _kind])
    for picture, side in ((old, "old"), (new, "new")):
        _put(picture, columns, rows, side)
    keys: list[Key] = [_id] if one_map else [_origin, _here, _in_row, _anywhere]
    alike: Key | None = None if one_map else _cell
    cells: dict[tuple[int, int], list[Pair]] = {}
    for pair in merge(old.items, new.items, match(old.items, new.items, keys, alike)):
        cells.setdefault(pair.it.spot, []).append(pair)
        if pair.old and pair.new and pair.old.spot != pair.new.spot:
            row, column = pair.old.spot
            pair.moved, pair.place = True, f"{columns[column].it.name}, {rows[row].it.title}"
        elif pair.old and pair.new and _other_step(pair.old, pair.new, one_map):
            pair.moved, pair.place = True, pair.old.step_name or columns[pair.old.spot[1]].it.name
    for cell in cells.values():
        mark_moved([pair for pair in cell if not pair.moved])
    return Comparison(old, new, columns, rows, cells, _about(old, new) if one_map else [])


def _other_step(old: Item, new: Item, one_map: bool) -> bool:
    """Whether it stands in another step; what stands in a stage that is not split stands in its first."""
    if old.step_id and new.step_id:
        same = old.step_id == new.step_id if one_map else old.step_name == new.step_name
        return not same and old.step_origin != new.step_origin
    return old.step != new.step


def _line(olds: list, news: list, keys: list[Key], alike: Key | None = None) -> list[Pair]:
    """The columns or rows of both."""
    pairs = merge(olds, news, match(olds, news, keys, alike))
    mark_moved(pairs)
    return pairs


def _put(picture: Picture, columns: list[Pair], rows: list[Pair], side: str) -> None:
    """Say of all things where they stand in the merged table."""
    across, down = (
        {one.id: at for at, pair in enumerate(line) if (one := getattr(pair, side))}
        for line in (columns, rows)
    )
    for item in picture.items:
        item.spot = down[item.row], across[item.column]


def _about(old: Picture, new: Picture) -> list[Fact]:
    return [
        Fact(label, old.facts.get(label, ""), new.facts.get(label, ""))
        for label in {**old.facts, **new.facts}
        if old.facts.get(label, "") != new.facts.get(label, "")
    ]


# --- What belongs together -------------------------------------------------------------------------


def _id(one: Any) -> Hashable:
    return getattr(one, "kind", "") if isinstance(one, Item) else "", one.id


def _origin(one: Any) -> Hashable:
    """Nothing else has this key, if it was made on the map or its origin is not known."""
    return getattr(one, "kind", ""), one.origin or id(one)


def _name(column: Column) -> Hashable:
    return column.name.casefold()


def _any(_one: Any) -> Hashable:
    return ""


def _kind_and_title(row: RowOf) -> Hashable:
    return row.kind, row.title.casefold()


def _kind(row: RowOf) -> Hashable:
    return row.kind


def _here(item: Item) -> Hashable:
    return item.kind, item.same, item.spot


def _in_row(item: Item) -> Hashable:
    return item.kind, item.same, item.spot[0]


def _anywhere(item: Item) -> Hashable:
    return item.kind, item.same


def _cell(item: Item) -> Hashable:
    return item.kind, item.spot


def match(olds: Sequence, news: Sequence, keys: list[Key], alike: Key | None = None) -> list[tuple[Any, Any]]:
    """Pairs (old, new) that are the same by the first key, then of the others by the next, and so on. With
    `alike`, what is then left and shares this key is paired by its text, the most alike first.
    """
    pairs, old_left, new_left = [], list(olds), list(news)
    for key in keys:
        waiting: dict[Hashable, list] = {}
        for new in new_left:
            waiting.setdefault(key(new), []).append(new)
        taken: set[int] = set()
        for old in old_left:
            if found := waiting.get(key(old)):
                new = found.pop(0)
                pairs.append((old, new))
                taken |= {id(old), id(new)}
        old_left, new_left = ([one for one in left if id(one) not in taken] for left in (old_left, new_left))
    return pairs + (_alike(old_left, new_left, alike) if alike else [])


def _alike(olds: list, news: list, key: Key) -> list[tuple[Any, Any]]:
    by_key: dict[Hashable, list] = {}
    for new in news:
        by_key.setdefault(key(new), []).append(new)
    scored = [
        (likeness(old.text, new.text), at, old, new)
        for at, old in enumerate(olds)
        for new in by_key.get(key(old), [])
    ]
    pairs: list[tuple[Any, Any]] = []
    taken: set[int] = set()
    for score, _at, old, new in sorted(scored, key=lambda one: (-one[0], one[1])):
        if score >= ALIKE and not {id(old), id(new)} & taken:
            pairs.append((old, new))
            taken |= {id(old), id(new)}
    return pairs


def likeness(one: str, two: str) -> float:
    return SequenceMatcher(None, one.casefold(), two.casefold()).ratio()


def merge(olds: Sequence, news: Sequence, matched: Iterable[tuple[Any, Any]]) -> list[Pair]:
    """Everything of both in the new order; what was removed stands behind what stood before it."""
    partner = {id(new): old for old, new in matched}
    known = {id(old) for old in partner.values()}
    number = {id(old): at for at, old in enumerate(olds)}
    behind: dict[int, list[Pair]] = {}
    last = 0
    for old in olds:
        if id(old) in known:
            last = id(old)
        else:
            behind.setdefault(last, []).append(Pair(old=old, was=number[id(old)]))
    found = behind.pop(0, [])
    for new in news:
        old = partner.get(id(new))
        found.append(Pair(old, new, was=number.get(id(old), 0)))
        found += behind.get(id(old), []) if old is not None else []
    return found


def mark_moved(pairs: list[Pair]) -> None:
    """Of things in a row mark the fewest that must have been moved to come from the old order to the new."""
    both = [pair for pair in pairs if pair.old and pair.new]
    stay = longest_rise([pair.was for pair in both])
    for at, pair in enumerate(both):
        pair.moved = at not in stay


def longest_rise(values: Sequence[int]) -> set[int]:
    """Indices of a longest rising run of the values (patience sorting; M. Fredman, 1975)."""
    tops: list[int] = []  # the smallest value that ends a run of each length
    ends: list[int] = []  # and its index
    before: list[int] = []
    for at, value in enumerate(values):
        length = bisect_left(tops, value)
        before.append(ends[length - 1] if length else -1)
        tops[length : length + 1] = [value]
        ends[length : length + 1] = [at]
    found, at = set(), ends[-1] if ends else -1
    while at >= 0:
        found.add(at)
        at = before[at]
    return found
