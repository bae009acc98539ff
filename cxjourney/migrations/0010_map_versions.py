"""Named versions of maps; who is asked to approve a map and who did."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# As in 0002: the foreign key that carries the workspace.
KEY = """ALTER TABLE cxjourney_mapversion ADD CONSTRAINT mapversion_map_id_tenant
FOREIGN KEY (workspace_id, map_id) REFERENCES cxjourney_journeymap (workspace_id, id) DEFERRABLE INITIALLY DEFERRED"""
NO_KEY = "ALTER TABLE cxjourney_mapversion DROP CONSTRAINT mapversion_map_id_tenant"

# As in 0005, and an approved map is no more edited by those who look at it.
REVOKE = """
DROP TRIGGER map_revoked ON cxjourney_journeymap;
CREATE TRIGGER map_revoked AFTER UPDATE OF archived_at, removed_at, status ON cxjourney_journeymap
  FOR EACH ROW WHEN (
    (OLD.archived_at IS NULL, OLD.removed_at IS NULL, OLD.status = 'approved')
    <> (NEW.archived_at IS NULL, NEW.removed_at IS NULL, NEW.status = 'approved'))
  EXECUTE FUNCTION cxjourney_revoke('map', 'id');
"""
BACK = """
DROP TRIGGER map_revoked ON cxjourney_journeymap;
CREATE TRIGGER map_revoked AFTER UPDATE OF archived_at, removed_at ON cxjourney_journeymap
  FOR EACH ROW WHEN (
    (OLD.archived_at IS NULL, OLD.removed_at IS NULL) <> (NEW.archived_at IS NULL, NEW.removed_at IS NULL))
  EXECUTE FUNCTION cxjourney_revoke('map', 'id');
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cxjourney', '0009_linked_maps'),
    ]

    operations = [
        migrations.AddField(
            model_name='journeymap',
            name='approved_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='journeymap',
            name='approved_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='journeymap',
            name='reviewer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name='MapVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('seq', models.PositiveBigIntegerField()),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('note', models.CharField(blank=True, max_length=240, verbose_name='note')),
                ('taken_at', models.DateTimeField(verbose_name='the moment it shows')),
                ('content', models.JSONField(default=dict)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('map', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.journeymap')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.workspace')),
            ],
            options={
                'indexes': [models.Index(fields=['map', '-seq'], name='mapversion_map')],
            },
        ),
        migrations.RunSQL(KEY, NO_KEY),
        migrations.RunSQL(REVOKE, BACK),
    ]
