"""Reads of the map's page. A whole map takes eight queries, however many cards and answers there are."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache, partial
from typing import NamedTuple

from django.utils import timezone

from cxjourney.board import sql
from cxjourney.board.curve import draw
from cxjourney.board.numbers import pill
from cxjourney.board.parts import (
    Board,
    CardItem,
    Cell,
    LaneRow,
    PainItem,
    PlacementItem,
    Quote,
    StageColumn,
    StepColumn,
    Team,
    Tile,
    TouchpointFacts,
    read_card,
    read_whom,
    step_of,
)
from cxjourney.board.sql import rows
from cxjourney.journeys.channels import channel_icon
from cxjourney.journeys.kinds import LaneKind
from cxjourney.journeys.models import JourneyMap
from cxjourney.kit.curves import spark
from cxjourney.kit.memo import Memo
from cxjourney.kit.periods import Period, parse
from cxjourney.metrics.measures import Measure, Measures, by_importance, enough, pool, total
from cxjourney.metrics.queries import answers, counts, measures_of, series
from cxjourney.personas.models import Persona
from cxjourney.workspaces.models import User

QUOTES = 2  # newest quotes of a stage
TILES = 4  # metrics of a stage
QUOTE_LENGTH = 180
OF_MAP = (
    *("id", "workspace_id", "title", "status", "period", "source", "seq", "version", "owner_id"),
    *("archived_at", "state", "reviewer_id", "approved_by_id", "approved_at"),
)


def find_map(workspace_id: int, map_id: int) -> JourneyMap | None:
    """A live map with its persona, the day of the newest answer or contact (`latest`), whether the workspace
    has contacts (`has_contacts`), the maps that it is a part of (`above`: id and title, the outermost first),
    the personas it compares (`whom`), who approves it, and the id of the newest map that was made from it or
    that it was made from in the other state (`other_state`); `read_as` is all of that as text. `stamp` is the
    number under which its answers are counted (RollupStamp). To be read only. One query.
    """
    found = rows(sql.MAP, workspace=workspace_id, map=map_id)
    if not found:
        return None
    *facts, asked, approver, other, persona, whom, above, answer, contact, stamp = found[0]
    map_ = JourneyMap(**dict(zip(OF_MAP, facts, strict=True)))
    map_.reviewer, map_.approved_by = _user(asked), _user(approver)
    map_.other_state = other
    if persona := _json(persona):
        map_.persona = Persona(**persona)
    map_.whom = read_whom(whom)
    map_.latest = max((day for day in (answer, contact) if day), default=None)
    map_.has_contacts = contact is not None
    map_.above = _json(above) or []
    map_.stamp = stamp
    map_.read_as = repr(found[0][:-1])
    return map_


def _json(value):
    return json.loads(value) if isinstance(value, str) else value


def _user(facts) -> User | None:
    return User(**facts) if (facts := _json(facts)) else None


def period_of(map_: JourneyMap, key: str = "") -> Period:
    """The period asked for, else the map's own. Raises ValueError in words for a key that names none."""
    return parse(key or map_.period, today=timezone.localdate(), latest=map_.latest)


def period_or_own(map_: JourneyMap, key: str) -> tuple[Period, str]:
    """The period asked for with its key; the map's own with "" for a key that names none."""
    try:
        return period_of(map_, key), key
    except ValueError:
        return period_of(map_), ""


class Facts(NamedTuple):
    """The rows that a board is made of, as they were read."""

    stages: tuple[tuple, ...]
    lanes: tuple[tuple, ...]
    cards: tuple[tuple, ...]
    placements: tuple[tuple, ...]
    pains: tuple[tuple, ...]
    counted: tuple[tuple, ...]
    quotes: tuple[tuple, ...]


def read_board(map_: JourneyMap, period: Period) -> Board:
    """Everything on the map. Seven queries after find_map: stages, lanes, cards, placements, pain
    points, measures, quotes.
    """
    return _build(map_, period, _read(map_, period))


# What was drawn of a map of 2,000 cards is 750 KB, so only a few are kept.
_boards: Memo[Board] = Memo(8)


