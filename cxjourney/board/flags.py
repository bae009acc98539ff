"""The boxes that name the widest gaps: off the points, off each other and, where it can be, off the lines."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from cxjourney.board.labels import TARGET, Box, Label, Room, Stem, flag_spots
from cxjourney.kit import curves

if TYPE_CHECKING:
    from cxjourney.board.curve import Curve, Dot

BOLD = 28  # letters of "assumed +1.2, measured +0.1"
THIN = 22  # letters of ", see evidence" and "answers"
WIDE = 49.0  # half of what a gap is thought to cover: a quarter of the narrowest stage
STEP = 16.0  # between two looks at where a line runs
NEAR = 400.0  # no flag reaches further than this from its point


def write(picture: Curve, dots: list[Dot]) -> list[Box]:
    """Give the picture a flag and a stem at the gap of each of these points. Returns what they cover."""
    room = Room(picture.width, picture.height)
    room.keep_off(((dot.x, _y(picture, dot) + (dot.away or 0.0)) for dot in picture.dots), TARGET / 2)
    room.keep_off(((one.x, one.y + (one.away or 0.0)) for one in picture.handles), TARGET / 2)
    # No flag stands in the column of another gap: it would seem to speak of that one.
    columns = [Box(dot.x - WIDE, 0.0, dot.x + WIDE, picture.height) for dot in dots]
    room.taken += columns
    first = len(room.taken)
    lines = _lines(picture) if dots else []
    for dot, own in zip(dots, columns, strict=True):
        picture.stems.append(Stem(_stem(picture, dot), (dot.gap or 0.0) < 0))
        _place(picture, room, dot, own, [line for line in lines if abs(line.left - dot.x) < NEAR])
    return [*(_reach(picture, dot) for dot in dots), *room.taken[first:]]


def _y(picture: Curve, dot: Dot) -> float:
    return picture.y(dot.measured.value)


def _place(picture: Curve, room: Room, dot: Dot, own: Box, lines: list[Box]) -> None:
    """Off the lines with the place's name, then without it; else wherever there is room."""
    answers = len(f"{dot.n:,}") + THIN
    for off, with_name in ((lines, True), (lines, False), ([], True), ([], False)):
        letters = answers + (len(dot.short) + 2 if with_name else 0)
        spots = flag_spots(dot.x, _y(picture, dot), BOLD, letters, picture.height)
        index = room.place([spot.box for spot in spots], own, off)
        if index is not None:
            picture.flags.append(Label(dot, dot.x, spots[index].dx, spots[index].dy, with_name))
            return


def _lines(picture: Curve) -> list[Box]:
    """The lines of the picture as a row of boxes."""
    found = []
    for points in picture.runs:
        count = int((points[-1][0] - points[0][0]) // STEP)
        xs = [points[0][0] + STEP * number for number in range(count + 1)]
        for (x0, y0), (x1, y1) in pairwise(zip(xs, curves.heights(points, xs), strict=True)):
            found.append(Box(x0, min(y0, y1) - 2, x1, max(y0, y1) + 2))
    return found


def _reach(picture: Curve, dot: Dot) -> Box:
    """What a named gap covers: half its stage's width, from what was assumed to what was measured."""
    high, low = sorted((picture.y(dot.expected or 0.0), _y(picture, dot)))
    return Box(dot.x - WIDE, high, dot.x + WIDE, low)


def _stem(picture: Curve, dot: Dot) -> str:
    high, low = picture.y(dot.expected or 0.0), _y(picture, dot)
    toward = 8 if low > high else -8
    return f"M{dot.x - 5:.1f} {high:.1f}h10m-5 0V{low - toward:.1f}"
