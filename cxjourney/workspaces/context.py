"""What every template knows about the person and the workspace around the page. No queries."""

from django.http import HttpRequest

from cxjourney.workspaces import rail
from cxjourney.workspaces.models import Membership


def shell(request: HttpRequest) -> dict:
    """`workspace`, `membership`, `can_edit`, `rail`, `home_url` and the like; for editors undo and redo.

    A view of one map sets `request.undo_map_id`, so that Ctrl+Z there undoes what was done there.
    """
    member: Membership | None = getattr(request, "membership", None)
    if member is None:
        return {"workspace": None, "membership": None, "can_edit": False, "home_url": "/"}
    slug = member.workspace.slug
    return {
        "workspace": member.workspace,
        "membership": member,
        "can_edit": member.can_edit,
        "rail": tuple(rail.RAIL),
        "rail_key": rail.key_of(request.resolver_match.view_name) if request.resolver_match else "",
        "home_url": rail.home(slug),
        "settings_sections": rail.SETTINGS,
        **(_undo(slug, getattr(request, "undo_map_id", None)) if member.can_edit else {}),
    }


def _undo(slug: str, map_id: int | None) -> dict:
    prefix, args = ("map_", [slug, map_id]) if map_id else ("", [slug])
    return {f"{way}_url": rail.address(f"activity:{prefix}{way}", *args) for way in ("undo", "redo")}
