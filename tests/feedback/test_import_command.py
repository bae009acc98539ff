"""`manage.py import_feedback` goes the way of the page."""

import pytest
from django.core.management import CommandError, call_command

from cxjourney.models import Feedback, Import, ImportRecipe, Placement, Score
from tests import factories
from tests.feedback.importing import ANSWERS
from tests.feedback.test_import_wide import WIDE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def file(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    path = tmp_path / "export.csv"
    path.write_text(WIDE)
    return path


def test_a_wide_file_onto_a_map(alice, workspace, file, capsys):
    stage = factories.Stage(workspace=workspace, name="Flight")
    call_command("import_feedback", file, workspace="acme", map=stage.map.title)
    assert "5 rows, 13 answers, 1 comments, 0 imported before, 0 left out" in capsys.readouterr().out
    assert (Score.objects.count(), Feedback.objects.count()) == (13, 5)
    assert Placement.objects.filter(stage=stage, touchpoint__name="Seat comfort").exists()
    assert Import.objects.get().created_by == alice.user
    call_command("import_feedback", file, workspace="acme", recipe="export.csv")
    assert "0 rows, 0 answers" in capsys.readouterr().out
    assert ImportRecipe.objects.count() == 1


def test_a_dry_run_stores_nothing(alice, edith, file, capsys):
    call_command("import_feedback", file, workspace="acme", by=edith.user.email, dry_run=True)
    assert capsys.readouterr().out == "5 good rows of 5; nothing is stored\n"
    assert not Score.objects.exists()


def test_what_is_wrong_is_said_with_row_and_column(alice, file, capsys):
    file.write_text(ANSWERS)
    with pytest.raises(CommandError, match="was not imported"):
        call_command("import_feedback", file, workspace="acme")
    assert "row 2, touchpoint: there is no touchpoint “Checkout”" in capsys.readouterr().err
    call_command("import_feedback", file, workspace="acme", create=True)
    assert Score.objects.count() == 5


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"workspace": "nowhere"}, "no workspace nowhere"),
        ({"by": "bob@nowhere.example"}, "may not import"),
        ({"map": "Nothing"}, "0 maps are called Nothing"),
        ({"recipe": "old.csv"}, "No recipe old.csv fits"),
    ],
)
def test_what_is_not_there(alice, file, options, says):
    with pytest.raises(CommandError, match=says):
        call_command("import_feedback", file, **({"workspace": "acme"} | options))
    with pytest.raises(CommandError, match="no file"):
        call_command("import_feedback", file.with_name("none.csv"), workspace="acme")
