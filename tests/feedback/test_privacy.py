"""How long answers are kept, and erasing what one person answered."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cxjourney.feedback.people import code_of, months_before
from cxjourney.metrics import rollups
from cxjourney.models import Change, Feedback, ImportedRow, Score
from tests import factories
from tests.feedback.importing import uploaded
from tests.feedback.test_import_pages import text
from tests.feedback.test_import_wide import WIDE, run

PAGE = "/w/acme/settings/privacy/"
ERASE = "/w/acme/settings/privacy/erase/"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def test_only_owners(as_alice, as_edith, as_bob, as_charlie):
    assert "Erase one person" in text(as_alice.get(PAGE))
    for url in (PAGE, ERASE):
        assert as_edith.post(url).status_code == 403
        assert as_bob.post(url).status_code == 403
        assert as_charlie.post(url).status_code == 404
    assert as_alice.get(ERASE).status_code == 405


def test_a_person_is_erased_by_the_address(as_alice, alice, workspace):
    run(alice, uploaded(alice, WIDE))
    assert "1 answer is erased." in text(as_alice.post(ERASE, {"address": " ANN@example.com"}, follow=True))
    assert (Score.objects.count(), Feedback.objects.live().count()) == (11, 4)
    blank = Feedback.objects.exclude(removed_at=None).get()
    assert (blank.text, blank.attributes, blank.external_id, blank.respondent_hash) == ("", {}, "", None)
    assert not list(rollups.differences(workspace.pk))
    logged = Change.objects.get(verb="person_erase")
    assert "ann" not in f"{logged.before}{logged.after}{logged.target_label}".casefold()
    assert "Nothing of this address" in text(
        as_alice.post(ERASE, {"address": "ann@example.com"}, follow=True)
    )
    assert as_alice.post(ERASE, {"address": ""}).status_code == 422


def test_the_file_does_not_bring_an_erased_person_back(as_alice, alice):
    run(alice, uploaded(alice, WIDE))
    as_alice.post(ERASE, {"address": "ann@example.com"})
    assert run(alice, uploaded(alice, WIDE)).accepted == 0
    assert ImportedRow.objects.count() == 5


def test_the_same_address_has_another_code_elsewhere():
    assert code_of(1, "Ann@Example.com ") == code_of(1, "ann@example.com")
    assert code_of(1, "ann@example.com") != code_of(2, "ann@example.com")


def test_old_words_go_and_numbers_stay(as_alice, alice, workspace, capsys):
    assert "Saved." in text(as_alice.post(PAGE, {"months": "12"}, follow=True))
    today = timezone.localdate()
    old = factories.Feedback(workspace=workspace, said_on=today - datetime.timedelta(400), text="Old words")
    new = factories.Feedback(workspace=workspace, said_on=today, text="New words")
    factories.Score(workspace=workspace, touchpoint=old.touchpoint, feedback=old)
    call_command("purge_feedback")
    assert capsys.readouterr().out == "acme: 1 answers older than 12 months\n"
    assert [one.text for one in Feedback.objects.live()] == [new.text]
    assert Score.objects.count() == 1
    assert not Feedback.objects.filter(text="Old words").exists()
    as_alice.post(PAGE, {"months": ""})
    call_command("purge_feedback", workspace="acme")
    assert capsys.readouterr().out == ""
    with pytest.raises(CommandError, match="no workspace"):
        call_command("purge_feedback", workspace="nowhere")


@pytest.mark.parametrize("months", ["0", "241", "x"])
def test_months_that_cannot_be(as_alice, months):
    assert as_alice.post(PAGE, {"months": months}).status_code == 422


def test_months_before():
    assert months_before(datetime.date(2026, 3, 31), 1) == datetime.date(2026, 2, 28)
    assert months_before(datetime.date(2026, 1, 15), 13) == datetime.date(2024, 12, 15)
