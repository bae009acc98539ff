"""Draws the parts of a board. What was drawn of the same values before is not drawn again: most of a map is
as it was when somebody looked last, and templates are the dearest part of a page.
"""

from __future__ import annotations

from collections.abc import Hashable

from django.conf import settings
from django.template import engines
from django.utils import timezone
from django.utils.translation import get_language
from markupsafe import Markup

from cxjourney.board.parts import Board, LaneRow, StageColumn
from cxjourney.kit.memo import Memo

# Some 130 cells and heads a map and audience, of 1 KB or so.
memo: Memo[Markup] = Memo(12_000)


class Painter:
    """The parts of one board for one audience. `base` is the workspace's address, `query` the period's."""

    def __init__(self, board: Board, *, base: str, query: str, editable: bool):
        self.board, self.base, self.query, self.editable = board, base, query, editable
        # Dates say their year when it is not this one.
        year = timezone.localdate().year
        self.sparks = False  # set where they are read with the board, not later
        self.shared = (board.map.pk, base, query, editable, get_language(), year)

    def _kept(self, key: tuple[Hashable, ...], template: str, macro: str, *args) -> Markup:
        if settings.DEBUG:  # templates may change under us
            return self._draw(template, macro, *args)
        return memo.get((macro, self.shared, *key), self._draw, template, macro, *args)

    def whole(self) -> Markup:
        """The map as a table."""
        return self._once("board/_board.html")

    def tools(self, periods: list[tuple[str, str]]) -> Markup:
        """The bar above it, which offers these periods."""
        return self._once("board/_tools.html", periods=periods)

    def _once(self, template: str, **more) -> Markup:
        """For a board that several look at, drawn for the first."""
        key = (template, self.shared)
        found = None if settings.DEBUG else self.board.drawn.get(key)
        if found is None:
            context = {"board": self.board, "base": self.base, "editable": self.editable, "paint": self}
            html = engines["jinja2"].env.get_template(template).render(context, **more)
            found = self.board.drawn[key] = Markup(html)  # noqa: S704 - escaped there
        return found

    def _draw(self, template: str, macro: str, *args) -> Markup:
        return getattr(engines["jinja2"].env.get_template(template).module, macro)(*args)

    def head(self, stage: StageColumn) -> Markup:
        """The head of a stage."""
        rows = 2 if self.board.split and not stage.steps else 1
        key = (stage.id, stage.name, stage.goal, stage.pill, stage.locked, stage.width, rows)
        map_url = f"{self.base}maps/{self.board.map.pk}/"
        args = (stage, map_url, self.base, self.query, self.editable, rows)
        return self._kept(key, "board/_stage_head.html", "head", *args)

    def step(self, stage: StageColumn, at: int) -> Markup:
        """The head of a step of a stage, by its number there."""
        key = (stage.id, stage.locked, stage.steps[at].id, stage.steps[at].name, stage.start, at)
        return self._kept(key, "board/_step_head.html", "head", stage, at, self.base, self.editable)

    def label(self, lane: LaneRow) -> Markup:
        """The name of a lane."""
        words = str(lane.words(self.board.persona))
        key = (lane.id, lane.kind, lane.title, lane.folded, lane.locked, words)
        return self._kept(key, "board/_lane.html", "label", lane, self.board, self.base, self.editable)

    def cell(self, lane: LaneRow, index: int, stop: bool = False) -> Markup:
        """One cell of a lane; `stop` says that the Tab key enters the map here."""
        cell = lane.cells[index]
        items = tuple([item.key for item in cell.items]) if lane.kind in KEYED else tuple(cell.items)
        words = "" if items else str(lane.says(index, self.editable))
        key = (lane.id, lane.kind, lane.folded, cell.id, cell.span, cell.later, stop, items, words)
        args = (lane, index, self.board.map.pk, self.base, self.query, self.editable, stop)
        return self._kept(key, "board/_cell.html", "cell", *args)

    def curve(self, lane: LaneRow) -> Markup:
        """The experience lane."""
        board = self.board
        key = (lane.id, lane.title, lane.locked, *(stage.key for stage in board.stages))
        args = (lane, board, self.base, self.query, self.editable)
        return self._kept(key, "board/_curve.html", "row", *args)

    def row(self, lane: LaneRow, stop: bool = False, sparks: bool = False) -> Markup:
        """A whole lane. `sparks` says that they are drawn in it already."""
        if lane.kind == "experience" and not lane.folded:
            return self.curve(lane)
        return self._draw("board/_lane.html", "row", lane, self, stop, sparks or self.sparks)

    def cells(self, lane: LaneRow, stop: bool = False) -> Markup:
        """All cells of a lane."""
        drawn = [self.cell(lane, index, stop and not index) for index in range(len(lane.cells))]
        return Markup("\n").join(drawn)


# Lanes whose items are known by what they show, as they hold more than that.
KEYED = {"touchpoints", "metrics"}
