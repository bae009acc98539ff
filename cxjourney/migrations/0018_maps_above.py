"""The maps above a map as a function: the database keeps its plan, which takes longer to make than to run."""

from django.db import migrations

LINK = """
  SELECT m.id, m.title
    FROM cxjourney_card c
    JOIN cxjourney_lane l ON l.id = c.lane_id AND l.removed_at IS NULL
    JOIN cxjourney_stage s ON s.id = c.stage_id AND s.removed_at IS NULL
    JOIN cxjourney_journeymap m ON m.id = c.map_id AND m.removed_at IS NULL AND m.archived_at IS NULL
   WHERE c.workspace_id = of_workspace AND c.linked_id = {map} AND c.removed_at IS NULL
   ORDER BY c.id LIMIT 1
"""
FORWARD = f"""
CREATE FUNCTION cxjourney_maps_above(of_workspace bigint, of_map bigint) RETURNS json
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    WITH RECURSIVE above (depth, id, title) AS (
      (SELECT 1, first.id, first.title FROM ({LINK.format(map="of_map")}) first)
      UNION ALL
      SELECT a.depth + 1, next.id, next.title
        FROM above a, LATERAL ({LINK.format(map="a.id")}) next
       WHERE a.depth < 3 AND next.id <> of_map
    )
    SELECT json_agg(json_build_array(id, title) ORDER BY depth DESC) FROM above);
END $$;
"""  # noqa: S608 - of the constants above


class Migration(migrations.Migration):
    dependencies = [("cxjourney", "0017_outside")]

    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION cxjourney_maps_above(bigint, bigint)")]
