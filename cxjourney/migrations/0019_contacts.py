"""Calls and tickets, and their durations kept as steps by triggers."""
# ruff: noqa: S608 - SQL is put together from the constants below

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

# As in 0002: foreign keys that carry the workspace. Checked at once, as contacts come by the hundred thousand.
KEYS = [
    ("contact", "imported_id", "import"),
    ("contact", "stage_id", "stage"),
    ("contact", "touchpoint_id", "touchpoint"),
    ("span", "stage_id", "stage"),
    ("span", "touchpoint_id", "touchpoint"),
]
KEYS_FORWARD = ";".join(
    f"ALTER TABLE cxjourney_{table} ADD CONSTRAINT {table}_{column}_tenant FOREIGN KEY (workspace_id, {column}) "
    f"REFERENCES cxjourney_{parent} (workspace_id, id)"
    for table, column, parent in KEYS
)
KEYS_BACK = ";".join(
    f"ALTER TABLE cxjourney_{table} DROP CONSTRAINT {table}_{column}_tenant" for table, column, _parent in KEYS
)

PLACE = "workspace_id, touchpoint_id, stage_id"
KEY = f"{PLACE}, counted, grain, day, step"


def spans(source: str) -> str:
    """SELECT of the rows of cxjourney_span that these contacts make; all of a person must be among them.

    Days are those of UTC. Somebody who came again after a minute did so on the first day, as one who came on
    the next day at the same time.
    """
    return f"""
    SELECT {PLACE}, counted, grain, cxjourney_first_day(grain, day) AS day, step, sum(times)::int AS n
      FROM (
        SELECT {PLACE}, (began_at AT TIME ZONE 'UTC')::date AS day, times,
               cxjourney_step(handled) AS aht, cxjourney_step(solved) AS ttr,
               CASE WHEN who IS NOT NULL THEN coalesce(least(91, ceil(extract(epoch FROM (
                 lead(began_at) OVER (PARTITION BY times, {PLACE}, who ORDER BY began_at, id) - began_at)) / 86400
               )), 91)::smallint END AS fcr
          FROM {source} c
      ) told, LATERAL (VALUES ('aht', aht), ('ttr', ttr), ('fcr', fcr)) AS each (counted, step),
      (VALUES ('d'), ('t'), ('m')) AS grains (grain)
     WHERE step IS NOT NULL
     GROUP BY {KEY.replace(" day,", " cxjourney_first_day(grain, day),")}"""


# A new contact also changes what is known of the one before it, so all contacts of its person at this place
# are counted as they were and as they are.
COLUMNS = "id, workspace_id, touchpoint_id, stage_id, began_at, handled, solved, who"
SAME = """p.workspace_id = c.workspace_id AND p.who = c.who AND p.touchpoint_id IS NOT DISTINCT FROM c.touchpoint_id
             AND p.stage_id IS NOT DISTINCT FROM c.stage_id"""


def moved(gone: str, come: str) -> str:
    """The statements that carry a change over; `gone` and `come` are rows as before and after."""
    others = f"""
      SELECT c.* FROM (
        SELECT {PLACE}, who FROM {gone} g WHERE who IS NOT NULL
        UNION SELECT {PLACE}, who FROM {come} h WHERE who IS NOT NULL) p
        JOIN cxjourney_contact c ON c.who IS NOT NULL AND {SAME}
       WHERE NOT EXISTS (SELECT FROM {come} h WHERE h.id = c.id)"""
    both = f"""(
      SELECT {COLUMNS}, -1 AS times FROM {gone} g UNION ALL SELECT {COLUMNS}, 1 FROM {come} h
      UNION ALL SELECT {COLUMNS}, times FROM ({others}) o, (VALUES (-1), (1)) AS t (times))"""
    return f"""
    WITH delta AS MATERIALIZED (SELECT * FROM ({spans(both)}) d WHERE n <> 0), taken AS (
      UPDATE cxjourney_span r SET n = r.n + d.n FROM delta d
       WHERE d.n < 0 AND r.workspace_id = d.workspace_id AND r.counted = d.counted AND r.grain = d.grain
         AND r.day = d.day AND r.step = d.step AND coalesce(r.touchpoint_id, 0) = coalesce(d.touchpoint_id, 0)
         AND coalesce(r.stage_id, 0) = coalesce(d.stage_id, 0))
    INSERT INTO cxjourney_span AS r ({KEY}, n) SELECT {KEY}, n FROM delta WHERE n > 0
    ON CONFLICT ({KEY}) DO UPDATE SET n = r.n + excluded.n;"""


