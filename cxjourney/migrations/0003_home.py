"""Folders, states, review dates and origins of maps; templates, and what they lock and prompt."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


# As in 0002: foreign keys that carry the workspace.
LINKS = [
    ("folder", "parent_id", "folder"),
    ("journeymap", "folder_id", "folder"),
    ("journeymap", "origin_id", "journeymap"),
]


def tenant_keys() -> list[tuple[str, str]]:
    """(forward, backward) statements."""
    statements = [
        (
            "CREATE UNIQUE INDEX folder_tenant ON cxjourney_folder (workspace_id, id)",
            "DROP INDEX folder_tenant",
        )
    ]
    for table, column, parent in LINKS:
        name = f"{table}_{column}_tenant"
        statements.append(
            (
                f"ALTER TABLE cxjourney_{table} ADD CONSTRAINT {name} FOREIGN KEY (workspace_id, {column}) "
                f"REFERENCES cxjourney_{parent} (workspace_id, id) DEFERRABLE INITIALLY DEFERRED",
                f"ALTER TABLE cxjourney_{table} DROP CONSTRAINT {name}",
            )
        )
    return statements


class Migration(migrations.Migration):

    dependencies = [
        ('cxjourney', '0002_locks_and_triggers'),
    ]

    operations = [
        migrations.AddField(
            model_name='journeymap',
            name='origin',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cxjourney.journeymap'),
        ),
        migrations.AddField(
            model_name='journeymap',
            name='review_on',
            field=models.DateField(blank=True, null=True, verbose_name='review date'),
        ),
        migrations.AddField(
            model_name='journeymap',
            name='state',
            field=models.CharField(choices=[('current', 'Current state'), ('future', 'Future state')], default='current', max_length=10, verbose_name='state'),
        ),
        migrations.AddField(
            model_name='lane',
            name='locked',
            field=models.BooleanField(default=False, verbose_name='kept by the template'),
        ),
        migrations.AddField(
            model_name='lane',
            name='prompts',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='stage',
            name='locked',
            field=models.BooleanField(default=False, verbose_name='kept by the template'),
        ),
        migrations.CreateModel(
            name='Folder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.folder')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.workspace')),
            ],
        ),
        migrations.AddField(
            model_name='journeymap',
            name='folder',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cxjourney.folder'),
        ),
        migrations.CreateModel(
            name='MapTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('purpose', models.CharField(blank=True, max_length=240, verbose_name='what it is for')),
                ('content', models.JSONField(default=dict)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.workspace')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='folder',
            constraint=models.UniqueConstraint(models.F('workspace'), models.F('parent'), django.db.models.functions.text.Lower('name'), condition=models.Q(('removed_at', None)), name='folder_name_once', nulls_distinct=False),
        ),
        *(migrations.RunSQL(forward, backward) for forward, backward in tenant_keys()),
    ]
