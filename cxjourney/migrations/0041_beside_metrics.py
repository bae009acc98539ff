"""What is known of competitors stands beside a metric of one's own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cxjourney', '0040_feedback_checked_anew'),
    ]

    operations = [
        migrations.AddField(
            model_name='outside',
            name='beside',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cxjourney.metric'),
        ),
        # As in 0002: a foreign key that carries the workspace.
        migrations.RunSQL(
            "ALTER TABLE cxjourney_outside ADD CONSTRAINT outside_beside_id_tenant "
            "FOREIGN KEY (workspace_id, beside_id) REFERENCES cxjourney_metric (workspace_id, id) "
            "DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE cxjourney_outside DROP CONSTRAINT outside_beside_id_tenant",
        ),
    ]
