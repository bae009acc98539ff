"""A metric that crosses its threshold, or recovers, is told to every open page of its workspace."""

import pytest
from django.utils import timezone

from cxjourney.metrics import alerts
from cxjourney.models import Metric
from tests import factories
from tests.live.client import listen, play, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def question(board, alice):
    found = factories.Question(workspace=board.workspace)
    Metric.objects.filter(workspace=board.workspace).update(owner=alice.user, alert=3.5)
    return found


def answer(question, value: float):
    """Sixty of them today, and what follows from it."""
    today = timezone.localdate()
    given = {"question": question, "value": value, "count": 60, "answered_on": today}
    row = factories.Score(workspace=question.workspace, **given)
    alerts.judge(question.workspace, mail=False)
    return row


def test_maps_and_lists_hear_of_it_and_nobody_elsewhere(board, question, as_bob, as_charlie, charlie):
    home, theirs = f"home.{board.workspace_id}", f"home.{charlie.workspace_id}"

    async def scene():
        async with (
            listen(as_bob, board.topic(), home + ".0") as stream,
            listen(as_charlie, theirs + ".0") as other,
        ):
            await stream.event("hello")
            await other.event("hello")
            low = await write(answer, question, 3)
            said = await stream.event("alert")
            assert said["on"] == [f"map.{board.pk}", home]
            assert said["said"].endswith("crossed its threshold.")
            assert said["address"] == "/w/acme/metrics/"

            await write(low.delete)
            await write(answer, question, 5)
            assert (await stream.event("alert", at=1))["said"].startswith("Recovered: ")
            assert other.named("alert") == []

    play(scene)
