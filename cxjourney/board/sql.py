"""The reads of a map as SQL: Django's query compiler would take longer than the database does."""

from __future__ import annotations

from django.db import connection

# Above a map (cxjourney_maps_above) stand the map that shows it first, the map that shows that, and one more.
MAP = """
SELECT m.id, m.workspace_id, m.title, m.status, m.period, m.source, m.seq, m.version, m.owner_id,
       m.archived_at, m.state, m.reviewer_id, m.approved_by_id, m.approved_at,
       (SELECT json_build_object('id', id, 'name', name, 'email', email) FROM cxjourney_user u
         WHERE u.id = m.reviewer_id),
       (SELECT json_build_object('id', id, 'name', name, 'email', email) FROM cxjourney_user u
         WHERE u.id = m.approved_by_id),
       (SELECT o.id FROM cxjourney_journeymap o
         WHERE o.workspace_id = m.workspace_id AND o.removed_at IS NULL AND o.archived_at IS NULL
           AND o.id <> m.id AND o.state <> m.state AND (o.id = m.origin_id OR o.origin_id = m.id)
         ORDER BY o.id DESC LIMIT 1),
       CASE WHEN p.id IS NOT NULL THEN
         json_build_object('id', p.id, 'name', p.name, 'role', p.role, 'portrait', p.portrait,
                           'image_id', p.image_id) END,
       CASE WHEN m.also_ids <> '{}' THEN
         (SELECT json_agg(json_build_array(a.id, a.name)
                          ORDER BY a.id IS DISTINCT FROM m.persona_id, a.name, a.id)
            FROM cxjourney_persona a
           WHERE a.workspace_id = m.workspace_id AND (a.id = m.persona_id OR a.id = ANY (m.also_ids))
             AND a.removed_at IS NULL AND a.archived_at IS NULL)::text END,
       cxjourney_maps_above(m.workspace_id, m.id),
       (SELECT r.day FROM cxjourney_rollup r WHERE r.workspace_id = m.workspace_id AND r.grain = 'd'
         ORDER BY r.day DESC LIMIT 1),
       (SELECT s.day FROM cxjourney_span s WHERE s.workspace_id = m.workspace_id AND s.grain = 'd'
         ORDER BY s.day DESC LIMIT 1),
       (SELECT r.number FROM cxjourney_rollupstamp r WHERE r.workspace_id = m.workspace_id)
  FROM cxjourney_journeymap m
  LEFT JOIN cxjourney_persona p ON p.id = m.persona_id AND p.removed_at IS NULL
 WHERE m.workspace_id = %(workspace)s AND m.id = %(map)s AND m.removed_at IS NULL
"""

ON_MAP = "workspace_id = %(workspace)s AND map_id = %(map)s AND removed_at IS NULL ORDER BY rank, id"
STAGES = f"""SELECT id, name, goal, assumed::float8, version, locked,
              (SELECT json_agg(json_build_array(t.id, t.name) ORDER BY t.rank, t.id)::text
                 FROM cxjourney_step t
                WHERE t.map_id = s.map_id AND t.stage_id = s.id AND t.removed_at IS NULL)
         FROM cxjourney_stage s WHERE {ON_MAP}"""  # noqa: S608
LANES = f"""SELECT id, kind, title, note, folded, hidden, version, locked, role, prompts
              FROM cxjourney_lane WHERE {ON_MAP}"""  # noqa: S608

# What parts.read_card takes of a card `c`, and what it needs beside it.
CARD = """c.id, c.text, c.mood, t.name, t.hue, c.hue, c.evidence, c.raci, k.id, k.title,
  i.id, i.width, i.height, h.name, h.hue,
  CASE WHEN c.persona_ids <> '{}' THEN
    (SELECT json_agg(json_build_array(w.id, w.name) ORDER BY w.name, w.id) FROM cxjourney_persona w
      WHERE w.workspace_id = c.workspace_id AND w.id = ANY (c.persona_ids)
        AND w.removed_at IS NULL)::text END"""
