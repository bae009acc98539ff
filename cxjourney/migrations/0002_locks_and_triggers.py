"""What Django's models can't say: keys that carry the workspace, rollups, and the log's NOTIFY."""

from django.db import migrations

# (table, column, parent); cxjourney.workspaces.locks.tenant_links() must agree, which a test checks.
LINKS = [
    ("card", "lane_id", "lane"),
    ("card", "map_id", "journeymap"),
    ("card", "stage_id", "stage"),
    ("card", "team_id", "team"),
    ("change", "echo_of_id", "change"),
    ("change", "map_id", "journeymap"),
    ("evidence", "feedback_id", "feedback"),
    ("evidence", "pain_point_id", "painpoint"),
    ("feedback", "imported_id", "import"),
    ("feedback", "stage_id", "stage"),
    ("feedback", "touchpoint_id", "touchpoint"),
    ("journeymap", "persona_id", "persona"),
    ("lane", "map_id", "journeymap"),
    ("painpoint", "stage_id", "stage"),
    ("painpoint", "team_id", "team"),
    ("painpoint", "touchpoint_id", "touchpoint"),
    ("placement", "map_id", "journeymap"),
    ("placement", "stage_id", "stage"),
    ("placement", "touchpoint_id", "touchpoint"),
    ("rollup", "persona_id", "persona"),
    ("rollup", "question_id", "question"),
    ("rollup", "stage_id", "stage"),
    ("rollup", "touchpoint_id", "touchpoint"),
    ("score", "feedback_id", "feedback"),
    ("score", "imported_id", "import"),
    ("score", "persona_id", "persona"),
    ("score", "question_id", "question"),
    ("score", "stage_id", "stage"),
    ("score", "touchpoint_id", "touchpoint"),
    ("stage", "map_id", "journeymap"),
    ("target", "stage_id", "stage"),
    ("target", "touchpoint_id", "touchpoint"),
    ("touchpoint", "own_channel_id", "channel"),
    ("touchpoint", "team_id", "team"),
]
PARENTS = sorted({parent for _table, _column, parent in LINKS})


def tenant_keys() -> list[tuple[str, str]]:
    """(forward, backward) statements for the composite keys."""
    statements = [
        (
            f"CREATE UNIQUE INDEX {parent}_tenant ON cxjourney_{parent} (workspace_id, id)",
            f"DROP INDEX {parent}_tenant",
        )
        for parent in PARENTS
    ]
    for table, column, parent in LINKS:
        name = f"{table}_{column}_tenant"
        statements.append(
            (
                f"ALTER TABLE cxjourney_{table} ADD CONSTRAINT {name} "
                f"FOREIGN KEY (workspace_id, {column}) REFERENCES cxjourney_{parent} (workspace_id, id) "
                "DEFERRABLE INITIALLY DEFERRED",
                f"ALTER TABLE cxjourney_{table} DROP CONSTRAINT {name}",
            )
        )
    return statements


# A stage, lane or placement stands on one map; its cards stand on the same.
SAME_MAP = [("card", "stage"), ("card", "lane"), ("placement", "stage")]


def map_keys() -> list[tuple[str, str]]:
    statements = [
        (
            f"CREATE UNIQUE INDEX {parent}_map ON cxjourney_{parent} (map_id, id)",
            f"DROP INDEX {parent}_map",
        )
        for parent in ("stage", "lane")
    ]
    for table, parent in SAME_MAP:
        name = f"{table}_{parent}_same_map"
        statements.append(
            (
                f"ALTER TABLE cxjourney_{table} ADD CONSTRAINT {name} FOREIGN KEY (map_id, {parent}_id) "
                f"REFERENCES cxjourney_{parent} (map_id, id) DEFERRABLE INITIALLY DEFERRED",
                f"ALTER TABLE cxjourney_{table} DROP CONSTRAINT {name}",
            )
        )
    return statements


# One function a direction; both add the sum of a whole statement to the histograms. Rows are taken
# in one order, so that two imports at once wait for each other instead of deadlocking.
ROLLUP = """
CREATE FUNCTION cxjourney_roll_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP IN ('UPDATE', 'DELETE') THEN
    UPDATE cxjourney_rollup r SET count = r.count - s.n
      FROM (
        SELECT workspace_id, question_id, touchpoint_id, stage_id, persona_id, channel, value, grain,
               CASE grain WHEN 'd' THEN answered_on ELSE date_trunc('month', answered_on)::date END AS day,
               sum(count) AS n
          FROM gone, (VALUES ('d'), ('m')) AS grains (grain)
         GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
      ) s
     WHERE r.workspace_id = s.workspace_id AND r.question_id = s.question_id
       AND r.touchpoint_id IS NOT DISTINCT FROM s.touchpoint_id
       AND r.stage_id IS NOT DISTINCT FROM s.stage_id
       AND r.persona_id IS NOT DISTINCT FROM s.persona_id
       AND r.channel = s.channel AND r.value = s.value AND r.grain = s.grain AND r.day = s.day;
    DELETE FROM cxjourney_rollup WHERE count = 0 AND workspace_id IN (SELECT DISTINCT workspace_id FROM gone);
  END IF;
  IF TG_OP IN ('INSERT', 'UPDATE') THEN
    INSERT INTO cxjourney_rollup
      (workspace_id, question_id, touchpoint_id, stage_id, persona_id, channel, value, grain, day, count)
    SELECT workspace_id, question_id, touchpoint_id, stage_id, persona_id, channel, value, grain,
           CASE grain WHEN 'd' THEN answered_on ELSE date_trunc('month', answered_on)::date END AS day,
           sum(count)
      FROM come, (VALUES ('d'), ('m')) AS grains (grain)
     GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
     ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9
    ON CONFLICT (workspace_id, touchpoint_id, stage_id, grain, day, question_id, value, persona_id, channel)
    DO UPDATE SET count = cxjourney_rollup.count + excluded.count;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER score_come AFTER INSERT ON cxjourney_score
  REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION cxjourney_roll_up();
CREATE TRIGGER score_changed AFTER UPDATE ON cxjourney_score
  REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION cxjourney_roll_up();
CREATE TRIGGER score_gone AFTER DELETE ON cxjourney_score
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION cxjourney_roll_up();
"""

# The id only: a payload ends at 8,000 bytes, and listeners read the row anyway.
NOTIFY = """
CREATE FUNCTION cxjourney_tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('cxjourney_change', NEW.map_id || ':' || NEW.seq || ':' || NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER change_told AFTER INSERT ON cxjourney_change
  FOR EACH ROW WHEN (NEW.map_id IS NOT NULL) EXECUTE FUNCTION cxjourney_tell();
"""


class Migration(migrations.Migration):
    dependencies = [("cxjourney", "0001_initial")]

    operations = [
        *(migrations.RunSQL(forward, backward) for forward, backward in tenant_keys()),
        *(migrations.RunSQL(forward, backward) for forward, backward in map_keys()),
        migrations.RunSQL(
            ROLLUP,
            "DROP TRIGGER score_come ON cxjourney_score; DROP TRIGGER score_changed ON cxjourney_score; "
            "DROP TRIGGER score_gone ON cxjourney_score; DROP FUNCTION cxjourney_roll_up()",
        ),
        migrations.RunSQL(
            NOTIFY,
            "DROP TRIGGER change_told ON cxjourney_change; DROP FUNCTION cxjourney_tell()",
        ),
    ]
