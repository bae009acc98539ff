"""What Django's models can't say: keys that carry the workspace, rollups, and the log's NOTIFY."""
# ruff: noqa: S608 - SQL is put together from the constants below

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
# Scores come by the million: the trigger below holds these once a statement instead of once a row.
HELD_BY_TRIGGER = {
    ("score", column) for column in ("imported_id", "persona_id", "question_id", "stage_id", "touchpoint_id")
}
# Checked at once: millions of deferred checks would wait in memory, and a fault show only at commit.
IMMEDIATE = {"score", "rollup"}


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
        if (table, column) in HELD_BY_TRIGGER:
            continue
        deferred = "" if table in IMMEDIATE else " DEFERRABLE INITIALLY DEFERRED"
        name = f"{table}_{column}_tenant"
        statements.append(
            (
                f"ALTER TABLE cxjourney_{table} ADD CONSTRAINT {name} "
                f"FOREIGN KEY (workspace_id, {column}) REFERENCES cxjourney_{parent} (workspace_id, id){deferred}",
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


# --- Scores rolled up into histograms ---------------------------------------------------------------

PLACE = "workspace_id, question_id, touchpoint_id, stage_id, persona_id, channel"
ANSWERS = [f"a{step}" for step in range(11)]
COUNTS = ["n", *ANSWERS]


def histograms(source: str) -> str:
    """SELECT of the rollup rows that the scores in `source` make.

    Answers are first counted by value, so that a million scores are read once and the rest is small.
    """
    answers = ", ".join(
        f"coalesce(sum(s.n) FILTER (WHERE s.value = q.low + {step} AND s.value <= q.high), 0)::int AS {name}"
        for step, name in enumerate(ANSWERS)
    )
    sums = ", ".join(f"sum({name})::int AS {name}" for name in COUNTS)
    place = ", ".join(f"s.{column.strip()}" for column in PLACE.split(","))
    return f"""
    SELECT {PLACE}, grain, cxjourney_first_day(grain, answered_on) AS day, {sums}
      FROM (
        SELECT {place}, s.answered_on, sum(s.n)::int AS n, {answers}
          FROM (
            SELECT {PLACE}, answered_on, value, sum(count)::int AS n
              FROM {source} GROUP BY {PLACE}, answered_on, value
          ) s
          LEFT JOIN cxjourney_question q ON q.workspace_id = s.workspace_id AND q.id = s.question_id
         GROUP BY {place}, s.answered_on
      ) days, (VALUES ('d'), ('t'), ('m')) AS grains (grain)
     GROUP BY {PLACE}, grain, cxjourney_first_day(grain, answered_on)"""


KEPT = ", ".join(COUNTS)
ADDED = ", ".join(f"{name} = r.{name} + excluded.{name}" for name in COUNTS)
MOVED = ", ".join(f"{name} = r.{name} + delta.{name}" for name in COUNTS)
UPSERT = (
    "ON CONFLICT (workspace_id, touchpoint_id, stage_id, grain, day, question_id, persona_id, channel) "
    f"DO UPDATE SET {ADDED}"
)
TAKEN_AND_GIVEN = f"""(SELECT {PLACE}, answered_on, value, -count AS count FROM gone
          UNION ALL SELECT {PLACE}, answered_on, value, count FROM come) both_"""
TAKEN = f"(SELECT {PLACE}, answered_on, value, -count AS count FROM gone) gone_"

# Writers of one workspace's rollup go one after the other, from the end of their statement to their
# commit, so they never deadlock, and check_rollups --rebuild can stand between them.
# The rollup's own keys hold the score's question, touchpoint, stage and persona (a score without its
# rollup row can't be), and its check refuses a value off the scale; the import is looked up once a
# statement. That saves five keys a score, 5 µs each.
ROLLUP = f"""
CREATE FUNCTION cxjourney_first_day(grain text, day date) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE grain
  WHEN 'd' THEN day
  WHEN 'm' THEN day - (extract(day FROM day)::int - 1)
  ELSE day - (extract(day FROM day)::int - 1) + 10 * least(2, (extract(day FROM day)::int - 1) / 10)
END;

CREATE VIEW cxjourney_recount AS {histograms("cxjourney_score")};

CREATE FUNCTION cxjourney_move_rollup(delta cxjourney_recount) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF least({", ".join(f"delta.{name}" for name in ANSWERS)}) >= 0 THEN
    INSERT INTO cxjourney_rollup AS r ({PLACE}, grain, day, {KEPT}) SELECT delta.* {UPSERT};
    RETURN;
  END IF;
  UPDATE cxjourney_rollup r SET {MOVED}
   WHERE r.workspace_id = delta.workspace_id AND r.grain = delta.grain AND r.day = delta.day
     AND (r.touchpoint_id = delta.touchpoint_id AND r.stage_id IS NULL
          OR r.touchpoint_id IS NULL AND r.stage_id = delta.stage_id)
     AND r.question_id = delta.question_id AND r.channel = delta.channel
     AND r.persona_id IS NOT DISTINCT FROM delta.persona_id;
  DELETE FROM cxjourney_rollup r
   WHERE r.n = 0 AND r.workspace_id = delta.workspace_id AND r.grain = delta.grain AND r.day = delta.day
     AND (r.touchpoint_id = delta.touchpoint_id AND r.stage_id IS NULL
          OR r.touchpoint_id IS NULL AND r.stage_id = delta.stage_id)
     AND r.question_id = delta.question_id AND r.channel = delta.channel
     AND r.persona_id IS NOT DISTINCT FROM delta.persona_id;
END $$;

CREATE FUNCTION cxjourney_lock_rollup(workspace bigint) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('cxjourney_rollup', workspace))
$$;

CREATE FUNCTION cxjourney_roll_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  parent record;
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM cxjourney_lock_rollup(workspace_id) FROM (SELECT DISTINCT workspace_id FROM gone ORDER BY 1) w;
  ELSE
    FOR parent IN SELECT DISTINCT workspace_id, imported_id FROM come ORDER BY 1, 2 LOOP
      PERFORM cxjourney_lock_rollup(parent.workspace_id);
      PERFORM FROM cxjourney_import i
        WHERE i.workspace_id = parent.workspace_id AND i.id = parent.imported_id FOR KEY SHARE;
      IF NOT FOUND AND parent.imported_id IS NOT NULL THEN
        RAISE foreign_key_violation USING
          MESSAGE = format('score: no import %s in workspace %s', parent.imported_id, parent.workspace_id),
          CONSTRAINT = 'score_imported_id_tenant', TABLE = 'cxjourney_score';
      END IF;
    END LOOP;
  END IF;
  IF TG_OP = 'INSERT' THEN
    INSERT INTO cxjourney_rollup AS r ({PLACE}, grain, day, {KEPT}) {histograms("come")} {UPSERT};
  ELSIF TG_OP = 'UPDATE' THEN
    PERFORM cxjourney_move_rollup(delta::cxjourney_recount) FROM ({histograms(TAKEN_AND_GIVEN)}) delta
      WHERE ({", ".join(f"delta.{name}" for name in COUNTS)}) <> ({", ".join("0" for _ in COUNTS)});
  ELSE
    PERFORM cxjourney_move_rollup(delta::cxjourney_recount) FROM ({histograms(TAKEN)}) delta;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER score_come AFTER INSERT ON cxjourney_score
  REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION cxjourney_roll_up();
CREATE TRIGGER score_changed AFTER UPDATE ON cxjourney_score
  REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION cxjourney_roll_up();
CREATE TRIGGER score_gone AFTER DELETE ON cxjourney_score
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION cxjourney_roll_up();

CREATE FUNCTION cxjourney_keep_import() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM cxjourney_score WHERE imported_id = OLD.id AND workspace_id = OLD.workspace_id) THEN
    RAISE foreign_key_violation USING
      MESSAGE = format('import %s still has scores', OLD.id),
      CONSTRAINT = 'score_imported_id_tenant', TABLE = 'cxjourney_score';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER import_kept BEFORE DELETE ON cxjourney_import
  FOR EACH ROW EXECUTE FUNCTION cxjourney_keep_import();

-- Counts change in place: room on the page keeps those updates away from the indexes.
ALTER TABLE cxjourney_rollup SET (fillfactor = 80);
"""
ROLLUP_BACK = """
DROP TRIGGER import_kept ON cxjourney_import; DROP FUNCTION cxjourney_keep_import();
DROP TRIGGER score_come ON cxjourney_score; DROP TRIGGER score_changed ON cxjourney_score;
DROP TRIGGER score_gone ON cxjourney_score; DROP FUNCTION cxjourney_roll_up();
DROP FUNCTION cxjourney_lock_rollup(bigint);
DROP FUNCTION cxjourney_move_rollup(cxjourney_recount); DROP VIEW cxjourney_recount;
DROP FUNCTION cxjourney_first_day(text, date);
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
        migrations.RunSQL(ROLLUP, ROLLUP_BACK),
        migrations.RunSQL(
            NOTIFY,
            "DROP TRIGGER change_told ON cxjourney_change; DROP FUNCTION cxjourney_tell()",
        ),
    ]
