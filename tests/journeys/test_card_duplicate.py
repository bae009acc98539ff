import uuid

import pytest

from cxjourney.models import Card
from tests import factories
from tests.journeys.answers import body, events, undo


@pytest.fixture
def url(card):
    return f"/w/acme/cards/{card.pk}/duplicate/"


def test_the_copy_stands_right_behind(as_edith, url, map_, lane, stage, card, team, hx):
    Card.objects.filter(pk=card.pk).update(mood="good", team=team)
    last = factories.Card(map=map_, workspace=map_.workspace, lane=lane, stage=stage)
    response = as_edith.post(url, headers=hx)
    first, copy, third = Card.objects.order_by("rank")
    assert (first, third) == (card, last)
    assert (copy.text, copy.mood, copy.team) == (card.text, "good", team)
    assert f'hx-target="#card-{card.pk}" hx-swap="afterend"' in body(response)
    assert f'id="card-{copy.pk}"' in body(response)


def test_undo_takes_the_copy_away(as_edith, url, card, hx):
    as_edith.post(undo(as_edith.post(url, headers=hx)), headers=hx)
    assert Card.objects.live().get() == card


def test_only_editors(gate, url):
    gate(url)


def test_the_same_key_again_makes_no_second_copy(as_edith, url, hx):
    press = {"key": uuid.uuid4()}
    as_edith.post(url, press, headers=hx)
    assert "toast" not in events(as_edith.post(url, press, headers=hx))
    assert Card.objects.count() == 2


def test_a_key_that_is_none_is_refused(as_edith, url, hx):
    assert as_edith.post(url, {"key": "mine"}, headers=hx).status_code == 422
