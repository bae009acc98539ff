"""The stream from the outside: who gets it, what travels, how it catches up and how it ends."""

import pytest

from cxjourney.activity.models import Change
from cxjourney.journeys.actions import cards
from cxjourney.workspaces import actions as people
from tests import factories
from tests.cast import signed_in
from tests.live.client import kill_listener, listen, play, say, write

pytestmark = pytest.mark.django_db(transaction=True)


def edit(alice, card, text: str) -> None:
    card.refresh_from_db()
    cards.edit_card(by=alice, card=card, text=text, version=card.version, base=card.text)


def present(stream) -> dict:
    """The newest word about who is here."""
    return (stream.named("presence") or [{}])[-1]


class TestWhoMayListen:
    def test_a_member_is_greeted(self, board, as_alice, alice):
        async def scene():
            async with listen(as_alice, board.topic()) as stream:
                hello = await stream.event("hello")
                assert hello["person"] == alice.user_id
                assert hello["rights"] == {str(board.pk): {"can_edit": True}}
                assert stream.headers["content-type"].startswith("text/event-stream")
                assert stream.headers["x-accel-buffering"] == "no"

        play(scene)

    def test_a_viewer_may_not_edit(self, board, as_bob):
        async def scene():
            async with listen(as_bob, board.topic()) as stream:
                assert (await stream.event("hello"))["rights"] == {str(board.pk): {"can_edit": False}}

        play(scene)

    def test_refusals(self, board, as_alice, as_charlie, client):
        async def scene():
            for who, topics, status in [
                (client, [board.topic()], 401),
                (as_charlie, [board.topic()], 404),
                (as_charlie, [f"home.{board.workspace_id}.0"], 404),
                (as_alice, ["map.999999.0"], 404),
                (as_alice, [board.topic(), "map.999999.0"], 404),
                (as_alice, [], 400),
                (as_alice, ["map.x.0"], 400),
                (as_alice, ["room.1.0"], 400),
                (as_alice, [board.topic() + ".yesterday"], 400),
                (as_alice, [f"map.{pk}.0" for pk in range(9)], 400),
            ]:
                async with listen(who, *topics, wanted=status):
                    pass

        play(scene)

    def test_nothing_of_another_workspace_arrives(self, board, as_charlie, charlie, alice):
        theirs = factories.JourneyMap(workspace=charlie.workspace)

        async def scene():
            async with listen(as_charlie, f"map.{theirs.pk}.0", f"home.{charlie.workspace_id}.0") as stream:
                await stream.event("hello")
                await write(edit, alice, board.card, "secret words")
                stage = await write(factories.Stage, workspace=theirs.workspace, map=theirs)
                lane = await write(factories.Lane, workspace=theirs.workspace, map=theirs, kind="steps")
                await write(cards.create_card, by=charlie, lane=lane, stage=stage, text="our own words")
                change = await stream.event("change")
                assert "our own words" in change["html"]
                assert "secret" not in str(stream.events)

        play(scene)


class TestWhatTravels:
    def test_an_edit_reaches_everyone_once(self, board, alice, as_alice, as_bob):
        async def scene():
            async with listen(as_alice, board.topic()) as hers, listen(as_bob, board.topic()) as his:
                await his.event("hello")
                await write(edit, alice, board.card, "second words")
                for stream in (hers, his):
                    change = await stream.event("change")
                    assert (change["from"], change["to"], change["seq"]) == (0, 1, [1])
                    assert f'hx-target="#card-{board.card.pk}"' in change["html"]
                    assert "second words" in change["html"]
                    [what] = change["changes"]
                    assert (what["by"], what["name"]) == (alice.user_id, "Alice")
                    assert (what["verb"], what["target"]) == ("card_edit", f"card-{board.card.pk}")

        play(scene)

    def test_the_id_says_how_far_it_came(self, board, alice, as_alice):
        async def scene():
            home = f"home.{board.workspace_id}.0"
            async with (
                listen(as_alice, board.topic()) as alone,
                listen(as_alice, board.topic(), home) as both,
            ):
                await both.event("hello")
                await write(edit, alice, board.card, "second words")
                await alone.event("change")
                await both.until(lambda one: len(one.named("change")) == 2)
                assert alone.last_id == f"map.{board.pk}.1"
                assert both.last_id == f"map.{board.pk}.1_home.{board.workspace_id}.1"

        play(scene)

    def test_changes_keep_their_order(self, board, alice, as_bob):
        async def scene():
            async with listen(as_bob, board.topic()) as stream:
                await stream.event("hello")
                for number in range(30):
                    await write(edit, alice, board.card, f"words {number}")
                await stream.until(lambda one: one.seqs and one.seqs[-1] == 30)
                assert stream.seqs == list(range(1, 31))
                assert "words 29" in stream.named("change")[-1]["html"]

        play(scene)


