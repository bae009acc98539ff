import json


def url(change) -> str:
    return f"/w/acme/changes/{change.pk}/undo/"


def test_an_older_change_of_mine(as_edith, edith, card, write, hx):
    from cxjourney.activity import log

    moved = log.settle(card, {"mood": "bad"}, by=edith, verb="card_mood", map=card.map)
    write(edith, "One")
    assert as_edith.post(url(moved), headers=hx).status_code == 204
    card.refresh_from_db()
    assert (card.mood, card.text) == ("", "One")


def test_twice_is_refused(as_edith, edith, write, hx):
    change = write(edith, "One")
    as_edith.post(url(change), headers=hx)
    response = as_edith.post(url(change), headers=hx)
    assert response.status_code == 422
    assert "Nothing to undo" in response["HX-Trigger"]


def test_anothers_is_refused_in_words(as_alice, edith, write, text, hx):
    change = write(edith, "One")
    response = as_alice.post(url(change), headers=hx)
    assert response.status_code == 422
    assert json.loads(response["HX-Trigger"])["toast"]["text"] == "Only the person who did this can undo it."
    assert text() == "One"


def test_outsiders_get_404_under_both_addresses(as_charlie, edith, write):
    change = write(edith, "One")
    assert as_charlie.post(url(change)).status_code == 404
    assert as_charlie.post(f"/w/rival/changes/{change.pk}/undo/").status_code == 404


def test_viewers_may_not(as_bob, edith, write):
    assert as_bob.post(url(write(edith, "One"))).status_code == 403


def test_an_id_beyond_all_numbers(as_edith):
    assert as_edith.post(f"/w/acme/changes/{10**30}/undo/").status_code == 404
