import uuid

import pytest

from cxjourney.activity.models import Change
from cxjourney.models import Placement, Touchpoint
from tests import factories
from tests.cast import signed_in
from tests.journeys.answers import body, events, toast, undo
from tests.threads import at_once


@pytest.fixture
def url(stage):
    return f"/w/acme/stages/{stage.pk}/touchpoints/new/"


def test_a_new_touchpoint_with_its_facts(as_edith, url, stage, team, hx):
    response = as_edith.post(
        url,
        {"name": "Bike shop", "channel": "store", "direct": "0", "team": team.pk},
        headers=hx,
    )
    made = Touchpoint.objects.get()
    assert (made.name, made.channel, made.direct, made.team) == ("Bike shop", "store", False, team)
    placement = Placement.objects.get()
    assert (placement.stage, placement.touchpoint) == (stage, made)
    assert f'id="placement-{placement.pk}"' in body(response)
    assert toast(response) == "“Bike shop” is on the map"
    assert "board:refresh" in events(response)


def test_the_form_is_an_item_with_a_combobox(as_edith, url, stage, team, hx):
    factories.Channel(workspace=stage.workspace, group="voice", name="Radio")
    page = body(as_edith.get(url, headers=hx))
    assert page.strip().startswith("<li")
    assert 'role="combobox"' in page
    assert f"touchpoints/search/?stage={stage.pk}" in page
    for label in ("In person", "Store", "Radio", "Workshop", "Indirect"):
        assert label in page


def test_one_of_the_workspace_by_its_id(as_edith, url, stage, touchpoint, hx):
    as_edith.post(url, {"touchpoint": touchpoint.pk, "name": "what was typed"}, headers=hx)
    assert Placement.objects.get().touchpoint == touchpoint
    assert Touchpoint.objects.count() == 1


def test_a_known_name_is_the_known_touchpoint(as_edith, url, touchpoint, hx):
    response = as_edith.post(url, {"name": " test  RIDE "}, headers=hx)
    assert Placement.objects.get().touchpoint == touchpoint
    assert "was known already" in toast(response)


def test_a_channel_of_the_workspace(as_edith, url, workspace):
    own = factories.Channel(workspace=workspace)
    as_edith.post(url, {"name": "Radio spot", "channel": f"own:{own.pk}"})
    made = Touchpoint.objects.get()
    assert (made.channel, made.own_channel) == ("", own)


@pytest.mark.parametrize("by", ["touchpoint", "name"])
def test_twice_in_a_stage_is_refused_in_words(as_edith, url, placement, touchpoint, by, hx):
    typed = {"touchpoint": touchpoint.pk} if by == "touchpoint" else {"name": touchpoint.name}
    response = as_edith.post(url, typed, headers=hx)
    assert response.status_code == 422
    assert "“Test ride” stands in this stage already." in body(response)


def test_again_after_it_was_taken_off(as_edith, url, placement, touchpoint):
    as_edith.post(f"/w/acme/placements/{placement.pk}/remove/")
    as_edith.post(url, {"touchpoint": touchpoint.pk})
    assert Placement.objects.live().get().touchpoint == touchpoint


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "Choose a touchpoint, or type the name of a new one."),
        ({"name": "n" * 121}, "at most 120 characters"),
        ({"touchpoint": "999999"}, "That touchpoint is not there any more."),
        ({"name": "X", "channel": "pigeon"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_in_the_form(as_edith, url, typed, said, hx):
    response = as_edith.post(url, typed, headers=hx)
    assert response.status_code == 422
    assert said in body(response)
    assert not Placement.objects.exists()


def test_touchpoints_of_others_cannot_be_placed(as_edith, url, charlie, hx):
    foreign = factories.Touchpoint(workspace=charlie.workspace, name="Secret")
    response = as_edith.post(url, {"touchpoint": foreign.pk}, headers=hx)
    assert response.status_code == 422
    assert "Secret" not in body(response)


def test_undo_takes_touchpoint_and_place_away(as_edith, url, hx):
    as_edith.post(undo(as_edith.post(url, {"name": "Bike shop"}, headers=hx)), headers=hx)
    assert not Placement.objects.live().exists()
    assert not Touchpoint.objects.live().exists()


@pytest.mark.parametrize("name", ["Bike shop", "Test ride"])
def test_the_same_key_again_answers_with_the_same_place(as_edith, url, touchpoint, name, hx):
    press = {"name": name, "key": uuid.uuid4()}
    first, second = (as_edith.post(url, press, headers=hx) for _ in range(2))
    assert body(first) == body(second)
    assert "toast" not in events(second)
    assert Placement.objects.count() == 1


def test_only_editors(gate, url):
    gate(url, get=True)


def test_without_scripts_there_is_a_page(as_edith, url, map_):
    assert "<html" in body(as_edith.get(url))
    assert as_edith.post(url, {"name": "Bike shop"})["Location"] == f"/w/acme/maps/{map_.pk}/"


@pytest.mark.django_db(transaction=True)
def test_two_who_make_the_same_touchpoint_at_once_make_one(map_, alice, edith, hx):
    stages = [factories.Stage(map=map_, workspace=map_.workspace) for _ in range(6)]
    clients = [signed_in(person) for person in (alice, edith) * 3]

    def make(number: int) -> int:
        url = f"/w/acme/stages/{stages[number].pk}/touchpoints/new/"
        return clients[number].post(url, {"name": "Bike shop"}, headers=hx).status_code

    assert at_once(6, make) == [200] * 6
    assert Touchpoint.objects.count() == 1
    assert Placement.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_one_press_sent_twenty_times_at_once(url, edith, hx):
    clients = [signed_in(edith) for _ in range(20)]
    press = {"name": "Bike shop", "key": uuid.uuid4()}
    assert at_once(20, lambda n: clients[n].post(url, press, headers=hx).status_code) == [200] * 20
    assert Placement.objects.count() == Touchpoint.objects.count() == 1
    assert Change.objects.count() == 2
