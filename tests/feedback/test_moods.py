"""The mood of words: who judges it, what a model learns, and that a person's word stays."""

import datetime

import pytest

from cxjourney.feedback.words import jobs, judge, moods
from cxjourney.models import Change, Feedback, MoodModel
from tests import factories

DAY = datetime.date(2026, 3, 1)
BULK = "/w/acme/feedback/bulk/"
GOOD = "Friendly people at the desk who were quick and the room was wonderful."
BAD = "Awful people at the desk who were rude and the room was horrible."


def say(workspace, text, **fields) -> Feedback:
    return factories.Feedback(workspace=workspace, text=text, said_on=DAY, touchpoint=None, **fields)


def read(workspace, feedback: Feedback) -> tuple:
    jobs.read(workspace.pk)
    feedback.refresh_from_db()
    return feedback.sentiment, feedback.judged_by


def scored(workspace, text, value, **place):
    said = say(workspace, text)
    question = factories.Question(workspace=workspace, kind="csat", low=1, high=5)
    place = place or {"touchpoint": factories.Touchpoint(workspace=workspace)}
    factories.Score(workspace=workspace, feedback=said, question=question, value=value, **place)
    return said


def learnable(workspace, word_good: str, word_bad: str, language="en") -> None:
    """Six hundred comments whose score hangs on a word that VADER does not know."""
    little = {
        "en": "we were at the desk and it was {} to us all",
        "de": "wir waren am Schalter und es war {} für uns",
    }
    Feedback.objects.bulk_create(
        Feedback(
            workspace=workspace,
            text=f"{little[language].format(word)} {number}",
            said_on=DAY,
            sentiment=mood,
        )
        for number in range(300)
        for word, mood in ((word_good, 1), (word_bad, -1))
    )


@pytest.mark.parametrize(("text", "mood"), [(GOOD, 1), (BAD, -1)])
def test_vader_judges_english_without_a_score(workspace, text, mood):
    said = say(workspace, text)
    assert read(workspace, said) == (mood, "vader")
    assert 0 < said.polarity * mood <= 1
    assert said.judge == "VADER"


@pytest.mark.parametrize(
    "text",
    [
        "Das Personal war furchtbar und das Essen war leider schlecht.",
        "We were at the desk of the station and then at the gate.",  # no word that VADER knows
        "12345",
    ],
)
def test_what_cannot_be_judged_is_not_zero(workspace, text):
    said = say(workspace, text)
    assert read(workspace, said) == (None, "")
    assert said.polarity is None


@pytest.mark.parametrize(("value", "mood", "polarity"), [(1, -1, -1), (2, -1, -0.5), (3, 0, 0), (5, 1, 1)])
def test_a_score_says_more_than_the_words(workspace, value, mood, polarity):
    said = scored(workspace, GOOD, value)
    assert read(workspace, said) == (mood, "score")
    assert said.polarity == polarity


def test_the_score_of_the_same_place_counts(workspace):
    gate = factories.Touchpoint(workspace=workspace)
    said = scored(workspace, GOOD, 5)
    Feedback.objects.filter(pk=said.pk).update(touchpoint=gate)
    factories.Score(workspace=workspace, feedback=said, touchpoint=gate, value=1)
    assert read(workspace, said) == (-1, "score")


def test_what_came_with_the_words_stays(workspace):
    assert read(workspace, say(workspace, GOOD, sentiment=-1)) == (-1, "")


def test_a_persons_correction_wins_and_is_undone(as_edith, workspace, hx):
    said, other = say(workspace, GOOD), say(workspace, GOOD)
    jobs.read(workspace.pk)
    sent = {"feedback": [said.pk, other.pk], "sentiment": "bad"}
    assert as_edith.post(BULK, sent, headers=hx).status_code == 200
    assert read(workspace, said) == (-1, "hand")
    assert said.polarity == -1
    as_edith.post(f"/w/acme/changes/{Change.objects.latest('pk').pk}/undo/")
    assert read(workspace, said) == (1, "vader")
    assert read(workspace, other) == (1, "vader")


def test_correction_in_the_form(as_edith, workspace, hx):
    said = say(workspace, GOOD)
    jobs.read(workspace.pk)
    sent = {"text": GOOD, "said_on": DAY, "source": "survey", "version": 1, "base_text": GOOD}
    edit = f"/w/acme/feedback/{said.pk}/edit/"
    assert as_edith.post(edit, sent | {"sentiment": "good"}, headers=hx).status_code == 200
    assert read(workspace, said) == (1, "vader")  # nothing was corrected
    assert as_edith.post(edit, sent | {"sentiment": "", "version": 2}, headers=hx).status_code == 200
    assert read(workspace, said) == (None, "hand")


