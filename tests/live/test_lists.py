"""Lists of a workspace hear that there is news: inbox, follow-ups, themes, backlog and metrics."""

import re

import pytest
from django.utils import timezone

from cxjourney.activity.models import Change
from cxjourney.feedback import triage
from cxjourney.feedback.words.models import WordsRun
from cxjourney.journeys.actions import cards
from cxjourney.models import Metric
from cxjourney.workspaces import actions as people
from tests import factories
from tests.live.client import kill_listener, listen, play, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def said(board):
    return factories.Feedback(workspace=board.workspace, text="I gave up")


def sort(by, feedback, status: str = "done") -> None:
    feedback.refresh_from_db()
    triage.sort_feedback(by=by, rows=[feedback], values={"status": status})


def newest() -> int:
    return Change.objects.latest("id").pk


def test_they_hear_of_what_stands_on_no_map(board, said, alice, as_bob, as_charlie, charlie):
    topic, theirs = f"list.{board.workspace_id}", f"list.{charlie.workspace_id}"

    async def scene():
        async with listen(as_bob, f"{topic}.0") as stream, listen(as_charlie, f"{theirs}.0") as other:
            await stream.event("hello")
            await write(sort, alice, said)
            news = await stream.event("change")
            at = await write(newest)
            assert (news["topic"], news["to"], news["html"]) == (topic, at, "")
            assert stream.last_id == f"{topic}.{at}"
            await write(WordsRun.objects.create, workspace=board.workspace, finished_at=timezone.now())
            assert (await stream.event("change", at=1))["to"] == at
            assert other.named("change") == []

    play(scene)


def test_cards_are_no_news_for_them(board, said, alice, as_bob):
    async def scene():
        topic, home = f"list.{board.workspace_id}.0", f"home.{board.workspace_id}.0"
        async with listen(as_bob, topic, home) as stream:
            await stream.event("hello")
            await write(
                cards.edit_card, by=alice, card=board.card, text="new", version=board.card.version, base=None
            )
            await stream.event("change")  # of the home
            await write(sort, alice, said)
            heard = await stream.event("change", at=1)
            assert heard["topic"] == f"list.{board.workspace_id}"

    play(scene)


def test_coming_back_they_hear_only_of_what_they_missed(board, said, alice, as_bob):
    async def scene():
        topic = f"list.{board.workspace_id}"
        await write(sort, alice, said)
        at = await write(newest)
        async with (
            listen(as_bob, f"{topic}.{at}", f"home.{board.workspace_id}.7") as seen,
            listen(as_bob, f"{topic}.0", last_id=f"{topic}.{at - 1}") as behind,
        ):
            assert (await behind.event("change"))["to"] == at
            await seen.event("change")  # of the home, which comes last
            assert [news["topic"] for news in seen.named("change")] == [f"home.{board.workspace_id}"]

    play(scene)


def test_a_killed_listener_costs_homes_and_lists_nothing(board, said, alice, as_bob):
    async def scene():
        async with listen(as_bob, f"list.{board.workspace_id}.0", f"home.{board.workspace_id}.0") as stream:
            await stream.event("hello")
            await write(kill_listener)
            await write(sort, alice, said)
            await write(
                cards.edit_card, by=alice, card=board.card, text="new", version=board.card.version, base=None
            )
            await stream.until(
                lambda one: {news["topic"][:4] for news in one.named("change")} == {"list", "home"}
            )

    play(scene)


def test_a_new_role_is_told_by_the_name_of_the_place(board, alice, edith, as_edith):
    """A map and a workspace may have the same number."""

    async def scene():
        places = [f"list.{board.workspace_id}", f"home.{board.workspace_id}"]
        async with listen(as_edith, *(f"{place}.0" for place in places)) as stream:
            assert (await stream.event("hello"))["rights"] == {}
            await write(people.change_role, by=alice, member=edith, role="viewer")
            await stream.event("rights", at=1)
            assert [said["topic"] for said in stream.named("rights")] == places

    play(scene)


def test_the_pages_say_how_far_they_have_come(board, said, alice, as_bob):
    metric = factories.Question(workspace=board.workspace) and Metric.objects.first()
    pain = factories.PainPoint(workspace=board.workspace)
    sort(alice, said)
    for path in (
        "feedback/",
        "follow-ups/",
        "themes/",
        "pains/",
        f"pains/{pain.pk}/",
        "metrics/",
        f"metrics/{metric.pk}/",
    ):
        page = as_bob.get(f"/w/acme/{path}").content.decode()
        assert re.search(rf'data-list="{board.workspace_id}" data-stamp="{newest()}"', page), path
        assert "data-live-part" in page, path
