"""Words know the persona whose rule fits their customer, so that the inbox finds them by it."""

import django.db.models.deletion
from django.db import migrations, models

from cxjourney.feedback.segments import fits

# As in 0002: a foreign key that carries the workspace.
KEY = (
    "ALTER TABLE cxjourney_feedback ADD CONSTRAINT feedback_persona_id_tenant "
    "FOREIGN KEY (workspace_id, persona_id) REFERENCES cxjourney_persona (workspace_id, id) "
    "DEFERRABLE INITIALLY DEFERRED"
)
KEY_BACK = "ALTER TABLE cxjourney_feedback DROP CONSTRAINT feedback_persona_id_tenant"
GIVE = """
UPDATE cxjourney_feedback SET persona_id = %(persona)s
 WHERE workspace_id = %(workspace)s AND text <> '' AND persona_id IS NULL AND {fits}
"""


def give_words(apps, schema_editor) -> None:
    """By the rules by which the scores were last given: of each workspace in the order they are tried."""
    runs = apps.get_model("cxjourney", "PersonaRun").objects.values_list("workspace_id", "rules")
    known = set(apps.get_model("cxjourney", "Persona").objects.values_list("pk", flat=True))
    with schema_editor.connection.cursor() as cursor:
        for workspace, rules in list(runs):
            for persona, rule in rules:
                if persona in known and rule.get("conditions"):
                    values = {"workspace": workspace, "persona": persona}
                    cursor.execute(GIVE.format(fits=fits("attributes", rule, values)), values)


class Migration(migrations.Migration):

    dependencies = [
        ('cxjourney', '0041_beside_metrics'),
    ]

    operations = [
        migrations.AddField(
            model_name='feedback',
            name='persona',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cxjourney.persona'),
        ),
        migrations.RunPython(give_words, migrations.RunPython.noop),
        # Changes that wait for their checks would keep the key from being added.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(KEY, KEY_BACK),
        migrations.AddIndex(
            model_name='feedback',
            index=models.Index(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('persona', None), _negated=True)), fields=['workspace', 'persona', '-said_on', '-id'], name='feedback_persona'),
        ),
    ]
