"""Reads of the map's page. A whole map takes eight queries, however many cards and answers there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from cxjourney.backlog.models import PainPoint
from cxjourney.board.curve import draw
from cxjourney.board.parts import (
    Board,
    CardItem,
    Cell,
    LaneRow,
    PainItem,
    PlacementItem,
    Quote,
    StageColumn,
    Team,
    Tile,
    TouchpointFacts,
)
from cxjourney.journeys.channels import channel_icon
from cxjourney.journeys.models import Card, JourneyMap, Lane, LaneKind, Placement, Stage
from cxjourney.kit.curves import spark
from cxjourney.kit.periods import Period, parse
from cxjourney.metrics.measures import Measure, Measures, by_importance, pool, total
from cxjourney.metrics.queries import latest_day, measures, series

QUOTES = 2  # newest quotes of a stage
TILES = 4  # metrics of a stage
QUOTE_LENGTH = 180

Cells = dict[tuple[int, int], list]


def find_map(workspace, map_id: int) -> JourneyMap | None:
    """A live map with its persona, owner and the day of the newest answer (`latest`). One query."""
    maps = JourneyMap.objects.for_workspace(workspace).live().filter(pk=map_id)
    return maps.select_related("persona", "owner").annotate(latest=latest_day()).first()


def period_of(map_: JourneyMap, key: str = "") -> Period:
    """The period asked for, else the map's own. Raises ValueError in words for a key that names none."""
    return parse(key or map_.period, today=timezone.localdate(), latest=map_.latest)


def read_board(map_: JourneyMap, period: Period) -> Board:
    """Everything on the map. Seven queries after find_map: stages, lanes, cards, placements, pain
    points, measures, quotes.
    """
    stages = read_stages(map_)
    lanes = read_lanes(map_)
    cells: Cells = {(lane.id, stage.id): [] for lane in lanes for stage in stages}
    _fill_cards(map_, cells)
    placements = read_placements(map_, stages)
    pains = _pains_by_stage(map_, stages, placements)
    found = measures(map_.workspace_id, _touchpoint_ids(placements), [stage.id for stage in stages], period)
    add_measures(stages, found)
    single: dict[str, Callable[[StageColumn], list]] = {
        LaneKind.TOUCHPOINTS: lambda stage: stage.placements,
        LaneKind.PAINS: lambda stage: pains.get(stage.id, []),
        LaneKind.METRICS: lambda stage: tiles(stage, found),
        LaneKind.EXPERIENCE: lambda stage: [stage.measure.experience.value] if stage.measure else [],
    }
    if any(lane.kind == LaneKind.FEEDBACK and not lane.hidden for lane in lanes):
        quotes = _quotes_by_stage(map_, stages)
        single[LaneKind.FEEDBACK] = lambda stage: quotes.get(stage.id, [])
    for lane in lanes:
        fill = single.get(lane.kind)
        lane.cells = [Cell(stage.id, fill(stage) if fill else cells[lane.id, stage.id]) for stage in stages]
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
        curve=draw(stages, found),
        answers=sum(one.n for several in found.values() for one in several),
        touchpoints=len(touchpoints),
        truths=sum(touchpoint.moment_of_truth for touchpoint in touchpoints.values()),
        latest=map_.latest,
    )


# --- The frame ------------------------------------------------------------------------------------


def read_stages(map_: JourneyMap) -> list[StageColumn]:
    """The live stages from left to right. One query."""
    rows = (
        Stage.objects.filter(workspace_id=map_.workspace_id, map_id=map_.pk, removed_at=None)
        .order_by("rank", "id")
        .values_list("id", "name", "goal", "assumed", "version")
    )
    stages = [StageColumn(pk, name, goal, _number(assumed), v) for pk, name, goal, assumed, v in rows]
    for stage, number, (left, right) in zip(stages, range(1, len(stages) + 1), _steps(stages), strict=True):
        stage.number, stage.left, stage.right = number, left, right
    return stages


def read_lanes(map_: JourneyMap) -> list[LaneRow]:
    """The live lanes from top to bottom, hidden ones too. One query."""
    rows = (
        Lane.objects.filter(workspace_id=map_.workspace_id, map_id=map_.pk, removed_at=None)
        .order_by("rank", "id")
        .values_list("id", "kind", "title", "note", "folded", "hidden", "version")
    )
    lanes = [LaneRow(*row) for row in rows]
    shown = [lane for lane in lanes if not lane.hidden]
    for lane, (up, down) in zip(shown, _steps(shown), strict=True):
        lane.up, lane.down = up, down
    return lanes


