"""What forms about numbers ask of both kinds: where one belongs, and whose it is."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cxjourney.feedback.places import find_spot, spot_options
from cxjourney.journeys.models import JourneyMap
from cxjourney.workspaces.models import Membership


def owners(workspace_id: int) -> list[tuple[str, str]]:
    """Nobody, and the people of the workspace by name. One query."""
    members = Membership.objects.for_workspace(workspace_id).select_related("user")
    people = sorted((str(one.user), str(one.user_id)) for one in members)
    return [("", _("Nobody yet")), *((pk, name) for name, pk in people)]


def is_told(watched) -> bool:
    """Whether somebody hears of its alerts: an owner who is still a member. At most one query."""
    if watched.owner_id is None:
        return False
    return Membership.objects.for_workspace(watched.workspace_id).filter(user=watched.owner_id).exists()


def place_options(workspace) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every map, touchpoint and stage, grouped. Three queries."""
    maps = _maps(workspace).order_by("title", "pk").values_list("pk", "title")
    groups = [(_("Maps"), [(f"map:{pk}", title) for pk, title in maps]), *spot_options(workspace)]
    return [group for group in groups if group[1]]


def find_place(workspace, key: str) -> dict[str, Any] | None:
    """{map, touchpoint or stage: its row} of an option's value; None when it is not there any more."""
    kind, _colon, number = key.partition(":")
    if kind == "map":
        found = _maps(workspace).filter(pk=number).first() if number.isdecimal() else None
        return {"map": found} if found else None
    spot = find_spot(workspace, key)
    return {kind: getattr(spot, kind)} if spot else None


def key_of(thing) -> str:
    """The option's value of where a number is; empty for the whole workspace."""
    for kind in ("touchpoint", "stage", "map"):
        if pk := getattr(thing, f"{kind}_id"):
            return f"{kind}:{pk}"
    return ""


def _maps(workspace):
    return JourneyMap.objects.for_workspace(workspace).live().filter(archived_at=None)