def test_correcting_is_refused(as_bob, as_edith, workspace, hx):
    said = say(workspace, GOOD)
    assert as_bob.post(BULK, {"feedback": said.pk, "sentiment": "bad"}, headers=hx).status_code == 403
    assert as_edith.post(BULK, {"feedback": said.pk, "sentiment": "x"}, headers=hx).status_code == 422


def test_changed_words_are_judged_again(workspace):
    said = say(workspace, GOOD)
    jobs.read(workspace.pk)
    Feedback.objects.filter(pk=said.pk).update(text=BAD)
    said.refresh_from_db()
    assert (said.sentiment, said.polarity) == (None, None)
    assert read(workspace, said) == (-1, "vader")


def test_a_model_learns_is_measured_and_judges(workspace):
    said = say(workspace, "We were at the desk and it was zonky to us all.")
    assert read(workspace, said) == (None, "")
    learnable(workspace, "plinky", "zonky")
    assert read(workspace, said) == (-1, "model")
    model = MoodModel.objects.get()
    assert (model.language, model.labelled, model.tested, model.number) == ("en", 600, 120, 1)
    assert model.right_model == model.right == 120
    assert model.right_vader == 0  # it knows none of these words
    assert model.right_guess == 60
    assert said.judge_number == 1
    jobs.read(workspace.pk)
    assert MoodModel.objects.get().number == 1  # nothing new to learn


def test_another_language_is_learnt_too(workspace):
    said = say(workspace, "Es war am Schalter für uns leider sehr zäh und wir waren müde.")
    learnable(workspace, "flott", "zäh", "de")
    assert read(workspace, said) == (-1, "model")
    model = MoodModel.objects.get()
    assert (model.language, model.right_vader, model.share) == ("de", None, 1)


def test_corrections_are_learnt(workspace):
    learnable(workspace, "plinky", "zonky")
    said = say(workspace, "We were at the desk and it was zonky to us all.")
    jobs.read(workspace.pk)
    rows = Feedback.objects.filter(text__contains="zonky", sentiment=-1).exclude(pk=said.pk)
    rows.update(sentiment=1, judged_by="hand")
    Feedback.objects.filter(text__contains="plinky").update(sentiment=-1, judged_by="hand")
    assert read(workspace, said) == (1, "model")
    model = MoodModel.objects.get()
    assert (model.number, model.corrections, said.judge_number) == (2, 600, 2)


def test_one_sided_comments_teach_nothing(workspace):
    learnable(workspace, "plinky", "zonky")
    Feedback.objects.filter(sentiment=-1).update(sentiment=1)
    jobs.read(workspace.pk)
    assert not MoodModel.objects.exists()


def test_without_the_packages_scores_still_judge(as_bob, workspace, monkeypatch):
    monkeypatch.setattr(judge, "find_spec", lambda name: None)
    said, rated = say(workspace, GOOD), scored(workspace, GOOD, 1)
    assert read(workspace, said) == (None, "")
    assert read(workspace, rated) == (-1, "score")
    assert "requirements-words.txt" in as_bob.get("/w/acme/themes/moods/").content.decode()


def test_the_page_says_how_well(as_bob, as_charlie, workspace):
    say(workspace, "座席は快適でしたが、食事は冷たかったです。")
    learnable(workspace, "plinky", "zonky")
    jobs.read(workspace.pk)
    page = as_bob.get("/w/acme/themes/moods/").content.decode()
    for part in (
        "100.0\u00a0%",
        "96.9\u00a0% to 100.0\u00a0%",
        "VADER alone",
        "120 it had not seen",
        "Japanese",
    ):
        assert part in page
    assert "Not judged: no model has learnt this language yet" in page
    assert as_charlie.get("/w/acme/themes/moods/").status_code == 404


def test_labels_are_what_people_and_scores_say(workspace):
    say(workspace, GOOD)
    say(workspace, GOOD, sentiment=1)
    scored(workspace, BAD, 1)
    scored(workspace, BAD, 3)
    jobs.read(workspace.pk)
    assert moods.known_by_language(workspace.pk) == {"en": 2}