def _steps(row: list) -> Iterable[tuple[int | str | None, int | str | None]]:
    """For each neighbour in a row what it is put before to move one step back or on; None at the ends."""
    ids = [one.id for one in row]
    for at in range(len(ids)):
        back = ids[at - 1] if at else None
        on = None if at == len(ids) - 1 else ids[at + 2] if at + 2 < len(ids) else ""
        yield back, on


def _number(value) -> float | None:
    return None if value is None else float(value)


# --- What stands in the cells ---------------------------------------------------------------------


def _fill_cards(map_: JourneyMap, cells: Cells) -> None:
    rows = (
        Card.objects.filter(workspace_id=map_.workspace_id, map_id=map_.pk, removed_at=None)
        .order_by("rank", "id")
        .values_list("lane_id", "stage_id", "id", "version", "text", "mood", "team__name", "team__hue")
    )
    for lane_id, stage_id, pk, version, text, mood, team, hue in rows:
        # Cards of a removed lane or stage wait there for its return.
        cell = cells.get((lane_id, stage_id))
        if cell is not None:
            cell.append(CardItem(pk, version, text, mood, Team(team, hue) if team else None))


def read_placements(map_: JourneyMap, stages: list[StageColumn]) -> list[PlacementItem]:
    """The touchpoints on the map, put into their stages. One query."""
    at = {stage.id: stage for stage in stages}
    rows = (
        Placement.objects.filter(
            workspace_id=map_.workspace_id, map_id=map_.pk, removed_at=None, touchpoint__removed_at=None
        )
        .order_by("rank", "id")
        .values_list(
            *("id", "version", "stage_id", "assumed", "touchpoint_id", "touchpoint__name"),
            *("touchpoint__channel", "touchpoint__own_channel__group", "touchpoint__moment_of_truth"),
            *("touchpoint__team__name", "touchpoint__team__hue"),
        )
    )
    placements = []
    for pk, version, stage_id, assumed, touchpoint, name, channel, group, truth, team, hue in rows:
        if stage_id not in at:
            continue
        owner = Team(team, hue) if team else None
        facts = TouchpointFacts(touchpoint, name, channel_icon(channel, group or ""), truth, owner)
        placement = PlacementItem(pk, version, stage_id, facts, _number(assumed))
        at[stage_id].placements.append(placement)
        placements.append(placement)
    return placements


def _touchpoint_ids(placements: list[PlacementItem]) -> list[int]:
    return sorted({placement.touchpoint.id for placement in placements})


def _pains_by_stage(
    map_: JourneyMap, stages: list[StageColumn], placements: list[PlacementItem]
) -> dict[int, list[PainItem]]:
    """Pain points by stage: those of the stage in their order, then those of its touchpoints, worst first."""
    first_stage = {p.touchpoint.id: p.stage_id for stage in reversed(stages) for p in stage.placements}
    here = Q(stage_id__in=[stage.id for stage in stages]) | Q(touchpoint_id__in=list(first_stage))
    rows = (
        PainPoint.objects.filter(here, workspace_id=map_.workspace_id, removed_at=None)
        .annotate(proofs=Count("evidence", filter=Q(evidence__removed_at=None)))
        .order_by("touchpoint_id", "rank", "id")
        .values_list("id", "version", "title", "score", "status", "proofs", "touchpoint_id", "stage_id")
    )
    by_stage: dict[int, list[PainItem]] = {}
    of_touchpoints: list[PainItem] = []
    for *facts, stage_id in rows:
        pain = PainItem(*facts)
        if stage_id:
            by_stage.setdefault(stage_id, []).append(pain)
        else:
            of_touchpoints.append(pain)
    for pain in sorted(of_touchpoints, key=lambda pain: -pain.score):
        by_stage.setdefault(first_stage[pain.touchpoint_id], []).append(pain)
    return by_stage


