"""Those who watch, in a process of their own: thousands of streams read as bytes, nothing else.

Speaks with the process that measures over a pipe: ("open", …), ("begin",), ("end", last seq), ("close",).
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from array import array
from collections import Counter

import uvloop

CHANGE = re.compile(rb"\nid: map\.\d+\.(\d+)\nevent: (change|reload)\n")
WHOLE = b"\n\n\r\n"  # the end of an event is the end of a chunk
AT_ONCE = 64  # streams that open at the same moment
PATIENCE = 60  # seconds for a stream to open


class Watcher(asyncio.Protocol):
    """One stream: notes how far each event brings it, and when."""

    def __init__(self, crowd: Crowd, user: int, cookies: str):
        self.crowd, self.user, self.cookies = crowd, user, cookies
        self.seqs, self.times = array("q"), array("d")
        self.at = crowd.start
        self.bytes = self.opens = self.again = 0
        self.leaving = False
        self.parts: list[bytes] = []
        self.transport: asyncio.Transport | None = None
        self.opened: asyncio.Future | None = None

    async def open(self) -> float:
        """Seconds until the stream said hello; a server that is busy is asked again, as a browser does."""
        began, loop = time.perf_counter(), asyncio.get_running_loop()
        while time.perf_counter() < began + PATIENCE and not self.leaving:
            self.opened = loop.create_future()
            try:
                await loop.create_connection(lambda: self, "127.0.0.1", self.crowd.port)
                await asyncio.wait_for(self.opened, PATIENCE)
                return time.perf_counter() - began
            except (OSError, TimeoutError):
                if self.transport:
                    self.transport.abort()
            await asyncio.sleep(random.uniform(0.3, 1.5))
        self.crowd.errors += 1
        return time.perf_counter() - began

    def connection_made(self, transport) -> None:
        self.transport, self.parts = transport, []
        self.opens += 1
        at = f"map.{self.crowd.map}.{self.at}"
        transport.write(
            f"GET /events/?on={at} HTTP/1.1\r\nHost: 127.0.0.1:{self.crowd.port}\r\n"
            f"Cookie: {self.cookies}\r\nAccept: text/event-stream\r\nSec-Fetch-Site: same-origin\r\n"
            f"Last-Event-ID: {at}\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        now = time.time()
        self.bytes += len(data)
        if self.parts or not data.endswith(WHOLE):
            self.parts.append(data)
            if not data.endswith(WHOLE) and not (len(data) < 4 and b"".join(self.parts[-4:]).endswith(WHOLE)):
                return
            data = b"".join(self.parts)
            self.parts = []
        if not self.opened.done():
            if data.startswith(b"HTTP/1.1 200"):
                self.opened.set_result(None)
            else:
                self.crowd.refusals[data[9:12].decode("latin-1")] += 1
                self.opened.set_exception(OSError("refused"))
        for found in CHANGE.finditer(data):
            self.at = int(found[1])
            self.seqs.append(self.at)
            self.times.append(now)

    def connection_lost(self, _error) -> None:
        if not self.opened.done():
            self.opened.set_exception(OSError("closed"))
        elif not self.leaving:
            self.again += 1
            self.crowd.later(self)


class Crowd:
    """All streams of this process."""

    def __init__(self, port: int, map_id: int, start: int):
        self.port, self.map, self.start = port, map_id, start
        self.watchers: list[Watcher] = []
        self.refusals: Counter[str] = Counter()  # answers that were no stream, by status
        self.errors = 0
        self.tasks: set[asyncio.Task] = set()
        self.gate = asyncio.Semaphore(AT_ONCE)

    async def open(self, people: list[tuple[int, str]]) -> list[float]:
        # Their pages have just been loaded: they know what the others know.
        self.start = max([self.start, *(watcher.at for watcher in self.watchers)])
        new = [Watcher(self, *person) for person in people]
        self.watchers += new

        async def one(watcher: Watcher) -> float:
            async with self.gate:
                return await watcher.open()

        return list(await asyncio.gather(*map(one, new)))

    def later(self, watcher: Watcher) -> None:
        """A stream that was closed comes back as a browser does, after a moment of its own."""

        async def back() -> None:
            await asyncio.sleep(random.uniform(0.3, 1.5))
            await watcher.open()

        task = asyncio.create_task(back())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def begin(self) -> None:
        """What comes from now on counts."""
        for one in self.watchers:
            one.seqs, one.times = array("q", [one.at]), array("d", [0.0])
            one.bytes = one.again = 0

    async def end(self, last: int, wait: float) -> list[tuple]:
        """Wait until everybody has got `last`, then what each got: user, seqs, times, bytes, come back."""
        until = time.perf_counter() + wait
        while time.perf_counter() < until and any(one.at < last for one in self.watchers):
            await asyncio.sleep(0.05)
        return [(one.user, one.seqs, one.times, one.bytes, one.again) for one in self.watchers]

    def close(self) -> None:
        for one in self.watchers:
            one.leaving = True
            if one.transport:
                one.transport.abort()


def run(pipe, port: int, map_id: int, start: int) -> None:
    """The process's main function."""
    uvloop.run(_serve(pipe, port, map_id, start))


async def _serve(pipe, port: int, map_id: int, start: int) -> None:
    crowd, loop = Crowd(port, map_id, start), asyncio.get_running_loop()
    while True:
        word, *rest = await loop.run_in_executor(None, pipe.recv)
        if word == "open":
            pipe.send(await crowd.open(*rest))
        elif word == "begin":
            pipe.send(crowd.begin())
        elif word == "end":
            pipe.send((await crowd.end(*rest), crowd.errors, crowd.refusals, time.process_time()))
        else:
            crowd.close()
            return
