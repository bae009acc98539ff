"""One open stream: a queue of bytes, and its seats in the rooms it listens to."""

from __future__ import annotations

import asyncio
import inspect
import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxjourney.activity.live.messages import Topic, encode
from cxjourney.activity.live.renderers import Audience
from cxjourney.activity.live.rights import Rights

if TYPE_CHECKING:
    from cxjourney.activity.live.rooms import Room

logger = logging.getLogger(__name__)

LONGEST_QUEUE = 256
PATIENCE = 10  # seconds for a reader to take the last of it


@dataclass(slots=True, eq=False)
class Seat:
    """A place in a room. `at` is the last change sent; `waiting` holds batches while it catches up."""

    stream: Stream
    room: Room
    topic: Topic
    audience: Audience
    at: int
    waiting: list | None = None


class Rest:
    """What is left of a coroutine that was begun outside of a task and has to wait for `future`."""

    __slots__ = ("coroutine", "future")

    def __init__(self, coroutine: Coroutine, future: asyncio.Future):
        self.coroutine, self.future = coroutine, future

    def __await__(self) -> Generator:
        try:
            yield self.future
        except BaseException:
            self.coroutine.close()
            raise
        yield from self.coroutine.__await__()


def begin(awaitable: Awaitable[None]) -> Awaitable[None] | None:
    """Go as far as is possible without waiting; what is left of it, if anything."""
    if not inspect.iscoroutine(awaitable):
        return awaitable
    try:
        return Rest(awaitable, awaitable.send(None))
    except StopIteration:
        return None


class Stream:
    """What one browser reads. Chunks are shared by all streams; only the queue is its own.

    A chunk goes straight to the server. Only for a reader that is slow, or has not begun, it waits in the
    queue: to wake a task for each chunk took as long as to write it.
    """

    # A list and a future: a deque and an event would be a third of what a stream weighs.
    __slots__ = (
        "ended",
        "ended_at",
        "id",
        "queue",
        "rest",
        "rights",
        "seats",
        "send",
        "started",
        "waiter",
        "writer",
    )

    def __init__(self, process: str, rights: Rights, now: float):
        self.id = f"{process}.{secrets.token_urlsafe(16)}"
        self.rights = rights
        self.started = now
        self.seats: list[Seat] = []
        self.queue: list[bytes] = []
        self.waiter: asyncio.Future | None = None
        self.send: Callable[[dict], Awaitable[None]] | None = None
        self.rest: Awaitable[None] | None = None  # of a chunk that the reader did not take at once
        self.ended = False
        self.ended_at = 0.0
        self.writer: asyncio.Task | None = None

    def push(self, chunk: bytes) -> None:
        """Queue bytes; a reader that is too slow is let go, and catches up when it comes back."""
        if self.ended:
            return
        if self.send and self.waiter and not self.waiter.done():  # so nothing is before it
            self._write(self.send, chunk)
            return
        if len(self.queue) >= LONGEST_QUEUE:
            self.end()
            return
        self.queue.append(chunk)
        self._wake()

    def end(self, event: str = "", **data) -> None:
        """Close after what is queued, with a last event if one is given."""
        if self.ended:
            return
        if event:
            self.queue.append(encode(event, data))
        self.ended = True
        self._wake()

    def give_up(self, now: float) -> None:
        """It has ended, but its reader does not take what is queued: after a while it is let go by force."""
        self.ended_at = self.ended_at or now
        if now - self.ended_at > PATIENCE and self.writer:
            self.writer.cancel()

    def vector(self) -> bytes:
        """The id line: how far this stream has come in each of its rooms."""
        at = "_".join(f"{seat.topic.kind}.{seat.topic.id}.{seat.at}" for seat in self.seats)
        return f"id: {at}\n".encode()

    async def take(self) -> bytes:
        """All that is queued, as one chunk; b"" when the stream has ended."""
        while not self.queue and not self.ended:
            self.waiter = asyncio.get_running_loop().create_future()
            await self.waiter
            if self.rest:
                rest, self.rest = self.rest, None
                await rest
        queue, self.queue = self.queue, []
        return queue[0] if len(queue) == 1 else b"".join(queue)

    def _write(self, send: Callable[[dict], Awaitable[None]], chunk: bytes) -> None:
        try:
            self.rest = begin(send({"type": "http.response.body", "body": chunk, "more_body": True}))
        except OSError:  # the reader has gone
            self.end()
        except Exception:
            logger.exception("a stream could not be written")
            self.end()
        if self.rest:
            self._wake()

    def _wake(self) -> None:
        if self.waiter and not self.waiter.done():
            self.waiter.set_result(None)
