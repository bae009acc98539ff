"""Maps: make, rename, set, archive."""

from __future__ import annotations

import uuid

from django.utils import timezone

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.journeys.models import STANDARD_LANES, STANDARD_STAGES, JourneyMap, Lane, LaneKind, Stage
from cxjourney.journeys.words import save_words
from cxjourney.kit import ranks


@log.once
def create_map(
    *, by, title: str, persona=None, standard: bool = True, key: uuid.UUID | None = None, **fields
) -> JourneyMap:
    """A new map; `standard` gives it the five stages and ten lanes everyone starts from.

    Raises log.Repeated when the key was used before.
    """
    log.same_workspace(by, persona)
    map_ = JourneyMap(workspace=by.workspace, title=title, persona=persona, owner=by.user, **fields)
    log.create(map_, by=by, verb="map_create", key=key)
    if standard:
        add_standard(map_)
    return map_


def add_standard(map_: JourneyMap, stages=STANDARD_STAGES, lanes=STANDARD_LANES) -> None:
    """The frame of a new map. Part of making it, so not in the log and not undone alone."""
    shared = {"workspace_id": map_.workspace_id, "map": map_}
    Stage.objects.bulk_create(
        Stage(**shared, name=str(name), rank=rank)
        for name, rank in zip(stages, ranks.spread(len(stages)), strict=True)
    )
    Lane.objects.bulk_create(
        Lane(**shared, kind=kind, title=str(LaneKind(kind).label), rank=rank)
        for kind, rank in zip(lanes, ranks.spread(len(lanes)), strict=True)
    )


def rename_map(*, by, map_: JourneyMap, title: str, version: int, base: str | None) -> Change | None:
    """Raises words.Clash when somebody else changed the same words."""
    log.same_workspace(by, map_)
    return save_words(map_, {"title": (title, base)}, by=by, verb="map_rename", version=version, map=map_)


def set_map(*, by, map_: JourneyMap, **values) -> Change | None:
    """Choices of a map: status, persona_id, period, source."""
    log.same_workspace(by, map_)
    return log.settle(map_, values, by=by, verb="map_set", map=map_)


def archive_map(*, by, map_: JourneyMap) -> Change | None:
    log.same_workspace(by, map_)
    return log.settle(map_, {"archived_at": timezone.now()}, by=by, verb="map_archive", map=map_)


def restore_map(*, by, map_: JourneyMap) -> Change | None:
    log.same_workspace(by, map_)
    return log.settle(map_, {"archived_at": None}, by=by, verb="map_restore", map=map_)
