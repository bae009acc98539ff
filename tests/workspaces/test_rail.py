"""What every page offers around it."""

import pytest
from django.test import RequestFactory

from cxjourney.apps import fill_rail
from cxjourney.workspaces import context, journal, rail
from cxjourney.workspaces.rail import RAIL, Item


@pytest.fixture
def request_of():
    def make(member, **extra):
        request = RequestFactory().get("/")
        request.membership, request.workspace = member, member.workspace
        request.resolver_match = None
        for name, value in extra.items():
            setattr(request, name, value)
        return request

    return make


def test_without_the_address_there_is_no_link(as_alice, monkeypatch):
    monkeypatch.setattr(rail, "RAIL", [Item("nowhere:thing_list", "map", "Nowhere", "nowhere")])
    page = as_alice.get("/w/acme/settings/").content.decode()
    assert "Nowhere" not in page
    assert "/w/acme/settings/" in page


def test_the_order():
    assert [item.key for item in RAIL] == ["maps", "personas", "backlog", "feedback", "metrics"]
    fill_rail()
    assert len(RAIL) == 5


@pytest.mark.parametrize(
    ("view", "key"),
    [("board:map", "maps"), ("backlog:pain_show", "backlog"), ("workspaces:team_list", "settings"), ("", "")],
)
def test_which_item_a_page_belongs_to(view, key):
    assert rail.key_of(view) == key


def test_editors_can_undo(request_of, edith, bob):
    assert context.shell(request_of(edith))["undo_url"] == "/w/acme/undo/"
    assert "undo_url" not in context.shell(request_of(bob))


def test_on_a_map_undo_is_that_maps(request_of, edith):
    found = context.shell(request_of(edith, undo_map_id=7))
    assert (found["undo_url"], found["redo_url"]) == ("/w/acme/maps/7/undo/", "/w/acme/maps/7/redo/")


def test_outside_a_workspace():
    request = RequestFactory().get("/")
    assert context.shell(request)["membership"] is None


def test_the_log_is_handed_over():
    with pytest.raises(RuntimeError, match=r"CxjourneyConfig\.ready"):
        _ = journal.Journal().record
    assert callable(journal.log.record)