def shared_board(map_: JourneyMap, period: Period) -> Board:
    """The same, only to be looked at: while all rows are as they were, so is the board, with what was drawn
    of it.
    """
    facts = _read(map_, period)
    return _boards.get((map_.read_as, period, facts), _build, map_, period, facts)


def _read(map_: JourneyMap, period: Period) -> Facts:
    on = _on(map_)
    stages, lanes, cards = rows(sql.STAGES, **on), rows(sql.LANES, **on), rows(sql.CARDS, **on)
    placements = rows(sql.PLACEMENTS, **on)
    ids = [row[0] for row in stages]
    live = set(ids)
    touchpoints = sorted({row[3] for row in placements if row[1] in live})
    pains = rows(sql.PAINS, **on, stages=ids, touchpoints=touchpoints)
    of = (map_.workspace_id, touchpoints, ids, period)
    counted = counts(*of) if map_.has_contacts else answers(*of, stamp=map_.stamp)
    quotes = rows(sql.QUOTES, **on, stages=ids, most=QUOTES, length=QUOTE_LENGTH + 1)
    return Facts(*map(tuple, (stages, lanes, cards, placements, pains, counted, quotes)))


def _build(map_: JourneyMap, period: Period, facts: Facts) -> Board:
    stages, lanes = _stages(facts.stages), _lanes(facts.lanes)
    cards = _cards_by_cell(facts.cards, stages)
    placements = _placements(facts.placements, stages)
    pains, quotes = _pains_by_stage(facts.pains, stages), _quotes_by_stage(facts.quotes)
    found = measures_of(facts.counted, period)
    add_measures(stages, found)
    for placement in placements:
        shown = placement.measure or placement.told
        placement.pill = pill(shown) if shown else None
    for stage in stages:
        stage.pill = pill(stage.measure) if stage.measure else None
    fill: dict[str, Callable[[StageColumn], list]] = {
        LaneKind.PAINS: lambda stage: pains.get(stage.id, []),
        LaneKind.FEEDBACK: lambda stage: quotes.get(stage.id, []),
        LaneKind.METRICS: lambda stage: tiles(stage, found),
        LaneKind.EXPERIENCE: lambda stage: _felt(stage.measure),
    }
    for lane in lanes:
        single = fill.get(lane.kind)
        for stage in stages:
            if single:
                lane.cells.append(Cell(stage.id, single(stage), span=stage.width))
                continue
            here = stage.placements if lane.kind == LaneKind.TOUCHPOINTS else None
            for step in stage.columns:
                items: list = cards.get((lane.id, stage.id, step), [])
                if here is not None:
                    items = [one for one in here if one.step == step]
                lane.cells.append(Cell(stage.id, items, step, later=step != stage.columns[0]))
    return _assemble(map_, period, stages, lanes, found)


def _assemble(
    map_: JourneyMap, period: Period, stages: list[StageColumn], lanes: list[LaneRow], found: Measures
) -> Board:
    touchpoints = {p.touchpoint.id: p.touchpoint for stage in stages for p in stage.placements}
    return Board(
        map=map_,
        period=period,
        stages=stages,
        lanes=lanes,
        sketch=partial(draw, stages),
        answers=sum(one.n for several in found.values() for one in several),
        touchpoints=len(touchpoints),
        truths=sum(touchpoint.moment_of_truth for touchpoint in touchpoints.values()),
        latest=map_.latest,
    )


def _on(map_: JourneyMap) -> dict:
    return {"workspace": map_.workspace_id, "map": map_.pk}


# --- The frame ------------------------------------------------------------------------------------


def read_stages(map_: JourneyMap) -> list[StageColumn]:
    """The live stages from left to right. One query."""
    return _stages(rows(sql.STAGES, **_on(map_)))


def _stages(found: Iterable[tuple]) -> list[StageColumn]:
    stages = [StageColumn(*(*row, _step_columns(steps))) for *row, steps in found]
    start = 0
    for stage, number, (left, right) in zip(stages, range(1, len(stages) + 1), _moves(stages), strict=True):
        stage.number, stage.start, stage.left, stage.right = number, start, left, right
        start += stage.width
    return stages


