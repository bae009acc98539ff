"""Templates of a workspace: save a map as one, rename, remove."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.activity.words import save_words
from cxjourney.journeys import queries
from cxjourney.journeys.blueprints.frame import Frame, frame_of
from cxjourney.journeys.models import JourneyMap, MapTemplate


@log.once
def save_template(
    *,
    by,
    map_: JourneyMap,
    name: str,
    purpose: str = "",
    cards: bool = False,
    locked: Collection[str] = (),
    key: uuid.UUID | None = None,
) -> Change:
    """The stages, lanes and prompts of a map as a template; with `cards` the first card of a cell becomes
    its prompt. Maps made of it keep what `locked` names (stage-<id>, lane-<id>). Raises log.Repeated.
    """
    log.same_workspace(by, map_)
    stages, lanes = queries.columns_and_rows(map_)
    examples = queries.first_cards(map_) if cards else {}
    steps = queries.steps_by_stage(map_)
    frame = frame_of(stages, lanes, steps=steps, examples=examples, locked=locked)
    template = MapTemplate(workspace_id=by.workspace_id, name=name, purpose=purpose, content=frame.to_json())
    return log.create(template, by=by, verb="template_create", key=key)


def edit_template(
    *,
    by,
    template: MapTemplate,
    texts: dict[str, tuple[str, str | None]],
    version: int,
    locked: Collection[str] | None = None,
) -> Change | None:
    """Name, purpose and, when given, which parts new maps of it must keep (Frame.parts names them).

    Maps made of it stay as they are. Raises words.Clash when somebody else changed the same words.
    """
    log.same_workspace(by, template)
    choices = {}
    if locked is not None:
        choices["content"] = Frame.from_json(template.content).with_locks(locked).to_json()
    return save_words(template, texts, by=by, verb="template_edit", version=version, choices=choices)


def remove_template(*, by, template: MapTemplate) -> Change | None:
    """Maps made of it stay as they are."""
    log.same_workspace(by, template)
    return log.remove(template, by=by, verb="template_remove")
