"""Moods of words, counted by day by triggers, and the metric that shows them."""
# ruff: noqa: S608 - SQL is put together from the constants below

import django.db.models.deletion
from django.db import migrations, models

# As in 0002: foreign keys that carry the workspace.
KEYS = [("moodday", "stage_id", "stage"), ("moodday", "touchpoint_id", "touchpoint")]
KEYS_FORWARD = ";".join(
    f"ALTER TABLE cxjourney_{table} ADD CONSTRAINT {table}_{column}_tenant FOREIGN KEY (workspace_id, {column}) "
    f"REFERENCES cxjourney_{parent} (workspace_id, id)"
    for table, column, parent in KEYS
)
KEYS_BACK = ";".join(
    f"ALTER TABLE cxjourney_{table} DROP CONSTRAINT {table}_{column}_tenant" for table, column, _parent in KEYS
)

KEY = "workspace_id, touchpoint_id, stage_id, day, mood"


def judged(source: str, times: int = 1) -> str:
    """SELECT of the words that count."""
    return f"""
    SELECT workspace_id, touchpoint_id, stage_id, said_on AS day, sentiment AS mood, {times} AS times
      FROM {source} WHERE sentiment IS NOT NULL AND text <> '' AND removed_at IS NULL"""


def delta(rows: str) -> str:
    return f"SELECT {KEY}, sum(times)::int AS n FROM ({rows}) j GROUP BY {KEY} HAVING sum(times) <> 0"


def carry(gone: bool, come: bool) -> str:
    """Most writes change no mood: then nobody is locked."""
    rows = " UNION ALL ".join([*([judged("gone", -1)] if gone else []), *([judged("come")] if come else [])])
    return f"""
    PERFORM cxjourney_lock_rollup(workspace_id)
       FROM (SELECT DISTINCT workspace_id FROM ({delta(rows)}) d ORDER BY 1) w;
    IF NOT FOUND THEN RETURN NULL; END IF;
    WITH delta AS MATERIALIZED ({delta(rows)}), taken AS (
      UPDATE cxjourney_moodday r SET n = r.n + d.n FROM delta d
       WHERE d.n < 0 AND r.workspace_id = d.workspace_id AND r.day = d.day AND r.mood = d.mood
         AND r.touchpoint_id IS NOT DISTINCT FROM d.touchpoint_id AND r.stage_id IS NOT DISTINCT FROM d.stage_id)
    INSERT INTO cxjourney_moodday AS r ({KEY}, n) SELECT {KEY}, n FROM delta WHERE n > 0
    ON CONFLICT ({KEY}) DO UPDATE SET n = r.n + excluded.n;"""


def metric(source: str) -> str:
    """As every scale that is asked has its metric, so have the moods of words."""
    return f"""
  INSERT INTO cxjourney_metric
    (workspace_id, kind, asked, low, high, name, wording, count, better, version, created_at)
  SELECT DISTINCT workspace_id, 'mood', 'Sentiment', -1, 1, 'Sentiment', '', 'mean', 'up', 1, now()
    FROM ({judged(source)}) c
   WHERE NOT EXISTS (
     SELECT FROM cxjourney_metric m WHERE m.workspace_id = c.workspace_id AND m.kind = 'mood'
        AND m.touchpoint_id IS NULL AND m.stage_id IS NULL)
  ON CONFLICT DO NOTHING;"""


TRIGGERS = f"""
CREATE VIEW cxjourney_mood_recount AS {delta(judged("cxjourney_feedback"))};

CREATE FUNCTION cxjourney_count_moods() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    {carry(False, True)}
    {metric("come")}
  ELSIF TG_OP = 'UPDATE' THEN
    {carry(True, True)}
    {metric("come")}
  ELSE
    {carry(True, False)}
  END IF;
  DELETE FROM cxjourney_moodday WHERE n = 0;
  RETURN NULL;
END $$;
CREATE TRIGGER moods_come AFTER INSERT ON cxjourney_feedback
  REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION cxjourney_count_moods();
CREATE TRIGGER moods_changed AFTER UPDATE ON cxjourney_feedback
  REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION cxjourney_count_moods();
CREATE TRIGGER moods_gone AFTER DELETE ON cxjourney_feedback
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION cxjourney_count_moods();

INSERT INTO cxjourney_moodday ({KEY}, n) SELECT {KEY}, n FROM cxjourney_mood_recount;
{metric("cxjourney_feedback")}
"""
TRIGGERS_BACK = """
DROP TRIGGER moods_come ON cxjourney_feedback; DROP TRIGGER moods_changed ON cxjourney_feedback;
DROP TRIGGER moods_gone ON cxjourney_feedback; DROP FUNCTION cxjourney_count_moods();
DROP VIEW cxjourney_mood_recount;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cxjourney', '0036_inbox_filters'),
    ]

    operations = [
        migrations.AlterField(
            model_name='metric',
            name='kind',
            field=models.CharField(choices=[('nps', 'NPS, 0–10'), ('csat', 'CSAT, 1–5'), ('ces', 'CES, 1–7'), ('agree', 'Agreement, 1–5'), ('custom', 'Own scale'), ('aht', 'Average handle time, AHT'), ('ttr', 'Time to resolve, TTR'), ('fcr', 'First contact resolution, FCR'), ('loop', 'Customers answered in time'), ('mood', "Sentiment of customers' words")], max_length=8, verbose_name='kind'),
        ),
        migrations.CreateModel(
            name='MoodDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('mood', models.SmallIntegerField()),
                ('n', models.IntegerField()),
                ('stage', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.stage')),
                ('touchpoint', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.touchpoint')),
                ('workspace', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.workspace')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('n', 0)), fields=['workspace'], name='mood_day_empty')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'day', 'touchpoint', 'stage', 'mood'), name='mood_day_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('n__gte', 0)), name='mood_day_counts')],
            },
        ),
        migrations.RunSQL(KEYS_FORWARD, KEYS_BACK),
        migrations.RunSQL(TRIGGERS, TRIGGERS_BACK),
    ]
