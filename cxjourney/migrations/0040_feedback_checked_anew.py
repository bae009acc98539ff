"""The check that scores name words of their own workspace is planned anew for each statement.

A plan that a connection kept from its first score, when the workspace had hardly any words, read all words for
each of a million scores of a later import.
"""

from django.db import migrations

LOST = """SELECT c.workspace_id, c.feedback_id FROM come c
    LEFT JOIN cxjourney_feedback f ON f.workspace_id = c.workspace_id AND f.id = c.feedback_id
   WHERE c.feedback_id IS NOT NULL AND f.id IS NULL LIMIT 1"""


def check(look: str, found: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION cxjourney_check_feedback() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  lost record;
BEGIN
  {look}
  IF {found} THEN
    RAISE foreign_key_violation USING
      MESSAGE = format('score: no feedback %s in workspace %s', lost.feedback_id, lost.workspace_id),
      CONSTRAINT = 'score_feedback_id_tenant', TABLE = 'cxjourney_score';
  END IF;
  RETURN NULL;
END $$"""


class Migration(migrations.Migration):
    dependencies = [("cxjourney", "0039_few_stamped")]

    operations = [
        migrations.RunSQL(
            # EXECUTE does not set FOUND.
            check(f"EXECUTE $q${LOST}$q$ INTO lost;", "lost.feedback_id IS NOT NULL"),
            check(LOST.replace("FROM come", "INTO lost FROM come") + ";", "FOUND"),
        )
    ]
