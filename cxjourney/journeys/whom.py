"""For whom a card is: the personas of its map, and those that a card is tagged with."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from cxjourney.personas.models import Persona

Whom = tuple[tuple[int, str], ...]  # id and name

OF_MAP = """
SELECT p.id, p.name
  FROM cxjourney_journeymap m
  JOIN cxjourney_persona p ON p.workspace_id = m.workspace_id
   AND (p.id = m.persona_id OR p.id = ANY (m.also_ids))
 WHERE m.id = %s AND m.also_ids <> '{}' AND p.removed_at IS NULL AND p.archived_at IS NULL
 ORDER BY p.id IS DISTINCT FROM m.persona_id, p.name, p.id
"""


def of_map(map_id: int) -> Whom:
    """The personas that a map compares, its own first; none where there is nobody to compare. One query."""
    with connection.cursor() as cursor:
        cursor.execute(OF_MAP, [map_id])
        found = tuple(cursor.fetchall())
    return found if len(found) > 1 else ()


def named(workspace_id: int, ids: Iterable[int]) -> Whom:
    """Those of them that are still there, by name. One query, none for nobody."""
    ids = list(ids)
    if not ids:
        return ()
    found = Persona.objects.for_workspace(workspace_id).live().filter(pk__in=ids)
    return tuple(found.order_by("name", "pk").values_list("pk", "name"))
