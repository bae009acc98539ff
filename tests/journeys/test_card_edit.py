import re

import pytest

from cxjourney.activity.models import Change
from cxjourney.models import Card
from tests.journeys.answers import body, events, toast, undo


@pytest.fixture
def url(card):
    return f"/w/acme/cards/{card.pk}/edit/"


@pytest.fixture
def seen(card):
    """What the form says about the card as it was opened."""
    return {"version": card.version, "base": card.text}


def fields(page: str) -> dict:
    """The hidden fields of a form, and its text."""
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    return found | {"text": re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)[1]}


def test_the_words_are_saved(as_edith, url, card, seen, hx):
    response = as_edith.post(url, seen | {"text": "Tries the red bike"}, headers=hx)
    card.refresh_from_db()
    assert (card.text, card.version) == ("Tries the red bike", 2)
    assert f'id="card-{card.pk}"' in body(response)
    assert "<form" not in body(response)
    assert toast(response) == "Card saved"


def test_a_teammate_edits_it_too(as_alice, url, card, seen):
    as_alice.post(url, seen | {"text": "Rides"})
    assert Change.objects.get().actor.name == "Alice"


def test_the_form_knows_what_it_was_opened_on(as_edith, url, card, seen, hx):
    page = body(as_edith.get(url, headers=hx))
    assert fields(page).items() >= {"version": "1", "base": card.text, "text": card.text}.items()
    assert f'id="card-{card.pk}"' in page
    assert f'data-draft="card-{card.pk}"' in page
    assert "hx-morph-skip" in page


def test_undo_brings_the_words_back(as_edith, url, card, seen, hx):
    as_edith.post(undo(as_edith.post(url, seen | {"text": "Rides"}, headers=hx)), headers=hx)
    card.refresh_from_db()
    assert card.text == "Tries the blue bike"


def test_only_editors(gate, url):
    gate(url, get=True)


def test_a_card_that_never_was(as_edith, workspace):
    assert as_edith.post("/w/acme/cards/999999/edit/", {"text": "x"}).status_code == 404


def test_empty_is_refused_and_the_card_stays(as_edith, url, card, seen, hx):
    response = as_edith.post(url, seen | {"text": " "}, headers=hx)
    assert response.status_code == 422
    assert fields(body(response))["base"] == card.text
    card.refresh_from_db()
    assert card.text == "Tries the blue bike"


def test_too_long_keeps_what_was_typed(as_edith, url, seen, hx):
    response = as_edith.post(url, seen | {"text": "y" * 501}, headers=hx)
    assert response.status_code == 422
    assert fields(body(response))["text"] == "y" * 501


def test_nothing_changed_is_not_logged(as_edith, url, card, seen, hx):
    response = as_edith.post(url, seen | {"text": card.text}, headers=hx)
    assert events(response) == {}
    assert not Change.objects.exists()


def test_other_words_changed_meanwhile_are_merged(as_edith, as_alice, url, card, seen, hx):
    as_alice.post(url, seen | {"text": "Tries the blue bike twice"})
    response = as_edith.post(url, seen | {"text": "Rides the blue bike"}, headers=hx)
    assert response.status_code == 200
    assert "Rides the blue bike twice" in body(response)
    card.refresh_from_db()
    assert card.text == "Rides the blue bike twice"


def test_a_move_meanwhile_is_no_conflict(as_edith, as_alice, url, card, seen, next_stage, lane):
    as_alice.post(f"/w/acme/cards/{card.pk}/move/", {"lane": lane.pk, "stage": next_stage.pk, "before": ""})
    as_edith.post(url, seen | {"text": "Rides"})
    card.refresh_from_db()
    assert (card.text, card.stage_id) == ("Rides", next_stage.pk)


def test_the_same_words_changed_by_two_are_shown_to_the_second(as_edith, as_alice, url, card, seen, hx):
    as_alice.post(url, seen | {"text": "Tries the red bike"})
    response = as_edith.post(url, seen | {"text": "Tries the green bike"}, headers=hx)
    page = body(response)
    assert response.status_code == 409
    assert "Tries the red bike</q>" in page
    assert "Tries the green bike</q>" in page
    assert "Keep mine" in page
    assert "Take theirs" in page
    card.refresh_from_db()
    assert card.text == "Tries the red bike"


