"""Words changed and removed."""

import json

import pytest
from django.utils import timezone

from cxjourney.models import Feedback
from tests import factories


@pytest.fixture
def feedback(workspace):
    return factories.Feedback(workspace=workspace, text="The queue was long and slow.", source="survey")


def page(feedback, what="edit") -> str:
    return f"/w/acme/feedback/{feedback.pk}/{what}/"


def given(feedback, **changes) -> dict:
    return {
        "text": feedback.text,
        "base_text": feedback.text,
        "version": feedback.version,
        "source": feedback.source,
        "said_on": feedback.said_on.isoformat(),
        "sentiment": "",
    } | changes


def test_form_save_and_undo(as_edith, feedback, hx):
    assert "The queue was long" in as_edith.get(page(feedback), headers=hx).content.decode()
    response = as_edith.post(page(feedback), given(feedback, text="Long.", sentiment="bad"), headers=hx)
    assert '<p class="voice">Long.</p>' in response.content.decode()
    feedback.refresh_from_db()
    assert (feedback.text, feedback.sentiment, feedback.version) == ("Long.", -1, 2)
    as_edith.post(json.loads(response["HX-Trigger"])["toast"]["undo"], headers=hx)
    feedback.refresh_from_db()
    assert (feedback.text, feedback.sentiment) == ("The queue was long and slow.", None)


def test_as_a_page(as_edith, feedback):
    assert "<html" in as_edith.get(page(feedback)).content.decode()
    assert as_edith.post(page(feedback), given(feedback))["Location"] == "/w/acme/feedback/"


def test_changes_of_two_are_merged(as_edith, feedback, hx):
    data = given(feedback, text="The queue was long and very slow.")
    Feedback.objects.update(text="Oh, the queue was long and slow.", version=2)
    as_edith.post(page(feedback), data, headers=hx)
    feedback.refresh_from_db()
    assert feedback.text == "Oh, the queue was long and very slow."


def test_the_same_words_changed_by_two_are_shown(as_edith, feedback, hx):
    data = given(feedback, text="The queue was endless.")
    Feedback.objects.update(text="The queue was a delight.", version=2)
    response = as_edith.post(page(feedback), data, headers=hx)
    assert response.status_code == 409
    html = response.content.decode()
    assert "The queue was endless." in html
    assert "The queue was a delight." in html
    assert 'name="version" value="2"' in html


def test_removed_meanwhile(as_edith, feedback, hx):
    Feedback.objects.update(removed_at=timezone.now())
    assert as_edith.post(page(feedback), given(feedback), headers=hx).status_code == 404


def test_wrong_input(as_edith, feedback, hx):
    response = as_edith.post(page(feedback), given(feedback, text=""), headers=hx)
    assert response.status_code == 422
    assert "Write what the customer said." in response.content.decode()


def test_roles_and_outsiders(as_connie, as_bob, as_charlie, feedback):
    for what in ("edit", "remove"):
        assert as_connie.post(page(feedback, what), given(feedback)).status_code == 403
        assert as_bob.post(page(feedback, what), given(feedback)).status_code == 403
        assert as_charlie.post(page(feedback, what), given(feedback)).status_code == 404


def test_remove_and_undo(as_edith, feedback, hx):
    response = as_edith.post(page(feedback, "remove"), headers=hx)
    assert response.status_code == 200
    assert response.content == b""
    assert not Feedback.objects.live().exists()
    as_edith.post(json.loads(response["HX-Trigger"])["toast"]["undo"], headers=hx)
    assert Feedback.objects.live().exists()
    assert as_edith.post(page(feedback, "remove"))["Location"] == "/w/acme/feedback/"
    assert as_edith.get(page(feedback, "remove")).status_code == 405


def test_show_one(as_bob, as_edith, feedback, hx):
    address = f"/w/acme/feedback/{feedback.pk}/"
    assert as_bob.get(address, headers=hx).content.decode().strip().startswith("<li")
    assert "/edit/" not in as_bob.get(address, headers=hx).content.decode()
    assert "/edit/" in as_edith.get(address).content.decode()


def test_queries_of_an_edit(as_edith, feedback, hx, django_assert_max_num_queries):
    data = given(feedback, text="Shorter.")
    with django_assert_max_num_queries(
        11
    ):  # among them BEGIN, COMMIT, a savepoint, and the scores shown with it
        as_edith.post(page(feedback), data, headers=hx)
