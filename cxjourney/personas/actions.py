"""Personas, the sections of their sheets and the items in these: every write.

Whoever types in one field makes one action of it: `group` is that sitting, and undo takes it back whole.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL.Image import Image

from cxjourney.activity import log
from cxjourney.activity.models import Change, Kind
from cxjourney.activity.order import rank_before
from cxjourney.activity.words import Gone, save_words
from cxjourney.kit import images, ranks
from cxjourney.personas.kinds import FIXED, MOST_ITEMS, MOST_OWN, Evidence, SectionKind
from cxjourney.personas.models import Persona, PersonaImage, PersonaItem, PersonaSection

LONGEST, THUMB = 1200, 192  # pixels of a portrait on the sheet, and on cards and maps
Texts = dict[str, tuple[str, str | None]]
COPIED = ("role", "quote", "kind", "share", "portrait", "image_id", "alt")


class Full(ValueError):
    """There is no room for more, in the user's words."""


def _sitting(by, target, group: uuid.UUID | None) -> uuid.UUID | None:
    """The group, if all that was done in it was done here by the same person and still stands. One query."""
    if group is None:
        return None
    mine = {"actor_id": by.user_id, "workspace_id": by.workspace_id, "kind": Kind.DO, "undone_at": None}
    here = {"target_type": target._meta.model_name, "target_id": target.pk}
    others = Change.objects.filter(group=group).exclude(**mine, **here)
    return None if others.exists() else group


# --- Personas -------------------------------------------------------------------------------------


@log.once
def create_persona(*, by, key: uuid.UUID | None = None, **fields) -> Change:
    """A persona with an empty sheet: its sections are part of this Change."""
    persona = Persona(workspace=by.workspace, **fields)
    change = log.create(persona, by=by, verb="persona_create", key=key)
    PersonaSection.objects.bulk_create(
        PersonaSection(workspace_id=by.workspace_id, persona=persona, kind=kind) for kind in FIXED
    )
    return change


def rewrite_persona(
    *, by, persona: Persona, texts: Texts, version: int, group: uuid.UUID | None = None
) -> Change | None:
    """Save name, role, quote or alt. Raises words.Clash and words.Gone."""
    log.same_workspace(by, persona)
    group = _sitting(by, persona, group)
    return save_words(persona, texts, by=by, verb="persona_edit", version=version, group=group)


def set_persona(*, by, persona: Persona, group: uuid.UUID | None = None, **values) -> Change | None:
    """Choices: kind, share, portrait (which takes the place of an uploaded picture). Raises words.Gone."""
    log.same_workspace(by, persona)
    if persona.removed_at:
        raise Gone(persona)
    if "portrait" in values:
        values |= {"image_id": None, "alt": ""}
    group = _sitting(by, persona, group)
    return log.settle(persona, values, by=by, verb="persona_edit", group=group)


@transaction.atomic
def show_image(*, by, persona: Persona, image: Image, alt: str) -> Change | None:
    """An uploaded picture as the portrait. The picture itself is part of this Change, and never changes."""
    log.same_workspace(by, persona)
    whole, thumb = images.fitted(image, LONGEST), images.squared(image, THUMB)
    kept = PersonaImage.objects.create(
        workspace_id=by.workspace_id,
        data=whole.data,
        thumb=thumb.data,
        width=whole.width,
        height=whole.height,
    )
    return log.settle(persona, {"image_id": kept.pk, "alt": alt}, by=by, verb="persona_image")


def archive_persona(*, by, persona: Persona) -> Change | None:
    """Out of the library; maps that follow it keep it."""
    log.same_workspace(by, persona)
    return log.settle(persona, {"archived_at": timezone.now()}, by=by, verb="persona_archive")


def restore_persona(*, by, persona: Persona) -> Change | None:
    log.same_workspace(by, persona)
    return log.settle(persona, {"archived_at": None}, by=by, verb="persona_restore")


def remove_persona(*, by, persona: Persona) -> Change | None:
    log.same_workspace(by, persona)
    return log.remove(persona, by=by, verb="persona_remove")


