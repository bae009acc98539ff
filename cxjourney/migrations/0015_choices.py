"""Lanes may take from a list of choices that all maps share."""


import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


# (table, column, parent) of the keys that carry the workspace
LINKS = [
    ("card", "choice_id", "choice"),
    ("choice", "taxonomy_id", "taxonomy"),
    ("lane", "taxonomy_id", "taxonomy"),
]


def tenant_keys() -> list[tuple[str, str]]:
    """(forward, backward) statements for the composite keys."""
    statements = [
        (
            f"CREATE UNIQUE INDEX {parent}_tenant ON cxjourney_{parent} (workspace_id, id)",
            f"DROP INDEX {parent}_tenant",
        )
        for parent in ("choice", "taxonomy")
    ]
    for table, column, parent in LINKS:
        name = f"{table}_{column}_tenant"
        statements.append(
            (
                f"ALTER TABLE cxjourney_{table} ADD CONSTRAINT {name} "
                f"FOREIGN KEY (workspace_id, {column}) REFERENCES cxjourney_{parent} (workspace_id, id) "
                "DEFERRABLE INITIALLY DEFERRED",
                f"ALTER TABLE cxjourney_{table} DROP CONSTRAINT {name}",
            )
        )
    return statements


class Migration(migrations.Migration):

    dependencies = [
        ('cxjourney', '0014_alerts'),
    ]

    operations = [
        migrations.AlterField(
            model_name='lane',
            name='kind',
            field=models.CharField(choices=[('goals', 'Customer goals'), ('steps', 'Steps'), ('touchpoints', 'Touchpoints'), ('thoughts', 'Thoughts'), ('experience', 'Experience'), ('pains', 'Pain points'), ('ideas', 'Opportunities'), ('feedback', 'Feedback'), ('metrics', 'Metrics'), ('gains', 'Gains'), ('hypotheses', 'Hypotheses'), ('backstage', 'Backstage'), ('systems', 'Systems'), ('teams', 'Teams'), ('text', 'Text'), ('maps', 'Linked maps'), ('images', 'Images, storyboard'), ('choices', 'Choices from a list')], max_length=12),
        ),
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('hue', models.PositiveSmallIntegerField(choices=[(1, '1'), (2, '2'), (3, '3'), (4, '4'), (5, '5'), (6, '6')], default=1, verbose_name='colour')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.workspace')),
            ],
        ),
        migrations.AddField(
            model_name='card',
            name='choice',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cxjourney.choice'),
        ),
        migrations.CreateModel(
            name='Taxonomy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.workspace')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='choice',
            name='taxonomy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='cxjourney.taxonomy'),
        ),
        migrations.AddField(
            model_name='lane',
            name='taxonomy',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cxjourney.taxonomy'),
        ),
        migrations.AddConstraint(
            model_name='choice',
            constraint=models.UniqueConstraint(models.F('taxonomy'), django.db.models.functions.text.Lower('name'), condition=models.Q(('removed_at', None)), name='choice_name_once'),
        ),
        *(migrations.RunSQL(forward, backward) for forward, backward in tenant_keys()),
    ]
