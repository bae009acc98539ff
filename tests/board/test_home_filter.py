"""Home narrowed and ordered: what the address asks for."""

import re

import pytest

from tests import factories
from tests.board.conftest import build_map

URL = "/w/acme/maps/"


def titles(client, query=""):
    """The titles on the page, in order."""
    html = client.get(f"{URL}{query}").content.decode()
    return re.findall(r'/maps/\d+/">([^<]+)</a>', html.partition('id="home-side"')[0])


@pytest.fixture
def maps(workspace, edith, alice):
    folder = factories.Folder(workspace=workspace, name="Ground")
    inner = factories.Folder(workspace=workspace, name="Airport", parent=folder)
    persona = factories.Persona(workspace=workspace, name="Maya")
    facts = {"workspace": workspace}
    return {
        "folder": folder,
        "inner": inner,
        "persona": persona,
        "bag": factories.JourneyMap(**facts, title="A bag goes missing", folder=folder, status="approved"),
        "gate": factories.JourneyMap(**facts, title="Upgrade at the gate", folder=inner, owner=edith.user),
        "fly": factories.JourneyMap(**facts, title="Fly with us", persona=persona, state="future"),
    }


@pytest.fixture
def seen(as_bob, maps):
    return lambda query="": titles(as_bob, query)


def test_everything_the_last_changed_first(seen):
    assert seen() == ["Fly with us", "Upgrade at the gate", "A bag goes missing"]


def test_by_name(seen):
    assert seen("?sort=name") == ["A bag goes missing", "Fly with us", "Upgrade at the gate"]


def test_by_the_widest_gap(as_bob, workspace, maps):
    build_map(workspace, stages=1, title="Moving house")
    maps["fly"].save()
    assert titles(as_bob, "?sort=gap")[0] == "Moving house"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=GATE", ["Upgrade at the gate"]),
        ("q=us+fly", ["Fly with us"]),
        ("q=100%25", []),
        ("status=approved", ["A bag goes missing"]),
        ("state=future", ["Fly with us"]),
        ("status=approved&state=future", []),
        ("folder=0", ["Fly with us"]),
    ],
)
def test_narrowed(seen, query, found):
    assert seen(f"?{query}") == found


def test_a_folder_shows_what_is_in_the_folders_inside(seen, maps):
    assert seen(f"?folder={maps['folder'].pk}&sort=name") == ["A bag goes missing", "Upgrade at the gate"]
    assert seen(f"?folder={maps['inner'].pk}") == ["Upgrade at the gate"]


def test_by_owner_and_persona(seen, maps, edith):
    assert seen(f"?owner={edith.user_id}") == ["Upgrade at the gate"]
    assert seen(f"?persona={maps['persona'].pk}") == ["Fly with us"]


@pytest.mark.parametrize("query", ["status=odd&state=x&sort=y", "folder=x&owner=-1", "page=zero", "page=9"])
def test_what_makes_no_sense_narrows_nothing(seen, query):
    assert len(seen(f"?{query}")) == 3


def test_a_folder_of_others_is_empty(seen, charlie):
    foreign = factories.Folder(workspace=charlie.workspace, name="Theirs")
    factories.JourneyMap(workspace=charlie.workspace, folder=foreign)
    assert seen(f"?folder={foreign.pk}") == []
    assert seen(f"?folder={2**63}") == seen()


def test_the_maps_of_a_removed_folder_stand_in_none(seen, maps):
    from django.utils import timezone

    maps["folder"].removed_at = timezone.now()
    maps["folder"].save()
    assert seen("?folder=0&sort=name") == ["A bag goes missing", "Fly with us"]
    assert seen(f"?folder={maps['inner'].pk}") == ["Upgrade at the gate"]


def test_counts_of_folders(as_bob, maps):
    html = as_bob.get(URL).content.decode()
    assert f'href="/w/acme/maps/?folder={maps["folder"].pk}">Ground <small>2</small>' in html
    assert "Mine" not in html


def test_nothing_found_says_so(as_bob, maps):
    html = as_bob.get(f"{URL}?q=zeppelin").content.decode()
    assert "No map like that" in html
    assert "Show all" in html


def test_htmx_gets_the_list_and_a_short_address(as_bob, maps, hx):
    response = as_bob.get(f"{URL}?q=&status=approved&state=&sort=changed", headers=hx)
    html = response.content.decode()
    assert "<html" not in html
    assert 'id="home-maps"' in html
    assert response["HX-Push-Url"] == "/w/acme/maps/?status=approved"


def test_pages(as_bob, workspace, monkeypatch):
    monkeypatch.setattr("cxjourney.board.home.PAGE", 2)
    for n in range(5):
        factories.JourneyMap(workspace=workspace, title=f"Map {n}")
    assert titles(as_bob, "?sort=name") == ["Map 0", "Map 1"]
    assert titles(as_bob, "?sort=name&page=3") == ["Map 4"]
    assert titles(as_bob, "?sort=gap&page=2") == ["Map 2", "Map 1"]
    assert "?sort=name&amp;page=2" in as_bob.get(f"{URL}?sort=name").content.decode()


def test_a_review_that_is_due_is_shown(as_bob, workspace):
    factories.JourneyMap(workspace=workspace, review_on="2020-02-01")
    assert "Review was due 1 Feb 2020" in as_bob.get(URL).content.decode()


def test_viewers_choose_nothing(as_bob, as_edith, maps):
    for page in (as_bob.get(URL), as_bob.get(f"{URL}?folder={maps['folder'].pk}")):
        html = page.content.decode()
        for part in ("map-pick", "home-bulk", "New folder", "folder-menu"):
            assert part not in html
    assert "home-bulk" in as_edith.get(URL).content.decode()
