"""What was counted is kept while nothing changes it, and never longer."""

import datetime
import random
from decimal import Decimal

import pytest
from django.db import connection, transaction

from cxjourney.kit.periods import parse
from cxjourney.metrics import rollups
from cxjourney.metrics.queries import answers, counts
from cxjourney.models import Question, RollupStamp, Score, Target
from tests import factories
from tests.metrics.test_rollups import places, write  # noqa: F401
from tests.threads import at_once

PERIOD = parse("all", today=datetime.date(2026, 4, 1), latest=datetime.date(2026, 3, 10))


def stamp(workspace) -> int | None:
    return RollupStamp.objects.filter(pk=workspace.pk).values_list("number", flat=True).first()


def both(workspace, places):  # noqa: F811
    """(kept, counted now), in the order in which a page reads them."""
    where = ([one.pk for one in places["touchpoints"]], [places["stage"].pk], PERIOD)
    kept = answers(workspace.pk, *where, stamp=stamp(workspace))
    return sorted(map(str, kept)), sorted(map(str, counts(workspace.pk, *where)))


def agree(workspace, places) -> bool:  # noqa: F811
    kept, counted = both(workspace, places)
    return kept == counted


def test_random_writes_are_seen_at_once(db, workspace, places):  # noqa: F811
    chance = random.Random(7)
    for _ in range(40):
        write(chance, workspace, places)
        assert agree(workspace, places)


@pytest.mark.parametrize("number", range(3))
def test_what_was_rolled_back_is_not_kept(db, workspace, places, number):  # noqa: F811
    chance = random.Random(number)
    write(chance, workspace, places)
    for _ in range(5):
        with transaction.atomic():
            factories.Score(
                workspace=workspace, question=places["questions"][0], touchpoint=places["touchpoints"][0]
            )
            assert agree(workspace, places)
            transaction.set_rollback(True)
        assert agree(workspace, places)
        write(chance, workspace, places)
        assert agree(workspace, places)


def test_targets_questions_and_a_rebuild(db, workspace, places):  # noqa: F811
    spot = places["touchpoints"][0]
    factories.Score(workspace=workspace, question=places["questions"][0], touchpoint=spot)
    target = factories.Target(workspace=workspace, touchpoint=spot, kind="csat", value=Decimal("4.2"))
    assert agree(workspace, places)
    changes = [
        lambda: Target.objects.update(value=Decimal("4.5")),
        lambda: Question.objects.filter(pk=places["questions"][0].pk).update(name="Ease"),
        lambda: target.delete(),
        lambda: rollups.rebuild(workspace.pk),
        lambda: Score.objects.all().delete(),
    ]
    for change in changes:
        before = stamp(workspace)
        change()
        assert stamp(workspace) != before
        assert agree(workspace, places)


def test_other_workspaces_keep_theirs(db, workspace, places, django_assert_num_queries):  # noqa: F811
    spot = places["touchpoints"][0]
    factories.Score(workspace=workspace, question=places["questions"][0], touchpoint=spot)
    assert agree(workspace, places)
    other = factories.Workspace()
    factories.Score(workspace=other, touchpoint__workspace=other)
    before = stamp(workspace)
    with django_assert_num_queries(2):  # the stamp, and the count that is compared; nothing for what is kept
        assert agree(workspace, places)
    assert stamp(workspace) == before


@pytest.mark.django_db(transaction=True)
def test_readers_beside_writers_end_with_the_truth(workspace, places):  # noqa: F811
    def work(number: int) -> None:
        chance = random.Random(number)
        for _ in range(8):
            if number % 2:
                write(chance, workspace, places)
            else:
                both(workspace, places)
        connection.close()

    at_once(6, work)
    assert agree(workspace, places)
