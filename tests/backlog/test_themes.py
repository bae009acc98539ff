"""The page of themes, and a theme that becomes a pain point."""

import datetime

import pytest
from django.utils import timezone

from cxjourney.feedback.words import jobs
from cxjourney.models import Change, Evidence, PainPoint, Theme, WordsRun
from tests import factories

PAGE = "/w/acme/themes/"


@pytest.fixture
def gate(workspace):
    return factories.Touchpoint(workspace=workspace, name="Gate")


def say(workspace, text, times, *, ago=5, **fields):
    day = timezone.localdate() - datetime.timedelta(days=ago)
    for _ in range(times):
        factories.Feedback(workspace=workspace, text=text, said_on=day, **fields)


@pytest.fixture
def luggage(workspace, gate):
    """Twelve of twenty speak of their luggage, most of them angry."""
    say(workspace, "The luggage was lost for days.", 9, touchpoint=gate, sentiment=-1)
    say(workspace, "The luggage came at once.", 3, touchpoint=gate, sentiment=1)
    say(workspace, "A calm flight with tea.", 8, touchpoint=None)
    jobs.read(workspace.pk)
    return Theme.objects.get(term="luggage")


def page(client, **query) -> str:
    response = client.get(PAGE, query)
    assert response.status_code == 200
    return response.content.decode()


def row(text: str, theme) -> str:
    return text.partition(f'id="theme-{theme.pk}"')[2].partition("</tr>")[0]


def test_share_mood_place_and_quotes(as_bob, luggage):
    shown = row(page(as_bob), luggage)
    assert "60.0\u00a0%" in shown
    assert "38.7\u00a0% to 78.1\u00a0%" in shown  # Wilson, 12 of 20
    assert "mostly at Gate" in shown
    assert 'aria-label="Negative"' in shown
    assert "75\u00a0% negative, of 12 judged" in shown
    assert "<mark>luggage</mark> was lost" in shown or "<mark>luggage</mark> came" in shown
    assert "Make a pain point" not in shown


def test_trend_against_the_period_before(as_bob, workspace, gate, luggage):
    say(workspace, "Tea was served on time here.", 20, ago=45, touchpoint=gate)
    jobs.read(workspace.pk)
    text = page(as_bob, period="30", sort="rising")
    shown = row(text, luggage)
    assert "60.0" in shown.partition("trend--up")[2]
    assert "rising" in shown
    assert f'id="theme-{luggage.pk}"' in page(as_bob, period="90")


def test_filters(as_bob, workspace, luggage, gate):
    shop = factories.Touchpoint(workspace=workspace)
    assert f"theme-{luggage.pk}" in page(as_bob, touchpoint=gate.pk, language="en")
    assert f"theme-{luggage.pk}" not in page(as_bob, touchpoint=shop.pk)
    assert f"theme-{luggage.pk}" not in page(as_bob, language="de")
    for nonsense in ({"period": "x"}, {"touchpoint": "9" * 30}, {"language": "<"}, {"sort": "x"}):
        assert f"theme-{luggage.pk}" in page(as_bob, **nonsense)


def test_as_many_queries_for_many(as_bob, workspace, luggage, django_assert_max_num_queries):
    say(workspace, "Coffee machine broken.", 3, touchpoint=None)
    say(workspace, "Wheelchair help was missing.", 3, touchpoint=None)
    jobs.read(workspace.pk)
    with django_assert_max_num_queries(18):
        page(as_bob)


def test_a_theme_is_a_filter_of_the_inbox(as_bob, workspace, luggage):
    text = as_bob.get("/w/acme/feedback/", {"theme": luggage.pk}).content.decode()
    assert "luggage was lost" in text
    assert "A calm flight" not in text
    assert "12 customers" in text
    assert f"theme={luggage.pk}" in row(page(as_bob), luggage)
    assert as_bob.get("/w/acme/feedback/", {"theme": "x"}).status_code == 200


