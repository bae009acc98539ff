from tests.journeys.answers import body


def test_everybody_of_the_workspace_sees_the_card(as_bob, card):
    page = body(as_bob.get(f"/w/acme/cards/{card.pk}/"))
    assert page.strip().startswith("<li")
    assert "Tries the blue bike" in page


def test_outsiders_do_not(as_charlie, card):
    assert as_charlie.get(f"/w/acme/cards/{card.pk}/").status_code == 404
    assert as_charlie.get(f"/w/rival/cards/{card.pk}/").status_code == 404


def test_nothing_is_posted_here(as_edith, card):
    assert as_edith.post(f"/w/acme/cards/{card.pk}/").status_code == 405


def test_a_removed_card_is_not_there(as_edith, card):
    as_edith.post(f"/w/acme/cards/{card.pk}/remove/")
    assert as_edith.get(f"/w/acme/cards/{card.pk}/").status_code == 404


def test_a_number_too_large_for_an_id(as_edith, workspace):
    assert as_edith.get("/w/acme/cards/99999999999999999999/").status_code == 404
