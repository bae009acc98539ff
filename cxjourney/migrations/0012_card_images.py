"""A card may hold a picture."""

import django.db.models.deletion
from django.db import migrations, models


KEYS = [
    (
        "CREATE UNIQUE INDEX cardimage_tenant ON cxjourney_cardimage (workspace_id, id)",
        "DROP INDEX cardimage_tenant",
    ),
    (
        "ALTER TABLE cxjourney_card ADD CONSTRAINT card_image_id_tenant "
        "FOREIGN KEY (workspace_id, image_id) REFERENCES cxjourney_cardimage (workspace_id, id) "
        "DEFERRABLE INITIALLY DEFERRED",
        "ALTER TABLE cxjourney_card DROP CONSTRAINT card_image_id_tenant",
    ),
]


class Migration(migrations.Migration):

    dependencies = [
        ('cxjourney', '0011_metrics'),
    ]

    operations = [
        migrations.AlterField(
            model_name='lane',
            name='kind',
            field=models.CharField(choices=[('goals', 'Customer goals'), ('steps', 'Steps'), ('touchpoints', 'Touchpoints'), ('thoughts', 'Thoughts'), ('experience', 'Experience'), ('pains', 'Pain points'), ('ideas', 'Opportunities'), ('feedback', 'Feedback'), ('metrics', 'Metrics'), ('gains', 'Gains'), ('hypotheses', 'Hypotheses'), ('backstage', 'Backstage'), ('systems', 'Systems'), ('teams', 'Teams'), ('text', 'Text'), ('maps', 'Linked maps'), ('images', 'Images, storyboard')], max_length=12),
        ),
        migrations.CreateModel(
            name='CardImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('data', models.BinaryField()),
                ('thumb', models.BinaryField()),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.workspace')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='card',
            name='image',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cxjourney.cardimage'),
        ),
        *(migrations.RunSQL(forward, backward) for forward, backward in KEYS),
    ]
