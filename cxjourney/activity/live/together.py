"""Many who ask at the same time are answered by one call."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any


class Together:
    """`answer` takes a list of questions and gives as many answers; it is run by `work`, one call at a time.

    Whoever asks while a call is running waits for the next one, with all others who asked meanwhile.
    """

    def __init__(self, work: Callable[..., Awaitable[Any]], answer: Callable[[list], list]):
        self.work = work
        self.answer = answer
        self.waiting: list[tuple[Any, asyncio.Future]] = []
        self.running: asyncio.Task | None = None

    async def ask(self, question: Any) -> Any:
        future = asyncio.get_running_loop().create_future()
        self.waiting.append((question, future))
        if self.running is None:
            self.running = asyncio.create_task(self._run())
        return await future

    async def _run(self) -> None:
        try:
            while self.waiting:
                asked, self.waiting = self.waiting, []
                # Some have given up while they waited.
                await self._answer([(question, future) for question, future in asked if not future.done()])
        finally:
            self.running = None

    async def _answer(self, asked: list[tuple[Any, asyncio.Future]]) -> None:
        try:
            answers = await self.work(self.answer, [question for question, _future in asked])
        except asyncio.CancelledError:  # the server stops
            for _question, future in asked:
                future.cancel()
            raise
        except Exception as error:
            for _question, future in asked:
                if not future.done():
                    future.set_exception(error)
            return
        for (_question, future), answer in zip(asked, answers, strict=True):
            if not future.done():
                future.set_result(answer)