LOCK = "PERFORM cxjourney_lock_rollup(workspace_id) FROM (SELECT DISTINCT workspace_id FROM {rows} ORDER BY 1) w"
NOBODY = "(SELECT * FROM cxjourney_contact WHERE false)"
# As every scale that is asked has its metric, so has everything that contacts tell.
METRICS = """
  INSERT INTO cxjourney_metric
    (workspace_id, kind, asked, low, high, name, wording, count, better, version, created_at)
  SELECT w.workspace_id, k.kind, k.name, 0, 0, k.name, '', 'mean', k.better, 1, now()
    FROM (SELECT workspace_id, bool_or(handled IS NOT NULL) AS aht, bool_or(solved IS NOT NULL) AS ttr,
                 bool_or(who IS NOT NULL) AS fcr FROM come GROUP BY workspace_id) w,
         LATERAL (VALUES ('aht', 'AHT', 'down', aht), ('ttr', 'TTR', 'down', ttr), ('fcr', 'FCR', 'up', fcr))
           AS k (kind, name, better, told)
   WHERE k.told AND NOT EXISTS (
     SELECT FROM cxjourney_metric m WHERE m.workspace_id = w.workspace_id AND m.kind = k.kind
        AND m.touchpoint_id IS NULL AND m.stage_id IS NULL)
  ON CONFLICT DO NOTHING;
"""
TRIGGERS = f"""
CREATE FUNCTION cxjourney_step(seconds int) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN seconds <= 0 THEN -1 ELSE ceil(ln(seconds::float8) / ln(1.01::float8 / 0.99::float8)) END::smallint;

CREATE VIEW cxjourney_contact_recount AS {spans("(SELECT *, 1 AS times FROM cxjourney_contact)")};

CREATE FUNCTION cxjourney_count_contacts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    {LOCK.format(rows="come")};
    {moved(NOBODY, "come")}
    {METRICS}
  ELSIF TG_OP = 'UPDATE' THEN
    {LOCK.format(rows="(SELECT workspace_id FROM gone UNION SELECT workspace_id FROM come) both_")};
    {moved("gone", "come")}
    {METRICS}
  ELSE
    {LOCK.format(rows="gone")};
    {moved("gone", NOBODY)}
  END IF;
  DELETE FROM cxjourney_span WHERE n = 0;
  RETURN NULL;
END $$;
CREATE TRIGGER contact_come AFTER INSERT ON cxjourney_contact
  REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION cxjourney_count_contacts();
CREATE TRIGGER contact_changed AFTER UPDATE ON cxjourney_contact
  REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION cxjourney_count_contacts();
CREATE TRIGGER contact_gone AFTER DELETE ON cxjourney_contact
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION cxjourney_count_contacts();
ALTER TABLE cxjourney_span SET (fillfactor = 80);
"""
TRIGGERS_BACK = """
DROP TRIGGER contact_come ON cxjourney_contact; DROP TRIGGER contact_changed ON cxjourney_contact;
DROP TRIGGER contact_gone ON cxjourney_contact; DROP FUNCTION cxjourney_count_contacts();
DROP VIEW cxjourney_contact_recount; DROP FUNCTION cxjourney_step(int);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cxjourney', '0018_maps_above'),
    ]

    operations = [
        migrations.AddField(
            model_name='metric',
            name='window',
            field=models.PositiveSmallIntegerField(db_default=7, default=7, verbose_name='window in days'),
        ),
        migrations.AlterField(
            model_name='metric',
            name='alert',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='alert threshold'),
        ),
        migrations.AlterField(
            model_name='metric',
            name='kind',
            field=models.CharField(choices=[('nps', 'NPS, 0–10'), ('csat', 'CSAT, 1–5'), ('ces', 'CES, 1–7'), ('agree', 'Agreement, 1–5'), ('custom', 'Own scale'), ('aht', 'Average handle time, AHT'), ('ttr', 'Time to resolve, TTR'), ('fcr', 'First contact resolution, FCR')], max_length=8, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='metric',
            name='target',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='target'),
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('began_at', models.DateTimeField()),
                ('handled', models.PositiveIntegerField(null=True)),
                ('solved', models.PositiveIntegerField(null=True)),
                ('who', models.UUIDField(null=True)),
                ('external_id', models.CharField(blank=True, max_length=100)),
                ('imported', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.import')),
                ('stage', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.stage')),
                ('touchpoint', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.touchpoint')),
                ('workspace', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.workspace')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.BrinIndex(fields=['imported'], name='contact_imported', pages_per_range=32), models.Index(condition=models.Q(('who', None), _negated=True), fields=['workspace', 'who'], name='contact_who')],
                'constraints': [models.CheckConstraint(condition=models.Q(('touchpoint', None), ('stage', None), _connector='XOR'), name='contact_one_place')],
            },
        ),
        migrations.CreateModel(
            name='Span',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counted', models.CharField(choices=[('aht', 'Average handle time, AHT'), ('ttr', 'Time to resolve, TTR'), ('fcr', 'First contact resolution, FCR')], max_length=3)),
                ('grain', models.CharField(choices=[('d', 'Day'), ('t', 'Ten days of a month, from the 1st, 11th or 21st'), ('m', 'Month')], max_length=1)),
                ('day', models.DateField()),
                ('step', models.SmallIntegerField()),
                ('n', models.IntegerField()),
                ('stage', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.stage')),
                ('touchpoint', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.touchpoint')),
                ('workspace', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.workspace')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('grain', 'd')), fields=['workspace', '-day'], name='span_latest'), models.Index(condition=models.Q(('n', 0)), fields=['workspace'], name='span_empty')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'touchpoint', 'stage', 'counted', 'grain', 'day', 'step'), name='span_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('n__gte', 0)), name='span_counts')],
            },
        ),
        migrations.RunSQL(KEYS_FORWARD, KEYS_BACK),
        migrations.RunSQL(TRIGGERS, TRIGGERS_BACK),
    ]
