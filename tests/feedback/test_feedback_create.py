"""Words given by hand: on a page, and in the drawer."""

import json
import uuid

import pytest
from django.utils import timezone

from cxjourney.models import Change, Feedback
from tests import factories
from tests.threads import at_once

PAGE = "/w/acme/feedback/new/"


@pytest.fixture
def touchpoint(workspace):
    return factories.Touchpoint(workspace=workspace, name="Checkout")


def given(**changes) -> dict:
    return {
        "text": "I could not find the total.",
        "source": "interview",
        "said_on": timezone.localdate().isoformat(),
        "sentiment": "bad",
        "key": str(uuid.uuid4()),
    } | changes


def toast(response) -> dict:
    return json.loads(response["HX-Trigger"])["toast"]


def test_in_the_drawer(as_edith, touchpoint, hx):
    address = f"{PAGE}?touchpoint={touchpoint.pk}"
    form = as_edith.get(address, headers=hx).content.decode()
    assert f'hx-post="{address}"' in form
    assert "<html" not in form
    response = as_edith.post(address, given(), headers=hx)
    feedback = Feedback.objects.get()
    assert f'<li class="quote" id="feedback-{feedback.pk}">' in response.content.decode()
    assert (feedback.touchpoint, feedback.sentiment, feedback.source) == (touchpoint, -1, "interview")
    events = json.loads(response["HX-Trigger"])
    assert {"toast", "board:refresh", "drawer:refresh"} == set(events)
    as_edith.post(events["toast"]["undo"], headers=hx)
    feedback.refresh_from_db()
    assert feedback.removed_at


def test_on_its_page_on_a_stage(as_edith, workspace):
    stage = factories.Stage(workspace=workspace)
    assert "Choose a touchpoint or a stage" in as_edith.get(PAGE).content.decode()
    response = as_edith.post(PAGE, given(spot=f"stage:{stage.pk}"))
    assert response["Location"] == "/w/acme/feedback/"
    assert Feedback.objects.get().stage == stage
    assert Change.objects.get().map == stage.map


def test_it_shows_on_every_map_of_the_touchpoint(as_edith, workspace, touchpoint):
    placed = [factories.Placement(workspace=workspace, touchpoint=touchpoint) for _ in range(2)]
    as_edith.post(f"{PAGE}?touchpoint={touchpoint.pk}", given())
    echoes = Change.objects.filter(verb="feedback_create").exclude(echo_of=None)
    assert {echo.map_id for echo in echoes} == {one.map_id for one in placed}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"text": "  "}, "Write what the customer said."),
        ({"text": "x" * 8001}, "at most 8000"),
        ({"said_on": "2999-01-01"}, "That day is in the future."),
        ({"said_on": "1970-01-01"}, "too long ago"),
        ({"said_on": "soon"}, "valid date"),
        ({"source": "gossip"}, "valid choice"),
        ({"spot": ""}, "Say where."),
        ({"spot": "touchpoint:0"}, "valid choice"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(as_edith, touchpoint, wrong, says):
    response = as_edith.post(PAGE, given(spot=f"touchpoint:{touchpoint.pk}") | wrong)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Feedback.objects.exists()


def test_a_contributor_may_but_has_no_undo(as_connie, touchpoint, hx):
    response = as_connie.post(f"{PAGE}?touchpoint={touchpoint.pk}", given(), headers=hx)
    assert toast(response) == {"text": "Feedback added", "undo": "", "level": "info"}


def test_a_viewer_may_not(as_bob, touchpoint):
    assert as_bob.post(f"{PAGE}?touchpoint={touchpoint.pk}", given()).status_code == 403


def test_not_on_what_is_elsewhere_or_gone(as_edith, workspace, charlie):
    foreign = factories.Touchpoint(workspace=charlie.workspace)
    gone = factories.Touchpoint(workspace=workspace, removed_at=timezone.now())
    for touchpoint in (foreign, gone):
        assert as_edith.get(f"{PAGE}?touchpoint={touchpoint.pk}").status_code == 404
        assert as_edith.post(PAGE, given(spot=f"touchpoint:{touchpoint.pk}")).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_the_same_key_twenty_times_makes_one(edith, touchpoint, hx):
    from tests.cast import signed_in

    clients = [signed_in(edith) for _ in range(20)]
    data = given()
    address = f"{PAGE}?touchpoint={touchpoint.pk}"
    answers = at_once(20, lambda number: clients[number].post(address, data, headers=hx))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert Feedback.objects.count() == 1


def test_queries(as_edith, touchpoint, hx, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        as_edith.post(f"{PAGE}?touchpoint={touchpoint.pk}", given(), headers=hx)
