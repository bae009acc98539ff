"""A number a workspace that is another whenever its counted answers, its targets or its questions are."""

import django.db.models.deletion
from django.db import migrations, models

# All who write a rollup take this lock first. The number comes from a sequence, so that one which was
# taken back by a rollback never stands for anything else.
STAMP = """
CREATE SEQUENCE cxjourney_rollupstamp_number;
CREATE OR REPLACE FUNCTION cxjourney_lock_rollup(workspace bigint) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('cxjourney_rollup', workspace));
  INSERT INTO cxjourney_rollupstamp (workspace_id, number)
  VALUES (workspace, nextval('cxjourney_rollupstamp_number'))
  ON CONFLICT (workspace_id) DO UPDATE SET number = excluded.number
$$;
CREATE FUNCTION cxjourney_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM cxjourney_lock_rollup(coalesce(OLD.workspace_id, NEW.workspace_id));
  RETURN NULL;
END $$;
CREATE TRIGGER target_stamped AFTER INSERT OR UPDATE OR DELETE ON cxjourney_target
  FOR EACH ROW EXECUTE FUNCTION cxjourney_stamp();
CREATE TRIGGER question_stamped AFTER UPDATE OF kind, name, low, high OR DELETE ON cxjourney_question
  FOR EACH ROW EXECUTE FUNCTION cxjourney_stamp();
ALTER TABLE cxjourney_rollupstamp SET (fillfactor = 50);
INSERT INTO cxjourney_rollupstamp (workspace_id, number)
SELECT id, nextval('cxjourney_rollupstamp_number') FROM cxjourney_workspace;
"""
STAMP_BACK = """
DROP TRIGGER target_stamped ON cxjourney_target;
DROP TRIGGER question_stamped ON cxjourney_question;
DROP FUNCTION cxjourney_stamp();
CREATE OR REPLACE FUNCTION cxjourney_lock_rollup(workspace bigint) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('cxjourney_rollup', workspace))
$$;
DROP SEQUENCE cxjourney_rollupstamp_number;
"""


class Migration(migrations.Migration):
    dependencies = [("cxjourney", "0028_steps")]

    operations = [
        migrations.CreateModel(
            name="RollupStamp",
            fields=[
                (
                    "workspace",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="cxjourney.workspace",
                    ),
                ),
                ("number", models.BigIntegerField()),
            ],
        ),
        migrations.RunSQL(STAMP, STAMP_BACK),
    ]
