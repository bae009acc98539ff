"""Customers' answers move the open map: at once, but not more than once a second."""

import itertools
import time
import uuid

import pytest
from django.utils import timezone

from tests import factories
from tests.live.client import listen, play, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def touchpoint(board):
    found = factories.Touchpoint(workspace=board.workspace, name="The letter")
    here = {"workspace": board.workspace, "map": board, "stage": board.stage}
    factories.Lane(workspace=board.workspace, map=board, kind="touchpoints", title="Touchpoints")
    factories.Placement(**here, touchpoint=found)
    return found


def answer(client, touchpoint, value: int) -> None:
    address = f"/w/acme/scores/new/?touchpoint={touchpoint.pk}"
    given = {"question": "nps", "value": value, "count": 20, "key": str(uuid.uuid4())}
    given["answered_on"] = timezone.localdate().isoformat()
    assert client.post(address, given, headers={"HX-Request": "true"}).status_code == 200


def test_an_answer_moves_the_pill_and_the_head_of_its_stage(board, touchpoint, as_edith, as_bob):
    async def scene():
        async with listen(as_bob, board.topic()) as stream:
            await stream.event("hello")
            await write(answer, as_edith, touchpoint, 9)
            change = await stream.event("change")
            assert change["seq"] == [1]
            assert "NPS" in change["html"]
            assert "n=20" in change["html"]
            assert f"stage-{board.stage.pk}" in change["touched"]

    play(scene)


def test_many_answers_are_drawn_once_a_second_and_none_is_lost(board, touchpoint, as_edith, as_bob):

    async def scene():
        async with listen(as_bob, board.topic()) as stream:
            await stream.event("hello")
            began = time.monotonic()
            for value in itertools.islice(itertools.cycle((9, 10, 3)), 12):
                await write(answer, as_edith, touchpoint, value)
            spent = time.monotonic() - began
            await stream.until(lambda one: one.seqs and one.seqs[-1] == 12)
            assert stream.seqs == list(range(1, 13))
            drawn = [data for data in stream.named("change") if "n=" in data["html"]]
            assert len(drawn) <= spent + 3
            assert "n=240" in drawn[-1]["html"]

    play(scene)


def test_a_card_does_not_wait_for_the_numbers(board, touchpoint, as_edith, as_bob, edith):
    from cxjourney.journeys.actions import cards

    async def scene():
        async with listen(as_bob, board.topic()) as stream:
            await stream.event("hello")
            await write(answer, as_edith, touchpoint, 9)
            await stream.event("change")
            await write(answer, as_edith, touchpoint, 3)
            given = {"card": board.card, "text": "quick words", "version": 1, "base": board.card.text}
            await write(cards.edit_card, by=edith, **given)
            await stream.until(lambda one: any("quick words" in data["html"] for data in one.named("change")))
            await stream.until(lambda one: one.seqs == [1, 2, 3])

    play(scene)
