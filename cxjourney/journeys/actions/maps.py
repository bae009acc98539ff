"""Maps: make, rename, set one or many, archive, copy."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.activity.words import save_words
from cxjourney.journeys.approval import with_approval
from cxjourney.journeys.blueprints.frame import Frame
from cxjourney.journeys.blueprints.library import STANDARD
from cxjourney.journeys.models import Folder, JourneyMap, Lane, Stage, Status, Step
from cxjourney.kit import ranks
from cxjourney.personas.actions import create_persona
from cxjourney.personas.models import Persona
from cxjourney.workspaces.models import Membership

VERDICTS = {Status.APPROVED: "map_approve"}
# What bulk changes of maps are called in the log, by the attribute they set.
VERBS = {
    "folder_id": "map_move",
    "status": "map_status",
    "state": "map_state",
    "owner_id": "map_owner",
    "review_on": "map_review",
}


@log.once
def create_map(
    *,
    by,
    title: str,
    persona=None,
    new_persona: str = "",
    standard: bool = True,
    frame: Frame | None = None,
    folder: Folder | None = None,
    key: uuid.UUID | None = None,
    **fields,
) -> JourneyMap:
    """A new map with the stages and lanes of `frame`; without one, with the five stages and ten lanes
    everyone starts from, or (not `standard`) with none. `new_persona` names one that is made with it.

    Raises log.Repeated when the key was used before.
    """
    log.same_workspace(by, persona, folder)
    if new_persona:
        persona = _by_name(by, new_persona)
    map_ = JourneyMap(
        workspace=by.workspace, title=title, persona=persona, folder=folder, owner=by.user, **fields
    )
    log.create(map_, by=by, verb="map_create", key=key)
    if frame or standard:
        add_frame(map_, frame or STANDARD.frame)
    return map_


def _by_name(by, name: str) -> Persona:
    """A persona of whom only the name is known: the sheet is written later."""
    return Persona.objects.get(pk=create_persona(by=by, name=name).target_id)


def add_frame(map_: JourneyMap, frame: Frame) -> tuple[list[Stage], list[Lane]]:
    """The columns and rows of a new map. Part of making it, so not in the log and not undone alone."""
    shared = {"workspace_id": map_.workspace_id, "map": map_}
    stages = Stage.objects.bulk_create(
        Stage(**shared, name=str(part.name), goal=str(part.goal), locked=part.locked, rank=rank)
        for part, rank in zip(frame.stages, ranks.spread(len(frame.stages)), strict=True)
    )
    Step.objects.bulk_create(
        Step(**shared, stage=stage, name=str(name), rank=rank)
        for stage, part in zip(stages, frame.stages, strict=True)
        for name, rank in zip(part.steps, ranks.spread(len(part.steps)), strict=True)
    )
    lanes = Lane.objects.bulk_create(
        Lane(
            **shared,
            kind=part.kind,
            role=part.role,
            taxonomy_id=part.taxonomy or None,
            title=str(part.label),
            note=str(part.note),
            hidden=part.hidden,
            folded=part.folded,
            locked=part.locked,
            prompts=part.prompts_of(stages),
            rank=rank,
        )
        for part, rank in zip(frame.lanes, ranks.spread(len(frame.lanes)), strict=True)
    )
    return stages, lanes


def rename_map(*, by, map_: JourneyMap, title: str, version: int, base: str | None) -> Change | None:
    """Raises words.Clash when somebody else changed the same words."""
    log.same_workspace(by, map_)
    return save_words(map_, {"title": (title, base)}, by=by, verb="map_rename", version=version, map=map_)


def set_map(*, by, map_: JourneyMap, new_persona: str = "", **values) -> Change | None:
    """Choices of a map: status, reviewer_id, persona_id, period, source and the like.

    `new_persona` names one that is made for it. Raises approval.NotAsked when the status is to be approved
    and somebody else was asked for that.
    """
    log.same_workspace(by, map_)
    if new_persona:
        with transaction.atomic():
            return set_map(by=by, map_=map_, **values | {"persona_id": _by_name(by, new_persona).pk})
    values = with_approval(by, map_, values)
    verb = "map_set"
    if values.get("status", map_.status) != map_.status:
        approved = Status.APPROVED in (values["status"], map_.status)
        verb = VERDICTS.get(values["status"], "map_reopen" if approved else "map_status")
    return log.settle(map_, values, by=by, verb=verb, map=map_)


@transaction.atomic
def set_maps(*, by, maps: Iterable[JourneyMap], verb: str, **values) -> list[Change]:
    """The same values on many maps, as one action that is undone as one. Returns what changed.

    `folder` may be a Folder and `owner` a Membership (or None); other values go by attribute name. Raises
    approval.NotAsked.
    """
    maps = sorted(maps, key=lambda map_: map_.pk)  # two who change the same maps must not wait for each other
    folder, owner = values.get("folder"), values.get("owner")
    log.same_workspace(by, *maps, folder, owner)
    if "folder" in values:
        values["folder_id"] = folder.pk if folder else None
    if "owner" in values:
        values["owner_id"] = owner.user_id if isinstance(owner, Membership) else None
    plain = {name: value for name, value in values.items() if name not in ("folder", "owner")}
    group = uuid.uuid4()
    changes = [
        log.settle(map_, with_approval(by, map_, plain), by=by, verb=verb, map=map_, group=group)
        for map_ in maps
    ]
    return [change for change in changes if change]


def archive_maps(*, by, maps: Iterable[JourneyMap]) -> list[Change]:
    return set_maps(by=by, maps=maps, verb="map_archive", archived_at=timezone.now())


def restore_maps(*, by, maps: Iterable[JourneyMap]) -> list[Change]:
    return set_maps(by=by, maps=maps, verb="map_restore", archived_at=None)


def archive_map(*, by, map_: JourneyMap) -> Change | None:
    return next(iter(archive_maps(by=by, maps=[map_])), None)


def restore_map(*, by, map_: JourneyMap) -> Change | None:
    return next(iter(restore_maps(by=by, maps=[map_])), None)
