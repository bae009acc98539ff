import pytest

from cxjourney.models import Card
from tests.journeys.answers import body, toast, undo


@pytest.fixture
def url(card):
    return f"/w/acme/cards/{card.pk}/remove/"


def test_the_card_goes_from_the_page(as_edith, url, card, hx):
    response = as_edith.post(url, headers=hx)
    assert f'<hx-partial hx-target="#card-{card.pk}" hx-swap="delete">' in body(response)
    assert toast(response) == "Card removed"
    assert not Card.objects.live().exists()


def test_undo_brings_it_back(as_edith, url, card, hx):
    as_edith.post(undo(as_edith.post(url, headers=hx)), headers=hx)
    assert Card.objects.live().get() == card


def test_only_editors(gate, url):
    gate(url)


def test_twice_is_once(as_edith, url):
    as_edith.post(url)
    assert as_edith.post(url).status_code == 404


def test_without_scripts_it_leads_back_to_the_map(as_edith, url, map_):
    assert as_edith.post(url)["Location"] == f"/w/acme/maps/{map_.pk}/"
