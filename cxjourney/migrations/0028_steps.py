"""Stages may be split into steps; cards and touchpoints stand in one of them."""

import django.db.models.deletion
from django.db import migrations, models


# As in 0002: (table, column, parent) of the keys that carry the workspace, and of those that carry the map.
LINKS = [
    ("card", "step_id", "step"),
    ("placement", "step_id", "step"),
    ("step", "map_id", "journeymap"),
    ("step", "stage_id", "stage"),
]
SAME_MAP = [("card", "step"), ("placement", "step"), ("step", "stage")]


def keys() -> list[tuple[str, str]]:
    """(forward, backward) statements for the composite keys."""
    statements = [
        ("CREATE UNIQUE INDEX step_tenant ON cxjourney_step (workspace_id, id)", "DROP INDEX step_tenant"),
        ("CREATE UNIQUE INDEX step_map ON cxjourney_step (map_id, id)", "DROP INDEX step_map"),
    ]
    wanted = [(f"{table}_{column}_tenant", table, "workspace_id", column, parent) for table, column, parent in LINKS]
    wanted += [(f"{table}_{parent}_same_map", table, "map_id", f"{parent}_id", parent) for table, parent in SAME_MAP]
    for name, table, shared, column, parent in wanted:
        statements.append(
            (
                f"ALTER TABLE cxjourney_{table} ADD CONSTRAINT {name} FOREIGN KEY ({shared}, {column}) "
                f"REFERENCES cxjourney_{parent} ({shared}, id) DEFERRABLE INITIALLY DEFERRED",
                f"ALTER TABLE cxjourney_{table} DROP CONSTRAINT {name}",
            )
        )
    return statements


class Migration(migrations.Migration):

    dependencies = [
        ('cxjourney', '0027_rows_counted'),
    ]

    operations = [
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('rank', models.CharField(db_collation='C', default='V', max_length=200)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('map', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.journeymap')),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.stage')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.workspace')),
            ],
        ),
        migrations.AddField(
            model_name='card',
            name='step',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cxjourney.step', verbose_name='step'),
        ),
        migrations.AddField(
            model_name='placement',
            name='step',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cxjourney.step', verbose_name='step'),
        ),
        migrations.AddIndex(
            model_name='step',
            index=models.Index(fields=['map', 'stage', 'rank'], name='step_of_stage'),
        ),
        *(migrations.RunSQL(forward, backward) for forward, backward in keys()),
    ]
