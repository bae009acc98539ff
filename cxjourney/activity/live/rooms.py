"""Rooms: those who watch one map, or one workspace's home. Each follows the log and tells its seats."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from django.db import InterfaceError, OperationalError

from cxjourney.activity.live.messages import Topic, encode
from cxjourney.activity.live.renderers import RENDERERS, Audience, Batch, MapRenderer
from cxjourney.activity.live.streams import Seat, Stream
from cxjourney.activity.queries import ON_MAPS_ONLY, news_after

logger = logging.getLogger(__name__)

NUMBERS_EVERY = 1.0  # seconds between two drawings of customers' numbers on a map
HOME_EVERY = LISTS_EVERY = 1.0

Work = Callable[..., Awaitable[Any]]  # runs a function in the live thread


class Room:
    """What both kinds of room do: seat, wake, and follow in a task of their own."""

    def __init__(self, key: tuple[str, int], workspace_id: int, work: Work):
        self.key = key
        self.workspace_id = workspace_id
        self.work = work
        self.seats: set[Seat] = set()
        self.woken = asyncio.Event()
        self.task = asyncio.create_task(self._follow())

    def wake(self) -> None:
        self.woken.set()

    def look_again(self) -> None:
        """Something may have been missed."""
        self.wake()

    def sit(self, stream: Stream, topic: Topic, audience: Audience) -> Seat:
        """A seat that waits until it has joined."""
        seat = Seat(stream, self, topic, audience, topic.at, waiting=[])
        self.seats.add(seat)
        return seat

    def leave(self, seat: Seat) -> None:
        self.seats.discard(seat)

    def close(self) -> None:
        self.task.cancel()

    def say(self, event: str, data: dict) -> None:
        """Something without an id, such as who is present, to everyone here."""
        chunk = encode(event, data)
        for seat in self.seats:
            seat.stream.push(chunk)

    async def _follow(self) -> None:
        while True:
            await self.woken.wait()
            self.woken.clear()
            try:
                await self.turn()
            except Exception:
                # Whoever is here comes back after a moment and catches up from the log.
                logger.exception("a change of %s %s could not be shown", *self.key)
                for seat in list(self.seats):
                    seat.stream.end()

    async def join(self, seat: Seat) -> None:
        raise NotImplementedError

    async def turn(self) -> None:
        raise NotImplementedError


class MapRoom(Room):
    """Everybody on one map."""

    def __init__(self, map_id: int, workspace_id: int, renderer: MapRenderer, work: Work):
        super().__init__(("map", map_id), workspace_id, work)
        self.renderer = renderer
        self.numbers_at = float("-inf")
        self.known: set[Audience] = set()  # those the renderer has looked at the board for
        self.joining: list[tuple[Seat, asyncio.Future]] = []

    async def join(self, seat: Seat) -> None:
        """Catch up with what the page has missed. It sits here already, so nothing falls between."""
        if seat.at == self.renderer.seq and seat.audience in self.known:
            self._greet(seat, None, seat.at)
            return
        greeted = asyncio.get_running_loop().create_future()
        self.joining.append((seat, greeted))
        self.wake()
        await greeted

    async def turn(self) -> None:
        """What is new goes to everyone; those who have just come are caught up, all of them at once."""
        loop = asyncio.get_running_loop()
        joining, self.joining = self.joining, []
        try:
            audiences = {seat.audience for seat in self.seats}
            missing = {(seat.at, seat.audience) for seat, _greeted in joining}
            hold = loop.time() - self.numbers_at < NUMBERS_EVERY
            batch = await self.work(self.renderer.render, audiences, hold_numbers=hold)
            self.known = audiences
            if batch and batch.held:
                loop.call_at(self.numbers_at + NUMBERS_EVERY, self.wake)
            if batch and batch.numbers:
                self.numbers_at = loop.time()
            if batch and (batch.seqs or any(batch.html.values())):
                self._deliver(batch)
            if missing:
                await self._catch_up(joining, missing)
        finally:
            for _seat, greeted in joining:
                if not greeted.done():
                    greeted.set_result(None)

    async def _catch_up(self, joining: list[tuple[Seat, asyncio.Future]], missing: set) -> None:
        """What each page has missed, up to where the renderer has come (it moves in turns only).

        A page that cannot be caught up costs the others nothing: its stream ends.
        """
        missed, present = await self.work(self._look_back, missing)
        for seat, _greeted in joining:
            place = seat.at, seat.audience
            if place in missed:
                self._greet(seat, missed[place], present)
            else:
                seat.stream.end()

    def _look_back(self, missing: set[tuple[int, Audience]]) -> tuple[dict, int]:
        """In the live thread: what each has missed, None for nothing; not those that cannot be drawn."""
        missed: dict[tuple[int, Audience], Batch | None] = {}
        for at, audience in missing:
            try:
                news = self.renderer.catch_up(at, audience) if at < self.renderer.seq else None
                self.renderer.prime(audience)
                missed[at, audience] = news
            except (OperationalError, InterfaceError):
                raise  # the connection: all of it once more
            except Exception:
                logger.exception("a page of %s %s could not be caught up", *self.key)
        return missed, self.renderer.seq

    def _greet(self, seat: Seat, missed: Batch | None, present: int) -> None:
        """Give a seat what it has missed, then what has come while it waited."""
        seat.at = missed.to_seq if missed else min(seat.at, present)
        if missed:
            event = "reload" if missed.reload else "change"
            body = encode(event, _data(self.key, missed, seat.audience))
            seat.stream.push(seat.stream.vector() + body)
        waiting, seat.waiting = seat.waiting or [], None
        for batch, body in waiting:
            self._hand(seat, batch, body, None)

    def _deliver(self, batch: Batch) -> None:
        alone = f"id: map.{self.key[1]}.{batch.to_seq}\n".encode()  # of streams with this topic only
        bodies: dict[Audience, tuple[bytes, bytes]] = {}
        for seat in list(self.seats):
            ready = bodies.get(seat.audience)
            if ready is None:
                body = encode("reload" if batch.reload else "change", _data(self.key, batch, seat.audience))
                ready = bodies[seat.audience] = (body, alone + body)
            if seat.waiting is None:
                self._hand(seat, batch, *ready)
            else:
                seat.waiting.append((batch, ready[0]))

    def _hand(self, seat: Seat, batch: Batch, body: bytes, with_id: bytes | None) -> None:
        stream = seat.stream
        if batch.seqs and batch.to_seq <= seat.at:
            return
        # It tells the way from another page than this one, or was drawn before this audience came: the
        # stream comes back and catches up from where it is.
        if (batch.seqs and batch.from_seq != seat.at) or seat.audience not in batch.html:
            stream.end("again")
            return
        if batch.seqs:
            seat.at = batch.to_seq
        if with_id is not None and len(stream.seats) == 1:
            stream.push(with_id)
        else:
            stream.push(stream.vector() + body)


def _data(key: tuple[str, int], batch: Batch, audience: Audience) -> dict:
    return {
        "topic": f"{key[0]}.{key[1]}",
        "from": batch.from_seq,
        "to": batch.to_seq,
        "seq": batch.seqs,
        "changes": batch.changes,
        "touched": batch.touched,
        "html": batch.html.get(audience, ""),
    }


class HomeRoom(Room):
    """Everybody on the list of maps of a workspace. Its number is the sum of the maps' own."""

    def __init__(self, workspace_id: int, work: Work):
        super().__init__(("home", workspace_id), workspace_id, work)
        self.changed: set[int] = set()
        self.missed = False

    def note(self, map_id: int) -> None:
        self.changed.add(map_id)
        self.wake()

    def look_again(self) -> None:
        self.missed = True
        self.wake()

    async def join(self, seat: Seat) -> None:
        seat.waiting = None
        stamp = await self.work(RENDERERS.stamp, self.key[1])
        if stamp != seat.at:
            self._hand([seat], *await self.work(self._read, None))

    async def turn(self) -> None:
        changed, self.changed = self.changed, set()
        missed, self.missed = self.missed, False
        if missed and self.seats:
            behind = await self.work(RENDERERS.stamp, self.key[1])
            missed = any(seat.at != behind for seat in self.seats)
        if (changed or missed) and self.seats:
            self._hand(self.seats, *await self.work(self._read, None if missed else changed))
        await asyncio.sleep(HOME_EVERY)

    def _read(self, changed: set[int] | None) -> tuple[int, str]:
        # The number first: what is drawn may be newer than it, never older.
        return RENDERERS.stamp(self.key[1]), RENDERERS.home(self.key[1], changed)

    def _hand(self, seats, stamp: int, html: str) -> None:
        _tell_all(seats, self.key, stamp, html)


