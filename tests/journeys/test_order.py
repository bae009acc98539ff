"""Ranks among neighbours."""

import random

import pytest

from cxjourney.activity.order import LONGEST, find_spot, rank_after
from cxjourney.journeys.actions.cards import in_cell
from cxjourney.models import Card
from tests import factories


@pytest.fixture
def cell(map_, lane, stage):
    """Makes a card with a rank."""

    def make(rank: str) -> Card:
        return factories.Card(map=map_, workspace=map_.workspace, lane=lane, stage=stage, rank=rank)

    return make


@pytest.fixture
def neighbours(lane, stage):
    return in_cell(lane.pk, stage.pk)


def test_into_an_empty_cell(neighbours):
    assert find_spot(neighbours, None).as_wished


@pytest.mark.parametrize("gone", [False, True])
def test_last(cell, neighbours, gone):
    cell("B")
    spot = find_spot(neighbours, 999999 if gone else None)
    assert spot.rank > "B"
    assert spot.as_wished is not gone


def test_first(cell, neighbours):
    first = cell("B")
    assert find_spot(neighbours, first.pk).rank < "B"


def test_between(cell, neighbours):
    cell("B")
    second = cell("C")
    assert "B" < find_spot(neighbours, second.pk).rank < "C"


def test_two_of_the_same_rank_do_not_disturb(cell, neighbours):
    cell("A")
    twins = [cell("B"), cell("B")]
    for twin in twins:
        assert "A" < find_spot(neighbours, twin.pk).rank < "B"


def test_right_behind(cell, neighbours):
    cell("B")
    cell("C")
    assert "B" < rank_after(neighbours, "B") < "C"
    assert rank_after(neighbours, "C") > "C"


def test_one_query(cell, neighbours, django_assert_num_queries):
    second = (cell("B"), cell("C"))[1]
    for before in (None, second.pk, 999999):
        with django_assert_num_queries(1):
            find_spot(neighbours, before)


def test_ranks_that_grew_long_are_spread_anew(cell, neighbours):
    cell("B")
    narrow = cell("B" + "0" * LONGEST + "1")
    cell("C")
    before = list(neighbours.order_by("rank"))
    spot = find_spot(neighbours, narrow.pk)
    assert len(spot.rank) < 20
    assert list(neighbours.order_by("rank")) == before
    narrow.refresh_from_db()
    assert spot.rank < narrow.rank
    assert max(len(rank) for rank in neighbours.values_list("rank", flat=True)) < 10


def test_a_thousand_moves_into_one_gap(cell, neighbours):
    cards = [cell(rank) for rank in ("B", "C", "D")]
    dice = random.Random(5)
    expected = [card.pk for card in cards]
    for _turn in range(300):
        moved, before = dice.sample(expected, 2)
        rank = find_spot(neighbours.exclude(pk=moved), before).rank
        Card.objects.filter(pk=moved).update(rank=rank)
        expected.remove(moved)
        expected.insert(expected.index(before), moved)
    assert list(neighbours.order_by("rank").values_list("pk", flat=True)) == expected
