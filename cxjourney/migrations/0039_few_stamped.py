"""How many answers a workspace wants is part of what is counted: when that changes, so does the stamp."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cxjourney", "0038_outside_watched")]

    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER few_answers_stamped AFTER INSERT OR UPDATE OR DELETE ON cxjourney_fewanswers "
            "FOR EACH ROW EXECUTE FUNCTION cxjourney_stamp()",
            "DROP TRIGGER few_answers_stamped ON cxjourney_fewanswers",
        )
    ]
