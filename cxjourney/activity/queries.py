"""Reads of the log: what happened lately, one line for each action."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import models
from django.utils.safestring import SafeString

from cxjourney.activity.models import Change
from cxjourney.activity.sentences import sentence
from cxjourney.workspaces.models import User, Workspace


@dataclass(frozen=True)
class Entry:
    """One line of the feed. `sentence` is HTML; `map_id` is None for what stands on no map."""

    id: int
    actor: User | None
    sentence: SafeString
    time: datetime.datetime
    map_id: int | None


def recent(
    workspace: Workspace,
    *,
    limit: int = 20,
    before: int | None = None,
    map_id: int | None = None,
    target: tuple[str, int] | None = None,
) -> list[Entry]:
    """The newest actions, newest first; those older than the entry `before`, on one map, or on one thing.

    `target` is (model name, id). An action that changed many rows is one line, that of its first row.
    One query.
    """
    changes = Change.objects.for_workspace(workspace)
    same_action = Change.objects.filter(group=models.OuterRef("group"), id__lt=models.OuterRef("id"))
    if map_id:
        changes, same_action = changes.filter(map_id=map_id), same_action.filter(map_id=map_id)
    if target:
        of_target = {"target_type": target[0], "target_id": target[1], "echo_of": None}
        changes, same_action = changes.filter(**of_target), same_action.filter(**of_target)
    if before:
        changes = changes.filter(id__lt=before)
    shown = changes.exclude(models.Exists(same_action)).select_related("actor").order_by("-id")[:limit]
    return [
        Entry(change.pk, change.actor, sentence(change), change.created_at, change.map_id) for change in shown
    ]


def has_map(workspace: Workspace, map_id: int) -> bool:
    """Whether this live map is the workspace's. One query."""
    maps = Change._meta.get_field("map").related_model._default_manager
    return maps.for_workspace(workspace).live().filter(pk=map_id).exists()


# No list shows these, so they are no news for one.
ON_MAPS_ONLY = frozenset({"card", "lane", "step"})


def newest_change(workspace) -> int:
    """How far the workspace's log has come, for its lists; 0 where nothing was changed yet. One query."""
    return _newest(Change.objects.for_workspace(workspace)) or 0


def news_after(workspace_id: int, at: int) -> int | None:
    """The newest change after `at` that a list may show. One query."""
    later = Change.objects.for_workspace(workspace_id).filter(id__gt=at)
    return _newest(later.exclude(target_type__in=ON_MAPS_ONLY))


def _newest(changes: models.QuerySet) -> int | None:
    return changes.order_by("-id").values_list("id", flat=True).first()
