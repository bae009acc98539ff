"""The workspace's metrics: one for each scale that is asked, and more for single places."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# As in 0002: foreign keys that carry the workspace.
KEYS = [("metric", "touchpoint_id", "touchpoint"), ("metric", "stage_id", "stage")]
KEYS_FORWARD = ";".join(
    f"ALTER TABLE cxjourney_{table} ADD CONSTRAINT {table}_{column}_tenant FOREIGN KEY (workspace_id, {column}) "
    f"REFERENCES cxjourney_{parent} (workspace_id, id) DEFERRABLE INITIALLY DEFERRED"
    for table, column, parent in KEYS
)
KEYS_BACK = ";".join(
    f"ALTER TABLE cxjourney_{table} DROP CONSTRAINT {table}_{column}_tenant" for table, column, _parent in KEYS
)

# Whatever is asked has its metric, however the question came: by hand, by an import or by a survey.
NEW = """
INSERT INTO cxjourney_metric
  (workspace_id, kind, asked, low, high, name, wording, count, better, version, created_at)
SELECT DISTINCT ON (q.workspace_id, q.kind, q.name, q.low, q.high)
       q.workspace_id, q.kind, q.name, q.low, q.high, q.name, q.wording, 'mean', 'up', 1, now()
  FROM {source} q
 WHERE q.removed_at IS NULL AND NOT EXISTS (
   SELECT FROM cxjourney_metric m
    WHERE m.workspace_id = q.workspace_id AND m.touchpoint_id IS NULL AND m.stage_id IS NULL
      AND (m.kind, m.asked, m.low, m.high) = (q.kind, q.name, q.low, q.high))
 ORDER BY q.workspace_id, q.kind, q.name, q.low, q.high, q.id
ON CONFLICT DO NOTHING
"""
TRIGGER = f"""
CREATE FUNCTION cxjourney_new_metric() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {NEW.format(source="come")};
  RETURN NULL;
END $$;
CREATE TRIGGER question_measured AFTER INSERT ON cxjourney_question
  REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION cxjourney_new_metric();
"""
TRIGGER_BACK = "DROP TRIGGER question_measured ON cxjourney_question; DROP FUNCTION cxjourney_new_metric();"


class Migration(migrations.Migration):

    dependencies = [
        ('cxjourney', '0010_map_versions'),
    ]

    operations = [
        migrations.CreateModel(
            name='FewAnswers',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('few', models.PositiveSmallIntegerField(default=10, verbose_name='fewest answers')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.workspace')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('workspace',), name='few_answers_once')],
            },
        ),
        migrations.CreateModel(
            name='Metric',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('nps', 'NPS, 0–10'), ('csat', 'CSAT, 1–5'), ('ces', 'CES, 1–7'), ('agree', 'Agreement, 1–5'), ('custom', 'Own scale')], max_length=8, verbose_name='kind')),
                ('asked', models.CharField(max_length=40)),
                ('low', models.SmallIntegerField()),
                ('high', models.SmallIntegerField()),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('wording', models.CharField(blank=True, max_length=300, verbose_name='wording')),
                ('count', models.CharField(choices=[('mean', 'Mean of the answers'), ('top', 'Share of the upper answers')], default='mean', max_length=4, verbose_name='counted as')),
                ('better', models.CharField(choices=[('up', 'Higher is better'), ('down', 'Lower is better')], default='up', max_length=4, verbose_name='direction')),
                ('target', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='target')),
                ('alert', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name='alert threshold')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stage', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.stage')),
                ('touchpoint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.touchpoint')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.workspace')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('touchpoint', None), ('stage', None), _connector='OR'), name='metric_one_place'), models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('workspace', 'kind', 'asked', 'low', 'high', 'count', 'touchpoint', 'stage'), name='metric_once', nulls_distinct=False)],
            },
        ),
        migrations.RunSQL(KEYS_FORWARD, KEYS_BACK),
        # At once, not at the end: the tables are altered further in this transaction.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(NEW.format(source="cxjourney_question"), migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGER, TRIGGER_BACK),
    ]
