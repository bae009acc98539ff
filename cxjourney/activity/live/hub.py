"""The hub: one a process. It listens to the database and feeds every open stream.

Two database connections, whatever the number of streams: one that listens, and the live thread's, which
reads the log, renders, checks rights and tells other processes.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import Any

from django.db import InterfaceError, OperationalError, connection

from cxjourney.activity.live import rights
from cxjourney.activity.live.listener import Listener
from cxjourney.activity.live.messages import HEARTBEAT, Topic, encode, is_place
from cxjourney.activity.live.presence import Presence
from cxjourney.activity.live.renderers import RENDERERS, Audience
from cxjourney.activity.live.rooms import HomeRoom, ListRoom, MapRoom, Room
from cxjourney.activity.live.streams import Stream
from cxjourney.activity.live.together import Together

logger = logging.getLogger(__name__)

TICK = 1.0
HEARTBEAT_EVERY = 15  # seconds
LIFETIME = 600  # seconds until a stream must ask anew whether it may be there
STREAMS_A_PERSON = 60  # in this process; the oldest gives way
CHANNEL = "cxjourney_live"


class Hub:
    """Made when the first stream comes; belongs to the event loop that runs then."""

    def __init__(self) -> None:
        self.process = secrets.token_hex(4)
        self.streams: dict[str, Stream] = {}
        self.rooms: dict[tuple[str, int], Room] = {}
        self.presence = Presence(self.process)
        self.restless: set[int] = set()  # maps whose people changed since the last tick
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="live")
        self.rights = Together(self.work, rights.find_many)
        self.rechecks = Together(self.work, rights.recheck)
        self.listener = Listener(self.work, heard=self._heard, connected=self._caught_up)
        self.tasks: list[asyncio.Task] = []
        self.opening = 0
        self.closing = False

    # --- Life -------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to listen and to tick."""
        self.tasks = [asyncio.create_task(self.listener.run()), asyncio.create_task(self._tick())]

    def close_all(self) -> None:
        """The server stops: every browser is asked to come back, and comes after a moment of its own."""
        if self.closing:
            return
        self.closing = True
        for stream in list(self.streams.values()):
            stream.end("again")
        self._tell(self.presence.bye())

    async def stop(self) -> None:
        """End everything, the database connections too."""
        self.close_all()
        for task in [*self.tasks, *(room.task for room in self.rooms.values())]:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.work(lambda: connection.close())  # that of the live thread
        self.thread.shutdown(wait=False)

    async def work(self, run: Callable, *args: Any, **kwargs: Any) -> Any:
        """Run in the live thread; once more on a fresh connection if the database had gone."""

        def guarded() -> Any:
            try:
                return run(*args, **kwargs)
            except (OperationalError, InterfaceError):
                connection.close()
                return run(*args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self.thread, guarded)

    # --- Streams ----------------------------------------------------------------------------------

    async def open(self, session: str, topics: list[Topic]) -> Stream | HTTPStatus:
        """A new stream on these topics, or why it can't be: nobody signed in, or not theirs to see."""
        self.opening += 1
        try:
            return await self._open(session, topics)
        finally:
            self.opening -= 1

    async def _open(self, session: str, topics: list[Topic]) -> Stream | HTTPStatus:
        found = await self.rights.ask((session, topics))
        if self.closing:
            return HTTPStatus.SERVICE_UNAVAILABLE
        if found is None:
            return HTTPStatus.UNAUTHORIZED
        if any(topic.key not in found.places for topic in topics):
            return HTTPStatus.NOT_FOUND
        stream = Stream(self.process, found, time.monotonic())
        self._make_space(found.person.id)
        self.streams[stream.id] = stream
        try:
            await self._sit_down(stream, topics)
        except BaseException:
            self.leave(stream)
            raise
        self._spawn(self._recheck([stream]))  # a right may have been lost while this one sat down
        return stream

    async def _sit_down(self, stream: Stream, topics: list[Topic]) -> None:
        person, places = stream.rights.person, stream.rights.places
        for topic in topics:
            place = places[topic.key]
            audience = Audience(place.can_edit, topic.period)
            room = await self._room(topic, place.workspace_id)
            stream.seats.append(room.sit(stream, topic, audience))
            if topic.kind == "map":
                self.presence.join(stream.id, topic.id, person, time.monotonic())
                self.restless.add(topic.id)
        maps = [seat for seat in stream.seats if seat.topic.kind == "map"]
        able = {str(seat.topic.id): {"can_edit": seat.audience.editable} for seat in maps}
        hello = {"stream": stream.id, "person": person.id, "rights": able}
        stream.push(stream.vector() + encode("hello", hello))
        for seat in stream.seats:
            await seat.room.join(seat)

    def _make_space(self, person: int) -> None:
        theirs = [stream for stream in self.streams.values() if stream.rights.person.id == person]
        if len(theirs) >= STREAMS_A_PERSON:
            min(theirs, key=lambda stream: stream.started).end("again")

    async def _room(self, topic: Topic, workspace_id: int) -> Room:
        if topic.key not in self.rooms:
            made: Room
            if topic.kind == "map":
                renderer = await self.work(RENDERERS.map, topic.id, workspace_id)
                if topic.key in self.rooms:  # somebody was quicker
                    return self.rooms[topic.key]
                made = MapRoom(topic.id, workspace_id, renderer, self.work)
            else:
                made = (HomeRoom if topic.kind == "home" else ListRoom)(workspace_id, self.work)
            self.rooms[topic.key] = made
            made.wake()  # what was written while the room was made
        return self.rooms[topic.key]

    def leave(self, stream: Stream) -> None:
        """The browser has gone, or the stream has ended."""
        stream.end()
        self.streams.pop(stream.id, None)
        self.restless |= {seat.topic.id for seat in stream.seats if seat.topic.kind == "map"}
        self.presence.leave(stream.id)
        for seat in stream.seats:
            seat.room.leave(seat)
            if not seat.room.seats and self.rooms.get(seat.room.key) is seat.room:
                self.rooms.pop(seat.room.key).close()

    # --- What the database tells --------------------------------------------------------------------

    def _heard(self, channel: str, payload: str) -> None:
        if channel == CHANNEL:
            self._heard_from_a_process(json.loads(payload))
            return
        map_id, workspace_id, about = payload.split(":")
        if room := self.rooms.get(("map", int(map_id))):
            room.wake()
        home = self.rooms.get(("home", int(workspace_id)))
        if isinstance(home, HomeRoom) and int(map_id):
            home.note(int(map_id))
        lists = self.rooms.get(("list", int(workspace_id)))
        if isinstance(lists, ListRoom):
            lists.note(about)

    def _caught_up(self) -> None:
        """The listener is connected again: what was said meanwhile is in the log; rights may be lost."""
        for room in self.rooms.values():
            room.look_again()
        self._spawn(self._recheck(self.streams.values()))

    def _spawn(self, coroutine) -> None:
        task = asyncio.create_task(coroutine)
        self.tasks.append(task)
        task.add_done_callback(self.tasks.remove)

    def _heard_from_a_process(self, message: dict) -> None:
        kind = message.get("kind")
        if kind == "revoke":
            self._revoke(message)
        elif kind == "alert":
            self._alert(message)
        elif message.get("process") == self.process:
            return
        elif kind == "say":
            if message["stream"] in self.streams:
                self.say(message["stream"], message["words"])
        elif kind == "come":
            self._come(message)
        else:
            self.restless |= self.presence.hear(message, time.monotonic())
            self._whisper()

    # --- Rights -----------------------------------------------------------------------------------

    def _revoke(self, message: dict) -> None:
        """Rights changed: a session ended, a person has another role, a map was archived or removed."""
        streams = list(self.streams.values())
        if mark := message.get("session"):
            for stream in streams:
                if stream.rights.session == mark:  # signed out, or signed in anew: its cookie will tell
                    stream.end("again")
        elif person := message.get("person"):
            self._spawn(self._recheck([one for one in streams if one.rights.person.id == person]))
        elif room := self.rooms.get(("map", message.get("map", 0))):
            self._spawn(self._recheck([seat.stream for seat in room.seats]))

    async def _recheck(self, streams: Iterable[Stream]) -> None:
        """End the streams of those who may not be there any more; tell those whose role has changed."""
        streams = list(streams)
        held = await asyncio.gather(*(self.rechecks.ask(stream.rights) for stream in streams))
        for stream, found in zip(streams, held, strict=True):
            if found is None:  # perhaps its browser has signed in anew
                stream.end("again")
                continue
            stream.rights = found
            if any(seat.topic.key not in found.places for seat in stream.seats):
                stream.end("end", why="removed")
                continue
            for seat in stream.seats:
                may = found.places[seat.topic.key].can_edit
                if may != seat.audience.editable:
                    seat.audience = seat.audience._replace(editable=may)
                    stream.push(encode("rights", {"topic": seat.topic.name, "can_edit": may}))

    # --- Who is here --------------------------------------------------------------------------------

    def say(self, stream_id: str, words: dict) -> bool:
        """A tab says that it is alive, what it edits, whom it follows. False when nobody knows the stream."""
        stream = self.streams.get(stream_id)
        if stream is None:
            process = stream_id.partition(".")[0]
            if process == self.process or not self.presence.knows(process, time.monotonic()):
                return False
            self._tell({"kind": "say", "stream": stream_id, "words": words})
            return True
        maps = [seat for seat in stream.seats if seat.topic.kind == "map"]
        seat = next((seat for seat in maps if seat.topic.id == words.get("map")), None)
        here = seat.topic.id if seat else None
        if seat and not seat.audience.editable:
            words.pop("editing", None)
        self.restless |= self.presence.beat(stream_id, time.monotonic(), map=here, words=words)
        self._whisper()
        if seat and seat.audience.editable and is_place(words.get("come")):
            person = stream.rights.person
            come = {
                "map": here,
                "person": person.id,
                "name": person.name,
                "at": words["come"],
            }
            self._come(come)
            self._tell(come | {"kind": "come"})
        return True

    def _whisper(self) -> None:
        """Where somebody looks, to those who follow."""
        for stream_id, event, data in self.presence.whispers():
            if stream := self.streams.get(stream_id):
                stream.push(encode(event, data))

    def _come(self, message: dict) -> None:
        if room := self.rooms.get(("map", message["map"])):
            room.say("come", {key: message[key] for key in ("map", "person", "name", "at")})

    def _alert(self, message: dict) -> None:
        """A number crossed its threshold or recovered: everybody in the workspace hears of it."""
        told = {name: message[name] for name in ("said", "address")}
        for stream in list(self.streams.values()):
            seats = [seat for seat in stream.seats if seat.room.workspace_id == message["workspace"]]
            if seats:
                on = [seat.topic.name for seat in seats]
                stream.push(encode("alert", told | {"on": on}))

    def _tell(self, message: dict) -> None:
        text = json.dumps(message | {"process": self.process})
        self._spawn(self.work(_notify, text))

    async def _tick(self) -> None:
        """Once a second: presence, heartbeats, and the end of streams that are old."""
        beat = 0
        while True:
            await asyncio.sleep(TICK)
            beat = (beat + 1) % HEARTBEAT_EVERY
            try:
                self._one_tick(beat, time.monotonic())
            except Exception:
                logger.exception("a tick of the live stream failed")

    def _one_tick(self, beat: int, now: float) -> None:
        for stream in list(self.streams.values()):
            if stream.ended:
                stream.give_up(now)
            elif now - stream.started > LIFETIME:
                stream.end("again")
            elif int(stream.started) % HEARTBEAT_EVERY == beat:
                stream.push(HEARTBEAT)
        self.restless |= self.presence.expire(now)
        restless, self.restless = self.restless, set()
        for map_id in restless:
            if room := self.rooms.get(("map", map_id)):
                people, watching = self.presence.people(map_id, now), self.presence.watching(map_id)
                room.say("presence", {"map": map_id, "people": people, "watching": watching})
        self._whisper()
        for message in self.presence.tell(now):
            self._tell(message)


def _notify(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, text])


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub() -> Hub:
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs.clear()
        _hubs[loop] = Hub()
        _hubs[loop].start()
    return _hubs[loop]


async def stop() -> None:
    """End the hub of the running event loop, if it has one."""
    if one := _hubs.pop(asyncio.get_running_loop(), None):
        await one.stop()


def close_all() -> None:
    """Let every stream of this process end; may be called from a signal handler."""
    for loop, one in _hubs.items():
        loop.call_soon_threadsafe(one.close_all)
