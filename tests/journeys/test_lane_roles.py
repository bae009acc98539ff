"""Lanes have a role in a service blueprint; the lines between the customer and the rest follow from it."""

import re

import pytest

from cxjourney.models import Card, Lane
from tests import factories
from tests.journeys.answers import body, undo


@pytest.fixture
def make(map_, stage):
    """A lane at the bottom of the map."""

    def lane(kind: str, role: str = "") -> Lane:
        return factories.Lane(map=map_, workspace=map_.workspace, kind=kind, title=kind, role=role)

    return lane


def lines(client, map_) -> list[str]:
    """The ids of lanes and lines of the map, from top to bottom."""
    page = body(client.get(f"/w/acme/maps/{map_.pk}/"))
    found = re.findall(r'<tr role="row" class="[^"]+" id="(?:board-(\w+)|lane-(\d+))"', page)
    return [line or Lane.objects.get(pk=pk).title for line, pk in found]


def test_the_lines_stand_between_the_roles(as_bob, map_, make):
    for kind, role in (
        ("steps", ""),
        ("text", "front"),
        ("pains", ""),
        ("backstage", ""),
        ("teams", ""),
        ("systems", ""),
    ):
        make(kind, role)
    assert lines(as_bob, map_) == [
        "steps", "interaction", "text", "pains", "visibility", "backstage", "teams", "internal", "systems",
    ]  # fmt: skip


def test_without_a_backstage_support_is_what_the_customer_does_not_see(as_bob, map_, make):
    make("steps")
    make("systems")
    assert lines(as_bob, map_) == ["steps", "visibility", "systems"]


def test_a_map_of_the_customer_only_has_no_line(as_bob, map_, make):
    make("steps")
    make("gains")
    assert lines(as_bob, map_) == ["steps", "gains"]


def test_a_hidden_lane_draws_none(as_bob, map_, make):
    make("steps")
    Lane.objects.filter(pk=make("backstage").pk).update(hidden=True)
    assert lines(as_bob, map_) == ["steps"]


def edit(client, lane, hx, **fields):
    seen = {"title": lane.title, "base_title": lane.title, "version": lane.version}
    return client.post(f"/w/acme/lanes/{lane.pk}/edit/", seen | fields, headers=hx)


def test_a_lane_takes_another_role_and_undo_takes_it_back(as_edith, map_, make, hx):
    make("steps")
    staff = make("text")
    response = edit(as_edith, staff, hx, role="front")
    assert lines(as_edith, map_) == ["steps", "interaction", "text"]
    as_edith.post(undo(response), headers=hx)
    assert lines(as_edith, map_) == ["steps", "text"]


def test_the_usual_role_of_a_kind_is_not_kept(as_edith, make, hx):
    staff = make("text", "front")
    edit(as_edith, staff, hx, role="customer")
    staff.refresh_from_db()
    assert staff.role == ""


def test_the_form_knows_the_role(as_edith, make, hx):
    page = body(as_edith.get(f"/w/acme/lanes/{make('systems').pk}/edit/", headers=hx))
    assert '<option value="support" selected>' in page


def test_an_unknown_role_is_refused_beside_the_field(as_edith, make, hx):
    response = edit(as_edith, make("text"), hx, role="moon")
    assert response.status_code == 422
    assert "field__errors" in body(response)


def test_a_new_lane_stands_above_what_is_further_from_the_customer(as_edith, map_, make):
    make("steps")
    make("systems")
    url = f"/w/acme/maps/{map_.pk}/lanes/new/"
    for kind in ("backstage", "hypotheses"):
        as_edith.post(url, {"kind": kind, "title": kind})
    titles = list(Lane.objects.order_by("rank").values_list("title", flat=True))
    assert titles == ["steps", "hypotheses", "backstage", "systems"]


# --- Teams and their part -----------------------------------------------------------------------------


@pytest.fixture
def add(make, stage):
    lane = make("teams")
    return f"/w/acme/lanes/{lane.pk}/stages/{stage.pk}/cards/new/"


def test_a_team_with_its_part(as_edith, add, team, hx):
    page = body(as_edith.post(add, {"text": "", "team": team.pk, "raci": "A"}, headers=hx))
    card = Card.objects.get()
    assert (card.text, card.team, card.raci) == ("Workshop", team, "A")
    assert 'title="Accountable: answers for it"' in page
    assert page.count("Workshop") == 1


def test_what_it_does_there_is_said_below(as_edith, add, team, map_, hx):
    as_edith.post(add, {"text": "Repairs the bike", "team": team.pk, "raci": "R"}, headers=hx)
    page = body(as_edith.get(f"/w/acme/maps/{map_.pk}/"))
    assert '<p class="card__does">Repairs the bike</p>' in page


def test_neither_team_nor_words_is_refused_beside_the_field(as_edith, add, hx):
    response = as_edith.post(add, {"text": "", "raci": "R"}, headers=hx)
    assert response.status_code == 422
    assert "Choose a team, or write who is involved." in body(response)
    assert '<option value="R" selected>' in body(response)


def test_the_part_changes_and_comes_back(as_edith, add, team, hx):
    as_edith.post(add, {"text": "", "team": team.pk, "raci": "A"}, headers=hx)
    card = Card.objects.get()
    url = f"/w/acme/cards/{card.pk}/edit/"
    seen = {"text": card.text, "base": card.text, "version": card.version, "team": team.pk}
    response = as_edith.post(url, seen | {"raci": "C"}, headers=hx)
    card.refresh_from_db()
    assert card.raci == "C"
    as_edith.post(undo(response), headers=hx)
    card.refresh_from_db()
    assert card.raci == "A"


def test_a_copy_of_the_map_takes_roles_and_parts_along(as_edith, add, map_, team, make, hx):
    make("text", "front")
    as_edith.post(add, {"text": "", "team": team.pk, "raci": "I"}, headers=hx)
    as_edith.post(f"/w/acme/maps/{map_.pk}/copy/", {"title": "Copy", "state": "future"})
    assert Card.objects.exclude(map=map_).get().raci == "I"
    assert Lane.objects.exclude(map=map_).filter(role="front").count() == 1


def test_the_service_blueprint_has_all_three_lines(as_edith):
    as_edith.post("/w/acme/maps/new/", {"title": "Repair", "template": "service-blueprint"})
    map_ = Lane.objects.first().map
    found = [one for one in lines(as_edith, map_) if one in ("interaction", "visibility", "internal")]
    assert found == ["interaction", "visibility", "internal"]
