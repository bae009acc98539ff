"""The maps that follow a persona, for its sheet: their strips, and the curve of its own customers."""

from __future__ import annotations

from django.db.models import Q, Sum

from cxjourney.board.home import MapCard, read_maps
from cxjourney.journeys.models import JourneyMap
from cxjourney.kit.curves import curve
from cxjourney.metrics.measures import Measure, Measures, Place, Scale, add, by_importance
from cxjourney.metrics.models import ANSWERS, Grain, Rollup
from cxjourney.metrics.watch import few_answers
from cxjourney.personas.models import Persona
from cxjourney.personas.neighbours import FollowedMap

WIDTH, MIDDLE, STEP = 300, 32, 14  # of the picture: its width, where 0 is, and one step of the axis


def maps_of(workspace, persona: Persona) -> list[FollowedMap]:
    """Current maps, the one changed last first. Two queries beside those of read_maps; one without maps."""
    followed = JourneyMap.objects.for_workspace(workspace).live().filter(persona=persona, archived_at=None)
    ids = list(followed.values_list("pk", flat=True))
    if not ids:
        return []
    cards = read_maps(workspace, only=ids)
    own = _measured(workspace, persona, cards)
    return [_followed(card, own) for card in cards]


def _places(card: MapCard) -> set[Place]:
    places: set[Place] = {("stage", stage.id) for stage in card.stages}
    return places | {("touchpoint", p.touchpoint.id) for stage in card.stages for p in stage.placements}


def _measured(workspace, persona: Persona, cards: list[MapCard]) -> Measures:
    """All answers so far that are assigned to the persona. Two queries."""
    places = set[Place]().union(*(_places(card) for card in cards))
    at = {kind: [pk for one, pk in places if one == kind] for kind in ("touchpoint", "stage")}
    rows = (
        Rollup.objects.filter(workspace=workspace, persona=persona, grain=Grain.MONTH)
        .filter(Q(touchpoint__in=at["touchpoint"]) | Q(stage__in=at["stage"]))
        .values_list(
            "touchpoint_id",
            "stage_id",
            "question__kind",
            "question__name",
            "question__low",
            "question__high",
        )
        .annotate(**{f"sum_{name}": Sum(name) for name in ANSWERS})
    )
    counted: dict[tuple[Place, Scale], dict[int, int]] = {}
    for touchpoint, stage, kind, name, low, high, *counts in rows:
        place: Place = ("touchpoint", touchpoint) if touchpoint else ("stage", stage)
        histogram = {low + step: count for step, count in enumerate(counts) if count}
        add(counted.setdefault((place, Scale(kind, name, low, high)), {}), histogram)
    found, few = Measures(), few_answers(workspace)
    for (place, scale), histogram in counted.items():
        if histogram:
            found[place] = by_importance([*found.get(place, []), Measure(scale, histogram, few=few)])
    return found


def _followed(card: MapCard, own: Measures) -> FollowedMap:
    stages = [own.stage(stage.id, [p.touchpoint.id for p in stage.placements]) for stage in card.stages]
    values = [stage.felt.value if stage and stage.felt else None for stage in stages]
    points = [
        (WIDTH * (at + 0.5) / len(values), MIDDLE - STEP * value)
        for at, value in enumerate(values)
        if value is not None
    ]
    return FollowedMap(
        id=card.map.pk,
        title=card.map.title,
        state=card.map.get_state_display(),
        names=card.names,
        everyone=card.values,
        own=values,
        answers=sum(stage.n for stage in stages if stage),
        line=curve(points) if points else "",
    )
