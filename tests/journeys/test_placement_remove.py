import pytest

from cxjourney.models import Placement, Touchpoint
from tests.journeys.answers import events, toast, undo


@pytest.fixture
def url(placement):
    return f"/w/acme/placements/{placement.pk}/remove/"


def test_off_the_map_but_still_in_the_workspace(as_edith, url, touchpoint, hx):
    response = as_edith.post(url, headers=hx)
    assert not Placement.objects.live().exists()
    assert Touchpoint.objects.live().get() == touchpoint
    assert toast(response) == "“Test ride” is off this map; its answers are kept"
    assert {"board:refresh", "drawer:close"} <= events(response).keys()


def test_undo(as_edith, url, placement, hx):
    as_edith.post(undo(as_edith.post(url, headers=hx)), headers=hx)
    assert Placement.objects.live().get() == placement


def test_twice_is_once(as_edith, url):
    as_edith.post(url)
    assert as_edith.post(url).status_code == 404


def test_only_editors(gate, url):
    gate(url)
