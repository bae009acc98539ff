"""A map copied, to draw the future beside the present or to try something."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from cxjourney.activity import log
from cxjourney.journeys import queries
from cxjourney.journeys.actions.cards import FACTS
from cxjourney.journeys.models import Card, JourneyMap, Lane, OnMap, Placement, Stage, State, Step

TAKEN_OVER = ("persona_id", "also_ids", "folder_id", "period", "source")


@log.once
def copy_map(
    *, by, map_: JourneyMap, title: str, state: str = State.FUTURE, key: uuid.UUID | None = None
) -> JourneyMap:
    """A draft with the same stages, steps, lanes, cards and touchpoints, which knows where it came from.

    Touchpoints are the workspace's, so the copy shows the same answers; pain points of stages stay behind.
    Raises log.Repeated.
    """
    log.same_workspace(by, map_)
    facts = {name: getattr(map_, name) for name in TAKEN_OVER}
    copy = JourneyMap(workspace=by.workspace, title=title, owner=by.user, state=state, origin=map_, **facts)
    log.create(copy, by=by, verb="map_copy", key=key)
    stages, lanes = queries.columns_and_rows(map_)
    columns = _stages(copy, stages)
    steps = _steps(copy, queries.steps_by_stage(map_), columns)
    rows = _lanes(copy, lanes, columns)
    _cards(copy, queries.cards_of(map_), rows, columns, steps)
    _placements(copy, queries.placements_of(map_), columns, steps)
    return copy


def _on(copy: JourneyMap, row: OnMap, *names: str) -> dict:
    """The fields of a row that are the same on the copy."""
    same = {name: getattr(row, name) for name in ("rank", *names)}
    return {"workspace_id": copy.workspace_id, "map": copy, "origin": row.origin or row.pk, **same}


def _stages(copy: JourneyMap, stages: list[Stage]) -> dict[int, Stage]:
    new = Stage.objects.bulk_create(
        Stage(**_on(copy, one, "name", "goal", "assumed", "locked")) for one in stages
    )
    return {old.pk: one for old, one in zip(stages, new, strict=True)}


def _steps(
    copy: JourneyMap, steps: dict[int, list[Step]], columns: dict[int, Stage]
) -> dict[int | None, Step]:
    """The new ones by the ids of the old; those of removed stages stay behind."""
    found = [one for stage, several in steps.items() if stage in columns for one in several]
    new = Step.objects.bulk_create(
        Step(**_on(copy, one, "name"), stage=columns[one.stage_id]) for one in found
    )
    return {old.pk: one for old, one in zip(found, new, strict=True)}


def _lanes(copy: JourneyMap, lanes: list[Lane], columns: dict[int, Stage]) -> dict[int, Lane]:
    ids = {str(old): str(stage.pk) for old, stage in columns.items()} | {"": ""}
    names = ("kind", "role", "taxonomy_id", "title", "note", "folded", "hidden", "locked")
    new = Lane.objects.bulk_create(
        Lane(
            **_on(copy, one, *names),
            prompts={ids[key]: words for key, words in one.prompts.items() if key in ids},
        )
        for one in lanes
    )
    return {old.pk: one for old, one in zip(lanes, new, strict=True)}


def _cards(
    copy: JourneyMap,
    cards: Iterable[Card],
    rows: dict[int, Lane],
    columns: dict[int, Stage],
    steps: dict[int | None, Step],
) -> None:
    Card.objects.bulk_create(
        Card(
            **_on(copy, one, *FACTS),
            lane=rows[one.lane_id],
            stage=columns[one.stage_id],
            step=steps.get(one.step_id),
        )
        for one in cards
        if one.lane_id in rows and one.stage_id in columns
    )


def _placements(
    copy: JourneyMap,
    placements: Iterable[Placement],
    columns: dict[int, Stage],
    steps: dict[int | None, Step],
) -> None:
    Placement.objects.bulk_create(
        Placement(
            **_on(copy, one, "touchpoint_id", "assumed", "known"),
            stage=columns[one.stage_id],
            step=steps.get(one.step_id),
        )
        for one in placements
        if one.stage_id in columns
    )
