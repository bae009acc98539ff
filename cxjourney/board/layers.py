"""Measured curves of several personas over the same stages, in the place of the experience lane's picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from cxjourney.board.curve import HEIGHT, STAGE
from cxjourney.board.parts import Board
from cxjourney.kit import curves
from cxjourney.kit.jinja import quick_gettext as _
from cxjourney.metrics.formulas import Estimate
from cxjourney.metrics.measures import Measure
from cxjourney.metrics.queries import measures

MOST = 4  # more curves than this nobody can tell apart
NAME = 15.0  # pixels of a line of its name
AIR, KEY = 0.25, 0.18  # room around the extremes on the axis; share of the height that the key takes


class Spot(NamedTuple):
    stage: str
    x: float
    felt: Estimate


@dataclass
class Layer:
    """One persona, or everybody (number 0), with a point where answers are enough."""

    number: int
    name: str
    n: int = 0
    runs: list[list[Spot]] = field(default_factory=lambda: [[]])  # a stage without a point breaks the line
    few: list[str] = field(default_factory=list)  # stages with too few answers

    @property
    def points(self) -> list[Spot]:
        return [spot for run in self.runs for spot in run]


@dataclass
class Layers:
    """All of them on one axis. Pixels of the narrowest picture."""

    layers: list[Layer]
    width: float
    top: float = 0.0
    bottom: float = 0.0
    height: float = HEIGHT

    def __post_init__(self) -> None:
        felt = [spot.felt for layer in self.layers for spot in layer.points]
        self.bottom = min((one.low for one in felt), default=-1.0) - AIR
        highest = max((one.high for one in felt), default=1.0) + AIR
        self.top = self.bottom + (highest - self.bottom) / (1 - KEY)

    def y(self, value: float) -> float:
        return (self.top - value) / (self.top - self.bottom) * self.height

    @property
    def ticks(self) -> list[int]:
        return [value for value in (2, 1, 0, -1, -2) if self.bottom < value < self.top]

    def lines(self, layer: Layer) -> list[str]:
        return [curves.curve([(s.x, self.y(s.felt.value)) for s in run]) for run in layer.runs if run]

    def bands(self, layer: Layer) -> list[str]:
        """The 95 % intervals."""
        return [
            curves.band([(s.x, self.y(s.felt.high)) for s in run], [(s.x, self.y(s.felt.low)) for s in run])
            for run in layer.runs
            if run
        ]

    @property
    def ends(self) -> list[tuple[Layer, str]]:
        """Each with the place of its name, beside its last point; names keep a line apart."""
        last = sorted(
            (self.y(one.points[-1].felt.value), one.number, one) for one in self.layers if one.points
        )
        highest, placed = self.height - NAME / 2, []
        for y, _number, layer in reversed(last):
            highest = min(y, highest)
            placed.append((layer, self.place(layer.points[-1].x, highest)))
            highest -= NAME
        return placed[::-1]

    def place(self, x: float, y: float) -> str:
        """As a style attribute."""
        return f"--x:{100 * x / self.width:.2f}%;--y:{100 * y / self.height:.1f}%"

    def at(self, spot: Spot) -> str:
        """Where it stands, as a style attribute."""
        return self.place(spot.x, self.y(spot.felt.value))


def read(board: Board, asked: Iterable[str]) -> Layers:
    """Everybody, and the personas of the map whose ids were asked for, in its order. One query for each."""
    wanted = set(asked)
    chosen = enumerate([one for one in board.map.whom if str(one[0]) in wanted][:MOST], 1)
    found = [_layer(0, _("Everybody"), board, [stage.measure for stage in board.stages])]
    placed = {stage.id: [one.touchpoint.id for one in stage.placements] for stage in board.stages}
    ids = sorted({pk for several in placed.values() for pk in several})
    for number, (persona, name) in chosen:
        own = measures(board.map.workspace_id, ids, list(placed), board.period, persona=persona)
        found.append(_layer(number, name, board, [own.stage(pk, here) for pk, here in placed.items()]))
    return Layers(found, STAGE * board.columns)


def _layer(number: int, name: str, board: Board, found: list[Measure | None]) -> Layer:
    layer = Layer(number, name)
    for stage, measure in zip(board.stages, found, strict=True):
        felt = measure.felt if measure else None
        layer.n += measure.n if measure else 0
        if felt:
            layer.runs[-1].append(Spot(stage.name, (stage.start + stage.width / 2) * STAGE, felt))
            continue
        layer.few += [stage.name] if measure else []
        layer.runs.append([])
    return layer
