"""What the command palette finds: everything of a workspace that has a name, and what can be done."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from cxjourney.board.sql import rows
from cxjourney.workspaces.models import Membership, Role
from cxjourney.workspaces.rail import RAIL, SETTINGS, address

EACH = 6  # of a kind
LONGEST = 80  # characters that are looked for

# Names that begin with the words stand before those that hold them; without words, the newest.
FIND = """
(SELECT 'map' AS kind, m.title AS name, coalesce(p.name, '') AS note, m.id, NULL::bigint AS map
   FROM cxjourney_journeymap m LEFT JOIN cxjourney_persona p ON p.id = m.persona_id AND p.removed_at IS NULL
  WHERE m.workspace_id = %(workspace)s AND m.removed_at IS NULL AND m.archived_at IS NULL
    AND m.title ILIKE %(holds)s
  ORDER BY m.title ILIKE %(begins)s DESC, m.changed_at DESC, m.id DESC LIMIT %(each)s)
UNION ALL
(SELECT 'touchpoint', t.name, coalesce(m.title, ''), coalesce(p.id, t.id), m.id
   FROM cxjourney_touchpoint t
   LEFT JOIN LATERAL (
        SELECT p.id, p.map_id FROM cxjourney_placement p
          JOIN cxjourney_stage s ON s.id = p.stage_id AND s.removed_at IS NULL
          JOIN cxjourney_journeymap m ON m.id = p.map_id AND m.removed_at IS NULL AND m.archived_at IS NULL
         WHERE p.touchpoint_id = t.id AND p.removed_at IS NULL
         ORDER BY m.changed_at DESC, p.id LIMIT 1) p ON true
   LEFT JOIN cxjourney_journeymap m ON m.id = p.map_id
  WHERE t.workspace_id = %(workspace)s AND t.removed_at IS NULL AND t.name ILIKE %(holds)s AND %(words)s
  ORDER BY t.name ILIKE %(begins)s DESC, t.name, t.id LIMIT %(each)s)
UNION ALL
(SELECT 'pain', n.title, coalesce(t.name, s.name, ''), n.id, NULL
   FROM cxjourney_painpoint n
   LEFT JOIN cxjourney_touchpoint t ON t.id = n.touchpoint_id
   LEFT JOIN cxjourney_stage s ON s.id = n.stage_id
  WHERE n.workspace_id = %(workspace)s AND n.removed_at IS NULL AND n.title ILIKE %(holds)s AND %(words)s
  ORDER BY n.title ILIKE %(begins)s DESC, n.score DESC, n.id LIMIT %(each)s)
UNION ALL
(SELECT 'persona', a.name, a.role, a.id, NULL
   FROM cxjourney_persona a
  WHERE a.workspace_id = %(workspace)s AND a.removed_at IS NULL AND a.name || ' ' || a.role ILIKE %(holds)s
  ORDER BY a.name ILIKE %(begins)s DESC, a.name, a.id LIMIT %(each)s)
"""


class Found(NamedTuple):
    """One line: where it leads, its name, what tells it from others of that name, and a sign."""

    url: str
    name: str
    note: str
    icon: str


class Group(NamedTuple):
    label: str
    found: list[Found]


def find(member: Membership, text: str) -> list[Group]:
    """What this member may want to go to. One query, whatever the size of the workspace."""
    text = " ".join(text.split())[:LONGEST]
    like = text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    found = rows(
        FIND,
        workspace=member.workspace_id,
        begins=f"{like}%",
        holds=f"%{like}%",
        each=EACH,
        words=bool(text),
    )
    slug = member.workspace.slug
    kinds: dict[str, list[Found]] = {}
    for kind, name, note, pk, map_id in found:
        kinds.setdefault(kind, []).append(Found(_address(slug, kind, pk, map_id), name, note, ICONS[kind]))
    labels = {
        "map": _("Maps"),
        "touchpoint": _("Touchpoints"),
        "pain": _("Pain points"),
        "persona": _("Personas"),
    }
    groups = [Group(label, kinds[kind]) for kind, label in labels.items() if kind in kinds]
    doable = [one for one in _commands(member) if text.casefold() in one.name.casefold()][: 2 * EACH]
    return [*groups, Group(_("Go to and do"), doable)] if doable else groups


ICONS = {"map": "route", "touchpoint": "map-pin", "pain": "triangle-alert", "persona": "contact"}


def _address(slug: str, kind: str, pk: int, map_id: int | None) -> str:
    if kind == "map":
        return address("board:map", slug, pk)
    if kind == "persona":
        return address("personas:persona_show", slug, pk)
    if kind == "pain":
        return address("backlog:pain_show", slug, pk)
    if map_id:
        return address("board:drawer", slug, map_id, pk)
    return f"{address('feedback:feedback_list', slug)}?spot=touchpoint:{pk}"


def _commands(member: Membership) -> list[Found]:
    """Pages and actions that this role may use."""
    slug = member.workspace.slug
    makes = [
        ("journeys:map_create", "plus", _("New map")),
        ("personas:persona_create", "plus", _("New persona")),
        ("feedback:import_create", "upload", _("Import answers")),
        ("feedback:feedback_create", "plus", _("Add feedback")),
    ]
    wanted = makes if member.may(Role.EDITOR) else []
    pages = [(item.name, item.icon, str(item.label)) for item in RAIL]
    pages += [(one.name, one.icon, str(one.label)) for one in SETTINGS if member.may(one.role)]
    return [
        Found(url, label, "", sign) for name, sign, label in [*wanted, *pages] if (url := address(name, slug))
    ]
