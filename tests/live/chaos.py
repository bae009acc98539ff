"""People watch and edit one map through real servers while connections, servers and listeners die.

Used by test_chaos.py (seconds) and by `python -m benchmarks.chaos` (minutes).
"""

from __future__ import annotations

import asyncio
import difflib
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field

import psycopg

from benchmarks.live import edit, servers
from tests.board import page
from tests.live.reader import Reader, lives

LISTENERS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s"
CARD = re.compile(rb'id="card-(\d+)"')
SEQ = re.compile(r'data-seq="(\d+)"')
QUIET = 30  # seconds at most until everybody has everything


@dataclass
class Place:
    """Where it happens: cookies of those who watch and of those who edit; the map and what is on it."""

    base: str  # address of the workspace
    map: int
    watchers: list[str]
    editors: list[str]
    cards: list[tuple[int, int, str]]  # id, version, text
    lanes: list[int]
    stages: list[tuple[int, int, str]]
    database: dict  # how psycopg connects


@dataclass
class Verdict:
    changes: int = 0
    lost: int = 0
    doubled: int = 0
    disordered: int = 0
    behind: int = 0  # readers that never got the last change
    wrong: list[tuple[str, str]] = field(default_factory=list)  # boards: as it is there, as it should be
    edits: Counter = field(default_factory=Counter)  # by status
    streams: Counter = field(default_factory=Counter)  # by status
    ends: Counter = field(default_factory=Counter)
    reloads: int = 0
    killed: int = 0
    restarts: list[float] = field(default_factory=list)  # seconds to end
    seconds: float = 0

    @property
    def clean(self) -> bool:
        told = self.lost or self.doubled or self.disordered or self.behind or self.wrong
        return not told and set(self.edits) <= {200, 204} and set(self.streams) <= {200, 503}

    def difference(self) -> str:
        """Where the first wrong board differs."""
        here, there = (board.split("\n") for board in (self.wrong[0] if self.wrong else ("", "")))
        return "\n".join(difflib.unified_diff(here, there, "as it is", "as it should be", n=2, lineterm=""))

    def __str__(self) -> str:
        return (
            f"{self.changes} changes in {self.seconds:.0f} s: {self.lost} lost, {self.doubled} doubled, "
            f"{self.disordered} out of order, {self.behind} readers behind, {len(self.wrong)} boards wrong; "
            f"edits {dict(self.edits)}, streams {dict(self.streams)}, ends {dict(self.ends)}, "
            f"{self.reloads} reloads, {self.killed} listeners killed, "
            f"servers ended in {', '.join(f'{one:.1f} s' for one in self.restarts)}"
        )


