import pytest

from tests.journeys.answers import body, events, undo


@pytest.fixture
def url(lane):
    return f"/w/acme/lanes/{lane.pk}/edit/"


@pytest.fixture
def seen(lane):
    return {"version": lane.version, "base_title": lane.title, "base_note": lane.note, "note": lane.note}


def test_title_and_note_are_saved(as_edith, url, lane, seen, hx):
    response = as_edith.post(url, seen | {"title": "What he does", "note": "By day"}, headers=hx)
    lane.refresh_from_db()
    assert (lane.title, lane.note) == ("What he does", "By day")
    assert "What he does" in body(response)
    assert "board:refresh" in events(response)


def test_the_form_stands_in_the_head(as_edith, url, hx):
    page = body(as_edith.get(url, headers=hx))
    assert 'hx-target="closest [data-lane-head]"' in page
    assert 'name="base_title" value="Steps"' in page


def test_undo(as_edith, url, lane, seen, hx):
    as_edith.post(undo(as_edith.post(url, seen | {"title": "Deeds"}, headers=hx)), headers=hx)
    lane.refresh_from_db()
    assert lane.title == "Steps"


@pytest.mark.parametrize("title", ["", "  ", "t" * 61])
def test_a_wrong_title_is_refused(as_edith, url, seen, title, hx):
    response = as_edith.post(url, seen | {"title": title}, headers=hx)
    assert response.status_code == 422
    assert "field__errors" in body(response)


def test_a_fold_meanwhile_is_no_conflict(as_edith, as_alice, url, lane, seen):
    as_alice.post(f"/w/acme/lanes/{lane.pk}/fold/", {"folded": "1"})
    as_edith.post(url, seen | {"title": "Deeds"})
    lane.refresh_from_db()
    assert (lane.title, lane.folded) == ("Deeds", True)


def test_the_same_words_changed_by_two(as_edith, as_alice, url, lane, seen, hx):
    as_alice.post(url, seen | {"title": "Doings"})
    response = as_edith.post(url, seen | {"title": "Deeds"}, headers=hx)
    assert response.status_code == 409
    assert "Doings</q>" in body(response)
    assert 'name="base_title" value="Doings"' in body(response)
    assert 'value="Deeds"' in body(response)
    lane.refresh_from_db()
    assert lane.title == "Doings"


def test_only_editors(gate, url):
    gate(url, get=True)


def test_without_scripts_there_is_a_page(as_edith, url):
    assert "<html" in body(as_edith.get(url))
