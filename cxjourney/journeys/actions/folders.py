"""Folders: make, rename, move, remove. A removed one lets go of its maps, and has them again after undo."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.activity.words import save_words
from cxjourney.journeys.models import Folder


class NameTaken(ValueError):
    """A folder of this name stands in the same place."""


class TooDeep(ValueError):
    """Folders stand in folders one level deep."""


def create_folder(*, by, name: str, parent: Folder | None = None, key: uuid.UUID | None = None) -> Change:
    """Raises NameTaken and log.Repeated."""
    try:
        return _create_folder(by=by, name=name, parent=parent, key=key)
    except IntegrityError as error:
        if done := log.by_key(by, key):  # by the same press of the button
            raise log.Repeated(done) from None
        raise _reason(error) from error


@log.once
def _create_folder(*, by, name: str, parent: Folder | None, key: uuid.UUID | None) -> Change:
    log.same_workspace(by, parent)
    if parent and parent.parent_id:
        raise TooDeep
    folder = Folder(workspace_id=by.workspace_id, name=name, parent=parent)
    return log.create(folder, by=by, verb="folder_create", key=key)


def rename_folder(*, by, folder: Folder, name: str, version: int, base: str | None) -> Change | None:
    """Raises NameTaken, and words.Clash when somebody else changed the same words."""
    log.same_workspace(by, folder)
    try:
        with transaction.atomic():
            return save_words(folder, {"name": (name, base)}, by=by, verb="folder_rename", version=version)
    except IntegrityError as error:
        raise _reason(error) from error


def move_folder(*, by, folder: Folder, parent: Folder | None) -> Change | None:
    """Into another folder, or out to the others. The last writer wins. Raises NameTaken and TooDeep."""
    log.same_workspace(by, folder, parent)
    holds = Folder.objects.live().filter(parent=folder).exists()
    if parent and (parent.parent_id or parent.pk == folder.pk or holds):
        raise TooDeep
    try:
        with transaction.atomic():
            return log.settle(folder, {"parent_id": parent and parent.pk}, by=by, verb="folder_move")
    except IntegrityError as error:
        raise _reason(error) from error


def remove_folder(*, by, folder: Folder) -> Change | None:
    """Its maps and the folders in it stay, outside of it."""
    log.same_workspace(by, folder)
    return log.remove(folder, by=by, verb="folder_remove")


def _reason(error: IntegrityError) -> Exception:
    return NameTaken() if "folder_name_once" in str(error) else error
