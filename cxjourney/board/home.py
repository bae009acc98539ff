"""Reads of the list of maps: each map's strip and widest gap beside its name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Sum
from django.utils import timezone

from cxjourney.board.curve import Dot, points_of, widest
from cxjourney.board.parts import PlacementItem, StageColumn, TouchpointFacts
from cxjourney.board.queries import add_measures
from cxjourney.journeys.models import JourneyMap, Placement, Stage
from cxjourney.kit.periods import Period, parse
from cxjourney.metrics.measures import Measures
from cxjourney.metrics.queries import latest_day, measures

SHOWN_AS_CARDS = 8
MOST = 300


@dataclass
class MapCard:
    """A map at a glance. `values` are the measured experience of its stages, −2 … +2 or None."""

    map: JourneyMap
    stages: list[StageColumn]
    values: list[float | None]
    gap: Dot | None
    answers: int

    @property
    def names(self) -> list[str]:
        return [stage.name for stage in self.stages]


def stamp_of(workspace) -> int:
    """Counts every change on any map of the workspace, so it only grows. One query.

    Removed and archived maps count too: leaving must not turn it back. Read it before what it stands for.
    """
    return JourneyMap.objects.for_workspace(workspace).aggregate(stamp=Sum("seq", default=0))["stamp"]


def read_maps(workspace, *, archived: bool = False) -> list[MapCard]:
    """The workspace's maps, the one changed last first, at most 300.

    Three queries, and one for each period that the maps are read in (mostly one for all).
    """
    found = JourneyMap.objects.for_workspace(workspace).live().filter(archived_at__isnull=not archived)
    maps: list[JourneyMap] = list(
        found.select_related("owner", "persona")
        .annotate(latest=latest_day())
        .order_by("-changed_at", "-id")[:MOST]
    )
    stages = _stages_by_map(workspace, maps)
    _place(workspace, maps, stages)
    numbers = _measures_by_period(workspace, maps, stages)
    return [_card(map_, stages[map_.pk], numbers[map_.period]) for map_ in maps]


def _card(map_: JourneyMap, stages: list[StageColumn], found: Measures) -> MapCard:
    add_measures(stages, found)
    dots, _handles = points_of(stages, found)
    values = [stage.measure.experience.value if stage.measure else None for stage in stages]
    places = {("stage", stage.id) for stage in stages}
    places |= {("touchpoint", p.touchpoint.id) for stage in stages for p in stage.placements}
    answers = sum(one.n for place in places for one in found.get(place, []))
    return MapCard(map_, stages, values, next(iter(widest(dots, 1)), None), answers)


def _stages_by_map(workspace, maps: list[JourneyMap]) -> dict[int, list[StageColumn]]:
    rows = (
        Stage.objects.for_workspace(workspace)
        .live()
        .filter(map__in=[map_.pk for map_ in maps])
        .order_by("rank", "id")
        .values_list("map_id", "id", "name", "goal", "assumed", "version")
    )
    by_map: dict[int, list[StageColumn]] = defaultdict(list)
    for map_id, pk, name, goal, assumed, version in rows:
        column = StageColumn(pk, name, goal, None if assumed is None else float(assumed), version)
        column.number = len(by_map[map_id]) + 1
        by_map[map_id].append(column)
    return by_map


def _place(workspace, maps: list[JourneyMap], stages: dict[int, list[StageColumn]]) -> None:
    at = {stage.id: stage for columns in stages.values() for stage in columns}
    rows = (
        Placement.objects.for_workspace(workspace)
        .live()
        .filter(map__in=[map_.pk for map_ in maps], touchpoint__removed_at=None)
        .order_by("rank", "id")
        .values_list("id", "stage_id", "assumed", "touchpoint_id", "touchpoint__name")
    )
    for pk, stage_id, assumed, touchpoint, name in rows:
        if stage_id in at:
            facts = TouchpointFacts(touchpoint, name, "", False, None)
            value = None if assumed is None else float(assumed)
            at[stage_id].placements.append(PlacementItem(pk, stage_id, facts, value))


def _measures_by_period(
    workspace, maps: list[JourneyMap], stages: dict[int, list[StageColumn]]
) -> dict[str, Measures]:
    """Maps that show the same period are measured together, so their numbers are those of the maps."""
    today = timezone.localdate()
    together: dict[str, list[StageColumn]] = defaultdict(list)
    periods: dict[str, Period] = {}
    for map_ in maps:
        together[map_.period] += stages[map_.pk]
        periods[map_.period] = parse(map_.period, today=today, latest=map_.latest)
    return {
        key: measures(
            workspace.pk,
            sorted({p.touchpoint.id for column in columns for p in column.placements}),
            [column.id for column in columns],
            periods[key],
        )
        for key, columns in together.items()
    }
