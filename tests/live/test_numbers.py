"""Customers' answers move the open map: at once, but not more than once a second."""

import itertools
import time
import uuid

import pytest
from django.utils import timezone

from cxjourney.feedback import actions
from cxjourney.feedback.importing import load
from cxjourney.feedback.importing.check import open_reader
from cxjourney.feedback.importing.plan import Plan
from tests import factories
from tests.feedback.importing import uploaded
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


FILE = "date,touchpoint,csat,nps,comment\n" + "".join(
    f"2026-{n % 3 + 1:02}-05,The letter,{1 + n % 5},{n % 10},Words {n}\n" for n in range(30)
)


def bring_in(by):
    imported = uploaded(by, FILE)
    load.load(by=by, imported=imported, reader=open_reader(imported, Plan.from_json(imported.columns)))
    return imported


def test_an_import_moves_pills_curve_and_lines_and_taking_it_back_too(
    board, touchpoint, as_bob, as_edith, edith, settings, tmp_path
):
    """Three months of answers: one event for all of them, one for the undo."""
    settings.DATA_DIR = tmp_path
    here = {"workspace": board.workspace, "map": board}
    curve, metrics = (factories.Lane(**here, kind=kind, title=kind) for kind in ("experience", "metrics"))
    answer(as_edith, touchpoint, 9)

    async def scene():
        async with listen(as_bob, board.topic(1) + ".all") as stream:
            await stream.event("hello")
            imported = await write(bring_in, edith)
            html = (await stream.event("change"))["html"]
            assert "n=30" in html
            assert f'"#lane-{curve.pk}"' in html
            assert f'"#cell-{metrics.pk}-{board.stage.pk}"' in html
            assert "spark__area" in html
            await write(actions.undo_import, by=edith, imported=imported)
            await stream.until(lambda one: len(one.seqs) == 2)
            assert len(stream.named("change")) == 2
            assert "n=30" not in stream.named("change")[1]["html"]

    play(scene)
