"""A file with the same columns as one before is read in the same way."""

import pytest

from cxjourney.feedback.importing import jobs, recipes
from cxjourney.models import Import, ImportRecipe
from tests.feedback.importing import ANSWERS, upload, uploaded
from tests.feedback.test_import_pages import page, plan_data, text

NEW = "/w/acme/imports/new/"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(jobs, "start", lambda imported, by: None)


@pytest.fixture
def recipe(as_edith, edith):
    """Edith read a file so that csat is Trust and the comment is left out."""
    imported = uploaded(edith, ANSWERS)
    data = plan_data(imported, unknown="create", **{"role-4": "", "kind-2": "agree", "name-2": "Trust"})
    as_edith.post(page(imported, "columns/"), data)
    as_edith.post(page(imported, "start/"))
    assert not ImportRecipe.objects.exists()  # it may yet be cancelled
    imported.refresh_from_db()
    recipes.keep(by=edith, imported=imported)
    return ImportRecipe.objects.get()


def test_the_next_file_is_recognised(as_edith, recipe):
    as_edith.post(NEW, {"file": upload(ANSWERS.replace(",", ";"), "march.csv")})
    imported = Import.objects.latest("pk")
    columns = imported.columns
    assert (columns["delimiter"], columns["unknown"], columns["recipe"]) == (";", "create", "answers.csv")
    assert [column["role"] for column in columns["columns"]][4] == ""
    assert "Trust, 1–5" in imported.report["questions"]
    assert "Read like “answers.csv”" in text(as_edith.get(page(imported)))


def test_other_columns_are_another_file(as_edith, recipe):
    as_edith.post(NEW, {"file": upload(ANSWERS.replace("comment", "words"))})
    assert Import.objects.latest("pk").columns["recipe"] == ""


def test_suggested_anew(as_edith, edith, recipe):
    as_edith.post(NEW, {"file": upload(ANSWERS)})
    imported = Import.objects.latest("pk")
    as_edith.post(page(imported, "columns/"), plan_data(imported, fresh="1"))
    imported.refresh_from_db()
    assert [column["role"] for column in imported.columns["columns"]][4] == "words"
    recipes.keep(by=edith, imported=imported)
    assert ImportRecipe.objects.get().plan["columns"][4]["role"] == "words"


def test_forgotten(as_edith, as_bob, as_charlie, recipe):
    url = f"/w/acme/imports/recipes/{recipe.pk}/remove/"
    assert as_bob.post(url).status_code == 403
    assert as_charlie.post(url).status_code == 404
    assert as_edith.get(url).status_code == 405
    assert "Files that are recognised" in text(as_edith.get("/w/acme/imports/"))
    assert "looked at afresh" in text(as_edith.post(url, follow=True))
    as_edith.post(NEW, {"file": upload(ANSWERS)})
    assert Import.objects.latest("pk").columns["recipe"] == ""


def test_another_workspace_has_its_own(as_charlie, charlie, recipe):
    as_charlie.post(f"/w/{charlie.workspace.slug}/imports/new/", {"file": upload(ANSWERS)})
    assert Import.objects.latest("pk").columns["recipe"] == ""
