"""What happened to a touchpoint or a stage, with what stood there before and after."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cxjourney.activity.models import Change
from cxjourney.activity.sentences import sentence
from cxjourney.journeys.channels import channel_label
from cxjourney.journeys.models import Channel, Placement, Stage, Step
from cxjourney.kit.jinja import signed
from cxjourney.kit.merge import word_diff
from cxjourney.workspaces.models import Team, User

NEWEST = 50
# Fields nobody reads: where a row stands among its neighbours, and what the sentence says already.
SILENT = {"rank", "removed_at", "map_id", "touchpoint_id"}
NAMED = {"team_id": Team, "stage_id": Stage, "step_id": Step, "own_channel_id": Channel}
TEXTS = {"description", "goal"}


@dataclass(frozen=True)
class Difference:
    """One field: its name, the two values in words, and for long texts the words that came and went."""

    label: str
    before: str
    after: str
    words: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Event:
    id: int
    actor: User | None
    sentence: SafeString
    time: datetime.datetime
    differences: list[Difference]


def story(workspace, targets: dict[str, Iterable[int]]) -> list[Event]:
    """The newest changes of these rows (ids by model name), newest first. At most four queries."""
    about = Q(pk=None)
    for name, ids in targets.items():
        about |= Q(target_type=name, target_id__in=list(ids))
    changes = Change.objects.for_workspace(workspace).filter(about, echo_of=None)
    found = list(changes.select_related("actor").order_by("-id")[:NEWEST])
    names = _names(workspace, found)
    return [
        Event(one.pk, one.actor, sentence(one), one.created_at, _differences(one, names)) for one in found
    ]


def standing(workspace, touchpoint_id: int) -> list[int]:
    """Every placement the touchpoint ever had. One query."""
    placed = Placement.objects.for_workspace(workspace).filter(touchpoint=touchpoint_id)
    return list(placed.values_list("pk", flat=True))


def _names(workspace, changes: list[Change]) -> dict[tuple[str, int], str]:
    """What ids in the log stand for. A query for each kind that occurs."""
    wanted: dict[str, set[int]] = {}
    for change in changes:
        for name in NAMED:
            ids = {values[name] for values in (change.before, change.after) if values.get(name)}
            wanted.setdefault(name, set()).update(ids)
    return {
        (name, row.pk): str(row)
        for name, ids in wanted.items()
        if ids
        for row in NAMED[name].objects.for_workspace(workspace).filter(pk__in=ids)
    }


def _differences(change: Change, names: dict[tuple[str, int], str]) -> list[Difference]:
    """Nothing for rows that came or went: the sentence has said it."""
    if "removed_at" in change.after:
        return []
    model = apps.get_model("cxjourney", change.target_type)
    fields = {one.attname: one for one in model._meta.concrete_fields}
    found = []
    for name in change.after:
        if name in SILENT or name not in fields:
            continue
        before, after = change.before.get(name), change.after[name]
        label = str(fields[name].verbose_name).capitalize()
        if name in TEXTS:
            found.append(Difference(label, "", "", word_diff(before or "", after or "")))
        else:
            found.append(Difference(label, _say(name, before, names), _say(name, after, names)))
    return found


def _say(name: str, value: Any, names: dict[tuple[str, int], str]) -> str:
    if value in (None, ""):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name in NAMED:
        return names.get((name, value), _("something removed"))
    if name == "assumed":
        return signed(float(value))
    return (channel_label(value) if name == "channel" else "") or str(value)