def test_becomes_a_pain_point_with_its_complaints_and_back(as_edith, luggage, gate, hx):
    assert "Make a pain point" in row(page(as_edith), luggage)
    answer = as_edith.post(f"{PAGE}{luggage.pk}/pain/", {"touchpoint": gate.pk}, headers=hx)
    assert answer.status_code == 204
    pain = PainPoint.objects.get()
    assert (pain.title, pain.touchpoint) == ("Luggage", gate)
    assert Evidence.objects.live().count() == 9
    shown = row(page(as_edith), luggage)
    assert f"/pains/{pain.pk}/" in shown
    assert "Make a pain point" not in shown
    as_edith.post(f"/w/acme/changes/{Change.objects.latest('pk').pk}/undo/")
    assert not PainPoint.objects.live().exists()
    assert not Evidence.objects.live().exists()


def test_two_presses_make_one(as_edith, luggage, gate, hx):
    sent = {"touchpoint": gate.pk, "key": "6f0c52f0-4c5e-4a7d-9d54-0d5e8c1f3a11"}
    for _ in range(2):
        as_edith.post(f"{PAGE}{luggage.pk}/pain/", sent, headers=hx)
    assert PainPoint.objects.count() == 1


def test_needs_a_place(as_edith, workspace, hx):
    say(workspace, "The luggage was lost.", 3, touchpoint=None)
    jobs.read(workspace.pk)
    theme = Theme.objects.get(term="luggage")
    assert as_edith.post(f"{PAGE}{theme.pk}/pain/", headers=hx).status_code == 422
    assert not PainPoint.objects.exists()


def test_words_about_the_whole_journey_are_given_a_place(as_edith, as_bob, workspace, hx):
    hall = factories.Touchpoint(workspace=workspace, name="Luggage belt")
    stage = factories.Stage(workspace=workspace)
    say(workspace, "The luggage was lost.", 3, touchpoint=None)
    jobs.read(workspace.pk)
    theme = Theme.objects.get(term="luggage")
    where = f"{PAGE}{theme.pk}/pain/"
    assert where in row(page(as_edith), theme)
    assert where not in row(page(as_bob), theme)
    asked = as_edith.get(where, headers=hx).content.decode()
    assert f'<option value="touchpoint:{hall.pk}" selected>' in asked  # its name has the theme in it
    assert "Say where it hurts." in as_edith.post(where, {"spot": ""}, headers=hx).content.decode()
    assert as_edith.post(where, {"spot": "touchpoint:999999"}, headers=hx).status_code == 422
    assert as_edith.post(where, {"spot": f"stage:{stage.pk}"}, headers=hx).status_code == 204
    pain = PainPoint.objects.get()
    assert (pain.title, pain.stage, pain.evidence.count()) == ("Luggage", stage, 3)
    assert f"/pains/{pain.pk}/" in row(page(as_edith), theme)


def test_is_refused(as_bob, as_edith, as_charlie, luggage, gate, charlie, hx):
    foreign = factories.Touchpoint(workspace=charlie.workspace)
    assert as_bob.post(f"{PAGE}{luggage.pk}/pain/", {"touchpoint": gate.pk}).status_code == 403
    assert as_charlie.post(f"{PAGE}{luggage.pk}/pain/", {"touchpoint": gate.pk}).status_code == 404
    wrong = as_edith.post(f"{PAGE}{luggage.pk}/pain/", {"touchpoint": foreign.pk}, headers=hx)
    assert wrong.status_code == 422
    assert as_bob.post(f"{PAGE}read/").status_code == 403
    assert not PainPoint.objects.exists()


def test_says_what_waits_and_what_went_wrong(as_edith, as_bob, workspace, luggage):
    say(workspace, "Tea was cold.", 2)
    assert "2 texts are not read yet" in page(as_edith)
    assert "Read it now" not in page(as_bob)
    WordsRun.objects.update(message="Something failed.", started_at=None)
    assert "Something failed." in page(as_bob)


def test_empty_teaches(as_edith):
    assert "Import answers" in page(as_edith)


def test_reads_again(as_edith, workspace, monkeypatch):
    started = []
    monkeypatch.setattr(jobs.subprocess, "Popen", lambda command, **_more: started.append(command))
    assert as_edith.post(f"{PAGE}read/").status_code == 302
    assert started[0][-2:] == ["read_words", str(workspace.pk)]
    monkeypatch.undo()
    jobs._children.clear()
    assert "are being read" in page(as_edith)
