"""Who is looking at which map, and what they are busy with. In memory, without input or output.

A visit is one stream looking at one map. A process knows its own visits and hears of others': they are
told with their age instead of a time, because clocks differ, and vanish when they are not told again. A lost
or late message therefore heals with the next round, in which everything is told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

SHOWN = 18  # seconds after the last beat
EDITING = 30  # seconds after it was last said
PROCESS = 25  # seconds after another process's last word
ROUND = 10  # seconds between two tellings of everything
MOST_PEOPLE = 30
MOST_BYTES = 7000  # of visits in a message; a NOTIFY ends at 8,000 with what is around them
MOST_GONE = 500
SPOT = re.compile(r"[a-z0-9-]{0,60}")

Key = tuple[str, int]  # process, number


class Person(NamedTuple):
    """How one person is shown to others."""

    id: int
    name: str
    initials: str
    hue: int


@dataclass(slots=True)
class Visit:
    """One stream looking at one map; `stream` is "" when another process has it."""

    key: Key
    stream: str
    map: int
    person: Person
    beat: float
    shown: bool = True
    editing: str = ""
    edited: float = 0.0
    at: str = ""
    follow: int | None = None
    followed: int = 0  # by how many, as last said to this stream

    def told(self, now: float, with_spot: bool) -> list:
        """What other processes hear of it."""
        ages = round(now - self.beat, 1), round(now - self.edited, 1) if self.editing else 0
        spot = self.at if with_spot else ""
        return [self.key[1], self.map, ages[0], list(self.person), self.editing, ages[1], spot, self.follow]


@dataclass(slots=True)
class Peer:
    """Another process: its last word, and how far its present round has come."""

    heard: float
    number: int = 0
    part: int = 0
    named: set[int] = field(default_factory=set)


class Presence:
    """Time is always passed in, in seconds of any steady clock."""

    def __init__(self, process: str):
        self.process = process
        self.now = float("-inf")
        self.maps: dict[int, dict[Key, Visit]] = {}
        self.mine: dict[str, dict[int, Visit]] = {}
        self.peers: dict[str, Peer] = {}
        self.counted = self.sent = 0
        self.fresh: dict[Key, Visit] = {}
        self.gone: list[int] = []
        self.next_round = float("-inf")
        self.stirred: set[int] = set()
        self.outbox: list[tuple[str, str, dict]] = []

    # --- Streams of this process --------------------------------------------------------------------

    def join(self, stream: str, map: int, person: Person, now: float) -> None:
        """A stream begins to look at a map."""
        self.now = now
        self.counted += 1
        if old := self.mine.setdefault(stream, {}).get(map):
            self._forget(old)
        visit = Visit((self.process, self.counted), stream, map, person, now)
        self.mine[stream][map] = visit
        self._put(visit)
        self.fresh[visit.key] = visit

    def leave(self, stream: str) -> None:
        """The stream has ended."""
        for visit in self.mine.pop(stream, {}).values():
            self._forget(visit)

    def beat(self, stream: str, now: float, *, map: int | None = None, words: dict[str, Any]) -> set[int]:
        """The stream lives; `words`: what is edited, looked at and followed on `map`. Maps that changed."""
        self.now = now
        changed = set()
        for visit in self.mine.get(stream, {}).values():
            if not visit.shown:
                changed.add(visit.map)
            visit.beat, visit.shown = now, True
            if visit.map == map and self._said(visit, words, now):
                changed.add(visit.map)
            self.fresh[visit.key] = visit
        self.stirred |= changed
        return changed

    def _said(self, visit: Visit, words: dict[str, Any], now: float) -> bool:
        """Take in what a tab says; whether others see it."""
        before = visit.editing
        if "editing" in words:
            visit.editing, visit.edited = _spot(words["editing"]), now
        if "follow" in words:
            follow = words["follow"]
            visit.follow = follow if isinstance(follow, int) and follow != visit.person.id else None
            self.stirred.add(visit.map)
            self._show_spots(visit)
        if "at" in words and self.followers(visit.map, visit.person.id):
            visit.at = _spot(words["at"])
            self._show_spot(visit)
        return visit.editing != before

    # --- What people see ----------------------------------------------------------------------------

    def people(self, map: int, now: float) -> list[dict]:
        """Who is there, one entry a person over all their tabs: those who edit first."""
        found: dict[int, dict] = {}
        latest: dict[int, float] = {}
        for visit in self._here(map, now):
            person = visit.person
            entry = found.setdefault(person.id, {**person._asdict(), "tabs": 0, "editing": ""})
            entry["tabs"] += 1
            if _is_editing(visit, now) and visit.edited >= latest.get(person.id, float("-inf")):
                entry["editing"], latest[person.id] = visit.editing, visit.edited
        everyone = sorted(
            found.values(), key=lambda one: (not one["editing"], one["name"].lower(), one["id"])
        )
        return everyone[:MOST_PEOPLE]

    def watching(self, map: int) -> int:
        """How many people are there."""
        return len({visit.person.id for visit in self._here(map, self.now)})

    def followers(self, map: int, person: int) -> set[int]:
        """Who follows this person on this map, in any process."""
        return self._follows(map).get(person, set())

    def _follows(self, map: int) -> dict[int, set[int]]:
        """Who is followed on this map, and by whom."""
        found: dict[int, set[int]] = {}
        for visit in self._here(map, self.now):
            if visit.follow is not None:
                found.setdefault(visit.follow, set()).add(visit.person.id)
        return found

    def whispers(self) -> list[tuple[str, str, dict]]:
        """Since the last call: (stream, event, data) for single streams, `focus` and `followed`."""
        stirred, self.stirred = self.stirred, set()
        for map in stirred:
            follows = self._follows(map)
            for visit in self.maps.get(map, {}).values():
                if visit.stream:
                    self._count_followers(visit, len(follows.get(visit.person.id, ())))
        outbox, self.outbox = self.outbox, []
        return outbox

    def _count_followers(self, visit: Visit, count: int) -> None:
        if not count:
            visit.at = ""
        if count != visit.followed:
            visit.followed = count
            self.outbox.append((visit.stream, "followed", {"map": visit.map, "by": count}))

    def _show_spot(self, visit: Visit) -> None:
        """To those here who follow this person."""
        for other in self._here(visit.map, self.now):
            if other.stream and other.follow == visit.person.id:
                self._focus(other.stream, visit)

    def _show_spots(self, follower: Visit) -> None:
        """To one who begins to follow: where that person is now."""
        for other in self._here(follower.map, self.now):
            if other.person.id == follower.follow and other.at:
                self._focus(follower.stream, other)

    def _focus(self, stream: str, visit: Visit) -> None:
        data = {"map": visit.map, "person": visit.person.id, "at": visit.at}
        self.outbox.append((stream, "focus", data))

    def expire(self, now: float) -> set[int]:
        """Take out who has not been heard of for too long. Maps that changed."""
        self.now = now
        changed = set()
        for process in [name for name, peer in self.peers.items() if now - peer.heard >= PROCESS]:
            changed |= self._lose(process)
        for visit in [visit for visits in self.maps.values() for visit in visits.values()]:
            if visit.shown and not _is_shown(visit, now):
                visit.shown = False
                changed.add(visit.map)
                if not visit.stream:
                    self._drop(visit)
            if visit.editing and not _is_editing(visit, now):
                visit.editing = ""
                changed.add(visit.map)
        self.stirred |= changed
        return changed

    # --- Other processes ----------------------------------------------------------------------------

    def knows(self, process: str, now: float) -> bool:
        """Whether that process has said something lately."""
        return process in self.peers and now - self.peers[process].heard < PROCESS

    def tell(self, now: float) -> list[dict]:
        """Messages for other processes: what is new, now and then everything; alone, only a sign of life."""
        self.now = now
        fresh, self.fresh = self.fresh, {}
        gone, self.gone = self.gone, []
        alone = not any(self.knows(process, now) for process in self.peers)
        is_round = now >= self.next_round
        if is_round:
            self.next_round = now + ROUND
        if alone:
            return [self._message({"visits": [], "gone": []})] if is_round else []
        if is_round:
            everything = [visit for visits in self.mine.values() for visit in visits.values()]
            parts = list(_parts(self._told(everything, now), []))
            return [self._message(part, full=[at, len(parts)]) for at, part in enumerate(parts)]
        if not (fresh or gone):
            return []
        return [self._message(part) for part in _parts(self._told(list(fresh.values()), now), gone)]

    def bye(self) -> dict:
        """The message of a process that ends."""
        return self._message({"bye": True})

    def hear(self, message: dict, now: float) -> set[int]:
        """Take in what another process told. Maps that changed."""
        self.now = now
        process = message["process"]
        if process == self.process:
            return set()
        if "bye" in message:
            return self._lose(process)
        if not self.knows(process, now):
            self.next_round = now  # it has missed what was told before
        peer = self.peers.setdefault(process, Peer(now))
        if message["number"] <= peer.number:
            return set()  # came late: as good as lost
        peer.heard, peer.number = now, message["number"]
        changed = set()
        for told in message["visits"]:
            changed |= self._hear_visit(process, told, now)
        named = {told[0] for told in message["visits"]}
        missing = self._missing(process, peer, message, named) | set(message["gone"])
        for visit in [visit for visit in self._of(process) if visit.key[1] in missing]:
            self._drop(visit)
            changed.add(visit.map)
        self.stirred |= changed
        return changed

    def _missing(self, process: str, peer: Peer, message: dict, named: set[int]) -> set[int]:
        """At the end of a round that was heard whole: those that it did not name."""
        if "full" not in message:
            return set()
        at, parts = message["full"]
        if at == 0:
            peer.part, peer.named = 0, set()
        if at != peer.part:  # one was lost
            peer.part = -1
            return set()
        peer.part += 1
        peer.named |= named
        if peer.part < parts:
            return set()
        return {visit.key[1] for visit in self._of(process)} - peer.named

    def _hear_visit(self, process: str, told: list, now: float) -> set[int]:
        number, map, age, person, editing, edit_age, at, follow = told
        new = Visit((process, number), "", map, Person(*person), now - age, follow=follow)
        new.editing, new.edited, new.at = editing, now - edit_age, at
        if not _is_shown(new, now):
            return set()
        old = self.maps.get(map, {}).get(new.key)
        self._put(new)
        if at and (old is None or old.at != at):
            self._show_spot(new)
        if old is None or old.follow != follow:
            self.stirred.add(map)
        is_same = old is not None and (old.editing, old.person) == (editing, new.person)
        return set() if is_same else {map}

    def _told(self, visits: list[Visit], now: float) -> Iterator[list]:
        follows = {map: self._follows(map) for map in {visit.map for visit in visits}}
        for visit in visits:
            if _is_shown(visit, now):
                yield visit.told(now, visit.person.id in follows[visit.map])

    def _message(self, part: dict, **more: Any) -> dict:
        self.sent += 1
        return {"kind": "presence", "process": self.process, "number": self.sent, **part, **more}

    # --- Keeping ------------------------------------------------------------------------------------

    def _here(self, map: int, now: float) -> list[Visit]:
        return [visit for visit in self.maps.get(map, {}).values() if _is_shown(visit, now)]

    def _of(self, process: str) -> list[Visit]:
        every = [visit for visits in self.maps.values() for visit in visits.values()]
        return [visit for visit in every if visit.key[0] == process]

    def _put(self, visit: Visit) -> None:
        self.maps.setdefault(visit.map, {})[visit.key] = visit
        self.stirred.add(visit.map)

    def _drop(self, visit: Visit) -> None:
        visits = self.maps.get(visit.map, {})
        visits.pop(visit.key, None)
        if not visits:
            self.maps.pop(visit.map, None)
        self.stirred.add(visit.map)

    def _forget(self, visit: Visit) -> None:
        self._drop(visit)
        self.fresh.pop(visit.key, None)
        self.gone.append(visit.key[1])

    def _lose(self, process: str) -> set[int]:
        """Nothing is known of that process any more."""
        self.peers.pop(process, None)
        lost = self._of(process)
        for visit in lost:
            self._drop(visit)
        return {visit.map for visit in lost}


def _is_shown(visit: Visit, now: float) -> bool:
    return now - visit.beat < SHOWN


def _is_editing(visit: Visit, now: float) -> bool:
    return bool(visit.editing) and now - visit.edited < EDITING


def _spot(value: Any) -> str:
    """An element's id as tabs say it; anything else is nothing."""
    return value if isinstance(value, str) and SPOT.fullmatch(value) else ""


def _parts(told: Iterable[list], gone: list[int]) -> Iterator[dict]:
    """At least one part; each small enough for one message."""
    visits: list[list] = []
    size = 0
    for each in told:
        bytes_ = len(json.dumps(each)) + 2
        if visits and size + bytes_ > MOST_BYTES:
            yield {"visits": visits, "gone": []}
            visits, size = [], 0
        visits.append(each)
        size += bytes_
    if visits and gone:
        yield {"visits": visits, "gone": []}
        visits = []
    while len(gone) > MOST_GONE:
        yield {"visits": [], "gone": gone[:MOST_GONE]}
        gone = gone[MOST_GONE:]
    yield {"visits": visits, "gone": gone}
