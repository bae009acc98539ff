"""Whatever comes, changes, moves, goes or is taken back, whoever writes meanwhile: kept equals counted."""

import datetime
import random
import uuid

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxjourney.feedback import actions
from cxjourney.metrics import rollups
from cxjourney.models import Contact, Import, Rollup, Score, Span
from tests import factories
from tests.threads import at_once

FIRST = datetime.datetime(2026, 1, 25, 9, tzinfo=datetime.UTC)
PEOPLE = [None, *(uuid.UUID(int=number) for number in range(1, 5))]


@pytest.fixture
def places(workspace):
    """(touchpoint, stage) of which one is None."""
    stage = factories.Stage(workspace=workspace, map__workspace=workspace)
    return [(factories.Touchpoint(workspace=workspace), None) for _ in range(2)] + [(None, stage)]


@pytest.fixture
def questions(workspace):
    return [
        factories.Question(workspace=workspace),
        factories.Question(workspace=workspace, kind="nps", name="NPS", low=0, high=10),
    ]


class World:
    """What can be done to the rows of a workspace, by chance."""

    def __init__(self, by, places, questions):
        self.by, self.places, self.questions = by, places, questions

    def score(self, chance, imported=None) -> Score:
        question, (touchpoint, stage) = chance.choice(self.questions), chance.choice(self.places)
        return Score(
            workspace_id=self.by.workspace_id,
            question=question,
            touchpoint=touchpoint,
            stage=stage,
            imported=imported,
            answered_on=(FIRST + datetime.timedelta(chance.randrange(40))).date(),
            value=chance.randint(question.low, question.high),
            count=chance.choice([1, 1, 7]),
        )

    def contact(self, chance, imported=None) -> Contact:
        touchpoint, stage = chance.choice(self.places)
        return Contact(
            workspace_id=self.by.workspace_id,
            touchpoint=touchpoint,
            stage=stage,
            imported=imported,
            began_at=FIRST + datetime.timedelta(hours=chance.randrange(900)),
            handled=chance.choice([None, 0, chance.randrange(5000)]),
            solved=chance.choice([None, chance.randrange(500_000)]),
            who=chance.choice(PEOPLE),
        )

    def come(self, chance, imported=None) -> tuple[list[Score], list[Contact]]:
        """Some of both."""
        scores = [self.score(chance, imported) for _ in range(chance.randint(1, 9))]
        contacts = [self.contact(chance, imported) for _ in range(chance.randint(1, 9))]
        Score.objects.bulk_create(scores)
        Contact.objects.bulk_create(contacts)
        return scores, contacts

    def bring(self, chance) -> Import:
        """What an import brings."""
        imported = factories.Import(workspace=self.by.workspace, state="done")
        self.come(chance, imported)
        return imported

    def take_back(self, chance) -> None:
        done = list(Import.objects.filter(workspace_id=self.by.workspace_id, state="done"))
        if done:
            actions.undo_import(by=self.by, imported=chance.choice(done))

    def touch(self, chance, scores=None, contacts=None) -> None:
        """Change, move or delete about half of them, or of all that there is."""
        touchpoint, stage = chance.choice(self.places)
        moved = {"touchpoint": touchpoint, "stage": stage}
        day = FIRST + datetime.timedelta(chance.randrange(40))
        for rows, model, changes in (
            (scores, Score, [{"value": 3, "count": 2}, {"answered_on": day.date()}, moved, None]),
            (contacts, Contact, [{"handled": 77}, {"began_at": day}, {"who": PEOPLE[1]}, moved, None]),
        ):
            known = rows if rows is not None else list(model.objects.filter(workspace=self.by.workspace))
            some = model.objects.filter(pk__in=[one.pk for one in known if chance.random() < 0.5])
            change = chance.choice(changes)
            if change is None:
                some.delete()
            else:
                some.update(**change)


def differences(by) -> list[str]:
    return [str(one) for one in rollups.differences(by.workspace_id)]


STEPS = st.lists(
    st.tuples(st.sampled_from(["come", "bring", "touch", "take_back"]), st.integers(0, 10**6)),
    min_size=1,
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_any_order_of_steps(alice, places, questions, steps):
    world = World(alice, places, questions)
    with transaction.atomic():
        for what, number in steps:
            getattr(world, what)(random.Random(number))
            assert differences(alice) == [], what
        Score.objects.all().delete()
        Contact.objects.all().delete()
        assert not Rollup.objects.exists()
        assert not Span.objects.exists()
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_in_parallel_transactions_with_imports_taken_back(alice, places, questions):
    world = World(alice, places, questions)
    imports = [world.bring(random.Random(number)) for number in range(8)]

    def work(number: int) -> None:
        chance = random.Random(number)
        for imported in imports[number * 2 : number * 2 + 2]:
            for _ in range(3):
                with transaction.atomic():
                    world.touch(chance, *world.come(chance))
                    transaction.set_rollback(chance.random() < 0.2)
            actions.undo_import(by=alice, imported=imported)
            with transaction.atomic():
                world.bring(chance)

    at_once(4, work)
    assert Import.objects.filter(state="undone").count() == 8
    assert Score.objects.exists()
    assert Contact.objects.exists()
    assert differences(alice) == []
