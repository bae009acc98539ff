"""A board in parts that can be sent alone, but for its text cards, which are sent as they change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from cxjourney.board.live.templates import macros, render
from cxjourney.board.paint import Painter
from cxjourney.board.parts import Board, LaneRow
from cxjourney.board.queries import add_sparks
from cxjourney.journeys.kinds import CARD_LANES


def partial(target: str, html: str) -> str:
    """What htmx puts in the place of the element with this id."""
    return f'<hx-partial hx-target="#{target}" hx-swap="outerMorph">{html}</hx-partial>'


@dataclass(frozen=True)
class Frame:
    """What can't be sent in parts: which columns, rows and further rows stand there, in which order."""

    stages: tuple[tuple[int, ...], ...]  # each with its steps
    lanes: tuple[int, ...]
    lines: tuple[tuple[int, str], ...]
    foot: bool
    editable: bool


def frame_of(board: Board, context: dict) -> Frame:
    return Frame(
        tuple((stage.id, *stage.columns) for stage in board.stages),
        tuple(lane.id for lane in board.shown),
        tuple(board.lines.items()),
        bool(context["editable"] or board.map.source),
        context["editable"],
    )


def row_kind(lane: LaneRow, board: Board) -> tuple:
    """What the row itself says, beside its cells."""
    return lane.folded, lane.is_behind, lane.kind == "metrics" and bool(board.answers)


def whole(context: dict) -> str:
    """The whole board and the bars above it."""
    return (
        partial("board", render("board/_board.html", context))
        + partial("map-head", render("board/_head.html", context))
        + partial("map-tools", render("board/_tools.html", context))
    )


class Part(NamedTuple):
    """An element with its id; `lane` is the lane it stands in."""

    id: str
    html: str
    lane: int | None = None


def parts(context: dict) -> Iterator[Part]:
    """Every part that something else than a text card can change."""
    board, base, editable = (context[name] for name in ("board", "base", "editable"))
    frame, paint = macros("board/_frame.html"), context["paint"]
    yield Part("map-head", render("board/_head.html", context))
    yield Part("map-tools", render("board/_tools.html", context))
    yield Part("board-caption", frame.caption(board))
    yield Part("board-corner", frame.corner(board, base, editable))
    for stage in board.stages:
        yield Part(f"stage-{stage.id}", paint.head(stage))
        for at, step in enumerate(stage.steps):
            yield Part(f"step-{step.id}", paint.step(stage, at))
    for lane in board.shown:
        yield from _lane_parts(lane, paint)
    for line in board.lines.values():
        yield Part(f"board-{line}", frame.line(board, line))
    if editable or board.map.source:
        yield Part("board-foot", frame.foot(board, base, editable))


def with_lines(found: list[Part], context: dict) -> Iterator[Part]:
    """The same parts; cells of the metrics lane with their small lines, which pages fetch by themselves.

    They have changed with the numbers. Pages and bases know nothing of lines. One query, if there are any.
    """
    board, paint = context["board"], context["paint"]
    lane = next((one for one in board.shown if one.kind == "metrics"), None)
    cells = {f"cell-{lane.id}-{cell.id}": at for at, cell in enumerate(lane.cells)} if lane else {}
    if lane and not lane.folded and any(part.id in cells for part in found):
        add_sparks(board, lane)
    for part in found:
        yield part._replace(html=paint.cell(lane, cells[part.id])) if part.id in cells else part


def _lane_parts(lane: LaneRow, paint: Painter) -> Iterator[Part]:
    if lane.kind == "experience" and not lane.folded:
        yield Part(f"lane-{lane.id}", paint.curve(lane), lane.id)
        return
    yield Part(f"lane-label-{lane.id}", paint.label(lane), lane.id)
    if lane.kind in CARD_LANES:
        return
    for index, cell in enumerate(lane.cells):
        yield Part(f"cell-{lane.id}-{cell.id}", paint.cell(lane, index), lane.id)
