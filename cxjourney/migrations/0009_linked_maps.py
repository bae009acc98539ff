"""A card may show another map of its workspace."""

import django.db.models.deletion
from django.db import migrations, models


KEY = (
    "ALTER TABLE cxjourney_card ADD CONSTRAINT card_linked_id_tenant "
    "FOREIGN KEY (workspace_id, linked_id) REFERENCES cxjourney_journeymap (workspace_id, id) "
    "DEFERRABLE INITIALLY DEFERRED"
)


class Migration(migrations.Migration):

    dependencies = [
        ('cxjourney', '0008_lane_roles'),
    ]

    operations = [
        migrations.AddField(
            model_name='card',
            name='linked',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='links', to='cxjourney.journeymap'),
        ),
        migrations.AlterField(
            model_name='lane',
            name='kind',
            field=models.CharField(choices=[('goals', 'Customer goals'), ('steps', 'Steps'), ('touchpoints', 'Touchpoints'), ('thoughts', 'Thoughts'), ('experience', 'Experience'), ('pains', 'Pain points'), ('ideas', 'Opportunities'), ('feedback', 'Feedback'), ('metrics', 'Metrics'), ('gains', 'Gains'), ('hypotheses', 'Hypotheses'), ('backstage', 'Backstage'), ('systems', 'Systems'), ('teams', 'Teams'), ('text', 'Text'), ('maps', 'Linked maps')], max_length=12),
        ),
        migrations.RunSQL(KEY, "ALTER TABLE cxjourney_card DROP CONSTRAINT card_linked_id_tenant"),
    ]
