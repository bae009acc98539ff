"""Whatever one person does on a map, undo and redo walk back and forth over exactly those states."""

from collections import defaultdict
from contextlib import suppress

from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cxjourney.activity import log, undo
from cxjourney.journeys.actions import cards
from cxjourney.models import Card, Stage
from tests import factories

pick = st.integers(0, 20)
step = st.one_of(
    st.tuples(st.just("create"), pick, st.text("abc ", min_size=1, max_size=5)),
    st.tuples(st.just("edit"), pick, st.text("abc ", min_size=1, max_size=5)),
    st.tuples(st.just("mood"), pick, st.sampled_from(["", "good", "bad"])),
    st.tuples(st.just("move"), pick, pick),
    st.tuples(st.just("duplicate"), pick, st.none()),
    st.tuples(st.just("remove"), pick, st.none()),
    st.tuples(st.sampled_from(["undo", "redo"]), st.none(), st.none()),
)


class Person:
    """Does steps on a map, and remembers the states between them as a pile of undo and one of redo."""

    def __init__(self, by, journey, lane, stages: list[Stage]):
        self.by, self.map, self.lane, self.stages = by, journey, lane, stages
        self.past, self.future = [self.state()], []

    def live(self) -> list[Card]:
        return list(Card.objects.live().filter(map=self.map).order_by("pk"))

    def state(self) -> list[tuple]:
        return [(card.pk, card.text, card.mood, card.stage_id, card.rank) for card in self.live()]

    def do(self, kind: str, which: int | None, value) -> None:
        if kind in ("undo", "redo"):
            self.swing(kind)
        elif (live := self.live()) or kind == "create":
            change = getattr(self, kind)(live[which % len(live)] if live else None, value)
            if change is not None:
                self.past.append(self.state())
                self.future = []
        assert self.state() == self.past[-1]

    def swing(self, kind: str) -> None:
        pile = self.past[:-1] if kind == "undo" else self.future
        try:
            getattr(undo, kind)(by=self.by, map_id=self.map.pk)
        except undo.CannotUndo:
            assert not pile
            return
        if kind == "undo":
            self.future.append(self.past.pop())
        else:
            self.past.append(self.future.pop())

    def create(self, card, text):
        return cards.create_card(by=self.by, lane=self.lane, stage=self.stages[0], text=text)

    def edit(self, card, text):
        return cards.edit_card(by=self.by, card=card, text=text, version=card.version, base=card.text)

    def mood(self, card, mood):
        return log.settle(card, {"mood": mood}, by=self.by, verb="card_mark", map=self.map)

    def move(self, card, number):
        stage = self.stages[number % len(self.stages)]
        beside = [other.pk for other in self.live() if other.stage_id == stage.pk and other.pk != card.pk]
        before = [*beside, None][number % (len(beside) + 1)]
        return cards.move_card(by=self.by, card=card, lane_id=self.lane.pk, stage_id=stage.pk, before=before)

    def duplicate(self, card, _nothing):
        return cards.duplicate_card(by=self.by, card=card)

    def remove(self, card, _nothing):
        return cards.remove_card(by=self.by, card=card)


quick = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)


def person_on_a_map(by) -> Person:
    journey = factories.JourneyMap(workspace=by.workspace)
    here = {"workspace": by.workspace, "map": journey}
    return Person(by, journey, factories.Lane(**here), [factories.Stage(**here) for _ in range(3)])


@quick
@given(steps=st.lists(step, min_size=3, max_size=14))
def test_undo_and_redo_walk_over_the_states_of_a_map(steps, edith):
    with transaction.atomic():
        person = person_on_a_map(edith)
        first = person.state()
        for one in steps:
            person.do(*one)
        last, done = person.state(), len(person.past) - 1
        for _ in range(done):
            person.do("undo", None, None)
        assert person.state() == first
        for _ in range(done):
            person.do("redo", None, None)
        assert person.state() == last
        transaction.set_rollback(True)


FIELDS = ("text", "mood", "stage_id", "rank", "removed_at")


def values(person: Person) -> dict[tuple[int, str], object]:
    """(card, field) → value; of what was removed only that it was."""
    rows = Card.objects.filter(map=person.map).values_list("pk", *FIELDS)
    return {
        (pk, field): bool(value) if field == "removed_at" else value
        for pk, *row in rows
        for field, value in zip(FIELDS, row, strict=True)
    }


TAKEN_BACK = [
    (True, ("create", 0, "a")),
    (False, ("remove", 0, None)),
    (False, ("undo", None, None)),
    (True, ("undo", None, None)),
]


@quick
@example(steps=TAKEN_BACK)
@given(steps=st.lists(st.tuples(st.booleans(), step), min_size=6, max_size=20))
def test_nobody_undoes_what_somebody_else_did_last(steps, edith, alice):
    with transaction.atomic():
        one = person_on_a_map(edith)
        other = Person(alice, one.map, one.lane, one.stages)
        # Who did what stands in each place, oldest first, and whose doing was taken back from it.
        stands: dict[tuple[int, str], list[Person]] = defaultdict(list)
        undone: dict[tuple[int, str], list[Person]] = defaultdict(list)
        for first, (kind, which, value) in steps:
            person, before = (one if first else other), values(one)
            if kind in ("undo", "redo"):
                with suppress(undo.CannotUndo):
                    getattr(undo, kind)(by=person.by, map_id=one.map.pk)
            elif (live := one.live()) or kind == "create":
                getattr(person, kind)(live[which % len(live)] if live else None, value)
            after = values(one)
            changed = {place for place in after if place not in before or before[place] != after[place]}
            for place in changed:
                if kind == "undo":
                    assert stands[place].pop() is person
                    undone[place].append(person)
                    continue
                if kind == "redo":
                    undone[place].remove(person)  # it was there
                else:
                    undone[place].clear()
                stands[place].append(person)
        transaction.set_rollback(True)
