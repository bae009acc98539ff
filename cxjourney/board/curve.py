"""The experience lane as a picture: what was assumed, what was measured, and the gaps between.

The axis runs from −2 (awful) to +2 (delighted). The picture is drawn in pixels of its narrowest width.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby

from cxjourney.board import flags
from cxjourney.board.labels import TARGET, Box, Label, Room, Stem, value_spots
from cxjourney.board.numbers import answers
from cxjourney.board.parts import PlacementItem, StageColumn
from cxjourney.kit import curves
from cxjourney.kit.jinja import quick_gettext as _
from cxjourney.kit.jinja import signed
from cxjourney.metrics.formulas import Estimate

STAGE = 196.0  # the narrowest stage, as --stage in map.css
NARROWEST_STAGE = 152.0  # where the map is compact, as in map-view.css
HEIGHT = 176.0  # as --curve-size in curve.css
AIR = 0.45  # room above and below the extremes, for labels
NARROWEST = 2.4  # the axis never spans less
LIMIT = 2.5
WIDE = 0.4  # a gap smaller than this is not named
VERY_WIDE = 0.8  # from here on the point itself is marked
POOR = -0.5  # a measured experience from here down is marked even where nobody assumed better
NAMED = 2
LABELLED = 3  # values written in a stage, on average; more would be a thicket
HANDLES = 4  # in a stage; where more touchpoints stand, an assumption is set in the drawer
FINGER = 10.0  # how much larger what is pressed is on phones, on each side, as in map-phone.css
APART = TARGET + 0.3  # the page rounds where they stand
NAME = 26  # letters of a place's name in the picture


@dataclass(slots=True, eq=False)
class Dot:
    """A measured point: a touchpoint's answers, or those about the stage where no touchpoint has any."""

    stage: StageColumn
    placement: PlacementItem | None
    x: float
    measured: Estimate
    expected: float | None  # what was assumed for it, or for its stage
    away: float | None = None  # how far down it is pressed, where an assumed point is near

    @property
    def name(self) -> str:
        return self.placement.touchpoint.name if self.placement else self.stage.name

    @property
    def short(self) -> str:
        if len(self.name) <= NAME:
            return self.name
        start = self.name[:NAME]
        return (start[: start.rfind(" ")] if " " in start[8:] else start[:-1]).rstrip() + "…"

    @property
    def n(self) -> int:
        return self.measured.n

    @property
    def answers(self) -> str:
        return answers(self.n)

    @property
    def title(self) -> str:
        """Everything about the point in one sentence."""
        text = _("%(place)s: measured %(value)s, 95 %% between %(low)s and %(high)s, %(answers)s") % {
            "place": self.name,
            "value": signed(self.measured.value),
            "low": signed(self.measured.low),
            "high": signed(self.measured.high),
            "answers": self.answers,
        }
        if self.expected is None:
            return text
        return text + "; " + _("assumed %(value)s") % {"value": signed(self.expected)}

    @property
    def gap(self) -> float | None:
        """Measured less assumed; None where nothing was assumed."""
        return None if self.expected is None else self.measured.value - self.expected

    @property
    def certain(self) -> bool:
        """Whether the gap is more than chance: what was assumed lies outside the 95 % interval."""
        return self.expected is not None and not self.measured.low <= self.expected <= self.measured.high

    @property
    def bad(self) -> bool:
        worse = self.certain and self.gap is not None and self.gap <= -VERY_WIDE
        return worse or self.measured.value <= POOR


@dataclass(slots=True, eq=False)
class Handle:
    """An assumed point that editors drag; `value` is None where nobody has assumed anything yet."""

    stage: StageColumn
    placement: PlacementItem | None
    x: float
    value: float | None
    y: float = 0.0
    moves: bool = True  # whether it can be dragged; in a crowded stage there is no room for that
    at: float = 0.0  # where an unset one is drawn, and starts from
    away: float | None = None  # how far down it is pressed, where a measured point is near

    @property
    def name(self) -> str:
        return self.placement.touchpoint.name if self.placement else self.stage.name


