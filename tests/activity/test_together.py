import asyncio

import pytest

from cxjourney.activity.live.together import Together
from tests.live.client import run


class Slow:
    """Doubles numbers; each call waits until it may go on, as a busy thread would."""

    def __init__(self):
        self.calls: list[list[int]] = []
        self.go = asyncio.Event()
        self.together = Together(self.work, self.double)

    async def work(self, run, *args):
        await self.go.wait()
        return run(*args)

    def double(self, numbers: list[int]) -> list[int]:
        self.calls.append(numbers)
        return [number * 2 for number in numbers]


async def turn() -> None:
    """Let every task go as far as it can."""
    for _ in range(5):
        await asyncio.sleep(0)


def test_who_asks_during_a_call_shares_the_next():
    async def scene():
        slow = Slow()
        first = asyncio.create_task(slow.together.ask(1))
        await turn()
        others = [asyncio.create_task(slow.together.ask(number)) for number in (2, 3, 4)]
        await turn()
        slow.go.set()
        assert [await first, *[await one for one in others]] == [2, 4, 6, 8]
        assert slow.calls == [[1], [2, 3, 4]]
        assert await slow.together.ask(5) == 10

    run(scene())


def test_who_gives_up_is_not_asked_for():
    async def scene():
        slow = Slow()
        first = asyncio.create_task(slow.together.ask(1))
        await turn()
        second, third = (asyncio.create_task(slow.together.ask(number)) for number in (2, 3))
        await turn()
        first.cancel()
        second.cancel()
        await turn()
        slow.go.set()
        assert await third == 6
        assert slow.calls == [[1], [3]]

    run(scene())


def test_everybody_hears_of_an_error_and_the_next_call_goes_on():
    async def scene():
        slow = Slow()
        slow.go.set()
        both = [asyncio.create_task(slow.together.ask(word)) for word in (None, 1)]
        for one in both:
            with pytest.raises(TypeError):
                await one
        assert await slow.together.ask(5) == 10

    run(scene())
