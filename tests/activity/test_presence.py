import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxjourney.activity.live.presence import Person, Presence

ALICE = Person(1, "Alice", "AL", 1)
BOB = Person(2, "Bob", "BO", 2)
EDITH = Person(3, "Edith", "ED", 3)
PEOPLE = [ALICE, BOB, EDITH]
MAP = 12


def names(presence: Presence, now: float, map: int = MAP) -> list[str]:
    return [one["name"] for one in presence.people(map, now)]


def exchange(*all_of_them: Presence, now: float) -> None:
    """Everybody tells and hears, until all know of each other and a round has been told."""
    for _ in range(3):
        for one in all_of_them:
            for message in one.tell(now):
                for other in all_of_them:
                    other.hear(json.loads(json.dumps(message)), now)


@pytest.fixture
def here():
    return Presence("here")


@pytest.fixture
def there():
    return Presence("there")


def test_one_entry_a_person_over_all_tabs(here):
    here.join("s1", MAP, BOB, 0)
    here.join("s2", MAP, BOB, 1)
    here.join("s3", MAP, ALICE, 1)
    bob = {"id": 2, "name": "Bob", "initials": "BO", "hue": 2, "tabs": 2, "editing": ""}
    assert names(here, 1) == ["Alice", "Bob"]
    assert bob in here.people(MAP, 1)
    assert here.watching(MAP) == 2
    assert here.people(13, 1) == []


def test_who_edits_comes_first(here):
    here.join("s1", MAP, ALICE, 0)
    here.join("s2", MAP, BOB, 0)
    assert here.beat("s2", 1, map=MAP, words={"editing": "card-5"}) == {MAP}
    assert here.beat("s2", 2, map=MAP, words={"editing": "card-5"}) == set()  # nothing new to see
    assert names(here, 2) == ["Bob", "Alice"]
    assert here.people(MAP, 2)[0]["editing"] == "card-5"


def test_the_latest_of_two_tabs_counts(here):
    here.join("s1", MAP, BOB, 0)
    here.join("s2", MAP, BOB, 0)
    here.beat("s1", 1, map=MAP, words={"editing": "card-1"})
    here.beat("s2", 2, map=MAP, words={"editing": "card-2"})
    assert here.people(MAP, 2)[0]["editing"] == "card-2"
    here.beat("s2", 3, map=MAP, words={"editing": ""})
    assert here.people(MAP, 3)[0]["editing"] == "card-1"


def test_editing_ends_when_it_is_not_said_again(here):
    here.join("s1", MAP, BOB, 0)
    here.beat("s1", 0, map=MAP, words={"editing": "card-5"})
    for now in (8, 16, 24):
        here.beat("s1", now, words={})
    assert here.expire(29) == set()
    assert here.expire(30) == {MAP}
    assert here.people(MAP, 30)[0]["editing"] == ""


def test_a_silent_stream_is_not_shown_and_comes_back_with_a_beat(here):
    here.join("s1", MAP, BOB, 0)
    assert here.expire(17.9) == set()
    assert here.expire(18) == {MAP}
    assert names(here, 18) == []
    assert here.watching(MAP) == 0
    assert here.beat("s1", 60, words={}) == {MAP}
    assert names(here, 60) == ["Bob"]


def test_who_leaves_is_gone_at_once(here, there):
    here.join("s1", MAP, BOB, 0)
    exchange(here, there, now=0)
    assert names(there, 0) == ["Bob"]
    here.leave("s1")
    exchange(here, there, now=1)
    assert names(here, 1) == names(there, 1) == []


def test_a_beat_reaches_every_map_of_the_stream(here):
    here.join("s1", 1, BOB, 0)
    here.join("s1", 2, BOB, 0)
    here.beat("s1", 10, map=1, words={"editing": "card-1"})
    here.expire(20)
    assert [one["editing"] for one in here.people(1, 20)] == ["card-1"]
    assert [one["editing"] for one in here.people(2, 20)] == [""]


def test_beats_of_unknown_streams_do_nothing(here):
    assert here.beat("nobody", 1, map=MAP, words={"editing": "card-1"}) == set()
    here.leave("nobody")
    assert here.people(MAP, 1) == []


@pytest.mark.parametrize("nonsense", [7, None, "<b>", "card 5", "x" * 61, ["card-5"]])
def test_nonsense_is_not_passed_on(here, nonsense):
    here.join("s1", MAP, BOB, 0)
    here.beat("s1", 1, map=MAP, words={"editing": nonsense, "follow": nonsense, "at": nonsense})
    assert here.people(MAP, 1)[0]["editing"] == ""