@dataclass
class Curve:
    """The picture: paths in `width` × `height`, points and labels in % of both."""

    width: float
    height: float
    top: float
    bottom: float
    dots: list[Dot]
    handles: list[Handle]
    ticks: list[tuple[int, float]] = field(default_factory=list)  # (value, y)
    measured: list[str] = field(default_factory=list)
    bands: list[str] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    gaps: list[curves.Gap] = field(default_factory=list)
    stems: list[Stem] = field(default_factory=list)
    runs: list[list[curves.Point]] = field(default_factory=list)  # the lines' points
    labels: list[Label] = field(default_factory=list)
    flags: list[Label] = field(default_factory=list)

    def y(self, value: float) -> float:
        return (self.top - value) / (self.top - self.bottom) * self.height

    def at(self, x: float, value: float) -> str:
        """Where a point stands, as a style attribute: shares of the picture's width and height."""
        across = 100 * x / self.width if self.width else 0.0
        return f"--x:{across:.2f}%;--y:{100 * self.y(value) / self.height:.1f}%"

    @property
    def still(self) -> str:
        """Path of the assumed points that are not dragged: a small diamond each."""
        points = [handle for handle in self.set_handles if not handle.moves]
        return "".join(f"M{point.x - 3:.0f} {point.y:.0f}l3-4 3 4-3 4z" for point in points)

    @property
    def set_handles(self) -> list[Handle]:
        return [handle for handle in self.handles if handle.value is not None]


# --- What is known --------------------------------------------------------------------------------


def points_of(stages: list[StageColumn]) -> tuple[list[Dot], list[Handle]]:
    """Measured and assumed points, left to right: per touchpoint where known, else per stage.

    Too few answers are said where the place stands, and not drawn: a point would claim more than is known.
    """
    dots: list[Dot] = []
    handles: list[Handle] = []
    for stage in stages:
        middle = (stage.start + stage.width / 2) * STAGE
        shown = [p for p in stage.placements if p.measure or p.assumed is not None]
        xs = _across(stage, shown)
        felt = [(p, p.measure.felt) for p in shown if p.measure]
        here = [
            Dot(stage, p, xs[p.id], one, stage.assumed if p.assumed is None else p.assumed)
            for p, one in felt
            if one
        ]
        if not here and stage.measure and stage.measure.felt:
            here = [Dot(stage, None, middle, stage.measure.felt, stage.assumed)]
        dots += here
        handles += _handles(stage, shown, xs, middle)
    return dots, handles


def _across(stage: StageColumn, shown: list[PlacementItem]) -> dict[int, float]:
    """Where touchpoints stand in the picture: side by side over their column."""
    xs: dict[int, float] = {}
    for column, step in enumerate(stage.columns, stage.start):
        here = [p for p in shown if p.step == step]
        xs |= {p.id: (column + (at + 0.5) / len(here)) * STAGE for at, p in enumerate(here)}
    return xs


def _handles(stage: StageColumn, shown: list[PlacementItem], xs: dict, middle: float) -> list[Handle]:
    if any(p.assumed is not None for p in shown):
        room = len(shown) <= HANDLES * stage.width
        return [Handle(stage, p, xs[p.id], p.assumed, moves=room) for p in shown]
    return [Handle(stage, None, middle, stage.assumed)]


def widest(dots: Iterable[Dot], most: int = NAMED) -> list[Dot]:
    """The gaps worth naming, those where customers feel worse than assumed before the others."""
    wide = [dot for dot in dots if dot.certain and dot.gap is not None and abs(dot.gap) >= WIDE]
    return sorted(wide, key=lambda dot: (dot.gap > 0, -abs(dot.gap)))[:most]  # type: ignore[operator, arg-type]


# --- The picture ----------------------------------------------------------------------------------


def draw(stages: list[StageColumn]) -> Curve:
    """The experience lane of a map. No query."""
    dots, handles = points_of(stages)
    top, bottom = _axis(dots, handles)
    picture = Curve(STAGE * sum(stage.width for stage in stages), HEIGHT, top, bottom, dots, handles)
    picture.ticks = [
        (value, picture.y(value)) for value in (2, 1, 0, -1, -2) if bottom + 0.15 < value < top - 0.15
    ]
    _paths(picture)
    for handle in handles:
        handle.at = _near(picture, handle) if handle.value is None else handle.value
        handle.y = picture.y(handle.at)
    _part(picture)
    _write(picture)
    return picture


def _part(picture: Curve) -> None:
    """Where an assumed point nearly meets measured ones, each is pressed up or down."""
    dots: dict[StageColumn, list[Dot]] = {}
    for dot in picture.dots:
        dots.setdefault(dot.stage, []).append(dot)
    for handle in picture.handles:
        near = [
            (dot, picture.y(dot.measured.value))
            for dot in dots.get(handle.stage, ())
            if handle.moves and abs(handle.x - dot.x) * NARROWEST_STAGE / STAGE < TARGET
        ]
        heights = [y for _dot, y in near]
        if any(abs(y - handle.y) < APART + FINGER for y in heights):
            places = [handle.y + shift / 2 for shift in range(-2 * round(APART), 2 * round(APART) + 1)]
            place = min(places, key=lambda at: _farthest(handle.y, heights, at))
            handle.away = place - handle.y
            for dot, y in near:
                dot.away = _pressed(y, place) - y


