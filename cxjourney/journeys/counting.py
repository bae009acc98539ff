"""How often each choice of each list is made, over all maps of the workspace."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from django.db import connection

from cxjourney.journeys.models import Taxonomy
from cxjourney.journeys.queries import taxonomies


@dataclass
class Counted:
    """A choice: on how many cards, and where: (map, title, cards), most first. `offered`: not removed."""

    id: int
    name: str
    hue: int
    offered: bool
    cards: int
    maps: list[tuple[int, str, int]] = field(default_factory=list)


@dataclass
class CountedList:
    """`most` is the count of its most frequent choice; `lanes` how many lanes take from it."""

    taxonomy: Taxonomy
    lanes: int
    choices: list[Counted] = field(default_factory=list)

    @property
    def most(self) -> int:
        return max((choice.cards for choice in self.choices), default=0) or 1

    @property
    def cards(self) -> int:
        return sum(choice.cards for choice in self.choices)


# Cards on current maps count, in lanes and stages that stand there.
COUNTS = """
WITH used AS (
  SELECT c.choice_id, m.id, m.title, count(*) AS n
    FROM cxjourney_card c
    JOIN cxjourney_lane l ON l.id = c.lane_id AND l.removed_at IS NULL AND l.kind = 'choices'
    JOIN cxjourney_stage s ON s.id = c.stage_id AND s.removed_at IS NULL
    JOIN cxjourney_journeymap m ON m.id = c.map_id AND m.removed_at IS NULL AND m.archived_at IS NULL
   WHERE c.workspace_id = %(workspace)s AND c.removed_at IS NULL AND c.choice_id IS NOT NULL
   GROUP BY c.choice_id, m.id, m.title
)
SELECT h.taxonomy_id, h.id, h.name, h.hue, h.removed_at IS NULL, coalesce(sum(u.n), 0)::int,
       coalesce(json_agg(json_build_array(u.id, u.title, u.n) ORDER BY u.n DESC, u.title)
                FILTER (WHERE u.id IS NOT NULL), '[]')
  FROM cxjourney_choice h
  LEFT JOIN used u ON u.choice_id = h.id
 WHERE h.workspace_id = %(workspace)s
 GROUP BY h.id
HAVING h.removed_at IS NULL OR count(u.id) > 0
 ORDER BY coalesce(sum(u.n), 0) DESC, lower(h.name), h.id
"""

LANES = """
SELECT l.taxonomy_id, count(*)
  FROM cxjourney_lane l
  JOIN cxjourney_journeymap m ON m.id = l.map_id AND m.removed_at IS NULL AND m.archived_at IS NULL
 WHERE l.workspace_id = %(workspace)s AND l.removed_at IS NULL AND l.taxonomy_id IS NOT NULL
 GROUP BY l.taxonomy_id
"""


def count_choices(workspace_id: int) -> list[CountedList]:
    """Every list with its choices, the most frequent first. Three queries."""
    with connection.cursor() as cursor:
        cursor.execute(LANES, {"workspace": workspace_id})
        lanes = dict(cursor.fetchall())
        cursor.execute(COUNTS, {"workspace": workspace_id})
        rows = cursor.fetchall()
    lists = {one.pk: CountedList(one, lanes.get(one.pk, 0)) for one in taxonomies(workspace_id)}
    for taxonomy_id, *facts, maps in rows:
        if taxonomy_id in lists:
            read = json.loads(maps) if isinstance(maps, str) else maps
            lists[taxonomy_id].choices.append(Counted(*(*facts, [tuple(one) for one in read])))
    return list(lists.values())
