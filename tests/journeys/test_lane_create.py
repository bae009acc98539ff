import uuid

import pytest
from django.db import connection

from cxjourney.models import Lane
from tests import factories
from tests.journeys.answers import body, events, undo


@pytest.fixture
def url(map_):
    return f"/w/acme/maps/{map_.pk}/lanes/new/"


def titles() -> list[str]:
    return list(Lane.objects.live().order_by("rank").values_list("title", flat=True))


def test_a_lane_with_a_title_of_its_own(as_edith, url, lane, hx):
    response = as_edith.post(url, {"kind": "text", "title": "Open questions"}, headers=hx)
    assert titles() == ["Steps", "Open questions"]
    assert events(response).keys() == {"toast", "board:refresh", "dialog:close"}


def test_without_a_title_it_is_named_after_what_it_shows(as_edith, url):
    as_edith.post(url, {"kind": "pains", "title": ""})
    assert titles() == ["Pain points"]


def test_above_the_line_of_visibility(as_edith, url, lane, backstage):
    as_edith.post(url, {"kind": "goals"})
    as_edith.post(url, {"kind": "backstage", "title": "Systems"})
    assert titles() == ["Steps", "Thoughts", "Customer goals", "Backstage", "Systems"]


def test_what_the_map_shows_already_is_not_offered(as_edith, url, map_, hx):
    factories.Lane(map=map_, workspace=map_.workspace, kind="pains")
    page = body(as_edith.get(url, headers=hx))
    assert 'id="lane-dialog"' in page
    assert 'value="pains"' not in page
    assert 'value="steps"' in page


def test_a_second_lane_of_a_single_kind_is_refused(as_edith, url, map_, hx):
    factories.Lane(map=map_, workspace=map_.workspace, kind="pains")
    response = as_edith.post(url, {"kind": "pains", "title": "More"}, headers=hx)
    assert response.status_code == 422
    assert "The map has a lane of this kind already." in body(response)
    assert 'value="More"' in body(response)
    assert connection.is_usable()


def test_a_removed_lane_does_not_count(as_edith, url, map_):
    lane = factories.Lane(map=map_, workspace=map_.workspace, kind="pains")
    as_edith.post(f"/w/acme/lanes/{lane.pk}/remove/")
    as_edith.post(url, {"kind": "pains"})
    assert titles() == ["Pain points"]


def test_undo_of_a_removal_whose_place_was_taken_is_refused(as_edith, url, map_, hx):
    lane = factories.Lane(map=map_, workspace=map_.workspace, kind="pains")
    back = undo(as_edith.post(f"/w/acme/lanes/{lane.pk}/remove/", headers=hx))
    as_edith.post(url, {"kind": "pains"})
    assert as_edith.post(back, headers=hx).status_code == 422


def test_an_unknown_kind_is_refused(as_edith, url, hx):
    assert as_edith.post(url, {"kind": "weather"}, headers=hx).status_code == 422


def test_a_title_too_long_is_refused(as_edith, url, hx):
    assert as_edith.post(url, {"kind": "text", "title": "t" * 61}, headers=hx).status_code == 422


def test_undo(as_edith, url, hx):
    as_edith.post(undo(as_edith.post(url, {"kind": "text"}, headers=hx)), headers=hx)
    assert titles() == []


@pytest.mark.parametrize("kind", ["text", "pains"])
def test_the_same_key_again_makes_one(as_edith, url, kind, hx):
    press = {"kind": kind, "title": "Once", "key": uuid.uuid4()}
    as_edith.post(url, press, headers=hx)
    again = as_edith.post(url, press, headers=hx)
    assert again.status_code == 204
    assert "toast" not in events(again)
    assert titles() == ["Once"]


def test_only_editors(gate, url):
    gate(url, get=True)