def _step_columns(found: str | None) -> tuple[StepColumn, ...]:
    """The steps of a stage as the database tells them in JSON; one alone does not split it."""
    steps = [StepColumn(pk, name) for pk, name in json.loads(found)] if found else []
    if len(steps) < 2:
        return ()
    for step, (left, right) in zip(steps, _moves(steps), strict=True):
        step.left, step.right = left, right
    return tuple(steps)


def read_lanes(map_: JourneyMap) -> list[LaneRow]:
    """The live lanes from top to bottom, hidden ones too. One query."""
    return _lanes(rows(sql.LANES, **_on(map_)))


def _lanes(found: Iterable[tuple]) -> list[LaneRow]:
    lanes = [LaneRow(*(*row, json.loads(prompts), role, locked)) for *row, locked, role, prompts in found]
    shown = [lane for lane in lanes if not lane.hidden]
    for lane, (up, down) in zip(shown, _moves(shown), strict=True):
        lane.up, lane.down = up, down
    return lanes


def _moves(row: list) -> Iterable[tuple[int | str | None, int | str | None]]:
    """For each neighbour in a row what it is put before to move one step back or on; None at the ends."""
    ids = [one.id for one in row]
    for at in range(len(ids)):
        back = ids[at - 1] if at else None
        on = None if at == len(ids) - 1 else ids[at + 2] if at + 2 < len(ids) else ""
        yield back, on


# --- What stands in the cells ---------------------------------------------------------------------


def _cards_by_cell(
    found: Iterable[tuple], stages: list[StageColumn]
) -> dict[tuple[int, int, int], list[CardItem]]:
    """Cards by (lane, stage, step); those of a removed lane or stage wait there for its return."""
    split = {stage.id: stage.columns for stage in stages if stage.steps}
    cells: dict[tuple[int, int, int], list[CardItem]] = {}
    for lane_id, stage_id, step, *facts in found:
        step = step_of(split[stage_id], step) if stage_id in split else 0
        cells.setdefault((lane_id, stage_id, step), []).append(read_card(*facts))
    return cells


def read_placements(map_: JourneyMap, stages: list[StageColumn]) -> list[PlacementItem]:
    """The touchpoints on the map, put into their stages. One query."""
    return _placements(rows(sql.PLACEMENTS, **_on(map_)), stages)


def _placements(found: Iterable[tuple], stages: list[StageColumn]) -> list[PlacementItem]:
    at = {stage.id: stage for stage in stages}
    placements = []
    for pk, stage_id, assumed, touchpoint, name, channel, group, truth, team, hue, known, step in found:
        if stage_id not in at:
            continue
        owner = Team(team, hue) if team else None
        facts = TouchpointFacts(touchpoint, name, channel_icon(channel, group or ""), truth, owner)
        column = step_of(at[stage_id].columns, step)
        placement = PlacementItem(pk, stage_id, facts, assumed, known, step=column)
        at[stage_id].placements.append(placement)
        placements.append(placement)
    for stage in stages:
        if stage.steps:
            stage.placements.sort(key=lambda one: stage.columns.index(one.step))
    return placements


def _pains_by_stage(found: Iterable[tuple], stages: list[StageColumn]) -> dict[int, list[PainItem]]:
    """Pain points by stage: those of the stage in their order, then those of its touchpoints, worst first.

    A touchpoint that stands in several stages shows its pain points in the first.
    """
    first_stage = {p.touchpoint.id: p.stage_id for stage in reversed(stages) for p in stage.placements}
    by_stage: dict[int, list[PainItem]] = {}
    for pk, title, score, status, touchpoint_id, stage_id, known, evidence in found:
        pain = PainItem(pk, title, score, status, touchpoint_id, known, evidence)
        by_stage.setdefault(stage_id or first_stage[touchpoint_id], []).append(pain)
    return by_stage


def _quotes_by_stage(found: Iterable[tuple]) -> dict[int, list[Quote]]:
    """The newest words of customers in each stage, at its touchpoints or about the stage."""
    by_stage: dict[int, list[Quote]] = {}
    for stage_id, text, *facts in found:
        quotes = by_stage.setdefault(stage_id, [])
        if len(quotes) < QUOTES:
            quotes.append(Quote(shorten(text), *facts))
    return by_stage