def test_thirty_people_are_enough(here):
    for number in range(57):
        here.join(f"s{number}", MAP, Person(number, f"P{number:02}", "P", 1), 0)
    assert len(here.people(MAP, 1)) == 30
    assert here.watching(MAP) == 57


# Following


def test_who_is_followed_hears_by_how_many(here):
    here.join("s1", MAP, ALICE, 0)
    here.join("s2", MAP, BOB, 0)
    here.whispers()
    here.beat("s2", 1, map=MAP, words={"follow": ALICE.id})
    assert here.followers(MAP, ALICE.id) == {BOB.id}
    assert here.whispers() == [("s1", "followed", {"map": MAP, "by": 1})]
    here.beat("s2", 2, map=MAP, words={"follow": None})
    assert here.whispers() == [("s1", "followed", {"map": MAP, "by": 0})]
    assert here.whispers() == []


def test_a_follower_who_falls_silent_counts_no_more(here):
    here.join("s1", MAP, ALICE, 0)
    here.join("s2", MAP, BOB, 0)
    here.beat("s2", 1, map=MAP, words={"follow": ALICE.id})
    here.whispers()
    here.beat("s1", 15, words={})
    here.expire(19)
    assert here.whispers() == [("s1", "followed", {"map": MAP, "by": 0})]


def test_only_followers_hear_where_somebody_is(here):
    for stream, person in (("s1", ALICE), ("s2", BOB), ("s3", EDITH)):
        here.join(stream, MAP, person, 0)
    here.beat("s1", 1, map=MAP, words={"at": "card-1"})
    assert here.whispers() == []
    here.beat("s2", 2, map=MAP, words={"follow": ALICE.id})
    here.whispers()
    here.beat("s1", 3, map=MAP, words={"at": "card-2"})
    focus = {"map": MAP, "person": ALICE.id, "at": "card-2"}
    assert here.whispers() == [("s2", "focus", focus)]
    here.beat("s3", 4, map=MAP, words={"follow": ALICE.id})  # sees at once where she is
    assert ("s3", "focus", focus) in here.whispers()


def test_nobody_follows_themselves(here):
    here.join("s1", MAP, ALICE, 0)
    here.beat("s1", 1, map=MAP, words={"follow": ALICE.id})
    assert here.followers(MAP, ALICE.id) == set()


def test_following_over_processes(here, there):
    here.join("s1", MAP, ALICE, 0)
    there.join("t1", MAP, BOB, 0)
    exchange(here, there, now=0)
    there.beat("t1", 1, map=MAP, words={"follow": ALICE.id})
    exchange(here, there, now=1)
    assert here.whispers() == [("s1", "followed", {"map": MAP, "by": 1})]
    here.beat("s1", 2, map=MAP, words={"at": "card-2"})
    exchange(here, there, now=2)
    assert there.whispers() == [("t1", "focus", {"map": MAP, "person": ALICE.id, "at": "card-2"})]
    there.leave("t1")
    exchange(here, there, now=3)
    assert here.whispers() == [("s1", "followed", {"map": MAP, "by": 0})]


# Other processes


def test_alone_it_only_shows_that_it_lives(here):
    here.join("s1", MAP, BOB, 0)
    assert [message["visits"] for message in here.tell(0)] == [[]]
    assert here.tell(1) == []
    assert [message["visits"] for message in here.tell(10)] == [[]]


def test_a_process_that_starts_late_hears_of_everyone_at_once(here, there):
    here.join("s1", MAP, BOB, 0)
    here.tell(0)
    for message in there.tell(3):
        here.hear(message, 3)
    for message in here.tell(4):
        assert there.hear(message, 4) == {MAP}
    assert names(there, 4) == ["Bob"]
    assert here.knows("there", 4)
    assert there.knows("here", 4)


def test_a_process_that_ends_takes_its_people_along(here, there):
    here.join("s1", MAP, BOB, 0)
    exchange(here, there, now=0)
    assert there.hear(here.bye(), 1) == {MAP}
    assert names(there, 1) == []
    assert not there.knows("here", 1)


def test_a_process_that_is_not_heard_of_any_more(here, there):
    here.join("s1", MAP, BOB, 0)
    exchange(here, there, now=0)
    assert there.expire(26) == {MAP}
    assert not there.knows("here", 26)


