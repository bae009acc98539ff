"""Durations are kept as steps: how exact they are, and that they equal the contacts whatever happens."""

import datetime
import random
import uuid
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from cxjourney.metrics import rollups, spans
from cxjourney.models import Contact, Metric, Span
from tests import factories
from tests.threads import at_once

FIRST = datetime.datetime(2026, 1, 25, 9, tzinfo=datetime.UTC)
durations = st.lists(st.integers(0, 10**8), min_size=1, max_size=200)


def kept(seconds) -> dict[int, int]:
    steps = [spans.step_of(one) for one in seconds]
    return {step: steps.count(step) for step in steps}


@given(durations, st.sampled_from([0.5, 0.9, 0.25, 1.0]))
def test_every_quantile_is_within_one_per_cent(seconds, share):
    exact = sorted(seconds)[max(1, -int(-share * len(seconds) // 1)) - 1]
    assert spans.quantile(kept(seconds), share) == pytest.approx(exact, rel=0.0101, abs=0)


def test_the_median_lies_between_two_ranks():
    assert [spans.median_ranks(n) for n in (1, 5, 6, 10, 20, 100)] == [
        (1, 1),
        (1, 5),
        (1, 6),
        (2, 9),
        (6, 15),
        (40, 61),
    ]
    low, high = spans.median_ranks(1000)
    assert (low, high) == (469, 532)
    assert spans.median({}, "minutes") is None
    one = spans.median(kept(range(60, 660, 60)), "minutes")
    assert (round(one.value), round(one.low), round(one.high), one.n) == (5, 2, 9, 10)


@pytest.mark.parametrize("seconds", [0, 1, 2, 59, 60, 3600, 86_399, 10**8])
def test_the_database_reckons_the_same_step(workspace, seconds):
    factories.Contact(workspace=workspace, handled=seconds)
    assert Span.objects.get(grain="d").step == spans.step_of(seconds)


def equal(workspace) -> bool:
    return not list(rollups.differences(workspace.pk))


def again(workspace) -> list[int]:
    """Days until the next contact, in the order in which they are kept."""
    return [
        step
        for step, n in Span.objects.filter(counted="fcr", grain="m").order_by("step").values_list("step", "n")
        for _ in range(n)
    ]


def test_who_comes_again_and_when(workspace):
    touchpoint, who = factories.Touchpoint(workspace=workspace), uuid.uuid4()

    def came(**after):
        when = FIRST + datetime.timedelta(**after)
        return factories.Contact(workspace=workspace, touchpoint=touchpoint, who=who, began_at=when)

    first = came()
    assert again(workspace) == [91]
    came(days=200)
    assert again(workspace) == [91] * 2
    middle = came(days=2, minutes=1)
    assert again(workspace) == [3, 91, 91]
    came(days=2)
    assert again(workspace) == [1, 2, 91, 91]
    factories.Contact(workspace=workspace, touchpoint=touchpoint, who=uuid.uuid4(), began_at=FIRST)
    factories.Contact(workspace=workspace, who=who, began_at=FIRST)  # at another place
    assert again(workspace) == [1, 2, 91, 91, 91, 91]
    middle.delete()
    first.delete()
    assert again(workspace) == [91] * 4
    assert equal(workspace)


def test_each_kind_told_has_its_metric(workspace):
    factories.Contact(workspace=workspace)
    assert [(one.kind, one.better) for one in Metric.objects.all()] == [("aht", "down")]
    factories.Contact(workspace=workspace, handled=None, solved=60, who=uuid.uuid4())
    assert set(Metric.objects.values_list("kind", flat=True)) == {"aht", "ttr", "fcr"}


@pytest.mark.parametrize("what", ["touchpoint", "stage", "imported"])
def test_nothing_of_another_workspace(workspace, charlie, what):
    makers = {
        "touchpoint": factories.Touchpoint,
        "stage": factories.Stage,
        "imported": factories.Import,
    }
    values = {"touchpoint": None if what == "stage" else factories.Touchpoint(workspace=workspace)}
    values[what] = makers[what](workspace=charlie.workspace)
    with pytest.raises(IntegrityError):
        factories.Contact(workspace=workspace, **values)


def write(chance: random.Random, workspace, places, people) -> None:
    """A few random statements in one transaction."""
    with transaction.atomic():
        new = []
        for _ in range(chance.randint(1, 12)):
            touchpoint, stage = chance.choice(places)
            new.append(
                Contact(
                    workspace=workspace,
                    touchpoint=touchpoint,
                    stage=stage,
                    began_at=FIRST + datetime.timedelta(hours=chance.randrange(900)),
                    handled=chance.choice([None, 0, chance.randrange(5000)]),
                    solved=chance.choice([None, chance.randrange(500_000)]),
                    who=chance.choice(people),
                )
            )
        Contact.objects.bulk_create(new)
        mine = [one.pk for one in chance.sample(new, len(new) // 2)]
        touched = Contact.objects.filter(pk__in=mine)
        what = chance.choice(["delete", "longer", "later", "place", "person", "keep"])
        if what == "delete":
            touched.delete()
        elif what == "longer":
            touched.update(handled=77, solved=None)
        elif what == "later":
            touched.update(began_at=FIRST)
        elif what == "place":
            touched.update(touchpoint=places[0][0], stage=None)
        elif what == "person":
            touched.update(who=people[0])
        transaction.set_rollback(chance.random() < 0.2)


@pytest.mark.django_db(transaction=True)
def test_parallel_writers_leave_what_a_recount_gives(workspace):
    places = [(factories.Touchpoint(workspace=workspace), None) for _ in range(2)]
    places.append((None, factories.Stage(workspace=workspace, map__workspace=workspace)))
    people = [uuid.UUID(int=number) for number in range(1, 5)] + [None]

    def work(number: int) -> None:
        chance = random.Random(number)
        for _ in range(12):
            write(chance, workspace, places, people)

    at_once(4, work)
    assert Contact.objects.exists()
    assert equal(workspace)
    Contact.objects.all().delete()
    assert not Span.objects.exists()


def test_drift_is_found_and_mended(workspace):
    factories.Contact(workspace=workspace, began_at=FIRST)
    Span.objects.filter(grain="t").update(n=2)
    (one,) = rollups.differences(workspace.pk)
    assert str(one).endswith("on 2026-01-21 (t): 1 contacts, 2 kept")
    rollups.rebuild(workspace.pk)
    assert equal(workspace)


def test_a_workspace_goes_with_its_contacts(workspace):
    imported = factories.Import(workspace=workspace)
    factories.Contact(workspace=workspace, imported=imported)
    workspace.delete()
    assert not Span.objects.exists()


def test_ranks_hold_what_they_promise():
    """Whatever n, fewer than 2.5 % of the samples have their median below the low rank."""
    for n in range(6, 40):
        low, _high = spans.median_ranks(n)
        below = sum(list(spans._binomial(n))[:low])
        assert below <= 0.025
        assert below + list(spans._binomial(n))[low] > 0.025
    assert all(one[0] <= two[0] for one, two in pairwise(spans.median_ranks(n) for n in range(6, 900)))
