"""Whoever loses or gains rights is told to the live streams in the same transaction.

By triggers, because rights change in many ways: actions, the admin, a shell, a workspace that is deleted.
"""

from django.db import migrations

REVOKE = """
-- cxjourney_revoke(name, column) tells which person or map; a session only by its hash, for it is a secret.
CREATE FUNCTION cxjourney_revoke() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('cxjourney_live', json_build_object(
    'kind', 'revoke', TG_ARGV[0], (to_jsonb(OLD) ->> TG_ARGV[1])::bigint)::text);
  RETURN NULL;
END $$;
CREATE FUNCTION cxjourney_revoke_session() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('cxjourney_live', json_build_object(
    'kind', 'revoke', 'session', encode(sha256(convert_to(OLD.session_key, 'UTF8')), 'hex'))::text);
  RETURN NULL;
END $$;

CREATE TRIGGER member_revoked AFTER DELETE OR UPDATE OF role, user_id, workspace_id ON cxjourney_membership
  FOR EACH ROW EXECUTE FUNCTION cxjourney_revoke('person', 'user_id');
CREATE TRIGGER user_revoked AFTER UPDATE OF password, is_active ON cxjourney_user
  FOR EACH ROW WHEN ((OLD.password, OLD.is_active) IS DISTINCT FROM (NEW.password, NEW.is_active))
  EXECUTE FUNCTION cxjourney_revoke('person', 'id');
CREATE TRIGGER map_revoked AFTER UPDATE OF archived_at, removed_at ON cxjourney_journeymap
  FOR EACH ROW WHEN (
    (OLD.archived_at IS NULL, OLD.removed_at IS NULL) <> (NEW.archived_at IS NULL, NEW.removed_at IS NULL))
  EXECUTE FUNCTION cxjourney_revoke('map', 'id');
CREATE TRIGGER map_gone AFTER DELETE ON cxjourney_journeymap
  FOR EACH ROW EXECUTE FUNCTION cxjourney_revoke('map', 'id');
-- Not those that `clearsessions` sweeps away: their streams ended long ago.
CREATE TRIGGER session_revoked AFTER DELETE ON django_session
  FOR EACH ROW WHEN (OLD.expire_date > now()) EXECUTE FUNCTION cxjourney_revoke_session();
"""
BACK = """
DROP TRIGGER session_revoked ON django_session;
DROP TRIGGER map_gone ON cxjourney_journeymap; DROP TRIGGER map_revoked ON cxjourney_journeymap;
DROP TRIGGER user_revoked ON cxjourney_user; DROP TRIGGER member_revoked ON cxjourney_membership;
DROP FUNCTION cxjourney_revoke_session(); DROP FUNCTION cxjourney_revoke();
"""


class Migration(migrations.Migration):
    dependencies = [("cxjourney", "0004_persona_sheets"), ("sessions", "0001_initial")]

    operations = [migrations.RunSQL(REVOKE, BACK)]