class ListRoom(Room):
    """Everybody on a list of a workspace, such as its inbox. They read themselves and hear of news.

    Its number is that of the workspace's newest change.
    """

    def __init__(self, workspace_id: int, work: Work):
        super().__init__(("list", workspace_id), workspace_id, work)
        self.noted = False

    def note(self, about: str) -> None:
        if about not in ON_MAPS_ONLY:
            self.noted = True
            self.wake()

    async def join(self, seat: Seat) -> None:
        seat.waiting = None
        if newest := await self.work(news_after, self.key[1], seat.at):
            _tell_all([seat], self.key, newest, "")

    async def turn(self) -> None:
        noted, self.noted = self.noted, False
        greeted = [seat.at for seat in self.seats if seat.waiting is None]
        if not greeted:
            return
        at = min(greeted)
        newest = await self.work(news_after, self.key[1], at)
        if noted or newest:
            _tell_all(self.seats, self.key, newest or at, "")
        await asyncio.sleep(LISTS_EVERY)


def _tell_all(seats: Iterable[Seat], key: tuple[str, int], at: int, html: str) -> None:
    """A change of a workspace's home or lists, to those who have been greeted; others are about to ask."""
    data = {"topic": f"{key[0]}.{key[1]}", "seq": [at], "from": 0, "to": at}
    body = encode("change", data | {"changes": [], "touched": [], "html": html})
    for seat in list(seats):
        if seat.waiting is None:
            seat.at = max(seat.at, at)
            seat.stream.push(seat.stream.vector() + body)
