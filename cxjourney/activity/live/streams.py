"""One open stream: a queue of bytes, and its seats in the rooms it listens to."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxjourney.activity.live.messages import Topic, encode
from cxjourney.activity.live.renderers import Audience
from cxjourney.activity.live.rights import Rights

if TYPE_CHECKING:
    from cxjourney.activity.live.rooms import Room

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


class Stream:
    """What one browser reads. Chunks are shared by all streams; only the queue is its own."""

    # A list and a future: a deque and an event would be a third of what a stream weighs.
    __slots__ = ("ended", "ended_at", "id", "queue", "rights", "seats", "started", "waiter", "writer")

    def __init__(self, process: str, rights: Rights, now: float):
        self.id = f"{process}.{secrets.token_urlsafe(16)}"
        self.rights = rights
        self.started = now
        self.seats: list[Seat] = []
        self.queue: list[bytes] = []
        self.waiter: asyncio.Future | None = None
        self.ended = False
        self.ended_at = 0.0
        self.writer: asyncio.Task | None = None

    def push(self, chunk: bytes) -> None:
        """Queue bytes; a reader that is too slow is let go, and catches up when it comes back."""
        if self.ended:
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
        if not self.queue and not self.ended:
            self.waiter = asyncio.get_running_loop().create_future()
            await self.waiter
        queue, self.queue = self.queue, []
        return queue[0] if len(queue) == 1 else b"".join(queue)

    def _wake(self) -> None:
        if self.waiter and not self.waiter.done():
            self.waiter.set_result(None)
