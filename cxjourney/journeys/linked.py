"""Which map stands in which: a stage of one journey may be a journey of its own."""

from __future__ import annotations

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Lower

from cxjourney.journeys.models import JourneyMap

# A link counts while everything it stands on does.
LIVE_LINK = """
  FROM cxjourney_card c
  JOIN cxjourney_lane l ON l.id = c.lane_id AND l.removed_at IS NULL
  JOIN cxjourney_stage s ON s.id = c.stage_id AND s.removed_at IS NULL
  JOIN cxjourney_journeymap m ON m.id = c.map_id AND m.removed_at IS NULL AND m.archived_at IS NULL
 WHERE c.workspace_id = %(workspace)s AND c.removed_at IS NULL"""

ABOVE = """
WITH RECURSIVE above (id) AS (
  SELECT %(map)s::bigint
  UNION
  SELECT c.map_id
    FROM above a
    JOIN cxjourney_card c ON c.linked_id = a.id AND c.workspace_id = %(workspace)s AND c.removed_at IS NULL
)
SELECT id FROM above
"""

LINKS = f"SELECT c.map_id, c.linked_id {LIVE_LINK} AND c.linked_id IS NOT NULL ORDER BY s.rank, c.rank, c.id"


def _rows(sql: str, **values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def above(map_: JourneyMap) -> list[int]:
    """This map and all that lead to it, over any number of maps. One query."""
    return [pk for (pk,) in _rows(ABOVE, workspace=map_.workspace_id, map=map_.pk)]


def linkable(map_: JourneyMap) -> QuerySet[JourneyMap]:
    """The maps that can be shown on this one, by title: no circle may come of it."""
    found = JourneyMap.objects.for_workspace(map_.workspace_id).live().filter(archived_at=None)
    return found.exclude(pk__in=above(map_)).order_by(Lower("title"), "pk")


def links(workspace_id: int) -> list[tuple[int, int]]:
    """(map, map that is shown on it) of all current maps, in the order of the stages. One query."""
    return _rows(LINKS, workspace=workspace_id)