def _felt(measure: Measure | None) -> list[float]:
    return [measure.felt.value] if measure and measure.felt else []


def shorten(text: str) -> str:
    """The words that fit a cell, cut between words."""
    if len(text) <= QUOTE_LENGTH:
        return text
    return text[:QUOTE_LENGTH].rsplit(" ", 1)[0].rstrip(",;:. ") + " …"


# --- Numbers --------------------------------------------------------------------------------------


def add_measures(stages: list[StageColumn], found: Measures) -> None:
    """Give every placement and stage its headline. No query."""
    for stage in stages:
        for placement in stage.placements:
            placement.measure = found.headline("touchpoint", placement.touchpoint.id)
            placement.told = found.contacts.get(("touchpoint", placement.touchpoint.id), [None])[0]
        ids = [placement.touchpoint.id for placement in stage.placements]
        measure = found.stage(stage.id, ids)
        if measure and measure.target is None:
            measure = _with_target(measure, _target_of_touchpoints(stage, measure))
        stage.measure = measure


@lru_cache(maxsize=2048)
def _with_target(measure: Measure, target: float | None) -> Measure:
    return replace(measure, target=target)


def _target_of_touchpoints(stage: StageColumn, measure: Measure) -> float | None:
    """What a stage without a target of its own reaches when each of its touchpoints reaches its target."""
    heads = [p.measure for p in stage.placements if p.measure and p.measure.kind == measure.kind]
    wanted = [(head.target, head.n) for head in heads if head.target is not None]
    if not wanted or len(wanted) < len(heads):
        return None
    return sum(target * n for target, n in wanted) / sum(n for _target, n in wanted)


def tiles(stage: StageColumn, found: Measures) -> list[Tile]:
    """The metrics of a stage, each pooled over the stage and its touchpoints; the headline first."""
    by_scale: dict = {}
    for kind, pk in _places(stage):
        for one in found.of(kind, pk):
            by_scale.setdefault(one.scale, []).append(one)
    first = stage.measure.scale if stage.measure else None
    pooled = [
        stage.measure if stage.measure and scale == first else _pooled(tuple(several))
        for scale, several in by_scale.items()
    ]
    chosen = sorted(by_importance(pooled), key=lambda one: one.scale != first)
    chosen = [*chosen, *pooled_contacts(stage, found)][:TILES]
    return [Tile(one, pill(one)) for one in chosen]


def pooled_contacts(stage: StageColumn, found: Measures) -> list[Measure]:
    """What contacts tell of a stage and its touchpoints together. No query."""
    by_scale: dict = {}
    for place in _places(stage):
        for one in found.contacts.get(place, []):
            by_scale.setdefault(one.scale, []).append(one)
    return [_pooled(tuple(several)) for several in by_scale.values()]


@lru_cache(maxsize=4096)
def _pooled(several: tuple[Measure, ...]) -> Measure:
    """The same metric of several places as one, without a target."""
    if len(several) == 1:
        return several[0]
    histogram, now, before = (
        total(getattr(one, span) for one in several) for span in ("histogram", "now", "before")
    )
    return Measure(several[0].scale, histogram, now, before, few=several[0].few)


def _places(stage: StageColumn) -> list[tuple[str, int]]:
    return [("stage", stage.id), *(("touchpoint", p.touchpoint.id) for p in stage.placements)]


def add_sparks(board: Board, lane: LaneRow) -> None:
    """Draw the line of each tile over the period. One query."""
    stages = {stage.id: stage for stage in board.stages}
    ids = sorted({p.touchpoint.id for stage in board.stages for p in stage.placements})
    lines = series(board.map.workspace_id, ids, list(stages), board.period)
    for cell in lane.cells:
        for tile in cell.items:
            scale = tile.measure.scale
            found = [lines.get(place, {}).get(scale, []) for place in _places(stages[cell.stage_id])]
            values = [point.value for point in enough(pool(scale, found), tile.measure.few)]
            tile.spark = spark(values, target=tile.measure.target)
