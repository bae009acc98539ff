"""Where the words beside a curve go: beside their point, inside the picture, off each other and the points.

Units are pixels at the narrowest width; a wider picture only spreads the labels further.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

LETTER = 5.9  # mean width of a letter at the size of labels
LINE = 16.0
DOT = 7.0  # half the size of a point, with some air


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

    def place(self, boxes: Sequence[Box], own: Box | None = None) -> int | None:
        """Index of the first box that is free, which is then taken; None when there is none.

        `own` is a box already taken that may be covered: that of the point itself.
        """
        for index, box in enumerate(boxes):
            inside = box.left >= 0 and box.right <= self.width and box.top >= 0 and box.bottom <= self.height
            if inside and self._is_free(box, own):
                self.taken.append(box)
                return index
        return None

    def _is_free(self, box: Box, own: Box | None) -> bool:
        # Plain comparisons: a crowded picture asks this ten thousand times.
        left, top, right, bottom = box
        for other in self.taken:
            crosses = left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
            if crosses and other != own:
                return False
        return True


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


def flag_spots(x: float, y: float, bold: int, thin: int) -> list[Spot]:
    """Places for the box that names a gap, right of its point first; letters of its bold and thin line."""
    width, half = max(bold * 6.5, thin * 5.8) + 24, 21.0
    spots = []
    for shift in (0.0, 30.0, -30.0, 60.0, -60.0):
        middle = y + shift
        right = Box(x + 18, middle - half, x + 18 + width, middle + half)
        left = Box(x - 18 - width, middle - half, x - 18, middle + half)
        spots += [
            Spot("1.125rem", f"calc(-50% + {shift / 16:g}rem)", right),
            Spot("calc(-100% - 1.125rem)", f"calc(-50% + {shift / 16:g}rem)", left),
        ]
    return spots
