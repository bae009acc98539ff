"""Scores given by hand."""

import json
import uuid

import pytest
from django.utils import timezone

from cxjourney.models import Change, Question, Rollup, Score
from tests import factories

PAGE = "/w/acme/scores/new/"


@pytest.fixture
def touchpoint(workspace):
    return factories.Touchpoint(workspace=workspace, channel="phone")


def given(**changes) -> dict:
    return {
        "question": "nps",
        "value": "9",
        "count": "1",
        "answered_on": timezone.localdate().isoformat(),
        "key": str(uuid.uuid4()),
    } | changes


def test_in_the_drawer_with_the_usual_question(as_edith, touchpoint, hx):
    address = f"{PAGE}?touchpoint={touchpoint.pk}"
    assert 'data-low="0" data-high="10"' in as_edith.get(address, headers=hx).content.decode()
    response = as_edith.post(address, given(), headers=hx)
    score = Score.objects.get()
    assert (score.value, score.question.name, score.touchpoint, score.channel) == (
        9,
        "NPS",
        touchpoint,
        "phone",
    )
    assert Rollup.objects.get(grain="d").a9 == 1
    as_edith.post(address, given(), headers=hx)
    assert Question.objects.count() == 1
    undo = json.loads(response["HX-Trigger"])["toast"]["undo"]
    assert as_edith.post(undo, headers=hx).status_code == 200
    assert Score.objects.count() == 1
    assert as_edith.post(undo, headers=hx).status_code == 404


def test_on_its_page_for_several_customers(as_edith, workspace):
    stage = factories.Stage(workspace=workspace)
    response = as_edith.post(PAGE, given(spot=f"stage:{stage.pk}", question="csat", value="4", count="12"))
    assert response["Location"] == "/w/acme/feedback/"
    assert Score.objects.get().count == 12
    assert Change.objects.get().map == stage.map


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ("nps", 11, "NPS: 11 is off the scale 0–10."),
        ("nps", -1, "NPS: -1 is off the scale 0–10."),
        ("csat", 0, "CSAT: 0 is off the scale 1–5."),
        ("ces", 8, "CES: 8 is off the scale 1–7."),
        ("agree", 6, "Agreement: 6 is off the scale 1–5."),
    ],
)
def test_off_its_scale_says_which(as_edith, touchpoint, kind, value, says):
    response = as_edith.post(f"{PAGE}?touchpoint={touchpoint.pk}", given(question=kind, value=value))
    assert response.status_code == 422
    assert says in response.content.decode()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"value": ""}, "Give the score."),
        ({"value": "4.5"}, "whole number"),
        ({"answered_on": "2999-01-01"}, "in the future"),
        ({"count": "0"}, "greater than or equal to 1"),
        ({"question": "iq"}, "valid choice"),
        ({"question": "custom", "low": "0", "high": "4"}, "Give the scale a short name."),
        ({"question": "custom", "name": "Comfort", "low": "", "high": "4"}, "begins and ends"),
        ({"question": "custom", "name": "Comfort", "low": "5", "high": "4"}, "above the lowest"),
        ({"question": "custom", "name": "Comfort", "low": "0", "high": "100"}, "at most 11 steps"),
    ],
)
def test_what_is_wrong_is_said(as_edith, touchpoint, wrong, says):
    response = as_edith.post(f"{PAGE}?touchpoint={touchpoint.pk}", given(**wrong))
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Score.objects.exists()


def test_a_scale_of_ones_own_and_again_by_its_question(as_edith, touchpoint):
    address = f"{PAGE}?touchpoint={touchpoint.pk}"
    own = given(question="custom", name="Comfort", wording="How soft?", low="0", high="4", value="3")
    as_edith.post(address, own)
    question = Question.objects.get()
    assert (question.kind, question.name, question.low, question.high) == ("custom", "Comfort", 0, 4)
    assert "Comfort, 0–4 · How soft?" in as_edith.get(address).content.decode()
    as_edith.post(address, given(question=f"q{question.pk}", value="0"))
    assert Score.objects.filter(question=question).count() == 2
    other = as_edith.post(address, own | {"high": "9", "key": str(uuid.uuid4())})
    assert "already asked on the scale 0–4" in other.content.decode()


def test_the_same_key_makes_one(as_edith, touchpoint, hx):
    data = given()
    for _ in range(2):
        assert as_edith.post(f"{PAGE}?touchpoint={touchpoint.pk}", data, headers=hx).status_code == 200
    assert Score.objects.count() == 1


def test_roles(as_connie, as_bob, as_charlie, touchpoint, workspace):
    score = factories.Score(workspace=workspace)
    for address in (f"{PAGE}?touchpoint={touchpoint.pk}", f"/w/acme/scores/{score.pk}/remove/"):
        assert as_connie.post(address, given()).status_code == 403
        assert as_bob.post(address, given()).status_code == 403
        assert as_charlie.post(address, given()).status_code == 404


def test_a_score_of_an_import_stays_with_it(as_edith, workspace):
    score = factories.Score(workspace=workspace, imported=factories.Import(workspace=workspace))
    assert as_edith.post(f"/w/acme/scores/{score.pk}/remove/").status_code == 404