def test_keep_mine_is_the_form_sent_again(as_edith, as_alice, url, card, seen, hx):
    as_alice.post(url, seen | {"text": "Tries the red bike"})
    page = body(as_edith.post(url, seen | {"text": "Tries the green bike"}, headers=hx))
    again = fields(page)
    assert again["base"] == "Tries the red bike"
    assert as_edith.post(url, again, headers=hx).status_code == 200
    card.refresh_from_db()
    assert card.text == "Tries the green bike"


def test_a_third_person_between_is_seen_too(as_edith, as_alice, url, card, seen, hx):
    as_alice.post(url, seen | {"text": "Tries the red bike"})
    again = fields(body(as_edith.post(url, seen | {"text": "Tries the green bike"}, headers=hx)))
    as_alice.post(url, {"text": "Tries the grey bike", "version": 2, "base": "Tries the red bike"})
    assert as_edith.post(url, again, headers=hx).status_code == 409


def test_who_does_not_say_what_was_seen_overwrites_nobody(as_edith, as_alice, url, card, hx):
    assert as_edith.post(url, {"text": "Walks"}, headers=hx).status_code == 409
    card.refresh_from_db()
    assert card.text == "Tries the blue bike"


def test_merged_words_that_grow_too_long_are_shown_instead(as_edith, as_alice, url, card, seen, hx):
    as_alice.post(url, seen | {"text": "a" * 300 + " " + card.text})
    response = as_edith.post(url, seen | {"text": card.text + " " + "b" * 300}, headers=hx)
    assert response.status_code == 409


def test_a_card_removed_while_somebody_types_comes_back_with_the_text(
    as_edith, as_alice, url, card, seen, hx
):
    as_alice.post(f"/w/acme/cards/{card.pk}/remove/")
    response = as_edith.post(url, seen | {"text": "Rides the blue bike"}, headers=hx)
    assert response.status_code == 409
    assert "Somebody removed this card" in body(response)
    again = fields(body(response))
    assert again["revive"] == "1"
    assert as_edith.post(url, again, headers=hx).status_code == 200
    assert Card.objects.live().get().text == "Rides the blue bike"


def test_mood_and_team_go_with_the_words(as_edith, url, card, seen, team, hx):
    response = as_edith.post(url, seen | {"text": "Rides", "mood": "good", "team": team.pk}, headers=hx)
    card.refresh_from_db()
    assert (card.text, card.mood, card.team) == ("Rides", "good", team)
    as_edith.post(undo(response), headers=hx)
    card.refresh_from_db()
    assert (card.text, card.mood, card.team) == ("Tries the blue bike", "", None)


def test_what_the_form_has_not_stays(as_edith, url, card, seen):
    Card.objects.filter(pk=card.pk).update(mood="bad")
    as_edith.post(url, seen | {"text": "Rides"})
    card.refresh_from_db()
    assert card.mood == "bad"


def test_a_team_of_others_is_refused(as_edith, url, card, seen, charlie, hx):
    from tests import factories

    foreign = factories.Team(workspace=charlie.workspace)
    assert as_edith.post(url, seen | {"text": "Rides", "team": foreign.pk}, headers=hx).status_code == 422


def test_markup_stays_words(as_edith, url, seen, hx):
    response = as_edith.post(url, seen | {"text": "<b>&amp;</b>"}, headers=hx)
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in body(response)
    assert "<b>" not in body(response)


def test_without_scripts_there_is_a_page(as_edith, as_alice, url, map_, seen):
    assert "<html" in body(as_edith.get(url))
    as_alice.post(url, seen | {"text": "Tries the red bike"})
    page = as_edith.post(url, seen | {"text": "Tries the green bike"})
    assert (page.status_code, "<html" in body(page)) == (409, True)
    saved = as_edith.post(url, fields(body(page)))
    assert saved["Location"] == f"/w/acme/maps/{map_.pk}/"


def test_how_we_know_it_is_chosen_in_the_form(as_edith, card, hx):
    url = f"/w/acme/cards/{card.pk}/edit/"
    assert 'value="assumed" selected' in as_edith.get(url, headers=hx).content.decode()
    typed = {"text": card.text, "version": 1, "base": card.text, "evidence": "measured"}
    html = as_edith.post(url, typed, headers=hx).content.decode()
    assert 'data-known="measured"' in html
    assert 'title="Measured"' in html
    assert as_edith.post(url, typed | {"evidence": "guessed"}, headers=hx).status_code == 422
