"""What the machine reads in customers' words: their language, and what they are about."""

import datetime
from array import array

import pytest
from django.core.management import call_command

from cxjourney.feedback import actions
from cxjourney.feedback.words import jobs, themes
from cxjourney.feedback.words.languages import Detector
from cxjourney.feedback.words.terms import Finder, Text, Words
from cxjourney.models import Feedback, Theme, ThemeMatch, WordsRun
from tests import factories

DAY = datetime.date(2026, 3, 1)


def say(workspace, text, times=1, **fields):
    made = {"said_on": DAY, "touchpoint": None} | fields
    return [factories.Feedback(workspace=workspace, text=text, **made) for _ in range(times)]


def found(workspace) -> dict[str, int]:
    return {
        theme.term: ThemeMatch.objects.filter(theme=theme).count()
        for theme in Theme.objects.for_workspace(workspace)
    }


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The queue at the desk was long and nobody told us why.", "en"),
        ("Das Personal war freundlich, aber das Essen war leider kalt.", "de"),
        ("El personal fue muy amable y la comida estaba buena.", "es"),
        ("Le personnel était aimable mais le repas était froid.", "fr"),
        ("座席は快適でしたが、食事は冷たかったです。", "ja"),
        ("12345 !!!", "und"),
    ],
)
def test_language(db, text, language):
    assert Detector().detect([text]) == [language]


def test_short_words_are_of_the_language_of_nearly_all(db):
    many = ["The queue at the desk was long and nobody told us why."] * 9
    assert Detector().detect([*many, "Toilets dirty"])[-1] == "en"
    assert Detector().detect(["Toilets dirty"]) == ["und"]
    assert Detector().detect([*many, "ππππ"])[-1] != "en"


def test_what_is_not_read_yet_is_read_once(workspace):
    one = say(workspace, "The queue at the desk was long.")[0]
    factories.Feedback(workspace=workspace, text="", touchpoint=None)
    assert jobs.waiting(workspace.pk) == 1
    assert jobs.read(workspace.pk)
    one.refresh_from_db()
    assert (one.language, jobs.waiting(workspace.pk)) == ("en", 0)
    assert WordsRun.objects.get().finished_at
    assert themes.find_languages(workspace.pk) == 0


def test_themes_are_what_several_speak_of(workspace):
    say(workspace, "We waited at the security check for an hour.", 3)
    say(workspace, "The security checks were slow, and the food was cold.", 2)
    say(workspace, "Nobody else speaks of parrots here.")
    jobs.read(workspace.pk)
    names = found(workspace)
    assert names["security check"] == 5
    assert not {"the", "parrots", "security", "check", "was"} & {*names}


def test_groups_do_not_cross_a_sign():
    words = Words()
    texts = [Text(n, 0, False, words.read("long queue. desk staff")) for n in range(4)]
    stems = {word: word for word in ("long", "queue", "desk", "staff")}
    keys = {term.key for term in Finder(texts, words, stems).find()}
    assert keys == {"long queue", "desk staff"}
    assert isinstance(texts[0].words, array)


def test_each_place_has_its_own(workspace):
    """A word that all use tells nothing of a place; what only its customers say does."""
    gate, shop = (factories.Touchpoint(workspace=workspace, name=name) for name in ("Gate", "Shop"))
    say(workspace, "We were at the airport and boarding took long.", 12, touchpoint=gate)
    say(workspace, "We were at the airport and perfume is cheap.", 12, touchpoint=shop)
    jobs.read(workspace.pk)
    weight = {theme.term: theme.weight for theme in Theme.objects.for_workspace(workspace)}
    assert weight["boarding"] > weight["airport"]
    assert weight["perfume"] > weight["airport"]


def test_themes_of_each_language_by_itself(workspace):
    say(workspace, "Das Gepäck war leider nicht da und das Personal wusste es nicht.", 3)
    say(workspace, "The luggage was not there and the staff did not know.", 3)
    jobs.read(workspace.pk)
    by_language = {(one.language, one.term) for one in Theme.objects.for_workspace(workspace)}
    assert {("de", "gepäck"), ("en", "luggage")} <= by_language
    assert not {("de", "nicht"), ("de", "das")} & by_language


def test_a_theme_keeps_its_row_and_goes_with_its_words(workspace):
    texts = say(workspace, "The luggage was lost.", 3)
    jobs.read(workspace.pk)
    before = Theme.objects.get(term="luggage")
    say(workspace, "The luggage was lost again, luggage!", 3)
    jobs.read(workspace.pk)
    assert Theme.objects.get(term="luggage").pk == before.pk
    assert ThemeMatch.objects.filter(theme=before).count() == 6
    Feedback.objects.exclude(pk=texts[0].pk).delete()
    jobs.read(workspace.pk)
    assert not Theme.objects.filter(pk=before.pk).exists()


def test_matches_follow_what_becomes_of_the_words(edith):
    workspace = edith.workspace
    one, *_rest = say(workspace, "The luggage was lost.", 3)
    jobs.read(workspace.pk)
    mine = ThemeMatch.objects.filter(feedback=one)
    change = actions.remove_feedback(by=edith, feedback=one)
    assert not mine.filter(live=True).exists()
    Feedback.objects.filter(pk=change.target_id).update(removed_at=None, sentiment=-1)
    assert mine.filter(live=True, sentiment=-1).exists()
    Feedback.objects.filter(pk=one.pk).update(text="Something else.")
    assert not mine.exists()
    assert Feedback.objects.get(pk=one.pk).language == ""


def test_workspaces_do_not_meet(workspace, charlie):
    say(workspace, "The luggage was lost.", 2)
    say(charlie.workspace, "The luggage was lost.", 2)
    jobs.read(workspace.pk)
    jobs.read(charlie.workspace.pk)
    assert not Theme.objects.exists()


def test_command_reads_all(workspace, charlie, capsys):
    say(charlie.workspace, "The luggage was lost.", 3)
    call_command("read_words")
    assert "read" in capsys.readouterr().out
    assert found(charlie.workspace)