def test_a_round_drops_those_whose_leaving_was_lost(here, there):
    here.join("s1", MAP, BOB, 0)
    here.join("s2", MAP, ALICE, 0)
    exchange(here, there, now=0)
    here.leave("s1")
    here.tell(1)  # lost
    assert names(there, 1) == ["Alice", "Bob"]
    exchange(here, there, now=10)
    assert names(there, 10) == ["Alice"]


def test_half_a_round_drops_nobody(here, there):
    for number in range(200):
        here.join(f"s{number}", MAP, Person(number, "Ö" * 60, "ÖÖ", 1), 0)
    exchange(here, there, now=0)
    assert there.watching(MAP) == 200
    parts = here.tell(10)
    assert len(parts) > 2
    for message in [*parts[:1], *parts[2:]]:
        there.hear(message, 10)
    assert there.watching(MAP) == 200


def test_every_message_fits_into_a_notification(here, there):
    exchange(here, there, now=0)
    for number in range(300):
        here.join(f"s{number}", MAP, Person(number, "\U0001f98a" * 120, "\U0001f98a", 1), 1)
    for number in range(900):
        here.join(f"x{number}", MAP, BOB, 1)
        here.leave(f"x{number}")
    messages = [*here.tell(1), *here.tell(11)]
    assert max(len(json.dumps(message)) for message in messages) < 7500
    for message in messages:
        there.hear(message, 11)
    assert there.watching(MAP) == 300


# Any order, with losses

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["join", "leave", "beat", "edit", "follow", "wait", "tell", "deliver", "lose", "late"]
        ),
        st.integers(0, 2),  # process
        st.integers(0, 3),  # stream of it
        st.integers(0, 2),  # person
    ),
    max_size=60,
)


class World:
    """Three processes, and messages on their way between them."""

    def __init__(self):
        self.now = 0.0
        self.all = [Presence(name) for name in "abc"]
        self.way: list[tuple[Presence, dict]] = []
        self.beats: dict[str, tuple[float, Person]] = {}  # what is true

    def step(self, what: str, process: int, number: int, person: int) -> None:
        one, stream = self.all[process], f"{process}.{number}"
        if what == "join":
            one.join(stream, MAP, PEOPLE[person], self.now)
            self.beats[stream] = (self.now, PEOPLE[person])
        elif what == "leave":
            one.leave(stream)
            self.beats.pop(stream, None)
        elif what in ("beat", "edit", "follow"):
            words = {"edit": {"editing": f"card-{person}"}, "follow": {"follow": person + 1}}.get(what, {})
            one.beat(stream, self.now, map=MAP, words=words)
            if stream in self.beats:
                self.beats[stream] = (self.now, self.beats[stream][1])
        elif what == "wait":
            self.now += 1 + number * 3
            for each in self.all:
                each.expire(self.now)
        elif what == "tell":
            self.way += [(other, message) for message in one.tell(self.now) for other in self.all]
        elif self.way:
            at = 0 if what == "deliver" else (process * 5 + number) % len(self.way)
            other, message = self.way.pop(at)
            if what != "lose":
                other.hear(message, self.now)

    def shown(self) -> list[list[dict]]:
        return [one.people(MAP, self.now) for one in self.all]


@given(STEPS)
@settings(max_examples=150)
def test_processes_agree_after_a_round(steps):
    world = World()
    for step in steps:
        world.step(*step)
        for people in world.shown():
            assert len({one["id"] for one in people}) == len(people)
    world.now += 10  # everybody's next round
    for one in world.all:
        one.expire(world.now)
    exchange(*world.all, now=world.now)
    first, *others = world.shown()
    assert others == [first, first]
    present = {person.id for beat, person in world.beats.values() if world.now - beat < 18}
    assert {one["id"] for one in first} == present
    follows = [{person.id: one.followers(MAP, person.id) for person in PEOPLE} for one in world.all]
    assert follows[0] == follows[1] == follows[2]


@given(STEPS)
@settings(max_examples=150)
def test_nobody_is_shown_long_after_their_last_beat(steps):
    world = World()
    latest: dict[int, float] = {}
    for step in steps:
        if step[0] == "wait":
            world.way.clear()  # a message is there within a second, or lost
        world.step(*step)
        latest |= {person.id: world.now for beat, person in world.beats.values() if beat == world.now}
        for people in world.shown():
            assert all(world.now - latest[one["id"]] < 18.1 for one in people)