CARD_JOINS = """LEFT JOIN cxjourney_team t ON t.id = c.team_id AND t.removed_at IS NULL
  LEFT JOIN cxjourney_journeymap k ON k.id = c.linked_id AND k.removed_at IS NULL
  LEFT JOIN cxjourney_cardimage i ON i.id = c.image_id
  LEFT JOIN cxjourney_choice h ON h.id = c.choice_id"""
CARDS = f"""
SELECT c.lane_id, c.stage_id, c.step_id, {CARD}
  FROM cxjourney_card c
  {CARD_JOINS}
 WHERE c.workspace_id = %(workspace)s AND c.map_id = %(map)s AND c.removed_at IS NULL
 ORDER BY c.rank, c.id
"""  # noqa: S608

PLACEMENTS = """
SELECT p.id, p.stage_id, p.assumed::float8, tp.id, tp.name, tp.channel, ch.group, tp.moment_of_truth,
       t.name, t.hue, p.known, p.step_id
  FROM cxjourney_placement p
  JOIN cxjourney_touchpoint tp ON tp.id = p.touchpoint_id AND tp.removed_at IS NULL
  LEFT JOIN cxjourney_channel ch ON ch.id = tp.own_channel_id
  LEFT JOIN cxjourney_team t ON t.id = tp.team_id AND t.removed_at IS NULL
 WHERE p.workspace_id = %(workspace)s AND p.map_id = %(map)s AND p.removed_at IS NULL
 ORDER BY p.rank, p.id
"""

PAINS = """
SELECT p.id, p.title, p.score, p.status, p.touchpoint_id, p.stage_id, p.known,
       (SELECT count(*) FROM cxjourney_evidence e
          JOIN cxjourney_feedback f ON f.id = e.feedback_id AND f.removed_at IS NULL
         WHERE e.workspace_id = p.workspace_id AND e.pain_point_id = p.id AND e.removed_at IS NULL)
  FROM cxjourney_painpoint p
 WHERE p.workspace_id = %(workspace)s AND p.removed_at IS NULL
   AND (p.stage_id = ANY(%(stages)s) OR p.touchpoint_id = ANY(%(touchpoints)s))
 ORDER BY p.touchpoint_id IS NOT NULL,
          CASE WHEN p.touchpoint_id IS NULL THEN 0 ELSE -p.score END, p.rank, p.id
"""

# Each place gives its newest quotes by its own index; only then are the newest of a stage chosen.
QUOTES = """
SELECT place.stage_id, left(q.text, %(length)s), q.source, q.said_on, q.sentiment, place.touchpoint
  FROM (
    SELECT s.id AS stage_id, NULL::bigint AS touchpoint_id, '' AS touchpoint
      FROM unnest(%(stages)s::bigint[]) AS s (id)
    UNION ALL
    SELECT p.stage_id, p.touchpoint_id, t.name
      FROM cxjourney_placement p
      JOIN cxjourney_touchpoint t ON t.id = p.touchpoint_id AND t.removed_at IS NULL
     WHERE p.map_id = %(map)s AND p.removed_at IS NULL AND p.stage_id = ANY(%(stages)s)
  ) place
  CROSS JOIN LATERAL (
    (SELECT f.id, f.text, f.source, f.said_on, f.sentiment FROM cxjourney_feedback f
      WHERE place.touchpoint_id IS NOT NULL AND f.touchpoint_id = place.touchpoint_id
        AND f.workspace_id = %(workspace)s AND f.removed_at IS NULL
      ORDER BY f.said_on DESC, f.id DESC LIMIT %(most)s)
    UNION ALL
    (SELECT f.id, f.text, f.source, f.said_on, f.sentiment FROM cxjourney_feedback f
      WHERE place.touchpoint_id IS NULL AND f.stage_id = place.stage_id
        AND f.workspace_id = %(workspace)s AND f.removed_at IS NULL
      ORDER BY f.said_on DESC, f.id DESC LIMIT %(most)s)
  ) q
 ORDER BY q.said_on DESC, q.id DESC
"""


def rows(sql: str, **values) -> list[tuple]:
    """All rows of one query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
