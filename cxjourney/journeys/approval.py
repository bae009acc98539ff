"""Who approves a map. An approved one is kept as it is until somebody reopens it (`activity.log.Kept`)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cxjourney.activity.log import Refused
from cxjourney.journeys.models import JourneyMap, Status
from cxjourney.workspaces.models import Role


class NotAsked(Refused):
    """Somebody else was asked to approve the map."""


def may_approve(by, map_: JourneyMap) -> bool:
    """Who was asked; everybody who edits when nobody was; owners always."""
    return map_.reviewer_id in (None, by.user_id) or by.may(Role.OWNER)


def with_approval(by, map_: JourneyMap, values: dict[str, Any]) -> dict[str, Any]:
    """The values to set on a map, with who approved it and when, if its status says so. Raises NotAsked."""
    status = values.get("status", map_.status)
    if status == map_.status:
        return values
    if status != Status.APPROVED:
        return values | {"approved_by_id": None, "approved_at": None}
    if not may_approve(by, map_):
        name = map_.reviewer.display_name if map_.reviewer else ""
        text = _("%(name)s was asked to approve this map, so only they or an owner can.")
        raise NotAsked(text % {"name": name})
    return values | {"approved_by_id": by.user_id, "approved_at": timezone.now()}
