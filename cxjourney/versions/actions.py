"""Name a version; put a map, or one thing on it, back as it was. All of it can be undone."""

from __future__ import annotations

import uuid
from collections import deque
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.activity.undo import load
from cxjourney.activity.words import save_words
from cxjourney.journeys.models import Card, JourneyMap, Lane, Placement, Stage, Step, Touchpoint
from cxjourney.versions.models import MapVersion
from cxjourney.versions.snapshot import OF_MAP, Row, Snapshot, on_map

# What can be put back alone. Pain points and touchpoints go on being worked on in the backlog.
SINGLE: dict[str, type[models.Model]] = {
    "card": Card, "placement": Placement, "stage": Stage, "lane": Lane,
}  # fmt: skip

# What a thing stands in, or stands for: it comes back with it.
PARENTS: dict[str, type[models.Model]] = {
    "stage_id": Stage, "step_id": Step, "lane_id": Lane, "touchpoint_id": Touchpoint,
}  # fmt: skip


@log.once
def name_version(
    *, by, map_: JourneyMap, snapshot: Snapshot, name: str, note: str = "", key: uuid.UUID | None = None
) -> Change:
    """Keep this moment of the map under a name. Raises log.Repeated."""
    log.same_workspace(by, map_)
    version = MapVersion(
        workspace_id=by.workspace_id,
        map=map_,
        seq=snapshot.seq,
        taken_at=snapshot.at,
        name=name,
        note=note,
        author=by.user,
        content=snapshot.to_json(),
    )
    return log.create(version, by=by, verb="version_create", map=map_, key=key)


def edit_version(
    *, by, version: MapVersion, texts: dict[str, tuple[str, str | None]], version_seen: int
) -> Change | None:
    """Another name or note. Raises words.Clash when somebody else changed the same words."""
    log.same_workspace(by, version)
    return save_words(version, texts, by=by, verb="version_edit", version=version_seen, map=version.map_id)


def remove_version(*, by, version: MapVersion) -> Change | None:
    """The name goes, the moment stays in the log."""
    log.same_workspace(by, version)
    return log.remove(version, by=by, verb="version_remove", map=version.map_id)


@transaction.atomic
def revert_map(*, by, map_: JourneyMap, snapshot: Snapshot) -> Change | None:
    """Make stages, lanes, cards and placements what they were, and the words about the map; as one action.

    What was added since goes, what was removed comes back. Pain points, touchpoints and answers stay as they
    are. Returns None when nothing differs.
    """
    log.same_workspace(by, map_)
    wanted = {name: snapshot.map[name] for name in OF_MAP}
    rows: list[tuple[Any, dict]] = [(map_, _values(JourneyMap, wanted))]
    for model in on_map():
        then = snapshot.rows.get(model._meta.model_name or "", {})
        rows += [
            (row, _values(model, then.get(row.pk)))
            for row in model.objects.for_workspace(by.workspace_id).filter(map=map_)
        ]
    placed = [row["touchpoint_id"] for _pk, row in snapshot.live("placement")]
    gone = Touchpoint.objects.for_workspace(by.workspace_id).filter(pk__in=placed).exclude(removed_at=None)
    rows += [(touchpoint, {"removed_at": None}) for touchpoint in gone]
    differing = [(row, values) for row, values in rows if _differs(row, values)]
    if not differing:
        return None
    group = uuid.uuid4()
    headline = log.record(
        by=by, verb="map_revert", target=map_, before={}, after={"seq": snapshot.seq}, map=map_, group=group
    )
    _write(differing, by=by, map_id=map_.pk, group=group)
    return headline


@transaction.atomic
def revert_item(*, by, map_: JourneyMap, snapshot: Snapshot, kind: str, pk: int) -> Change | None:
    """Make one card, placement, stage (with its steps) or lane what it was, and bring back what it stood in.

    What was not there then goes. Returns None when nothing differs; raises LookupError when there is no such
    thing on this map.
    """
    log.same_workspace(by, map_)
    model = SINGLE[kind]
    row = model._default_manager.filter(workspace_id=by.workspace_id, map=map_, pk=pk).first()
    if row is None:
        raise LookupError(kind)
    values = _values(model, snapshot.rows.get(kind, {}).get(pk))
    rows: list[tuple[Any, dict]] = [(row, values)]
    if not values["removed_at"]:
        for name, parent in PARENTS.items():
            if pk_of := values.get(name):
                found = parent._default_manager.filter(workspace_id=by.workspace_id, pk=pk_of)
                rows += [(one, {"removed_at": None}) for one in found.exclude(removed_at=None)]
    if kind == "stage":
        then = snapshot.rows.get("step", {})
        steps = Step.objects.for_workspace(by.workspace_id).filter(stage=pk)
        rows += [(step, _values(Step, then.get(step.pk))) for step in steps]
    differing = [(row, values) for row, values in rows if _differs(row, values)]
    changes = _write(differing, by=by, map_id=map_.pk, group=uuid.uuid4())
    return changes[0] if changes else None


def _values(model: type[models.Model], row: Row | None) -> dict[str, Any]:
    """What a row must become: as it was, or removed when it was not there."""
    if row is None or row.get("removed_at"):
        return {"removed_at": timezone.now()}
    known = {field.attname for field in model._meta.concrete_fields}
    return {
        name: load(model, name, value) for name, value in row.items() if name in known and name != "map_id"
    }


def _differs(row: Any, values: dict[str, Any]) -> bool:
    if values.get("removed_at") and row.removed_at:
        return False
    return any(getattr(row, name) != value for name, value in values.items())


def _write(rows: list[tuple[Any, dict]], *, by, map_id: int, group: uuid.UUID) -> list[Change]:
    """Save all of them. One that stands in another's way waits; of those that wait for each other one goes
    and comes back.
    """
    # What goes makes room for what comes.
    waiting = deque(sorted(rows, key=lambda one: not one[1].get("removed_at")))
    changes: list[Change] = []
    stuck = 0
    while waiting:
        row, values = waiting.popleft()
        try:
            with transaction.atomic():
                change = log.settle(row, values, by=by, verb="item_revert", map=map_id, group=group)
        except IntegrityError:
            stuck += 1
            if stuck > len(waiting) + 1:
                raise
            if stuck == len(waiting) + 1:
                log.remove(row, by=by, verb="item_revert", map=map_id, group=group)
            row.refresh_from_db()
            waiting.append((row, values))
            continue
        stuck = 0
        changes += [change] if change else []
    return changes
