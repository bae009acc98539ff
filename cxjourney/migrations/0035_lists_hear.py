"""Every change is told, also one that stands on no map: to whom and about what, the same words once a transaction."""

from django.db import migrations

TELL = """
-- "<map or 0>:<workspace>:<what was changed>"
CREATE OR REPLACE FUNCTION cxjourney_tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('cxjourney_change',
    coalesce(NEW.map_id, 0) || ':' || NEW.workspace_id || ':' || NEW.target_type);
  RETURN NULL;
END $$;
DROP TRIGGER change_told ON cxjourney_change;
CREATE TRIGGER change_told AFTER INSERT ON cxjourney_change FOR EACH ROW EXECUTE FUNCTION cxjourney_tell();

-- What the machine reads in customers' words stands in no log.
CREATE FUNCTION cxjourney_words_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('cxjourney_change', '0:' || NEW.workspace_id || ':wordsrun');
  RETURN NULL;
END $$;
CREATE TRIGGER words_told AFTER INSERT OR UPDATE ON cxjourney_wordsrun
  FOR EACH ROW EXECUTE FUNCTION cxjourney_words_told();
"""
BACK = """
DROP TRIGGER words_told ON cxjourney_wordsrun;
DROP FUNCTION cxjourney_words_told();
DROP TRIGGER change_told ON cxjourney_change;
CREATE OR REPLACE FUNCTION cxjourney_tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('cxjourney_change', NEW.map_id || ':' || NEW.seq || ':' || NEW.id);
  RETURN NULL;
END $$;
CREATE TRIGGER change_told AFTER INSERT ON cxjourney_change
  FOR EACH ROW WHEN (NEW.map_id IS NOT NULL) EXECUTE FUNCTION cxjourney_tell();
"""


class Migration(migrations.Migration):
    dependencies = [("cxjourney", "0034_inbox_by_status")]
    operations = [migrations.RunSQL(TELL, BACK)]
