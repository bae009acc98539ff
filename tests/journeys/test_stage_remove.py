import pytest

from cxjourney.models import Card, Stage
from tests.journeys.answers import events, toast, undo


@pytest.fixture
def url(stage):
    return f"/w/acme/stages/{stage.pk}/remove/"


def test_the_stage_goes_with_all_that_stands_in_it(as_edith, url, card, hx):
    response = as_edith.post(url, headers=hx)
    assert not Stage.objects.live().exists()
    assert as_edith.get(f"/w/acme/cards/{card.pk}/").status_code == 404
    assert toast(response) == "“Visit” and what stood in it are off the map"
    assert "board:refresh" in events(response)


def test_undo_brings_all_of_it_back(as_edith, url, card, hx):
    as_edith.post(undo(as_edith.post(url, headers=hx)), headers=hx)
    assert as_edith.get(f"/w/acme/cards/{card.pk}/").status_code == 200
    assert Card.objects.live().get() == card


def test_twice_is_once(as_edith, url):
    as_edith.post(url)
    assert as_edith.post(url).status_code == 404


def test_only_editors(gate, url):
    gate(url)