@log.once
def duplicate_persona(*, by, persona: Persona, key: uuid.UUID | None = None) -> Change:
    """The same sheet once more. What stands on it is part of this Change. Five queries."""
    log.same_workspace(by, persona)
    name = _("%(name)s (copy)") % {"name": persona.name[:50]}
    same = {field: getattr(persona, field) for field in COPIED}
    copy = Persona(workspace_id=by.workspace_id, name=name, **same)
    change = log.create(copy, by=by, verb="persona_duplicate", key=key)
    here = {"workspace_id": by.workspace_id, "persona": copy}
    sections = list(PersonaSection.objects.live().filter(persona=persona))
    twins = PersonaSection.objects.bulk_create(
        PersonaSection(**here, kind=old.kind, title=old.title, evidence=old.evidence, rank=old.rank)
        for old in sections
    )
    at = {old.pk: twin for old, twin in zip(sections, twins, strict=True)}
    PersonaItem.objects.bulk_create(
        PersonaItem(
            **here,
            section=at[old.section_id],
            rank=old.rank,
            lead=old.lead,
            text=old.text,
            aim=old.aim,
            level=old.level,
        )
        for old in PersonaItem.objects.live().filter(persona=persona, section__in=at)
    )
    return change


# --- Sections -------------------------------------------------------------------------------------


@log.once
def create_section(*, by, persona: Persona, title: str, key: uuid.UUID | None = None) -> Change:
    """A section of one's own, last. Raises Full."""
    log.same_workspace(by, persona)
    own = PersonaSection.objects.live().filter(persona=persona, kind=SectionKind.OWN)
    if own.count() >= MOST_OWN:
        raise Full(_("A sheet has room for 20 sections of your own."))
    section = PersonaSection(
        workspace_id=by.workspace_id,
        persona=persona,
        kind=SectionKind.OWN,
        title=title,
        rank=rank_before(own, None),
    )
    return log.create(section, by=by, verb="persona_section_create", key=key)


def rename_section(
    *, by, section: PersonaSection, texts: Texts, version: int, group: uuid.UUID | None = None
) -> Change | None:
    """Save the title of a section of one's own. Raises words.Clash and words.Gone."""
    log.same_workspace(by, section)
    group = _sitting(by, section, group)
    return save_words(section, texts, by=by, verb="persona_section_edit", version=version, group=group)


def set_evidence(*, by, section: PersonaSection, evidence: Evidence | str) -> Change | None:
    """How we know what stands there."""
    log.same_workspace(by, section)
    return log.settle(section, {"evidence": str(evidence)}, by=by, verb="persona_evidence")


def remove_section(*, by, section: PersonaSection) -> Change | None:
    """Only a section of one's own can go. Raises ValueError for the others."""
    log.same_workspace(by, section)
    if not section.is_own:
        raise ValueError("every sheet has this section")
    return log.remove(section, by=by, verb="persona_section_remove")


# --- Items ----------------------------------------------------------------------------------------


def items_in(section_id: int):
    """The live items of one section."""
    return PersonaItem.objects.live().filter(section_id=section_id)


@log.once
def create_items(
    *, by, section: PersonaSection, items: Iterable[dict], key: uuid.UUID | None = None
) -> Change:
    """New items at the end, one action to undo. `items` are fields of PersonaItem. Raises Full."""
    log.same_workspace(by, section)
    neighbours, new = items_in(section.pk), list(items)
    if neighbours.count() + len(new) > MOST_ITEMS:
        raise Full(_("A section has room for 60 lines."))
    group, rank = uuid.uuid4(), rank_before(neighbours, None)
    changes: list[Change] = []
    for fields in new:
        item = PersonaItem(
            workspace_id=by.workspace_id, persona_id=section.persona_id, section=section, rank=rank, **fields
        )
        first = None if changes else key
        changes.append(log.create(item, by=by, verb="persona_item_create", key=first, group=group))
        rank = ranks.between(rank, None)
    return changes[0]


def edit_item(
    *, by, item: PersonaItem, texts: Texts, version: int, group: uuid.UUID | None = None, **choices
) -> Change | None:
    """Save its words, and with them its `level` when given. Raises words.Clash and words.Gone."""
    log.same_workspace(by, item)
    group = _sitting(by, item, group)
    return save_words(
        item, texts, by=by, verb="persona_item_edit", version=version, choices=choices, group=group
    )


def move_item(*, by, item: PersonaItem, before: int | None) -> Change | None:
    """Put it before another item (id) of its section, or last."""
    log.same_workspace(by, item)
    if before == item.pk:
        return None
    rank = rank_before(items_in(item.section_id).exclude(pk=item.pk), before)
    return log.settle(item, {"rank": rank}, by=by, verb="persona_item_move")


def remove_item(*, by, item: PersonaItem) -> Change | None:
    log.same_workspace(by, item)
    return log.remove(item, by=by, verb="persona_item_remove")
