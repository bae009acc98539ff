"""Numbers counted elsewhere get a place, an owner and a threshold; alerts keep the threshold they crossed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# As in 0002: foreign keys that carry the workspace.
KEYS = [
    ("outside", "touchpoint_id", "touchpoint"),
    ("outside", "stage_id", "stage"),
    ("outside", "map_id", "journeymap"),
    ("alert", "outside_id", "outside"),
]
KEYS_FORWARD = ";".join(
    f"ALTER TABLE cxjourney_{table} ADD CONSTRAINT {table}_{column}_tenant FOREIGN KEY (workspace_id, {column}) "
    f"REFERENCES cxjourney_{parent} (workspace_id, id) DEFERRABLE INITIALLY DEFERRED"
    for table, column, parent in KEYS
)
KEYS_BACK = ";".join(
    f"ALTER TABLE cxjourney_{table} DROP CONSTRAINT {table}_{column}_tenant" for table, column, _parent in KEYS
)


class Migration(migrations.Migration):

    dependencies = [
        ('cxjourney', '0037_moods_counted'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='alert',
            name='alert_open_once',
        ),
        migrations.AddField(
            model_name='alert',
            name='outside',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='cxjourney.outside'),
        ),
        migrations.AddField(
            model_name='alert',
            name='threshold',
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name='outside',
            name='alert',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=16, null=True, verbose_name='alert threshold'),
        ),
        migrations.AddField(
            model_name='outside',
            name='map',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.journeymap'),
        ),
        migrations.AddField(
            model_name='outside',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='outside',
            name='stage',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.stage'),
        ),
        migrations.AddField(
            model_name='outside',
            name='touchpoint',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.touchpoint'),
        ),
        migrations.AlterField(
            model_name='alert',
            name='metric',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='cxjourney.metric'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(('metric', None), ('outside', None), _connector='XOR'), name='alert_of_one'),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('metric', 'outside', 'reason'), name='alert_open_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='outside',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', None), ('touchpoint', None)), models.Q(('map', None), ('touchpoint', None)), models.Q(('map', None), ('stage', None)), _connector='OR'), name='outside_one_place'),
        ),
        migrations.AlterField(
            model_name='alert',
            name='reason',
            field=models.CharField(choices=[('crossed', 'crossed its threshold'), ('fell', 'got worse against its own past')], max_length=8),
        ),
        migrations.RunSQL(KEYS_FORWARD, KEYS_BACK),
        # What was crossed is known only as it stands now.
        migrations.RunSQL(
            "UPDATE cxjourney_alert a SET threshold = m.alert FROM cxjourney_metric m "
            "WHERE m.id = a.metric_id AND a.reason = 'crossed'",
            migrations.RunSQL.noop,
        ),
    ]
