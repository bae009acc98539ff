"""Words chosen in the inbox become evidence."""

import uuid

import pytest

from cxjourney.models import Evidence, PainPoint
from tests import factories

PAGE = "/w/acme/evidence/link/"


@pytest.fixture
def said(workspace):
    touchpoint = factories.Touchpoint(workspace=workspace)
    return [factories.Feedback(workspace=workspace, touchpoint=touchpoint, text=text) for text in "ab"]


def test_dialog_names_words_and_pains(as_edith, workspace, said):
    pain = factories.PainPoint(workspace=workspace, touchpoint=said[0].touchpoint, title="Slow gate")
    page = as_edith.get(PAGE, {"feedback": [one.pk for one in said]}).content.decode()
    assert "Slow gate" in page
    assert f'name="feedback" value="{said[1].pk}"' in page
    assert pain.pk


def test_link_to_one_that_is_there(as_edith, workspace, said, hx):
    pain = factories.PainPoint(workspace=workspace, touchpoint=said[0].touchpoint)
    given = {"feedback": [one.pk for one in said], "pain": pain.pk, "key": uuid.uuid4()}
    for _twice in range(2):
        assert as_edith.post(PAGE, given, headers=hx).status_code == 204
    assert Evidence.objects.filter(pain_point=pain).count() == 2


def test_a_new_one_stands_where_it_was_said(as_edith, workspace, said):
    given = {"feedback": [one.pk for one in said], "title": "Gate is slow"}
    assert as_edith.post(PAGE, given).status_code == 302
    pain = PainPoint.objects.get()
    assert (pain.title, pain.touchpoint, pain.evidence.count()) == ("Gate is slow", said[0].touchpoint, 2)
    as_edith.post("/w/acme/undo/")


def test_refused(as_edith, as_bob, as_charlie, charlie, workspace, said, hx):
    here = {"feedback": said[0].pk}
    foreign = factories.PainPoint(workspace=charlie.workspace)
    assert as_edith.post(PAGE, here, headers=hx).status_code == 422
    assert as_edith.post(PAGE, {"title": "x"}, headers=hx).status_code == 404
    assert as_edith.post(PAGE, here | {"pain": foreign.pk}, headers=hx).status_code == 422
    nowhere = factories.Feedback(workspace=workspace, touchpoint=None, text="all")
    answer = as_edith.post(PAGE, {"feedback": nowhere.pk, "title": "x"}, headers=hx)
    assert answer.status_code == 422
    assert "Say where it hurts." in answer.content.decode()
    assert as_bob.get(PAGE, here).status_code == 403
    assert as_charlie.get(PAGE, here).status_code == 404
    assert not Evidence.objects.exists()


def test_words_about_the_whole_journey_get_a_place(as_edith, workspace, hx):
    stage = factories.Stage(workspace=workspace)
    words = factories.Feedback(workspace=workspace, touchpoint=None, text="All of it took too long")
    assert 'name="spot"' in as_edith.get(PAGE, {"feedback": words.pk}, headers=hx).content.decode()
    sent = {"feedback": words.pk, "title": "It takes long", "spot": f"stage:{stage.pk}"}
    assert as_edith.post(PAGE, sent, headers=hx).status_code in (200, 204)
    pain = PainPoint.objects.get(title="It takes long")
    assert (pain.stage, pain.evidence.get().feedback) == (stage, words)