def _farthest(y: float, others: list[float], at: float) -> float:
    """How far the farthest of these has to go when the point at `y` is pressed to `at`."""
    pressed = [_pressed(other, at) for other in others]
    if not all(TARGET / 2 <= place <= HEIGHT - TARGET / 2 for place in (at, *pressed)):
        return math.inf
    return max(abs(at - y), *(abs(place - other) for place, other in zip(pressed, others, strict=True)))


def _pressed(y: float, at: float) -> float:
    """Where a point at `y` goes when another is pressed to `at`."""
    return min(y, at - APART) if y < at else max(y, at + APART)


def _axis(dots: list[Dot], handles: list[Handle]) -> tuple[float, float]:
    values = [0.0, *(handle.value for handle in handles if handle.value is not None)]
    for dot in dots:
        values += [dot.measured.low, dot.measured.high]
    top, bottom = max(values) + AIR, min(values) - AIR
    short = NARROWEST - (top - bottom)
    if short > 0:
        top, bottom = top + short / 2, bottom - short / 2
    return min(LIMIT, round(top, 2)), max(-LIMIT, round(bottom, 2))


def _paths(picture: Curve) -> None:
    y = picture.y
    solid = _runs(picture.dots)
    dashed = _runs(picture.set_handles)
    measured = [_stretch(run, lambda dot: y(dot.measured.value)) for run in solid]
    assumed = [_stretch(run, lambda handle: y(handle.value)) for run in dashed]
    picture.runs = measured + assumed
    picture.measured = [curves.curve(run) for run in measured]
    picture.assumed = [curves.curve(run) for run in assumed]
    picture.bands = [
        curves.band(
            _stretch(run, lambda dot: y(dot.measured.high)), _stretch(run, lambda dot: y(dot.measured.low))
        )
        for run in solid
    ]
    picture.gaps = [gap for one in assumed for other in measured for gap in curves.gaps(one, other)]


def _runs(points: list) -> list[list]:
    """Points of stages that follow each other: a stage without any breaks the line."""
    numbers = sorted({point.stage.number for point in points})
    run_of = {number: number - index for index, number in enumerate(numbers)}
    return [list(run) for _key, run in groupby(points, key=lambda point: run_of[point.stage.number])]


def _stretch(run: list, height: Callable) -> list[curves.Point]:
    """The run as points, drawn out flat to the edges of its first and last stage."""
    points = [(point.x, height(point)) for point in run]
    last = run[-1].stage
    return curves.extend(points, run[0].stage.start * STAGE, (last.start + last.width) * STAGE)


def _near(picture: Curve, handle: Handle) -> float:
    """Where an assumption nobody made yet is drawn: at its neighbours' height, else in the middle."""
    known = [(other.x, other.value) for other in picture.set_handles]
    return round(curves.height(known, handle.x), 1) if known else 0.0  # type: ignore[arg-type]


def _write(picture: Curve) -> None:
    """Name the widest gaps and put values beside points, where there is room."""
    room = Room(picture.width, picture.height)
    at = {id(dot): (dot.x, picture.y(dot.measured.value)) for dot in picture.dots}
    room.keep_off(at.values())
    room.keep_off(((handle.x, handle.y) for handle in picture.handles), 5.0)
    flagged = widest(picture.dots)
    room.taken += flags.write(picture, flagged)
    order = sorted(picture.dots, key=lambda dot: (-(dot in flagged), -abs(dot.measured.value), dot.x))
    valleys = _valleys(picture.dots)
    for dot in order[: LABELLED * round(picture.width / STAGE)]:
        _label(picture, room, dot, at[id(dot)], valleys[id(dot)])
    picture.labels.sort(key=lambda label: label.x)


def _label(picture: Curve, room: Room, dot: Dot, at: tuple[float, float], valley: bool) -> None:
    x, y = at
    own = Box(x - 7, y - 7, x + 7, y + 7)
    for letters, named in ((6 + len(dot.short), True), (4, False)):
        spots = value_spots(x, y, letters, valley=valley)
        index = room.place([spot.box for spot in spots], own)
        if index is not None:
            picture.labels.append(Label(dot, x, spots[index].dx, spots[index].dy, named))
            return


def _valleys(dots: list[Dot]) -> dict[int, bool]:
    """By id of the dot: whether the line comes down to it, so that its label stands better below."""
    values = [dot.measured.value for dot in dots]
    return {
        id(dot): values[at] <= sum(around) / len(around)
        for at, dot in enumerate(dots)
        if (around := values[max(0, at - 1) : at + 2])
    }
