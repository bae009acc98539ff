"""Eight people move the cards of one lane at the same time."""

import random

import pytest
from django.db import connection

from cxjourney.activity.models import Change
from cxjourney.models import Card, JourneyMap
from tests import factories
from tests.cast import signed_in
from tests.threads import at_once

PEOPLE, MOVES, CARDS = 8, 12, 10


@pytest.mark.django_db(transaction=True)
def test_no_card_is_lost_or_doubled_and_no_move_refused(edith, map_, lane, stage, next_stage, hx):
    cards = [
        factories.Card(map=map_, workspace=map_.workspace, lane=lane, stage=column).pk
        for column in (stage, next_stage)
        for _ in range(CARDS // 2)
    ]
    stages = [stage.pk, next_stage.pk]
    clients = [signed_in(edith) for _ in range(PEOPLE)]

    def moves(number: int) -> list[int]:
        dice = random.Random(number)
        answers = []
        for _ in range(MOVES):
            moved, before = dice.sample(cards, 2)
            where = {"lane": lane.pk, "stage": dice.choice(stages), "before": dice.choice([before, ""])}
            url = f"/w/acme/cards/{moved}/move/"
            answers.append(clients[number].post(url, where, headers=hx).status_code)
        return answers

    answers = [status for one in at_once(PEOPLE, moves) for status in one]
    assert answers == [204] * (PEOPLE * MOVES)
    assert sorted(Card.objects.live().values_list("pk", flat=True)) == sorted(cards)
    orders = {
        tuple(Card.objects.order_by("stage", "rank", "pk").values_list("pk", flat=True)) for _ in range(3)
    }
    assert len(orders) == 1
    # Every move is in the log, numbered without a gap.
    seqs = list(Change.objects.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))
    assert JourneyMap.objects.get().seq == len(seqs)
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_gap_get_two_places(edith, map_, lane, stage, hx):
    cards = [factories.Card(map=map_, workspace=map_.workspace, lane=lane, stage=stage).pk for _ in range(8)]
    clients = [signed_in(edith) for _ in range(6)]

    def move(number: int) -> int:
        where = {"lane": lane.pk, "stage": stage.pk, "before": cards[1]}
        return clients[number].post(f"/w/acme/cards/{cards[number + 2]}/move/", where, headers=hx).status_code

    assert at_once(6, move) == [204] * 6
    order = list(Card.objects.order_by("rank").values_list("pk", flat=True))
    assert (order[0], order[-1]) == (cards[0], cards[1])
    assert len(set(Card.objects.values_list("rank", flat=True))) == 8
    connection.close()
