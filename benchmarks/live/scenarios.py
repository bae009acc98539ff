"""The scenarios, and one run of one of them: people watch a map while others edit it."""

from __future__ import annotations

import multiprocessing
import time
from dataclasses import dataclass, field
from typing import NamedTuple

from benchmarks.live import edit, servers, watch, world

SPAWN = multiprocessing.get_context("spawn")
WARM = 3  # seconds of edits that do not count: the first of everything is slow
QUIET = 30  # seconds at most until everybody has everything


class Scenario(NamedTuple):
    """`pace` is the seconds between two edits of one person; 0: the next as soon as one is answered."""

    key: str
    title: str
    watching: int
    editing: int
    pace: float
    straight: bool = False  # written by our own actions in a process beside the server, not posted


SCENARIOS = [
    Scenario("a", "50 watch, each of them saves a card every 5 s", 50, 50, 5),
    Scenario("b", "500 watch, 4 edit without pause", 500, 4, 0),
    Scenario("c", "2,000 watch, 10 save a card every 5 s", 2000, 10, 5),
    Scenario("d", "1,000 watch, 2 writers without pause, not over HTTP", 1000, 2, 0, straight=True),
]


@dataclass
class Result:
    """Seconds, unless said otherwise."""

    scenario: Scenario
    seconds: float = 0
    changes: int = 0
    deliveries: int = 0  # changes × those who got them
    events: int = 0  # what that took on the sockets: changes close together travel in one
    bytes: int = 0
    lost: int = 0
    doubled: int = 0
    refused: int = 0  # edits
    again: int = 0  # streams that were closed and came back
    errors: int = 0  # streams that could not open
    refusals: dict[str, int] = field(default_factory=dict)  # answers that were no stream, by status
    told: list[float] = field(default_factory=list)  # commit to received
    whole: list[float] = field(default_factory=list)  # edit sent to received
    answer: list[float] = field(default_factory=list)  # edit sent to answered
    commit: list[float] = field(default_factory=list)  # edit sent to commit
    first: list[float] = field(default_factory=list)  # commit to the first who got it
    spread: list[float] = field(default_factory=list)  # first to last who got it
    opening: float = 0  # until all streams stood
    memory: float = 0  # bytes a stream
    connections: dict[str, int] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)  # cores


class Child:
    """A process at the other end of a pipe."""

    def __init__(self, run, *arguments):
        self.pipe, theirs = SPAWN.Pipe()
        self.process = SPAWN.Process(target=run, args=(theirs, *arguments), daemon=True)
        self.process.start()

    def ask(self, *words):
        self.pipe.send(words)
        return self.pipe.recv()

    def close(self) -> None:
        self.process.join(10)
        self.process.kill()


def run(scenario: Scenario, running: servers.Servers, seconds: float) -> Result:
    """One scenario against servers that run."""
    servers.need_files(scenario.watching * 2 + 200)
    space, map_, people = world.world(max(scenario.watching, scenario.editing))
    map_.refresh_from_db()
    result, place = Result(scenario), (space, map_, people)
    crowd = Child(watch.run, running.events.port.number, map_.pk, map_.seq)
    try:
        _open(result, crowd, running, place)
        map_.refresh_from_db()
        start = map_.seq
        watched = crowd.ask("end", start, QUIET)[-1]
        crowd.ask("begin")
        posts = _edit(result, running, place, seconds)
        map_.refresh_from_db()
        seen, result.errors, result.refusals, used = crowd.ask("end", map_.seq, QUIET)
        result.cpu["who watch"] = (used - watched) / result.seconds
        _count(result, start, seen, posts, world.commits(map_, start))
    finally:
        crowd.pipe.send(("close",))
        crowd.close()
    return result


def _open(result: Result, crowd: Child, running: servers.Servers, place) -> None:
    space, map_, people = place
    everybody = [(person.user, person.cookies) for person in people[: result.scenario.watching]]
    crowd.ask("open", everybody[:1])
    editors = list(zip(people, world.cards(map_, 2), strict=False))
    warm = Child(edit.run, running.pages.port.number, f"/w/{space.slug}/", editors, 0, WARM)
    warm.pipe.recv(), warm.pipe.recv()
    warm.close()
    before, began = running.events.memory(), time.perf_counter()
    crowd.ask("open", everybody[1:])
    result.opening = time.perf_counter() - began
    time.sleep(2)  # who is here has been told to everybody
    result.memory = (running.events.memory() - before) / max(1, len(everybody) - 1)


