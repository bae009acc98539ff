"""A browser's end of /events/, spoken to the ASGI application in the same process."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

from cxjourney.activity.live.endpoint import with_events
from cxjourney.activity.live.hub import hub

PATIENCE = 10  # seconds


async def _nothing_else(scope, receive, send):
    raise AssertionError("not an address of the stream")


application = with_events(_nothing_else)


class Stream:
    """One open stream: its status, then its events as (name, data, id)."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.events: list[tuple[str, dict, str]] = []
        self.ended = asyncio.Event()
        self._moved = asyncio.Condition()
        self._leave = asyncio.Event()
        self._text = ""

    async def receive(self) -> dict:
        await self._leave.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            self._text += message.get("body", b"").decode()
            *whole, self._text = self._text.split("\n\n")
            self.events += [event for event in map(_parse, whole) if event]
            if not message.get("more_body"):
                self.ended.set()
        async with self._moved:
            self._moved.notify_all()

    def leave(self) -> None:
        self._leave.set()

    async def until(self, seen: Callable[[Stream], Any]) -> Any:
        """Wait until `seen` says something true of this stream."""
        async with asyncio.timeout(PATIENCE), self._moved:
            await self._moved.wait_for(lambda: seen(self))
        return seen(self)

    async def event(self, name: str, at: int = 0) -> dict:
        """The data of the event of this name, the first or the one at `at`."""
        await self.until(lambda one: len(one.named(name)) > at)
        return self.named(name)[at]

    def named(self, name: str) -> list[dict]:
        return [data for event, data, _id in self.events if event == name]

    @property
    def last_id(self) -> str:
        """How far this stream has come, as the browser will say when it comes back."""
        return next((at for _event, _data, at in reversed(self.events) if at), "")

    @property
    def seqs(self) -> list[int]:
        """Every change acknowledged so far, in order of arrival."""
        return [seq for data in self.named("change") + self.named("reload") for seq in data["seq"]]


def _parse(block: str) -> tuple[str, dict, str] | None:
    fields = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
    return (fields["event"], json.loads(fields["data"]), fields.get("id", "")) if "event" in fields else None


@asynccontextmanager
async def listen(client, *topics: str, last_id: str = "", wanted: int = 200):
    """Open a stream with the cookies of a Django test client."""
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    headers = [(b"cookie", cookies.encode())]
    if last_id:
        headers.append((b"last-event-id", last_id.encode()))
    stream = Stream()
    query = "&".join(f"on={topic}" for topic in topics).encode()
    scope = {"type": "http", "method": "GET", "path": "/events/", "query_string": query, "headers": headers}
    running = asyncio.create_task(application(scope, stream.receive, stream.send))
    try:
        await stream.until(lambda one: one.status)
        assert stream.status == wanted
        yield stream
    finally:
        stream.leave()
        await asyncio.wait_for(running, PATIENCE)


async def say(**words: Any) -> int:
    """POST to /events/; the status."""
    status = 0

    async def receive() -> dict:
        return {"type": "http.request", "body": json.dumps(words).encode()}

    async def send(message: dict) -> None:
        nonlocal status
        status = message.get("status", status)

    scope = {"type": "http", "method": "POST", "path": "/events/", "query_string": b"", "headers": []}
    await application(scope, receive, send)
    return status


def run(coroutine: Coroutine) -> Any:
    """asyncio.run in a thread of its own: Playwright's loop may run in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def play(scene: Callable[[], Any]) -> None:
    """Run an async test with a hub of its own, which is gone afterwards with its connections."""

    async def whole() -> None:
        try:
            await scene()
        finally:
            await hub().stop()

    run(whole())


async def write(run: Callable, *args: Any, **kwargs: Any) -> Any:
    """Do what a page would do, in a thread with a connection of its own, committed."""

    def alone() -> Any:
        from django.db import connection

        try:
            return run(*args, **kwargs)
        finally:
            connection.close()

    return await asyncio.to_thread(alone)


def kill_listener() -> None:
    """The connection that listens is ended by the database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'cxjourney live' AND datname = current_database()"
        )
        assert cursor.fetchall() == [(True,)]