# Each place gives its newest quotes by its own index; only then are the newest of a stage chosen.
NEWEST_QUOTES = """
SELECT place.stage_id, left(q.text, %(length)s), q.source, q.said_on, q.sentiment, place.touchpoint
  FROM (
    SELECT s.id AS stage_id, NULL::bigint AS touchpoint_id, '' AS touchpoint
      FROM unnest(%(stages)s::bigint[]) AS s (id)
    UNION ALL
    SELECT p.stage_id, p.touchpoint_id, t.name
      FROM cxjourney_placement p
      JOIN cxjourney_touchpoint t ON t.id = p.touchpoint_id AND t.removed_at IS NULL
     WHERE p.map_id = %(map)s AND p.removed_at IS NULL AND p.stage_id = ANY(%(stages)s)
  ) place
  CROSS JOIN LATERAL (
    (SELECT f.id, f.text, f.source, f.said_on, f.sentiment FROM cxjourney_feedback f
      WHERE place.touchpoint_id IS NOT NULL AND f.touchpoint_id = place.touchpoint_id
        AND f.workspace_id = %(workspace)s AND f.removed_at IS NULL
      ORDER BY f.said_on DESC, f.id DESC LIMIT %(most)s)
    UNION ALL
    (SELECT f.id, f.text, f.source, f.said_on, f.sentiment FROM cxjourney_feedback f
      WHERE place.touchpoint_id IS NULL AND f.stage_id = place.stage_id
        AND f.workspace_id = %(workspace)s AND f.removed_at IS NULL
      ORDER BY f.said_on DESC, f.id DESC LIMIT %(most)s)
  ) q
 ORDER BY q.said_on DESC, q.id DESC
"""


def _quotes_by_stage(map_: JourneyMap, stages: list[StageColumn]) -> dict[int, list[Quote]]:
    """The newest words of customers in each stage, at its touchpoints or about the stage. One query."""
    values = {
        "workspace": map_.workspace_id,
        "map": map_.pk,
        "stages": [stage.id for stage in stages],
        "most": QUOTES,
        "length": QUOTE_LENGTH + 1,
    }
    by_stage: dict[int, list[Quote]] = {}
    with connection.cursor() as cursor:
        cursor.execute(NEWEST_QUOTES, values)
        for stage_id, text, *facts in cursor.fetchall():
            quotes = by_stage.setdefault(stage_id, [])
            if len(quotes) < QUOTES:
                quotes.append(Quote(shorten(text), *facts))
    return by_stage


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
        ids = [placement.touchpoint.id for placement in stage.placements]
        measure = found.stage(stage.id, ids)
        if measure and measure.target is None:
            measure = replace(measure, target=_target_of_touchpoints(stage, measure))
        stage.measure = measure


def _target_of_touchpoints(stage: StageColumn, measure: Measure) -> float | None:
    """What a stage without a target of its own reaches when each of its touchpoints reaches its target."""
    heads = [p.measure for p in stage.placements if p.measure and p.measure.kind == measure.kind]
    if not heads or any(head.target is None for head in heads):
        return None
    return sum(head.target * head.n for head in heads) / sum(head.n for head in heads)


def tiles(stage: StageColumn, found: Measures) -> list[Tile]:
    """The metrics of a stage, each pooled over the stage and its touchpoints; the headline first."""
    by_scale: dict = {}
    places = [("stage", stage.id), *(("touchpoint", p.touchpoint.id) for p in stage.placements)]
    for kind, pk in places:
        for one in found.of(kind, pk):
            by_scale.setdefault(one.scale, []).append(one)
    pooled = [
        several[0]
        if len(several) == 1
        else Measure(
            scale,
            total(one.histogram for one in several),
            total(one.now for one in several),
            total(one.before for one in several),
        )
        for scale, several in by_scale.items()
    ]
    first = stage.measure.scale if stage.measure else None
    chosen = sorted(by_importance(pooled), key=lambda one: one.scale != first)[:TILES]
    return [Tile(stage.measure if stage.measure and one.scale == first else one) for one in chosen]


def add_sparks(board: Board, lane: LaneRow) -> None:
    """Draw the line of each tile over the period. One query."""
    stages = {stage.id: stage for stage in board.stages}
    ids = _touchpoint_ids([p for stage in board.stages for p in stage.placements])
    lines = series(board.map.workspace_id, ids, list(stages), board.period)
    for cell in lane.cells:
        stage = stages[cell.stage_id]
        places = [("stage", stage.id), *(("touchpoint", p.touchpoint.id) for p in stage.placements)]
        for tile in cell.items:
            scale = tile.measure.scale
            found = [lines.get(place, {}).get(scale, []) for place in places]
            values = [point.value for point in pool(scale, found)]
            tile.spark = spark(values, target=tile.measure.target)
