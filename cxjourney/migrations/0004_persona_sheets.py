"""Personas get a sheet: sections with an evidence level, items in them, uploaded portraits."""
# ruff: noqa: S608 - SQL is put together from the constants below

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

# (table, column, parent) of the keys that carry the workspace
LINKS = [
    ("persona", "image_id", "personaimage"),
    ("personaitem", "persona_id", "persona"),
    ("personaitem", "section_id", "personasection"),
    ("personasection", "persona_id", "persona"),
]
KINDS = [
    "facts",
    "goals",
    "functional",
    "emotional",
    "social",
    "expectations",
    "frustrations",
    "behaviours",
    "interests",
    "traits",
    "jobs",
    "channels",
    "share",
    "tags",
]


def tenant_keys() -> list[tuple[str, str]]:
    """(forward, backward) statements for the composite keys; an item stands on the persona of its section."""
    statements = [
        (
            f"CREATE UNIQUE INDEX {parent}_tenant ON cxjourney_{parent} (workspace_id, id)",
            f"DROP INDEX {parent}_tenant",
        )
        for parent in ("personaimage", "personasection")
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
    return [
        *statements,
        (
            "CREATE UNIQUE INDEX personasection_persona ON cxjourney_personasection (persona_id, id)",
            "DROP INDEX personasection_persona",
        ),
        (
            "ALTER TABLE cxjourney_personaitem ADD CONSTRAINT personaitem_same_persona "
            "FOREIGN KEY (persona_id, section_id) REFERENCES cxjourney_personasection (persona_id, id) "
            "DEFERRABLE INITIALLY DEFERRED",
            "ALTER TABLE cxjourney_personaitem DROP CONSTRAINT personaitem_same_persona",
        ),
    ]


SECTIONS = f"""
INSERT INTO cxjourney_personasection
       (workspace_id, persona_id, kind, title, evidence, rank, version, created_at)
SELECT p.workspace_id, p.id, part, '', 'assumed', 'V', 1, p.created_at
  FROM cxjourney_persona p, unnest(ARRAY{KINDS!r}) AS part
"""
# One goal a line becomes one item each; the log no longer names the field.
GOALS = """
INSERT INTO cxjourney_personaitem
       (workspace_id, persona_id, section_id, rank, lead, text, aim, level, version, created_at)
SELECT p.workspace_id, p.id, s.id, lpad(line.place::text, 6, '0') || 'V', '', left(btrim(line.text), 300), '',
       0, 1, p.created_at
  FROM cxjourney_persona p
  JOIN cxjourney_personasection s ON s.persona_id = p.id AND s.kind = 'goals'
 CROSS JOIN LATERAL regexp_split_to_table(p.goals, E'\\r?\\n') WITH ORDINALITY AS line (text, place)
 WHERE btrim(line.text) <> '';
UPDATE cxjourney_change SET before = before - 'goals', after = after - 'goals' WHERE target_type = 'persona';
SET CONSTRAINTS ALL IMMEDIATE;
"""
GOALS_BACK = """
UPDATE cxjourney_persona p SET goals = lines.goals
  FROM (SELECT i.persona_id, string_agg(i.text, E'\\n' ORDER BY i.rank, i.id) AS goals
          FROM cxjourney_personaitem i JOIN cxjourney_personasection s ON s.id = i.section_id
         WHERE s.kind = 'goals' AND i.removed_at IS NULL GROUP BY i.persona_id) lines
 WHERE lines.persona_id = p.id;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cxjourney', '0003_home'),
    ]

    operations = [
        migrations.CreateModel(
            name='PersonaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('rank', models.CharField(db_collation='C', default='V', max_length=200)),
                ('lead', models.CharField(blank=True, max_length=200)),
                ('text', models.CharField(blank=True, max_length=300)),
                ('aim', models.CharField(blank=True, max_length=200)),
                ('level', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='PersonaSection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('facts', 'Demographics'), ('goals', 'Goals'), ('functional', 'Functional needs'), ('emotional', 'Emotional needs'), ('social', 'Social needs'), ('expectations', 'Expectations'), ('frustrations', 'Frustrations'), ('behaviours', 'Behaviours'), ('interests', 'Interests'), ('traits', 'How they decide'), ('jobs', 'Jobs to be done'), ('channels', 'Preferred channels'), ('share', 'Share of customers'), ('tags', 'Tags'), ('own', 'Own section')], max_length=12)),
                ('title', models.CharField(blank=True, max_length=60, verbose_name='title')),
                ('evidence', models.CharField(choices=[('assumed', 'Assumed'), ('observed', 'Observed'), ('measured', 'Measured')], default='assumed', max_length=8, verbose_name='evidence')),
                ('rank', models.CharField(db_collation='C', default='V', max_length=200)),
            ],
        ),
        migrations.AddField(
            model_name='persona',
            name='alt',
            field=models.CharField(blank=True, max_length=200, verbose_name='description of the picture'),
        ),
        migrations.AddField(
            model_name='persona',
            name='archived_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='persona',
            name='kind',
            field=models.CharField(choices=[('customer', 'Customer'), ('employee', 'Employee'), ('buyer', 'Buying-group role')], default='customer', max_length=10, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='persona',
            name='share',
            field=models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='share of customers'),
        ),
        migrations.AlterField(
            model_name='persona',
            name='portrait',
            field=models.PositiveSmallIntegerField(choices=[(1, '1'), (2, '2'), (3, '3'), (4, '4'), (5, '5'), (6, '6'), (7, '7'), (8, '8'), (9, '9'), (10, '10'), (11, '11'), (12, '12'), (13, '13'), (14, '14'), (15, '15'), (16, '16')], default=1, verbose_name='portrait'),
        ),
        migrations.CreateModel(
            name='PersonaImage',
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
            model_name='persona',
            name='image',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cxjourney.personaimage'),
        ),
        migrations.AddConstraint(
            model_name='persona',
            constraint=models.CheckConstraint(condition=models.Q(('share__range', (0, 100))), name='persona_share'),
        ),
        migrations.AddField(
            model_name='personaitem',
            name='persona',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.persona'),
        ),
        migrations.AddField(
            model_name='personaitem',
            name='workspace',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.workspace'),
        ),
        migrations.AddField(
            model_name='personasection',
            name='persona',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='cxjourney.persona'),
        ),
        migrations.AddField(
            model_name='personasection',
            name='workspace',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.workspace'),
        ),
        migrations.AddField(
            model_name='personaitem',
            name='section',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cxjourney.personasection'),
        ),
        migrations.AddConstraint(
            model_name='personasection',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'own'), _negated=True), fields=('persona', 'kind'), name='section_kind_once'),
        ),
        migrations.AddIndex(
            model_name='personaitem',
            index=models.Index(fields=['persona', 'section', 'rank'], name='persona_item_place'),
        ),
        migrations.AddConstraint(
            model_name='personaitem',
            constraint=models.CheckConstraint(condition=models.Q(('level__lte', 10)), name='persona_item_level'),
        ),
        migrations.RunSQL(SECTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(GOALS, GOALS_BACK),
        migrations.RemoveField(
            model_name='persona',
            name='goals',
        ),
        *(migrations.RunSQL(forward, backward) for forward, backward in tenant_keys()),
    ]
