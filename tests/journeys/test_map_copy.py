import uuid
from decimal import Decimal

import pytest

from cxjourney.activity.models import Change
from cxjourney.models import Card, JourneyMap, Lane, Placement, Stage
from tests import factories
from tests.journeys.answers import body


@pytest.fixture
def url(map_, stage, next_stage, lane, card, placement):
    return f"/w/acme/maps/{map_.pk}/copy/"


def copy_of(map_) -> JourneyMap:
    return JourneyMap.objects.get(origin=map_)


def test_everything_on_it_is_taken_over(as_edith, edith, url, map_, stage, lane, card, placement):
    stage.assumed, lane.prompts = "1.5", {str(stage.pk): "Looks around", "": "What?"}
    stage.save()
    lane.save()
    response = as_edith.post(url, {"title": "Buying a bike, future", "state": "future"})
    new = copy_of(map_)
    assert response["Location"] == f"/w/acme/maps/{new.pk}/"
    assert (new.title, new.state, new.status, new.owner) == (
        "Buying a bike, future",
        "future",
        "draft",
        edith.user,
    )
    visit = Stage.objects.get(map=new, name="Visit")
    assert (visit.goal, visit.assumed, visit.rank) == ("See it", Decimal("1.5"), stage.rank)
    rows = Lane.objects.get(map=new)
    assert rows.prompts == {str(visit.pk): "Looks around", "": "What?"}
    assert Card.objects.get(map=new).text == card.text
    assert Card.objects.get(map=new).lane == rows
    assert Placement.objects.get(map=new).touchpoint == placement.touchpoint
    assert [change.verb for change in Change.objects.all()] == ["map_copy"]


def test_what_was_removed_stays_behind(as_edith, url, map_, stage, card):
    from django.utils import timezone

    stage.removed_at = timezone.now()
    stage.save()
    as_edith.post(url, {"title": "Copy", "state": "current"})
    new = copy_of(map_)
    assert [one.name for one in Stage.objects.filter(map=new)] == ["Purchase"]
    assert not Card.objects.filter(map=new).exists()


def test_the_copy_is_its_own_map(as_edith, url, map_, card, hx):
    as_edith.post(url, {"title": "Copy", "state": "future"})
    copied = Card.objects.get(map=copy_of(map_))
    as_edith.post(f"/w/acme/cards/{copied.pk}/remove/", headers=hx)
    card.refresh_from_db()
    assert card.removed_at is None


def test_it_says_where_it_came_from(as_edith, url, map_, hx):
    as_edith.post(url, {"title": "Copy", "state": "future"})
    page = body(as_edith.get(f"/w/acme/maps/{copy_of(map_).pk}/settings/", headers=hx))
    assert "Made from" in page
    assert "Buying a bike" in page


def test_the_form_offers_a_name(as_edith, url, hx):
    page = body(as_edith.get(url, headers=hx))
    assert 'value="Buying a bike, future"' in page


@pytest.mark.parametrize("fields", [{"title": ""}, {"title": "t" * 121}, {"state": "past"}, {"state": ""}])
def test_bad_input_is_refused_beside_the_field(as_edith, url, fields, hx):
    response = as_edith.post(url, {"title": "Copy", "state": "future"} | fields, headers=hx)
    assert response.status_code == 422
    assert "field__errors" in body(response)
    assert JourneyMap.objects.count() == 1


def test_the_same_key_again_makes_one(as_edith, url, map_):
    press = {"title": "Copy", "state": "future", "key": uuid.uuid4()}
    places = {as_edith.post(url, press)["Location"] for _ in range(2)}
    assert len(places) == 1
    assert copy_of(map_)


def test_undo_takes_it_away(as_edith, url, map_, hx):
    as_edith.post(url, {"title": "Copy", "state": "future"})
    as_edith.post("/w/acme/undo/", headers=hx)
    assert copy_of(map_).removed_at


def test_the_same_queries_for_one_card_and_ten(
    as_edith, url, map_, lane, stage, django_assert_max_num_queries
):
    for _ in range(20):
        factories.Card(workspace=map_.workspace, map=map_, lane=lane, stage=stage)
    with django_assert_max_num_queries(20):
        as_edith.post(url, {"title": "Copy", "state": "future"})


def test_only_editors(gate, url):
    gate(url, get=True)