def _edit(result: Result, running: servers.Servers, place, seconds: float) -> list[edit.Post]:
    space, map_, people = place
    scenario = result.scenario
    editors = list(zip(people, world.cards(map_, scenario.editing), strict=False))
    if scenario.straight:
        editing = Child(_write, map_.pk, editors, seconds)
    else:
        arguments = (running.pages.port.number, f"/w/{space.slug}/", editors, scenario.pace, seconds)
        editing = Child(edit.run, *arguments)
    editing.pipe.recv()  # it is ready
    before, began = _used(running), time.perf_counter()
    time.sleep(seconds / 2)
    result.connections = servers.connections()
    posts, used = editing.pipe.recv()
    result.seconds = time.perf_counter() - began
    result.cpu = {name: (now - before[name]) / result.seconds for name, now in _used(running).items()}
    result.cpu["who edit"] = used / result.seconds
    editing.close()
    result.refused = sum(post.status not in (200, 204) for post in posts)
    return [post for post in posts if post.status in (200, 204)]


def _used(running: servers.Servers) -> dict[str, float]:
    groups = {server.name: server.pids for server in (running.events, running.pages)}
    return {name: servers.used(pids) for name, pids in (groups | {"db": servers.database_pids()}).items()}


def _write(pipe, map_id: int, editors: list, seconds: float) -> None:
    """The process of those who write straight into the database, as fast as they can."""
    import django

    from benchmarks import setup  # noqa: F401 - says where the database is

    django.setup()
    from cxjourney.journeys.actions.cards import edit_card
    from cxjourney.models import Card, Membership

    workspace = Card.objects.get(pk=editors[0][1].pk).workspace_id
    rows = [
        (Membership.objects.get(user_id=person.user, workspace=workspace), Card.objects.get(pk=card.pk))
        for person, card in editors
    ]
    pipe.send("ready")
    posts, until = [], time.perf_counter() + seconds
    while time.perf_counter() < until:
        for by, card in rows:
            sent = time.time()
            edit_card(by=by, card=card, text=edit.sentence(), version=card.version, base=card.text)
            posts.append(edit.Post(by.user_id, sent, time.time(), 200))
    pipe.send((posts, time.process_time()))


def _count(result: Result, start: int, seen, posts, commits) -> None:
    """Hold what each got against what was committed."""
    sent = _sent(posts, commits)
    result.changes = len(commits)
    first = dict.fromkeys(commits, float("inf"))
    last = dict.fromkeys(commits, 0.0)
    for user, seqs, times, size, again in seen:
        result.bytes += size
        result.again += again
        result.events += len(seqs) - 1
        at = start
        for to, when in zip(seqs[1:], times[1:], strict=True):
            result.doubled += to < at
            for seq in range(at + 1, to + 1):
                actor, committed = commits[seq]
                result.deliveries += 1
                first[seq], last[seq] = min(first[seq], when), max(last[seq], when)
                if actor != user:
                    result.told.append(when - committed)
                    if seq in sent:
                        result.whole.append(when - sent[seq].sent)
            at = max(at, to)
        result.lost += max(commits, default=start) - at
    result.first = [first[seq] - commits[seq][1] for seq in commits if last[seq]]
    result.spread = [last[seq] - first[seq] for seq in commits if last[seq]]
    result.answer = [post.answered - post.sent for post in posts]
    result.commit = [commits[seq][1] - post.sent for seq, post in sent.items()]


def _sent(posts, commits) -> dict[int, edit.Post]:
    """The POST behind each change: those of one person are in order."""
    queues: dict[int, list] = {}
    for one in posts:
        queues.setdefault(one.user, []).append(one)
    found = {}
    for seq, (actor, _at) in commits.items():
        if queues.get(actor):
            found[seq] = queues[actor].pop(0)
    return found