class Chaos:
    """One run of about `seconds`, and the time that servers take to start."""

    def __init__(self, running: servers.Servers, place: Place, seconds: float, seed: int = 1):
        self.running, self.place, self.seconds = running, place, seconds
        self.dice = random.Random(seed)
        self.readers: list[Reader] = []
        self.verdict = Verdict()
        self.going = True
        self.taken: list[int] = [card for card, _version, _text in place.cards]

    async def run(self) -> Verdict:
        await self._open()
        tasks = [asyncio.create_task(reader.run()) for reader in self.readers]
        began = time.perf_counter()
        shares = len(self.place.editors)
        editing = [self._edit(cookies, number, shares) for number, cookies in enumerate(self.place.editors)]
        try:
            await asyncio.gather(*editing, self._drop(), self._incidents())
            self.verdict.seconds = time.perf_counter() - began
            await self._settle()
        finally:
            for reader in self.readers:
                reader.stop()
            await asyncio.gather(*tasks, return_exceptions=True)
        self._judge(await self._fresh_boards())
        return self.verdict

    # --- Those who watch ----------------------------------------------------------------------------

    async def _page(self, cookies: str) -> str:
        path = f"{self.place.base}maps/{self.place.map}/"
        status, html = await edit.get(self.running.pages.port.number, path, cookies)
        assert status == 200, status
        return html.decode()

    async def _open(self) -> None:
        pages = {cookies: await self._page(cookies) for cookies in dict.fromkeys(self.place.watchers)}
        for cookies in self.place.watchers:
            html = pages[cookies]
            seq, port = int(SEQ.search(html)[1]), self.running.events.port.number
            dice = random.Random(self.dice.random())
            self.readers.append(Reader(port, self.place.map, cookies, html, seq, dice))

    async def _settle(self) -> None:
        """Everybody may read again, and gets what is left."""
        last = await asyncio.to_thread(self._ask, "SELECT seq FROM cxjourney_journeymap WHERE id = %s")
        self.verdict.changes = last - min(reader.first for reader in self.readers)
        until = time.perf_counter() + QUIET
        while time.perf_counter() < until and any(reader.at < last for reader in self.readers):
            await asyncio.sleep(0.05)
        self.verdict.behind = sum(reader.at != last for reader in self.readers)

    def _ask(self, query: str) -> int:
        with psycopg.connect(**self.place.database) as connection:
            return connection.execute(query, [self.place.map]).fetchone()[0]

    async def _fresh_boards(self) -> dict[str, str]:
        found, drawn = {}, {}
        for cookies in set(self.place.watchers):
            html = await self._page(cookies)
            if lives(html) not in drawn:
                drawn[lives(html)] = page.seen(html)
            found[cookies] = drawn[lives(html)]
        return found

    def _judge(self, fresh: dict[str, str]) -> None:
        verdict, drawn = self.verdict, {}
        for reader in self.readers:
            verdict.lost += reader.lost
            verdict.doubled += reader.doubled
            verdict.disordered += reader.disordered
            verdict.reloads += reader.reloads
            verdict.streams += reader.statuses
            verdict.ends += reader.ends
            here, there = reader.board(drawn), fresh[reader.cookies]
            if here != there:
                verdict.wrong.append((here, there))

    # --- Those who edit -----------------------------------------------------------------------------

    async def _edit(self, cookies: str, number: int, shares: int) -> None:
        """One person's cards and stages are their own, so that nothing is refused."""
        mine = {card: (version, text) for card, version, text in self.place.cards[number::shares]}
        stages = {stage: (version, name) for stage, version, name in self.place.stages[number::shares]}
        while self.going:
            what = self.dice.choice(
                ["edit"] * 6 + ["move"] * 4 + ["create"] * 2 + ["remove", "stage", "point"]
            )
            card = self.dice.choice(list(mine)) if len(mine) > 1 else None
            if card is None or what == "create":
                await self._create(cookies, mine)
            elif what == "edit":
                version, text = mine[card]
                words = edit.sentence(40)
                fields = {"text": words, "version": version, "base": text}
                if await self._post(cookies, f"cards/{card}/edit/", fields) == 200:
                    mine[card] = (version + 1, words)
            elif what == "move":
                lane, (stage, *_) = self.dice.choice(self.place.lanes), self.dice.choice(self.place.stages)
                before = self.dice.choice([*self.taken, ""])
                fields = {"lane": lane, "stage": stage, "before": before if before != card else ""}
                await self._post(cookies, f"cards/{card}/move/", fields)
            elif what == "remove":
                await self._post(cookies, f"cards/{card}/remove/", {})
                del mine[card]
            elif stages:
                await self._stage(cookies, stages, what)

    async def _create(self, cookies: str, mine: dict) -> None:
        lane, (stage, *_) = self.dice.choice(self.place.lanes), self.dice.choice(self.place.stages)
        words, path = edit.sentence(40), f"lanes/{lane}/stages/{stage}/cards/new/"
        answer = await edit.post(
            self.running.pages.port.number, self.place.base + path, cookies, {"text": words}
        )
        self.verdict.edits[answer[0]] += 1
        if found := CARD.search(answer[1]):
            mine[int(found[1])] = (1, words)
            self.taken.append(int(found[1]))

    async def _stage(self, cookies: str, stages: dict, what: str) -> None:
        """What is not a card's: a name in the head, a point of the curve."""
        stage = self.dice.choice(list(stages))
        if what == "point":
            value = self.dice.randint(-20, 20) / 10
            await self._post(cookies, f"stages/{stage}/assumed/", {"value": value})
            return
        version, name = stages[stage]
        words = edit.sentence(12)
        fields = {"name": words, "base_name": name, "version": version}
        if await self._post(cookies, f"stages/{stage}/edit/", fields) == 200:
            stages[stage] = (version + 1, words)

    async def _post(self, cookies: str, path: str, fields: dict) -> int:
        port = self.running.pages.port.number
        status, _answer = await edit.post(port, self.place.base + path, cookies, fields)
        self.verdict.edits[status] += 1
        return status

    # --- What goes wrong ----------------------------------------------------------------------------

    async def _drop(self) -> None:
        """Every fifth stream loses its connection each second."""
        while self.going:
            await asyncio.sleep(1)
            standing = [reader for reader in self.readers if reader.stands]
            for reader in self.dice.sample(standing, len(standing) // 5):
                reader.drop()

    async def _incidents(self) -> None:
        """The listener dies, the server restarts, some do not read; all of it with time between."""
        for incident in (self._deafen, self._restart, self._dawdle, self._restart, self._deafen):
            await self._all_stand()
            await asyncio.sleep(self.seconds / 6)
            await incident()
        await self._all_stand()
        await asyncio.sleep(self.seconds / 6)
        self.going = False

    async def _all_stand(self) -> None:
        until = time.perf_counter() + QUIET
        while time.perf_counter() < until and sum(one.stands for one in self.readers) < len(self.readers) / 2:
            await asyncio.sleep(0.05)

    async def _restart(self) -> None:
        """The events process ends and another begins."""
        self.verdict.restarts.append(await asyncio.to_thread(self.running.events.stop))
        await asyncio.to_thread(self.running.events.start)

    async def _deafen(self) -> None:
        """The connection that listens is killed in the database."""
        self.verdict.killed += await asyncio.to_thread(self._kill_listeners)

    def _kill_listeners(self) -> int:
        with psycopg.connect(**self.place.database, autocommit=True) as connection:
            found = connection.execute(LISTENERS, ["cxjourney live"]).fetchall()
            for (pid,) in found:
                connection.execute("SELECT pg_terminate_backend(%s)", [pid])
        return len(found)

    async def _dawdle(self) -> None:
        """A few do not read what is sent to them."""
        slow = self.readers[:: max(1, len(self.readers) // 3)]
        for reader in slow:
            reader.awake.clear()
        await asyncio.sleep(self.seconds / 4)
        for reader in slow:
            reader.awake.set()
