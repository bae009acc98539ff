"""A browser's end of the live stream over a real socket, which keeps account of every number it is told."""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections import Counter

from tests.board import page

PATIENCE = 30  # seconds without a word, after which the connection counts as dead
OVER = b"0\r\n"
BARS = ("map-head", "map-tools")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


class Reader:
    """One page of a map with its stream. It comes back whenever the stream ends, until it is stopped.

    A number is lost when it is left out, doubled when it comes twice, disordered when it comes late.
    """

    def __init__(self, port: int, map_id: int, cookies: str, html: str, seq: int, dice: random.Random):
        self.port, self.map, self.cookies, self.dice = port, map_id, cookies, dice
        self.html, self.first, self.at = html, seq, seq
        self.parts: dict[str, str] = {}  # the last fragment for each target, in the order they came
        self.lost = self.doubled = self.disordered = self.reloads = 0
        self.statuses: Counter[int] = Counter()
        self.ends: Counter[str] = Counter()
        self.writer: asyncio.StreamWriter | None = None
        self.awake = asyncio.Event()  # cleared: it does not read what is sent
        self.awake.set()
        self.stopped = self.stands = False

    async def run(self) -> None:
        while not self.stopped:
            try:
                await self._stream()
            except (OSError, EOFError, TimeoutError, ValueError) as error:
                self.ends[type(error).__name__] += 1
            finally:
                self.stands = False
                self.drop()
            await asyncio.sleep(self.dice.uniform(0.05, 0.5))

    def stop(self) -> None:
        self.stopped = True
        self.drop()

    def drop(self) -> None:
        """The network is gone, at whatever byte."""
        if self.writer:
            self.writer.transport.abort()

    async def _stream(self) -> None:
        reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=4096)
        topic = f"map.{self.map}"
        self.writer.write(
            f"GET /events/?on={topic}.{self.first} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Cookie: {self.cookies}\r\nLast-Event-ID: {topic}.{self.at}\r\n\r\n".encode()
        )
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
        status = int(head.split(b" ", 2)[1])
        self.statuses[status] += 1
        if status != 200:
            return
        self.stands = True
        text = b""
        while (size := await asyncio.wait_for(reader.readline(), PATIENCE)) not in (OVER, b""):
            text += (await asyncio.wait_for(reader.readexactly(int(size, 16) + 2), PATIENCE))[:-2]
            *whole, text = text.split(b"\n\n")
            for block in whole:
                self._hear(block.decode())
            await self.awake.wait()
        self.ends["closed"] += 1

    def _hear(self, block: str) -> None:
        fields = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line[1:])
        name = fields.get("event", "")
        if name in ("change", "reload"):
            self._take(json.loads(fields["data"]), whole=name == "reload")
            self.reloads += name == "reload"
        elif name in ("again", "end"):
            self.ends[name] += 1

    def _take(self, said: dict, whole: bool) -> None:
        """A whole board after very many changes names only the last of them."""
        seqs = said["seq"]
        if whole and len(seqs) == 1 and said["from"] <= self.at:
            seqs = range(self.at + 1, said["to"] + 1) or seqs
        for seq in seqs:
            if seq == self.at + 1:
                self.at = seq
            elif seq > self.at:
                self.lost += seq - self.at - 1
                self.at = seq
            elif seq == self.at:
                self.doubled += 1
            else:
                self.disordered += 1
        for target, html in page.PARTIAL.findall(said["html"]):
            self._put(target, html)

    def _put(self, target: str, html: str) -> None:
        """A fragment takes the place of the one before it; a whole board, of everything that stood in it."""
        if target == "board":
            self.parts = {name: part for name, part in self.parts.items() if name in BARS}
        self.parts.pop(target, None)
        self.parts[target] = html

    def board(self, drawn: dict) -> str:
        """What its page shows now: what it was at first, with every fragment in its place.

        Most have the same page and the same fragments: `drawn` keeps what is equal, so it is drawn once.
        """
        key = (lives(self.html), *self.parts.items())
        if key not in drawn:
            board = Board(self.html)
            for target, html in self.parts.items():
                board.apply(target, html)
            drawn[key] = page.seen(board.root)
        return drawn[key]


def lives(html: str) -> str:
    """The part of a page that can change, without the tokens of its forms."""
    return TOKEN.sub("", html[html.index('id="map-head"') : html.rindex("</table>")])


class Board:
    """A page with its elements by id, so that thousands of fragments find their places at once."""

    def __init__(self, html: str):
        self.root = page.parse(html)
        self.nodes = {node.attrs["id"]: node for node in self.root if "id" in node.attrs}

    def apply(self, target: str, html: str) -> None:
        """As htmx does: a fragment whose element is not there is passed over."""
        if (node := self.nodes.get(target)) is None:
            return
        (new,) = page.parse(html).inside
        for old in node:
            if self.nodes.get(old.attrs.get("id")) is old:
                del self.nodes[old.attrs["id"]]
        node.name, node.attrs, node.inside = new.name, new.attrs, new.inside
        self.nodes |= {one.attrs["id"]: one for one in node if "id" in one.attrs}
