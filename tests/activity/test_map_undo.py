import json

import pytest

from cxjourney.activity.models import Change
from tests import factories


@pytest.fixture
def url(journey):
    return f"/w/acme/maps/{journey.pk}/undo/"


def said(response) -> str:
    return json.loads(response["HX-Trigger"])["toast"]["text"]


def test_it_says_what_was_undone_and_has_the_map_load_again(as_edith, edith, write, text, url, hx):
    write(edith, "One")
    response = as_edith.post(url, headers=hx)
    assert response.status_code == 204
    assert said(response) == "Undone: One"
    assert "board:refresh" in json.loads(response["HX-Trigger"])
    assert text() == "Call the bank"


def test_redo(as_edith, edith, write, text, url, hx):
    write(edith, "One")
    as_edith.post(url, headers=hx)
    response = as_edith.post(url.replace("undo", "redo"), headers=hx)
    assert said(response) == "Done again: One"
    assert text() == "One"


def test_why_not_in_words(as_edith, edith, alice, write, text, url, hx):
    write(edith, "One")
    write(alice, "Two")
    response = as_edith.post(url, headers=hx)
    assert response.status_code == 422
    assert "changed by somebody else since" in said(response)
    assert response["HX-Reswap"] == "none"


def test_nothing_to_undo(as_edith, url, hx):
    assert said(as_edith.post(url, headers=hx)) == "Nothing to undo."


def test_without_scripts_it_goes_back_to_the_page(as_edith, edith, write, url):
    write(edith, "One")
    response = as_edith.post(url, headers={"Referer": "http://testserver/w/acme/settings/log/?before=3"})
    assert (response.status_code, response["Location"]) == (302, "/w/acme/settings/log/?before=3")


def test_a_get_does_nothing(as_edith, edith, write, text, url):
    write(edith, "One")
    assert as_edith.get(url).status_code == 405
    assert text() == "One"


def test_viewers_may_not(as_bob, url):
    assert as_bob.post(url).status_code == 403


def test_maps_of_others_and_removed_ones_are_not_there(as_edith, charlie, workspace):
    others = factories.JourneyMap(workspace=charlie.workspace)
    removed = factories.JourneyMap(workspace=workspace, removed_at=charlie.created_at)
    for journey in (others, removed):
        assert as_edith.post(f"/w/acme/maps/{journey.pk}/undo/").status_code == 404
        assert as_edith.post(f"/w/acme/maps/{journey.pk}/redo/").status_code == 404


def test_workspace_level(as_edith, hx):
    as_edith.post("/w/acme/settings/teams/new/", {"name": "Sales", "hue": 1})
    assert said(as_edith.post("/w/acme/undo/", headers=hx)) == "Undone: Sales"
    assert said(as_edith.post("/w/acme/redo/", headers=hx)) == "Done again: Sales"
    assert Change.objects.count() == 3


def test_lists_undo_what_they_show_and_not_what_is_only_on_a_map(as_edith, edith, write, text, journey, hx):
    stage = factories.Stage(workspace=edith.workspace, map=journey)
    pain = factories.PainPoint(workspace=edith.workspace, touchpoint=None, stage=stage, status="new")
    as_edith.post(f"/w/acme/pains/{pain.pk}/edit/", {"field": "status", "value": "done"}, headers=hx)
    write(edith, "One")
    assert said(as_edith.post("/w/acme/undo/", headers=hx)) == f"Undone: {pain.title}"
    pain.refresh_from_db()
    assert (pain.status, text()) == ("new", "One")
    assert said(as_edith.post("/w/acme/redo/", headers=hx)) == f"Done again: {pain.title}"
