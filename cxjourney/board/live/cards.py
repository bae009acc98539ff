"""The quick way: changes of text cards touch one card or two cells, whatever the size of the map."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from cxjourney.activity.models import Change
from cxjourney.board.live.templates import macros
from cxjourney.board.parts import Cell, LaneRow, read_card, step_of
from cxjourney.board.sql import CARD, CARD_JOINS, rows

PLACES = """
SELECT id, lane_id, stage_id, step_id FROM cxjourney_card
 WHERE workspace_id = %(workspace)s AND map_id = %(map)s AND id = ANY(%(cards)s)
"""

LANES = f"""
SELECT l.id, l.kind, l.folded, l.prompts, s.id, st.steps, c.step_id, {CARD}
  FROM cxjourney_lane l
  JOIN cxjourney_stage s ON s.map_id = l.map_id AND s.removed_at IS NULL
  LEFT JOIN (
    SELECT stage_id, array_agg(id ORDER BY rank, id) AS steps FROM cxjourney_step
     WHERE map_id = %(map)s AND removed_at IS NULL GROUP BY stage_id HAVING count(*) > 1
  ) st ON st.stage_id = s.id
  LEFT JOIN cxjourney_card c ON c.lane_id = l.id AND c.stage_id = s.id AND c.removed_at IS NULL
  {CARD_JOINS}
 WHERE l.workspace_id = %(workspace)s AND l.map_id = %(map)s AND l.id = ANY(%(lanes)s)
   AND l.removed_at IS NULL AND NOT l.hidden
 ORDER BY l.id, s.rank, s.id, c.rank, c.id
"""  # noqa: S608
# Cards that stay where they are: nothing of their cells is drawn but themselves.
EDITED = f"""
SELECT l.id, l.kind, l.folded, l.prompts, s.id, NULL, NULL, {CARD}
  FROM cxjourney_card c
  JOIN cxjourney_lane l ON l.id = c.lane_id AND l.removed_at IS NULL AND NOT l.hidden
  JOIN cxjourney_stage s ON s.id = c.stage_id AND s.removed_at IS NULL
  {CARD_JOINS}
 WHERE c.workspace_id = %(workspace)s AND c.map_id = %(map)s AND c.id = ANY(%(cards)s)
   AND c.removed_at IS NULL
 ORDER BY l.id, s.rank, s.id, c.rank, c.id
"""  # noqa: S608
# Which cell a card stands in and where among its neighbours; other fields are seen on the card alone.
MOVING = {"lane_id", "stage_id", "step_id", "rank", "removed_at"}

Spot = tuple[int, int, int | None]  # lane, stage, and the step it was put into
WHERE = ("lane_id", "stage_id", "step_id")


class CardNews:
    """What became of some cards, read in one query, or two if any moved; drawn for editors and viewers."""

    def __init__(self, map_id: int, workspace_id: int, changes: Iterable[Change]):
        self.edited: set[int] = set()
        moves: list[Change] = []
        for change in changes:
            self.edited.add(change.target_id)
            if not MOVING.isdisjoint(change.after):
                moves.append(change)
        self.moves = len(moves)
        here = {"map": map_id, "workspace": workspace_id}
        self.touched: set[Spot] = set()
        if moves:
            self.lanes = self._read_moves(moves, here)
        else:
            found = rows(EDITED, **here, cards=list(self.edited)) if self.edited else []
            self.lanes = _read_lanes(found)

    def _read_moves(self, moves: list[Change], here: dict[str, int]) -> list[LaneRow]:
        found = rows(PLACES, **here, cards=list(self.edited))
        now = {card: (lane, stage, step) for card, lane, stage, step in found}
        self.touched = _spots(moves, now)
        lanes = {lane for lane, _stage, _step in (*self.touched, *now.values())}
        return _read_lanes(rows(LANES, **here, lanes=list(lanes))) if lanes else []

    def draw(self, base: str, can_edit: bool, skip: Iterable[int] = ()) -> Iterator[tuple[str, str]]:
        """(id, HTML) of each cell and card to replace; not in the lanes of `skip`, nor in hidden ones."""
        cell = macros("board/_cell.html")
        for lane in self.lanes:
            if lane.id in skip:
                continue
            redrawn = self._redrawn(lane)
            for index in redrawn:
                yield f"cell-{lane.id}-{lane.cells[index].id}", cell.cell(lane, index, 0, base, "", can_edit)
            if lane.folded:
                continue
            for index, one in enumerate(lane.cells):
                if index not in redrawn:
                    for card in one.items:
                        if card.id in self.edited:
                            yield f"card-{card.id}", cell.cards([card], lane.kind, False, base)

    def _redrawn(self, lane: LaneRow) -> list[int]:
        """Cells by their index: those that cards came to or left, and with them the one that may teach."""
        columns: dict[int, list[int]] = {}
        for cell in lane.cells:
            columns.setdefault(cell.stage_id, []).append(cell.step)
        touched = {
            (stage, step_of(columns[stage], step))
            for of, stage, step in self.touched
            if of == lane.id and stage in columns
        }
        found = [at for at, cell in enumerate(lane.cells) if (cell.stage_id, cell.step) in touched]
        # The first cell of an empty lane says what belongs there: has the lane just become empty, or been so?
        if found and found[0] and sum(len(cell.items) for cell in lane.cells) <= self.moves:
            found.insert(0, 0)
        return found


def _spots(moves: list[Change], now: dict[int, Spot]) -> set[Spot]:
    """Every cell that these cards stood in: from where they are now back through their moves."""
    found, at = set(), dict(now)
    for change in reversed(moves):
        card = change.target_id
        if card not in at:
            continue
        found.add(at[card])
        before = [change.before.get(name, now) for name, now in zip(WHERE, at[card], strict=True)]
        at[card] = (before[0], before[1], before[2])
        found.add(at[card])
    return found


def _read_lanes(found: list[tuple]) -> list[LaneRow]:
    lanes: dict[int, LaneRow] = {}
    cells: dict[tuple[int, int, int], Cell] = {}
    for lane_id, kind, folded, prompts, stage_id, steps, step, *card in found:
        lane = lanes.get(lane_id)
        if lane is None:
            lane = lanes[lane_id] = LaneRow(lane_id, kind, "", "", folded, False, 0, json.loads(prompts))
        columns = steps or (0,)
        if (lane_id, stage_id, columns[0]) not in cells:
            for one in columns:
                cell = cells[lane_id, stage_id, one] = Cell(stage_id, [], one, later=one != columns[0])
                lane.cells.append(cell)
        if card[0]:
            cells[lane_id, stage_id, step_of(columns, step)].items.append(read_card(*card))
    return list(lanes.values())
