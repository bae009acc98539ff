import re

import pytest

from cxjourney.activity.models import Change
from tests.journeys.answers import body, events, toast, undo


@pytest.fixture
def url(stage):
    return f"/w/acme/stages/{stage.pk}/edit/"


@pytest.fixture
def seen(stage):
    return {
        "version": stage.version,
        "base_name": stage.name,
        "base_goal": stage.goal,
        "name": stage.name,
        "goal": stage.goal,
    }


def fields(page: str) -> dict:
    """What the form would send."""
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    name = re.search(r'name="name" type="text" value="([^"]*)"', page)[1]
    return found | {"name": name, "goal": re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)[1]}


def test_name_and_goal_are_one_change(as_edith, url, stage, seen, hx):
    response = as_edith.post(url, seen | {"name": "Shop", "goal": "Touch it"}, headers=hx)
    stage.refresh_from_db()
    assert (stage.name, stage.goal) == ("Shop", "Touch it")
    assert "Shop" in body(response)
    assert "<form" not in body(response)
    assert toast(response) == "Stage saved"
    assert "board:refresh" in events(response)
    assert Change.objects.count() == 1


def test_the_form_stands_in_the_head(as_edith, url, seen, hx):
    page = body(as_edith.get(url, headers=hx))
    assert fields(page).items() >= {k: str(v) for k, v in seen.items()}.items()
    assert 'hx-target="closest [data-stage-head]"' in page
    assert "<dialog" not in page


def test_undo_brings_both_back(as_edith, url, stage, seen, hx):
    response = as_edith.post(url, seen | {"name": "Shop", "goal": ""}, headers=hx)
    as_edith.post(undo(response), headers=hx)
    stage.refresh_from_db()
    assert (stage.name, stage.goal) == ("Visit", "See it")


def test_only_editors(gate, url):
    gate(url, get=True)


def test_a_stage_without_a_name_is_refused(as_edith, url, seen, hx):
    response = as_edith.post(url, seen | {"name": "", "goal": "Touch it"}, headers=hx)
    assert response.status_code == 422
    assert "Give the stage a name." in body(response)
    assert fields(body(response))["goal"] == "Touch it"


def test_a_goal_too_long_is_refused(as_edith, url, seen, hx):
    assert as_edith.post(url, seen | {"goal": "g" * 241}, headers=hx).status_code == 422


def test_one_edits_the_name_and_another_the_goal(as_edith, as_alice, url, stage, seen):
    as_alice.post(url, seen | {"name": "Shop"})
    as_edith.post(url, seen | {"goal": "Touch it"})
    stage.refresh_from_db()
    assert (stage.name, stage.goal) == ("Shop", "Touch it")


def test_a_move_meanwhile_is_no_conflict(as_edith, as_alice, url, stage, next_stage, seen):
    as_alice.post(f"/w/acme/stages/{stage.pk}/move/", {"before": ""})
    assert as_edith.post(url, seen | {"name": "Shop"}).status_code == 302


def test_the_same_words_changed_by_two(as_edith, as_alice, url, stage, seen, hx):
    as_alice.post(url, seen | {"name": "Shop"})
    response = as_edith.post(url, seen | {"name": "Store", "goal": "Touch it"}, headers=hx)
    assert response.status_code == 409
    again = fields(body(response))
    assert (again["name"], again["base_name"], again["goal"]) == ("Store", "Shop", "Touch it")
    stage.refresh_from_db()
    assert (stage.name, stage.goal) == ("Shop", "See it"), "neither is saved before it is settled"
    assert as_edith.post(url, again, headers=hx).status_code == 200
    stage.refresh_from_db()
    assert (stage.name, stage.goal) == ("Store", "Touch it")


def test_both_texts_in_conflict_are_both_shown(as_edith, as_alice, url, seen, hx):
    as_alice.post(url, seen | {"name": "Shop", "goal": "Smell"})
    page = body(as_edith.post(url, seen | {"name": "Store", "goal": "Hear"}, headers=hx))
    for text in ("Shop", "Store", "Smell", "Hear"):
        assert f"{text}</q>" in page


def test_a_removed_stage_is_not_there(as_edith, url, stage):
    as_edith.post(f"/w/acme/stages/{stage.pk}/remove/")
    assert as_edith.get(url).status_code == 404


def test_without_scripts_there_is_a_page(as_edith, url):
    assert "<html" in body(as_edith.get(url))
