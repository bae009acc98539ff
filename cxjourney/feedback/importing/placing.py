"""Where the answers of a file belong: touchpoints and questions found or made, and put on a map."""

from __future__ import annotations

import datetime
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from cxjourney.activity import log
from cxjourney.activity.order import rank_before
from cxjourney.feedback.importing.plan import Plan
from cxjourney.feedback.importing.reader import Place, Reader
from cxjourney.feedback.models import Import
from cxjourney.feedback.places import make_touchpoint
from cxjourney.feedback.questions import get_question
from cxjourney.journeys.actions.maps import create_map
from cxjourney.journeys.actions.touchpoints import in_stage
from cxjourney.journeys.models import JourneyMap, Placement, Stage, Touchpoint
from cxjourney.kit.periods import ALL, USUAL_PERIOD


class Placed(NamedTuple):
    """How many touchpoints were made, and ("touchpoint" or "stage", id) of all places of the file."""

    made: int
    kept: list[tuple[str, int]]


# New things are made in the order of their names, so that two imports that make the same ones wait for each
# other instead of deadlocking.


def keep_places(cursor, *, by, reader: Reader, group: uuid.UUID) -> Placed:
    """Hand the places to the database; make new touchpoints and put them on the map that was chosen."""
    made, rows, kept = 0, [], []
    stages = chosen_stages(by.workspace_id, reader)
    for number, place in sorted(enumerate(reader.places), key=lambda one: one[1].name.casefold()):
        place_id, stage = place.id, stages.get(place.name.casefold())
        if not place_id:
            touchpoint, is_new = make_touchpoint(by=by, name=place.name, group=group)
            place_id, made = touchpoint.pk, made + is_new
        if stage and place.kind == "touchpoint":
            _put_on(by, stage, place_id, group)
        rows.append((number, *((place_id, None) if place.kind == "touchpoint" else (None, place_id))))
        kept.append((place.kind, place_id))
    cursor.executemany("INSERT INTO import_place VALUES (%s, %s, %s)", rows)
    return Placed(made, kept)


def keep_targets(cursor, *, by, reader: Reader, group: uuid.UUID) -> None:
    """Hand the questions to the database, each with the places it is asked about."""
    asked = sorted(enumerate(reader.questions), key=lambda one: one[1])
    ids = {number: get_question(by=by, asked=question, group=group).pk for number, question in asked}
    rows = [(target, ids[question], place) for target, (place, question) in enumerate(reader.targets)]
    cursor.executemany(
        "INSERT INTO import_target SELECT %s, %s, touchpoint_id, stage_id FROM import_place WHERE place = %s",
        rows,
    )


def _put_on(by, stage: Stage, touchpoint_id: int, group: uuid.UUID) -> None:
    touchpoint = Touchpoint.objects.get(pk=touchpoint_id, workspace_id=by.workspace_id)
    if in_stage(stage.pk).filter(touchpoint=touchpoint).exists():
        return
    placement = Placement(
        workspace_id=by.workspace_id,
        map_id=stage.map_id,
        stage=stage,
        touchpoint=touchpoint,
        rank=rank_before(in_stage(stage.pk), None),
    )
    log.create(placement, by=by, verb="placement_create", map=stage.map_id, group=group)


def make_map(*, by, imported: Import) -> JourneyMap:
    """A map with the usual stages, named after the file; asked again, the same one while it is there."""
    here = JourneyMap.objects.for_workspace(by.workspace_id).live().filter(archived_at=None)
    key = uuid.uuid5(uuid.NAMESPACE_OID, f"map of import {imported.pk}")
    # It shows the whole file, also what is older than what maps show of themselves.
    shown = timezone.localdate() - datetime.timedelta(days=int(USUAL_PERIOD))
    first = imported.report.get("first") or ""
    about = {"title": map_title(imported.file_name)} | ({"period": ALL} if first < shown.isoformat() else {})
    try:
        return create_map(by=by, key=key, **about)
    except log.Repeated as again:
        return here.filter(pk=again.change.target_id).first() or create_map(by=by, **about)


def map_title(file_name: str) -> str:
    """The name of a file as people would write it."""
    stem = Path(file_name.removesuffix(".gz")).stem
    title = " ".join(re.sub(r"[_\-.]+", " ", stem).split())[:120]
    return title[:1].upper() + title[1:] or _("Journey of the customers who answered")


# --- Stages proposed for new touchpoints ----------------------------------------------------------


