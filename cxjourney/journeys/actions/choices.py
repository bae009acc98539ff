"""Lists of choices: they grow as cards are added, and are put in order on their own page."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.activity.words import save_words
from cxjourney.journeys.models import Choice, Lane, Taxonomy
from cxjourney.workspaces.models import HUES


class NameTaken(ValueError):
    """The list has a choice of this name."""


def find_or_make(*, by, lane: Lane, name: str, group: uuid.UUID) -> Choice:
    """The choice of this name on the lane's list; made when there is none, as is the list itself.

    Part of the card that it is made for. Must run inside a transaction.
    """
    if lane.taxonomy_id is None:
        taxonomy = Taxonomy(workspace_id=by.workspace_id, name=lane.title)
        log.create(taxonomy, by=by, verb="taxonomy_create", group=group)
        log.settle(lane, {"taxonomy_id": taxonomy.pk}, by=by, verb="lane_list", map=lane.map_id, group=group)
    known = Choice.objects.live().filter(taxonomy=lane.taxonomy_id)
    if found := known.filter(name__iexact=name).first():
        return found
    choice = Choice(workspace_id=by.workspace_id, taxonomy=lane.taxonomy, name=name)
    choice.hue = Choice.objects.filter(taxonomy=lane.taxonomy_id).count() % len(HUES) + 1
    try:
        with transaction.atomic():
            log.create(choice, by=by, verb="choice_create", group=group)
    except IntegrityError:  # somebody else has just made it
        return known.get(name__iexact=name)
    return choice


def edit_choice(*, by, choice: Choice, name: str, version: int, base: str | None) -> Change | None:
    """Another name, on all maps. Raises words.Clash and NameTaken."""
    log.same_workspace(by, choice)
    try:
        with transaction.atomic():
            return save_words(choice, {"name": (name, base)}, by=by, verb="choice_edit", version=version)
    except IntegrityError as error:
        raise NameTaken(name) from error


def remove_choice(*, by, choice: Choice) -> Change | None:
    """Cards keep it; it is only offered no more."""
    log.same_workspace(by, choice)
    return log.remove(choice, by=by, verb="choice_remove")


def edit_taxonomy(*, by, taxonomy: Taxonomy, name: str, version: int, base: str | None) -> Change | None:
    """Another name of the list. Raises words.Clash."""
    log.same_workspace(by, taxonomy)
    return save_words(taxonomy, {"name": (name, base)}, by=by, verb="taxonomy_edit", version=version)
