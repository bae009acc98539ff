"""Which maps show what belongs to the whole workspace: its changes move them where they are open."""

from __future__ import annotations

from django.db import connection

TEAM = """
SELECT c.map_id FROM cxjourney_card c WHERE c.team_id = %(pk)s AND c.removed_at IS NULL
UNION
SELECT p.map_id FROM cxjourney_placement p JOIN cxjourney_touchpoint t ON t.id = p.touchpoint_id
 WHERE t.team_id = %(pk)s AND p.removed_at IS NULL AND t.removed_at IS NULL
"""
CHANNEL = """
SELECT DISTINCT p.map_id FROM cxjourney_placement p JOIN cxjourney_touchpoint t ON t.id = p.touchpoint_id
 WHERE t.own_channel_id = %(pk)s AND p.removed_at IS NULL AND t.removed_at IS NULL
"""
PERSONA = """
SELECT id FROM cxjourney_journeymap
 WHERE (persona_id = %(pk)s OR %(pk)s = ANY (also_ids)) AND removed_at IS NULL
UNION
SELECT map_id FROM cxjourney_card WHERE %(pk)s = ANY (persona_ids) AND removed_at IS NULL
"""

CHOICE = "SELECT DISTINCT map_id FROM cxjourney_card WHERE choice_id = %(pk)s AND removed_at IS NULL"
# A map's name stands on the cards that lead to it, and above the maps that it leads to.
MAP = """
SELECT map_id FROM cxjourney_card WHERE linked_id = %(pk)s AND removed_at IS NULL
UNION
SELECT linked_id FROM cxjourney_card WHERE map_id = %(pk)s AND linked_id IS NOT NULL AND removed_at IS NULL
"""

STATEMENTS = {"team": TEAM, "channel": CHANNEL, "persona": PERSONA, "choice": CHOICE, "journeymap": MAP}


def maps_showing(kind: str, pk: int) -> list[int]:
    """Ids of the maps that show this row of the model `kind`. One query, none for other models."""
    if kind not in STATEMENTS:
        return []
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS[kind], {"pk": pk})
        return [row[0] for row in cursor.fetchall()]