def map_stages(workspace_id: int, map_id: int) -> list[Stage]:
    """The stages of a live map in their order, each with `placed`, names of its touchpoints. Two queries."""
    found = Stage.objects.for_workspace(workspace_id).live()
    found = found.filter(map=map_id, map__removed_at=None, map__archived_at=None).order_by("rank")
    stages = {stage.pk: stage for stage in found}
    for stage in stages.values():
        stage.placed = []
    placed = Placement.objects.live().filter(stage__in=stages)
    for stage_id, name in placed.values_list("stage_id", "touchpoint__name"):
        stages[stage_id].placed.append(name)
    return list(stages.values())


def unplaced(places: Iterable[Place]) -> list[Place]:
    """Those that are touchpoints on no map. One query."""
    known = {place.id: place for place in places if place.kind == "touchpoint" and place.id}
    standing = Placement.objects.live().filter(stage__removed_at=None, map__removed_at=None)
    standing = standing.filter(map__archived_at=None, touchpoint_id__in=known)
    placed = set(standing.values_list("touchpoint_id", flat=True))
    return [place for pk, place in known.items() if pk not in placed]


def chosen_stages(workspace_id: int, reader: Reader) -> dict[str, Stage]:
    """{name in lower case: the stage it goes to} of the touchpoints that are new, or on no map."""
    if not reader.plan.map:
        return {}
    new = [place for place in reader.places if place.kind == "touchpoint" and not place.id]
    names = [place.name for place in [*new, *unplaced(reader.places)]]
    found = proposals(reader.plan, names, map_stages(workspace_id, reader.plan.map))
    return {name.casefold(): stage for name, stage in found if stage}


def proposals(plan: Plan, names: Iterable[str], stages: Sequence[Stage]) -> list[tuple[str, Stage | None]]:
    """Each touchpoint with its stage: the chosen one, or else the one that fits best.

    On a map that has no touchpoints yet, what fits none goes where most of the others go, or where customers
    use what they have: a map that is made for a file is not to stay empty.
    """
    by_id = {stage.pk: stage for stage in stages}
    chosen = {name.casefold(): pk for name, pk in plan.stages.items()}
    fitting = {name: propose_stage(name, stages) for name in names}
    counted = Counter(stage for stage in fitting.values() if stage)
    rest = None
    if stages and not any(getattr(stage, "placed", []) for stage in stages):
        most = counted.most_common(1)
        rest = most[0][0] if most else propose_stage(IN_USE, stages) or stages[len(stages) // 2]
    return [
        (name, by_id.get(chosen[name.casefold()]) if name.casefold() in chosen else fits or rest)
        for name, fits in fitting.items()
    ]


IN_USE = "use of the service"
# Words that say in which part of a journey something happens; those of one line belong together.
TOGETHER = [
    set(line.split())
    for line in (
        "discover aware awareness learn inspire inspiration advertising search research compare consider "
        "consideration explore find",
        "book booking buy purchase order checkout cart pay payment sign apply reserve reservation online "
        "website app select choose price",
        "prepare check checkin gate boarding arrive arrival depart departure airport lounge baggage wait "
        "location",
        "travel flight inflight onboard board seat leg legroom room food drink beverages catering wifi crew "
        "entertainment cleanliness stay use usage experience comfort service aisle power washrooms visit",
        "deliver delivery ship shipping receive install setup onboarding start unbox activate",
        "support help contact call complaint care claim repair problem return refund",
        "leave renew loyalty loyal recommend stay advocate share review bill invoice after",
    )
]


def propose_stage(name: str, stages: Sequence[Stage]) -> Stage | None:
    """The stage whose name, goal or touchpoints have most to do with a touchpoint, or the only one there is.

    None when none has.
    """
    if len(stages) == 1:
        return stages[0]
    words = _words(name)
    best, most = None, 0
    for stage in stages:
        theirs = _words(stage.name)
        placed = {word for one in getattr(stage, "placed", []) for word in _words(one)}
        points = 4 * len(words & theirs) + 2 * len(words & placed)
        points += sum(1 for line in TOGETHER if words & line and (theirs | placed) & line)
        points += sum(1 for line in TOGETHER if words & line and theirs & line)
        if points > most:
            best, most = stage, points
    return best


def _words(text: str) -> set[str]:
    """The words of a name, plural and -ing gone."""
    found: Iterable[str] = re.findall(r"[^\W\d_]+", text.casefold().replace("-", ""))
    kept = {
        word for word in found if len(word) > 2 and word not in {"and", "the", "for", "with", "our", "your"}
    }
    return kept | {word.removesuffix("s") for word in kept} | {word.removesuffix("ing") for word in kept}
