"""Respondents, what is known of them, and which rows came in; recipes; how long answers are kept."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


# A million scores of one import were a million look-ups of their feedback: now it is one a statement.
# Feedback is taken out for good only after its scores, and gets new ones only while it is made.
FEEDBACK_KEY = """
ALTER TABLE cxjourney_score DROP CONSTRAINT score_feedback_id_tenant;
CREATE FUNCTION cxjourney_check_feedback() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  lost record;
BEGIN
  SELECT c.workspace_id, c.feedback_id INTO lost FROM come c
    LEFT JOIN cxjourney_feedback f ON f.workspace_id = c.workspace_id AND f.id = c.feedback_id
   WHERE c.feedback_id IS NOT NULL AND f.id IS NULL LIMIT 1;
  IF FOUND THEN
    RAISE foreign_key_violation USING
      MESSAGE = format('score: no feedback %s in workspace %s', lost.feedback_id, lost.workspace_id),
      CONSTRAINT = 'score_feedback_id_tenant', TABLE = 'cxjourney_score';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER score_feedback_come AFTER INSERT ON cxjourney_score
  REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION cxjourney_check_feedback();
CREATE TRIGGER score_feedback_changed AFTER UPDATE ON cxjourney_score
  REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION cxjourney_check_feedback();
CREATE FUNCTION cxjourney_keep_feedback() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM gone g JOIN cxjourney_score s ON s.feedback_id = g.id) THEN
    RAISE foreign_key_violation USING
      MESSAGE = 'feedback still has scores',
      CONSTRAINT = 'score_feedback_id_tenant', TABLE = 'cxjourney_score';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER feedback_kept AFTER DELETE ON cxjourney_feedback
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION cxjourney_keep_feedback();
"""
FEEDBACK_KEY_BACK = """
DROP TRIGGER feedback_kept ON cxjourney_feedback; DROP FUNCTION cxjourney_keep_feedback();
DROP TRIGGER score_feedback_come ON cxjourney_score; DROP TRIGGER score_feedback_changed ON cxjourney_score;
DROP FUNCTION cxjourney_check_feedback();
ALTER TABLE cxjourney_score ADD CONSTRAINT score_feedback_id_tenant
  FOREIGN KEY (workspace_id, feedback_id) REFERENCES cxjourney_feedback (workspace_id, id);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cxjourney', '0005_revoke_streams'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.UUIDField()),
                ('import_number', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='ImportRecipe',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('name', models.CharField(max_length=200)),
                ('signature', models.CharField(max_length=32)),
                ('plan', models.JSONField()),
                ('used_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Retention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='months')),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='feedback',
            name='feedback_one_place',
        ),
        migrations.RemoveIndex(
            model_name='feedback',
            name='feedback_touchpoint',
        ),
        migrations.RemoveIndex(
            model_name='feedback',
            name='feedback_stage',
        ),
        migrations.RemoveIndex(
            model_name='feedback',
            name='feedback_recent',
        ),
        migrations.AddField(
            model_name='feedback',
            name='attributes',
            field=models.JSONField(blank=True, default=dict, verbose_name='about the customer'),
        ),
        migrations.AddField(
            model_name='feedback',
            name='external_id',
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name='feedback',
            name='respondent_hash',
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='feedback',
            name='text',
            field=models.TextField(blank=True, max_length=8000, verbose_name='what the customer said'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(condition=models.Q(('touchpoint', None), _negated=True), fields=['workspace', 'touchpoint', '-said_on'], name='feedback_touchpoint'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(condition=models.Q(('stage', None), _negated=True), fields=['workspace', 'stage', '-said_on'], name='feedback_stage'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(condition=models.Q(('text', ''), _negated=True), fields=['workspace', '-said_on', '-id'], name='feedback_recent'),
        ),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(condition=models.Q(('respondent_hash', None), _negated=True), fields=['workspace', 'respondent_hash'], name='feedback_respondent'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(('touchpoint', None), ('stage', None), _connector='OR'), name='feedback_one_place'),
        ),
        migrations.AddConstraint(
            model_name='feedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('stage', None), ('touchpoint', None)), _connector='OR'), name='feedback_silent_nowhere'),
        ),
        migrations.AddField(
            model_name='importedrow',
            name='workspace',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.workspace'),
        ),
        migrations.AddField(
            model_name='importrecipe',
            name='workspace',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.workspace'),
        ),
        migrations.AddField(
            model_name='retention',
            name='workspace',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.workspace'),
        ),
        migrations.AddIndex(
            model_name='importedrow',
            index=models.Index(fields=['workspace', 'fingerprint'], name='importedrow_known'),
        ),
        migrations.AddIndex(
            model_name='importedrow',
            index=django.contrib.postgres.indexes.BrinIndex(fields=['import_number'], name='importedrow_import', pages_per_range=32),
        ),
        migrations.AddConstraint(
            model_name='importrecipe',
            constraint=models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('workspace', 'signature'), name='recipe_once'),
        ),
        migrations.AddConstraint(
            model_name='retention',
            constraint=models.UniqueConstraint(fields=('workspace',), name='retention_once'),
        ),
        migrations.RunSQL(FEEDBACK_KEY, FEEDBACK_KEY_BACK),
    ]
