"""What the navigation offers. The packages it leads to are higher ones, so apps.py fills the lists.

Templates show an item only when this installation has its address.
"""

from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from cxjourney.workspaces.models import Role


class Item(NamedTuple):
    """A link of the rail. Pages name their item by `key`; `name` is a URL name."""

    name: str
    icon: str
    label: str | Promise
    key: str


class Section(NamedTuple):
    """A page of the settings, for members with at least this role."""

    name: str
    icon: str
    label: str | Promise
    role: Role = Role.VIEWER


RAIL: list[Item] = []
SETTINGS: list[Section] = []


def key_of(view_name: str) -> str:
    """The rail item that a page belongs to when it names none itself."""
    package = view_name.partition(":")[0]
    keys = {item.name.partition(":")[0]: item.key for item in RAIL}
    return keys.get(package, "settings" if package == "workspaces" else "")


def address(name: str, *args: object) -> str:
    """The address of a named URL, or "" when this installation has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def home(slug: str) -> str:
    """Where work in a workspace starts: its maps."""
    first = RAIL[0].name if RAIL else ""
    return address(first, slug) or reverse("workspaces:settings", args=[slug])
