"""An edit or a move takes at most eight queries, BEGIN and COMMIT included, and answers with at most 3 KB."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories

SAVEPOINTS = ("SAVEPOINT", "RELEASE SAVEPOINT")  # tests run in a transaction, so BEGIN and COMMIT are these


def spent(work) -> tuple[int, int, object]:
    """(queries, BEGIN and COMMIT, the answer)."""
    with CaptureQueriesContext(connection) as seen:
        answer = work()
    ends = [query for query in seen if query["sql"].startswith(SAVEPOINTS)]
    return len(seen) - len(ends), len(ends), answer


@pytest.fixture
def crowd(map_, lane, thoughts, backstage, stage, next_stage, team):
    """Many neighbours, of which the number of queries must not depend."""
    return [
        factories.Card(map=map_, workspace=map_.workspace, lane=row, stage=column, team=team, text="x" * 500)
        for row in (lane, thoughts, backstage)
        for column in (stage, next_stage)
        for _ in range(6)
    ]


def test_edit(as_edith, card, crowd, hx):
    typed = {"text": "Rides " * 80, "version": 1, "base": card.text}
    queries, ends, answer = spent(lambda: as_edith.post(f"/w/acme/cards/{card.pk}/edit/", typed, headers=hx))
    assert answer.status_code == 200
    assert (queries, ends) == (6, 2)
    assert len(answer.content) <= 3000


def test_edit_with_a_team(as_edith, crowd, backstage, team, hx):
    card = next(card for card in crowd if card.lane == backstage)
    typed = {"text": "Packs", "version": 1, "base": card.text, "team": team.pk}
    queries, ends, _answer = spent(lambda: as_edith.post(f"/w/acme/cards/{card.pk}/edit/", typed, headers=hx))
    assert queries <= 8
    assert ends == 2


def test_a_merge_costs_no_more(as_edith, as_alice, card, crowd, hx):
    url, seen = f"/w/acme/cards/{card.pk}/edit/", {"version": 1, "base": card.text}
    as_alice.post(url, seen | {"text": card.text + " twice"})
    queries, _ends, answer = spent(
        lambda: as_edith.post(url, seen | {"text": "Now " + card.text}, headers=hx)
    )
    assert answer.status_code == 200
    assert queries == 6


@pytest.mark.parametrize("gone", [False, True])
def test_move(as_edith, crowd, hx, gone):
    moved, before = crowd[0], crowd[-1]
    where = {"lane": before.lane_id, "stage": before.stage_id, "before": 999999 if gone else before.pk}
    queries, ends, answer = spent(lambda: as_edith.post(f"/w/acme/cards/{moved.pk}/move/", where, headers=hx))
    assert answer.status_code == 204
    assert queries <= 8
    assert ends == 2
    assert len(answer.content) + len(answer["HX-Trigger"]) <= 3000


def test_move_in_its_cell(as_edith, crowd, hx):
    where = {"lane": crowd[0].lane_id, "stage": crowd[0].stage_id, "before": ""}
    queries, ends, _answer = spent(
        lambda: as_edith.post(f"/w/acme/cards/{crowd[0].pk}/move/", where, headers=hx)
    )
    assert (queries, ends) == (7, 2)


def test_move_of_a_touchpoint(as_edith, placement, next_stage, hx):
    where = {"stage": next_stage.pk, "before": ""}
    queries, ends, _answer = spent(
        lambda: as_edith.post(f"/w/acme/placements/{placement.pk}/move/", where, headers=hx)
    )
    assert queries <= 8
    assert ends == 2


def test_conflict_answer_is_small(as_edith, as_alice, card, hx):
    url, seen = f"/w/acme/cards/{card.pk}/edit/", {"version": 1, "base": card.text}
    as_alice.post(url, seen | {"text": "Tries the red bike"})
    answer = as_edith.post(url, seen | {"text": "Tries the green bike"}, headers=hx)
    assert answer.status_code == 409
    assert len(answer.content) <= 3000
