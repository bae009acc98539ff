"""Personas: make, edit, remove."""

from __future__ import annotations

import uuid

from django.db import transaction

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.personas.kinds import FIXED
from cxjourney.personas.models import Persona, PersonaSection

WORDS = ("name", "role", "quote")


@log.once
def create_persona(*, by, key: uuid.UUID | None = None, **fields) -> Change:
    persona = Persona(workspace=by.workspace, **fields)
    change = log.create(persona, by=by, verb="persona_create", key=key)
    here = {"workspace_id": by.workspace_id, "persona": persona}
    PersonaSection.objects.bulk_create(PersonaSection(**here, kind=kind) for kind in FIXED)
    return change


@transaction.atomic
def edit_persona(
    *,
    by,
    persona: Persona,
    texts: dict[str, tuple[str, str | None]],
    version: int,
    portrait: int | None = None,
) -> list[Change]:
    """Save what changed. `texts` maps the field to (text, the text it was typed over).

    Raises log.Conflict, and saves nothing, when somebody else changed the same words.
    """
    log.same_workspace(by, persona)
    group, seen, changes = uuid.uuid4(), version, []
    for field, (text, base) in texts.items():
        current = persona.version
        done = log.rewrite(
            persona, field, text, by=by, verb="persona_edit", version=seen, base=base, group=group
        )
        # Our own change is not somebody else's.
        seen = persona.version if done and seen == current else seen
        changes += [done] if done else []
    if portrait is not None:
        done = log.settle(persona, {"portrait": portrait}, by=by, verb="persona_edit", group=group)
        changes += [done] if done else []
    return changes


def remove_persona(*, by, persona: Persona) -> Change | None:
    log.same_workspace(by, persona)
    return log.remove(persona, by=by, verb="persona_remove")
