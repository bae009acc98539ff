"""The things that stand on a map, by the ids of their elements."""

from __future__ import annotations

from collections.abc import Iterable

from cxjourney.backlog.models import PainPoint
from cxjourney.journeys.models import Card, JourneyMap, Placement, Stage


def find(map_: JourneyMap, names: Iterable[str]) -> list:
    """The live cards, placements and pain points of a map, in the order of the names; others are left out.

    At most five queries.
    """
    names = list(dict.fromkeys(names))
    asked: dict[str, list[int]] = {"card": [], "placement": [], "painpoint": []}
    for name in names:
        kind, _, pk = name.partition("-")
        if kind in asked and pk.isdecimal() and len(pk) < 19:
            asked[kind].append(int(pk))
    found = {f"{kind}-{row.pk}": row for kind, ids in asked.items() if ids for row in _rows(map_, kind, ids)}
    return [found[name] for name in names if name in found]


def _rows(map_: JourneyMap, kind: str, ids: list[int]):
    here = {"workspace": map_.workspace_id, "pk__in": ids}
    if kind == "card":
        live = {"map": map_, "stage__removed_at": None, "lane__removed_at": None}
        return Card.objects.live().filter(**here, **live).select_related("lane")
    if kind == "placement":
        found = Placement.objects.live().filter(**here, map=map_, stage__removed_at=None)
        return found.select_related("touchpoint", "stage")
    pains = PainPoint.objects.live().filter(**here).select_related("stage", "touchpoint")
    stages = set(Stage.objects.live().filter(map=map_).values_list("pk", flat=True))
    placed = set(Placement.objects.live().filter(map=map_).values_list("touchpoint_id", flat=True))
    return [pain for pain in pains if pain.stage_id in stages or pain.touchpoint_id in placed]
