"""Measured curves of several personas over the same stages, laid over the experience lane."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cxjourney.board.curve import STAGE, Curve
from cxjourney.board.numbers import FEW
from cxjourney.board.parts import Board
from cxjourney.kit import curves
from cxjourney.metrics.formulas import Estimate
from cxjourney.metrics.queries import measures

MOST = 4  # more curves than this nobody can tell apart


@dataclass
class Layer:
    """One persona: a point a stage, drawn where at least FEW answered. `number` is how its line is dashed."""

    number: int
    name: str
    n: int = 0
    points: list[tuple[str, float, float, Estimate]] = field(default_factory=list)  # stage, x, y
    few: list[str] = field(default_factory=list)  # stages with too few answers
    lines: list[str] = field(default_factory=list)
    bands: list[str] = field(default_factory=list)


def read(board: Board, asked: Iterable[str]) -> list[Layer]:
    """The personas of the map whose ids were asked for, in their order. One query each."""
    wanted = set(asked)
    chosen = [one for one in enumerate(board.map.whom, 1) if str(one[1][0]) in wanted][:MOST]
    return [_layer(board, number, persona, name) for number, (persona, name) in chosen]


def _layer(board: Board, number: int, persona: int, name: str) -> Layer:
    placed = {stage.id: [one.touchpoint.id for one in stage.placements] for stage in board.stages}
    ids = sorted({pk for several in placed.values() for pk in several})
    found = measures(board.map.workspace_id, ids, list(placed), board.period, persona=persona)
    layer, picture = Layer(number, name), board.curve
    runs: list[list[tuple[str, float, float, Estimate]]] = [[]]
    for index, stage in enumerate(board.stages):
        measure = found.stage(stage.id, placed[stage.id])
        felt = measure.experience if measure else None
        layer.n += felt.n if felt else 0
        if felt is None or felt.n < FEW:
            layer.few += [stage.name] if felt else []
            runs.append([])
            continue
        point = (stage.name, (index + 0.5) * STAGE, _y(picture, felt.value), felt)
        layer.points.append(point)
        runs[-1].append(point)
    for run in filter(None, runs):
        layer.lines.append(curves.curve([(x, y) for _name, x, y, _felt in run]))
        ends = [[(x, _y(picture, getattr(felt, end))) for _, x, _, felt in run] for end in ("high", "low")]
        layer.bands.append(curves.band(*ends))
    return layer


def _y(picture: Curve, value: float) -> float:
    """Where a value stands; what lies beyond the picture stands at its edge."""
    return picture.y(min(max(value, picture.bottom), picture.top))
