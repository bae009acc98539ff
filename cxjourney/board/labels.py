"""Where the words beside a curve go: beside their point, inside the picture, off each other and the points.

Units are pixels at the narrowest width; a wider picture only spreads the labels further.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cxjourney.board.curve import Dot

LETTER = 5.9  # mean width of a letter at the size of labels
LINE = 16.0
DOT = 7.0  # half the size of a point, with some air
TARGET = 24.0  # what is pressed is at least as large as this, both ways


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


@dataclass
class Room:
    """The picture and what is taken in it already."""

    width: float
    height: float
    taken: list[Box] = field(default_factory=list)

    def keep_off(self, points: Iterable[tuple[float, float]], size: float = DOT) -> None:
        self.taken += [Box(x - size, y - size, x + size, y + size) for x, y in points]

    def place(self, boxes: Sequence[Box], own: Box | None = None, off: Sequence[Box] = ()) -> int | None:
        """Index of the first box that is free, which is then taken; None when there is none.

        `own` is a box already taken that may be covered: that of the point itself. `off` is kept free too.
        """
        for index, box in enumerate(boxes):
            inside = box.left >= 0 and box.right <= self.width and box.top >= 0 and box.bottom <= self.height
            if inside and _is_free(box, self.taken, own) and _is_free(box, off):
                self.taken.append(box)
                return index
        return None


def _is_free(box: Box, taken: Sequence[Box], own: Box | None = None) -> bool:
    # Plain comparisons: a crowded picture asks this ten thousand times.
    left, top, right, bottom = box
    for other in taken:
        crosses = left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
        if crosses and other != own:
            return False
    return True


@dataclass(slots=True, eq=False)
class Label:
    """Words beside a point: where, moved by how much, and whether they name the place."""

    dot: Dot
    x: float
    dx: str
    dy: str
    named: bool = True


class Stem(NamedTuple):
    """The line from what was assumed to what was measured at a named gap."""

    path: str
    worse: bool


@dataclass(frozen=True)
class Spot:
    """A place for a label beside its point: CSS translation and the box it covers there."""

    dx: str
    dy: str
    box: Box


def value_spots(x: float, y: float, letters: int, *, valley: bool) -> list[Spot]:
    """Below a valley and above a hill first, then the other side, then beside the point."""
    width = letters * LETTER + 6
    below = Spot("-50%", "0.5rem", Box(x - width / 2, y + 8, x + width / 2, y + 8 + LINE))
    above = Spot("-50%", "-1.5rem", Box(x - width / 2, y - 24, x + width / 2, y - 24 + LINE))
    left = Spot("calc(-100% - 0.5rem)", "-0.5rem", Box(x - 8 - width, y - 8, x - 8, y - 8 + LINE))
    right = Spot("0.5rem", "-0.5rem", Box(x + 8, y - 8, x + 8 + width, y - 8 + LINE))
    return [below, above, left, right] if valley else [above, below, left, right]


def flag_spots(x: float, y: float, bold: int, thin: int, height: float) -> list[Spot]:
    """Places for the box that names a gap, the nearest first; letters of its bold and thin line."""
    width, half = max(bold * 6.5, thin * 5.5) + 20, 21.0
    to_top, to_bottom = half + 1 - y, height - half - 1 - y
    spots = {}
    for away in (18, 34, 50):
        for shift in (0.0, 30.0, -30.0, to_bottom, to_top):
            middle = y + shift
            right = Box(x + away, middle - half, x + away + width, middle + half)
            left = Box(x - away - width, middle - half, x - away, middle + half)
            dy = f"calc(-50% + {shift / 16:.3g}rem)"
            spots[Spot(f"{away / 16:g}rem", dy, right)] = away, shift
            spots[Spot(f"calc(-100% - {away / 16:g}rem)", dy, left)] = away, shift
    return sorted(spots, key=lambda spot: math.hypot(*spots[spot]))
