"""The database goes in the middle of a drawing, or one page cannot be drawn: nobody misses anything."""

import asyncio

import pytest
from django.db import OperationalError

from cxjourney.activity.live.hub import hub
from cxjourney.board.live import renderer
from cxjourney.journeys.actions import stages
from tests.live.client import listen, play, write
from tests.live.test_events import edit

pytestmark = pytest.mark.django_db(transaction=True)


def once(run, error):
    """`run`, which fails when it is called first."""
    calls = []

    def fails_first(*args, **kwargs):
        calls.append(1)
        if len(calls) == 1:
            raise error
        return run(*args, **kwargs)

    return fails_first


def test_a_connection_that_goes_while_one_is_caught_up_costs_the_others_nothing(
    board, alice, as_alice, as_bob, monkeypatch
):
    """What is new was drawn already: it must not be drawn again as nothing."""

    async def scene():
        async with listen(as_bob, board.topic()) as first:
            await first.event("hello")
            seen = hub().rooms["map", board.pk]
            await write(edit, alice, board.card, "one")
            await first.until(lambda one: one.seqs == [1])
            monkeypatch.setattr(
                seen.renderer, "catch_up", once(seen.renderer.catch_up, OperationalError("gone"))
            )
            told, wake = asyncio.Event(), seen.wake
            seen.wake = told.set  # so that the change and the newcomer meet in one turn
            await write(edit, alice, board.card, "two")
            await told.wait()
            seen.wake = wake
            async with listen(as_alice, board.topic()) as second:
                await second.until(lambda one: one.seqs == [1, 2])
                await first.until(lambda one: one.seqs == [1, 2])

    play(scene)


def test_a_drawing_that_fails_has_moved_nothing(board, alice, monkeypatch):
    one = renderer.MapRenderer(board.pk, board.workspace_id)
    audience = renderer.Audience(True)
    one.prime(audience)
    texts = {"name": ("Anew", board.stage.name)}
    stages.edit_stage(by=alice, stage=board.stage, texts=texts, version=board.stage.version)
    monkeypatch.setattr(one, "_differences", once(one._differences, OperationalError("gone")))
    with pytest.raises(OperationalError):
        one.render({audience})
    batch = one.render({audience})
    assert "Anew" in batch.html[audience]


def test_one_page_that_cannot_be_caught_up_ends_alone(board, alice, as_alice, as_bob, monkeypatch):
    async def scene():
        async with listen(as_bob, board.topic()) as first:
            await first.event("hello")
            await write(edit, alice, board.card, "one")
            await first.until(lambda one: one.seqs == [1])
            seen = hub().rooms["map", board.pk].renderer
            monkeypatch.setattr(seen, "catch_up", once(seen.catch_up, ValueError("cannot be drawn")))
            async with listen(as_alice, board.topic()) as second:
                await second.until(lambda one: one.ended.is_set())
            await write(edit, alice, board.card, "two")
            await first.until(lambda one: one.seqs == [1, 2])
            assert not first.ended.is_set()

    play(scene)