class TestCatchingUp:
    def test_what_was_missed_comes_first(self, board, alice, as_bob):
        async def scene():
            for number in range(5):
                await write(edit, alice, board.card, f"words {number}")
            async with listen(as_bob, board.topic(2)) as stream:
                change = await stream.event("change")
                assert (change["from"], change["seq"]) == (2, [3, 4, 5])
                assert "words 4" in change["html"]

        play(scene)

    def test_the_last_event_id_counts_more_than_the_address(self, board, alice, as_bob):
        async def scene():
            for number in range(5):
                await write(edit, alice, board.card, f"words {number}")
            async with listen(as_bob, board.topic(1), last_id=f"map.{board.pk}.4") as stream:
                assert (await stream.event("change"))["seq"] == [5]

        play(scene)

    def test_a_page_newer_than_the_room_waits_for_nothing(self, board, alice, as_alice, as_bob):
        async def scene():
            async with listen(as_alice, board.topic()) as first:
                await first.event("hello")
                await write(edit, alice, board.card, "second words")
                async with listen(as_bob, board.topic(1)) as second:
                    await second.event("hello")
                    await write(edit, alice, board.card, "third words")
                    await second.until(lambda one: one.seqs)
                    assert second.seqs == [2]
                await first.until(lambda one: one.seqs == [1, 2])

        play(scene)

    def test_a_log_that_was_cut_gives_the_whole_board(self, board, alice, as_bob):
        async def scene():
            for number in range(5):
                await write(edit, alice, board.card, f"words {number}")
            await write(Change.objects.filter(map=board, seq__lte=3).delete)
            async with listen(as_bob, board.topic(1)) as stream:
                whole = await stream.event("reload")
                assert whole["to"] == 5
                assert 'hx-target="#board"' in whole["html"]
                assert "words 4" in whole["html"]

        play(scene)

    def test_a_killed_listener_misses_nothing(self, board, alice, as_bob):
        async def scene():
            async with listen(as_bob, board.topic()) as stream:
                await stream.event("hello")
                await write(edit, alice, board.card, "before")
                await stream.until(lambda one: one.seqs == [1])
                await write(kill_listener)
                await write(edit, alice, board.card, "meanwhile")
                await write(edit, alice, board.card, "after")
                await stream.until(lambda one: one.seqs and one.seqs[-1] == 3)
                assert stream.seqs == [1, 2, 3]

        play(scene)


class TestRights:
    def test_a_removed_member_hears_no_more(self, board, alice, bob, as_bob):
        async def scene():
            async with listen(as_bob, board.topic()) as stream:
                await stream.event("hello")
                await write(people.remove_member, by=alice, member=bob)
                assert await stream.event("end") == {"why": "removed"}
                await stream.until(lambda one: one.ended.is_set())

        play(scene)

    def test_a_new_role_is_told(self, board, alice, edith, as_edith):
        async def scene():
            async with listen(as_edith, board.topic()) as stream:
                await stream.event("hello")
                await write(people.change_role, by=alice, member=edith, role="viewer")
                assert await stream.event("rights") == {"topic": f"map.{board.pk}", "can_edit": False}

        play(scene)

    def test_signing_out_ends_the_streams_of_this_browser_only(self, board, bob, as_bob):
        elsewhere = signed_in(bob)

        async def scene():
            async with listen(as_bob, board.topic()) as here, listen(elsewhere, board.topic()) as there:
                await here.event("hello")
                await there.event("hello")
                cookies = dict(as_bob.cookies)
                await write(as_bob.post, "/accounts/logout/")
                as_bob.cookies.update(cookies)
                assert await here.event("again") == {}
                assert not there.ended.is_set()
            async with listen(as_bob, board.topic(), wanted=401):
                pass

        play(scene)


class TestSaying:
    def test_who_is_here_and_what_they_edit(self, board, as_alice, as_bob, alice, bob):
        async def scene():
            async with listen(as_alice, board.topic()) as hers, listen(as_bob, board.topic()) as his:
                mine = await hers.event("hello")
                await his.until(lambda one: present(one).get("watching") == 2)
                card = f"card-{board.card.pk}"
                assert await say(stream=mine["stream"], map=board.pk, editing=card) == 204
                await his.until(lambda one: any(who["editing"] for who in present(one)["people"]))
                people_here = {who["id"]: who for who in present(his)["people"]}
                assert people_here[alice.user_id]["editing"] == card
                assert people_here[bob.user_id]["editing"] == ""
                hers.leave()
                await his.until(lambda one: present(one)["watching"] == 1)

        play(scene)

    def test_everyone_is_called_by_an_editor_only(self, board, as_alice, as_bob, alice):
        async def scene():
            async with listen(as_alice, board.topic()) as hers, listen(as_bob, board.topic()) as his:
                card = f"card-{board.card.pk}"
                theirs = await his.event("hello")
                await say(stream=theirs["stream"], map=board.pk, come=card)
                mine = await hers.event("hello")
                await say(stream=mine["stream"], map=board.pk, come=card)
                called = await his.event("come")
                assert called == {"map": board.pk, "person": alice.user_id, "name": "Alice", "at": card}
                assert len(his.named("come")) == 1

        play(scene)

    def test_nonsense_is_refused(self, board, as_alice):
        async def scene():
            async with listen(as_alice, board.topic()) as stream:
                mine = (await stream.event("hello"))["stream"]
                assert await say(map=1) == 400
                assert await say(stream=7) == 400
                assert await say(stream="nobody.knows") == 410
                assert await say(stream=mine, map="x", editing={"a": 1}, at=9, follow="y", come=[1]) == 204
                assert await say(stream=mine, editing="x" * 3000) == 413

        play(scene)
