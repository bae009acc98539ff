import pytest

from cxjourney.models import Card
from tests import factories
from tests.journeys.answers import events, toast, undo


@pytest.fixture
def url(card):
    return f"/w/acme/cards/{card.pk}/move/"


@pytest.fixture
def others(map_, lane, stage, card):
    """Two more cards behind it."""
    return [
        factories.Card(map=map_, workspace=map_.workspace, lane=lane, stage=stage, text=text)
        for text in ("Second", "Third")
    ]


def place(lane, stage, before="") -> dict:
    return {"lane": lane.pk, "stage": stage.pk, "before": getattr(before, "pk", before)}


def order(lane, stage) -> list[int]:
    return list(
        Card.objects.live().filter(lane=lane, stage=stage).order_by("rank", "pk").values_list("pk", flat=True)
    )


def test_last_in_its_cell(as_edith, url, lane, stage, card, others, hx):
    response = as_edith.post(url, place(lane, stage), headers=hx)
    assert response.status_code == 204
    assert toast(response) == "Card moved"
    assert "board:refresh" not in events(response)
    assert order(lane, stage) == [others[0].pk, others[1].pk, card.pk]


def test_between_two(as_edith, url, lane, stage, card, others):
    as_edith.post(url, place(lane, stage, others[1]))
    assert order(lane, stage) == [others[0].pk, card.pk, others[1].pk]


def test_first(as_edith, lane, stage, card, others):
    as_edith.post(f"/w/acme/cards/{others[1].pk}/move/", place(lane, stage, card))
    assert order(lane, stage) == [others[1].pk, card.pk, others[0].pk]


def test_into_another_stage(as_edith, url, lane, stage, next_stage, card, others, hx):
    as_edith.post(url, place(lane, next_stage), headers=hx)
    assert order(lane, next_stage) == [card.pk]
    assert order(lane, stage) == [other.pk for other in others]


def test_into_another_lane_the_map_draws_it_anew(as_edith, url, thoughts, stage, card, hx):
    response = as_edith.post(url, place(thoughts, stage), headers=hx)
    assert "board:refresh" in events(response)
    assert order(thoughts, stage) == [card.pk]


def test_one_row_is_written(as_edith, url, lane, stage, card, others):
    as_edith.post(url, place(lane, stage, others[1]))
    assert list(Card.objects.filter(version__gt=1)) == [card]


def test_before_something_that_is_gone_it_goes_last(as_edith, url, lane, stage, card, others, hx):
    as_edith.post(f"/w/acme/cards/{others[0].pk}/remove/")
    response = as_edith.post(url, place(lane, stage, others[0]), headers=hx)
    assert response.status_code == 204
    assert "board:refresh" in events(response)
    assert order(lane, stage) == [others[1].pk, card.pk]


@pytest.mark.parametrize("before", ["999999", "99999999999999999999"])
def test_before_something_that_never_was_it_goes_last(as_edith, url, lane, stage, card, others, before):
    as_edith.post(url, place(lane, stage, before))
    assert order(lane, stage)[-1] == card.pk


def test_before_itself_it_stays(as_edith, url, lane, stage, card, others):
    as_edith.post(url, place(lane, stage, card))
    assert order(lane, stage)[0] == card.pk


def test_undo_puts_it_back(as_edith, url, lane, stage, next_stage, card, others, hx):
    as_edith.post(undo(as_edith.post(url, place(lane, next_stage), headers=hx)), headers=hx)
    assert order(lane, stage) == [card.pk, others[0].pk, others[1].pk]


def test_an_edit_meanwhile_does_not_refuse_the_move(as_edith, as_alice, url, lane, next_stage, card):
    seen = {"version": 1, "base": card.text}
    as_alice.post(f"/w/acme/cards/{card.pk}/edit/", seen | {"text": "Rides"})
    as_edith.post(url, place(lane, next_stage))
    card.refresh_from_db()
    assert (card.text, card.stage) == ("Rides", next_stage)


def test_a_lane_that_holds_no_cards_is_refused_in_words(as_edith, url, map_, stage, hx):
    lane = factories.Lane(map=map_, workspace=map_.workspace, kind="pains")
    response = as_edith.post(url, place(lane, stage), headers=hx)
    assert response.status_code == 422
    assert toast(response) == "Cards can't stand there."


def test_another_map_is_refused(as_edith, url, workspace, hx):
    elsewhere = factories.JourneyMap(workspace=workspace)
    lane = factories.Lane(map=elsewhere, workspace=workspace)
    stage = factories.Stage(map=elsewhere, workspace=workspace)
    assert as_edith.post(url, place(lane, stage), headers=hx).status_code == 422


def test_without_a_place_it_is_refused(as_edith, url, hx):
    assert as_edith.post(url, headers=hx).status_code == 422


def test_only_editors(gate, url):
    gate(url)
