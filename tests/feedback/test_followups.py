"""Closing the loop: the list, replying, passing on, by hand from the inbox, and taking it back."""

import datetime
import html
import re

import pytest
from django.utils import timezone

from cxjourney.feedback.followups.actions import create_followups
from cxjourney.models import Change, Feedback, FollowUp
from tests import factories
from tests.feedback.test_feedback_list import words
from tests.threads import at_once

PAGE = "/w/acme/follow-ups/"


def in_days(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days)


@pytest.fixture
def team(workspace):
    return factories.Team(workspace=workspace, name="Contact Centre")


@pytest.fixture
def followup(workspace, team):
    return due(workspace, "34 minutes on hold", -1, team=team)


def due(workspace, text: str, days: int, **fields) -> FollowUp:
    feedback = words(workspace, text)
    return factories.FollowUp(workspace=workspace, feedback=feedback, due=in_days(days), **fields)


def shown(response) -> list[str]:
    found = re.findall(r'<p class="voice">(.*?)</p>', response.content.decode())
    return [html.unescape(text) for text in found]


def test_the_soonest_due_first_with_their_day(as_bob, workspace, django_assert_num_queries):
    for text, days in [("later", 5), ("late", -1), ("now", 0), ("soon", 1), ("very late", -400)]:
        due(workspace, text, days)
    with django_assert_num_queries(7):  # two of every page, the four of the list, one for the live stream
        response = as_bob.get(PAGE)
    assert shown(response) == ["very late", "late", "now", "soon", "later"]
    text = response.content.decode()
    for chip in ("Due yesterday", "Due today", "Tomorrow"):
        assert text.count(chip) == 1
    assert "Reply" not in text


def test_pages_of_fifty(as_bob, workspace, django_assert_num_queries):
    touchpoint = factories.Touchpoint(workspace=workspace)
    for number in range(55):
        said = words(workspace, f"word {number}", touchpoint=touchpoint)
        factories.FollowUp(workspace=workspace, feedback=said, due=in_days(number // 3))
    with django_assert_num_queries(7):
        first = as_bob.get(PAGE)
    mark = re.search(r"after=([\d.-]+)", first.content.decode()).group(1)  # type: ignore[union-attr]
    second = as_bob.get(PAGE, {"after": mark})
    assert shown(first) + shown(second) == [f"word {number}" for number in range(55)]
    assert as_bob.get(PAGE, {"after": "2026-13-45.1", "state": "x", "team": "y"}).status_code == 200


def test_filters(as_edith, edith, workspace, team):
    due(workspace, "late", -3)
    due(workspace, "theirs", 2, team=team)
    due(workspace, "mine", 2, owner=edith.user)
    due(workspace, "done", 2, state="solved", answered_on=in_days(0))
    due(workspace, "gone", -3, removed_at=timezone.now())
    for query, found in [
        ({}, {"late", "theirs", "mine"}),
        ({"state": "late"}, {"late"}),
        ({"state": "solved"}, {"done"}),
        ({"state": "all"}, {"late", "theirs", "mine", "done"}),
        ({"team": team.pk}, {"theirs"}),
        ({"team": 0}, {"late", "mine"}),
        ({"who": "me"}, {"mine"}),
        ({"who": "nobody"}, {"late", "theirs"}),
    ]:
        assert set(shown(as_edith.get(PAGE, query))) == found


def test_reply_is_kept_and_can_be_taken_back(as_edith, followup, hx):
    url = f"{PAGE}{followup.pk}/reply/"
    form = as_edith.get(url, headers=hx).content.decode()
    assert "34 minutes on hold" in form
    assert as_edith.post(url, {"told": "", "state": "solved"}, headers=hx).status_code == 422
    sent = {"told": "We called back.", "state": "contacted", "version": 1, "base_told": ""}
    answer = as_edith.post(url, sent, headers=hx)
    assert "board:refresh" in answer["HX-Trigger"]
    followup.refresh_from_db()
    assert (followup.state, followup.told, followup.answered_on) == (
        "contacted",
        "We called back.",
        in_days(0),
    )
    change = Change.objects.latest("pk")
    assert change.verb == "followup_reply"
    as_edith.post(f"/w/acme/changes/{change.pk}/undo/")
    followup.refresh_from_db()
    assert (followup.state, followup.told, followup.answered_on) == ("open", "", None)


def test_two_replies_at_once_lose_nothing(as_edith, as_alice, followup, hx):
    url = f"{PAGE}{followup.pk}/reply/"
    sent = {"state": "contacted", "version": 1, "base_told": ""}
    as_alice.post(url, sent | {"told": "Alice wrote."}, headers=hx)
    answer = as_edith.post(url, sent | {"told": "Edith called."}, headers=hx)
    assert answer.status_code == 409
    assert "Alice wrote." in answer.content.decode()
    assert "Edith called." in answer.content.decode()


def test_pass_on(as_edith, workspace, followup, hx):
    other = factories.Team(workspace=workspace, name="Airport Ops")
    url = f"{PAGE}{followup.pk}/pass/"
    assert "Airport Ops" in as_edith.get(url, headers=hx).content.decode()
    assert as_edith.post(url, {"team": ""}, headers=hx).status_code == 422
    as_edith.post(url, {"team": other.pk}, headers=hx)
    followup.refresh_from_db()
    assert followup.team == other


def test_opens_in_place_and_is_edited(as_edith, as_bob, edith, followup, hx):
    url = f"{PAGE}{followup.pk}/"
    opened = as_bob.get(url, headers=hx).content.decode()
    assert "None was given" in opened
    assert "<form" not in opened
    assert 'aria-expanded="false"' in as_bob.get(f"{url}?folded=1", headers=hx).content.decode()
    assert "One customer to answer" in as_bob.get(url).content.decode()
    sent = {
        "state": "open",
        "due": in_days(3),
        "team": "",
        "owner": edith.user_id,
        "note": "Angry",
        "told": "",
    }
    sent |= {"version": 1, "base_note": "", "base_told": ""}
    wrong = as_edith.post(f"{url}edit/", sent | {"state": "solved", "due": ""}, headers=hx)
    assert wrong.status_code == 422
    assert "Write what the customer was told." in wrong.content.decode()
    assert "Angry" in wrong.content.decode()
    assert as_edith.post(f"{url}edit/", sent, headers=hx).status_code == 200
    followup.refresh_from_db()
    assert (followup.note, followup.owner, followup.team, followup.due) == (
        "Angry",
        edith.user,
        None,
        in_days(3),
    )
    assert "Angry" in as_edith.get(url).content.decode()


def test_no_answer_is_no_answer_to_the_customer(as_edith, followup):
    url = f"{PAGE}{followup.pk}/edit/"
    base = {"due": followup.due, "team": "", "owner": "", "note": "", "version": 9}
    as_edith.post(url, base | {"state": "none"})
    followup.refresh_from_db()
    assert (followup.state, followup.answered_on) == ("none", None)
    as_edith.post(url, base | {"state": "contacted", "told": "Sorry.", "base_told": ""})
    as_edith.post(url, base | {"state": "none", "told": "Sorry.", "base_told": "Sorry."})
    followup.refresh_from_db()
    assert (followup.state, followup.answered_on) == ("none", in_days(0))
    as_edith.post(url, base | {"state": "open", "told": "Sorry.", "base_told": "Sorry."})
    followup.refresh_from_db()
    assert (followup.state, followup.answered_on) == ("open", None)


def test_bulk_is_one_undo(as_edith, edith, workspace, team, hx):
    both = [due(workspace, "a", 0).pk, due(workspace, "b", 0).pk]
    as_edith.post(f"{PAGE}bulk/", {"followup": both, "team": team.pk}, headers=hx)
    as_edith.post(f"{PAGE}bulk/", {"followup": both, "take": "1"}, headers=hx)
    assert set(FollowUp.objects.values_list("team", "owner")) == {(team.pk, edith.user_id)}
    as_edith.post(f"/w/acme/changes/{Change.objects.latest('pk').pk}/undo/")
    assert set(FollowUp.objects.values_list("team", "owner")) == {(team.pk, None)}
    for wrong in ({"take": "1"}, {"followup": both}, {"followup": both, "team": 0}):
        assert as_edith.post(f"{PAGE}bulk/", wrong, headers=hx).status_code == 422


def test_by_hand_from_the_inbox(as_edith, workspace, team, hx):
    one, two = words(workspace, "a"), words(workspace, "b")
    both = {"feedback": [one.pk, two.pk]}
    assert "and 1 other" in as_edith.get(f"{PAGE}new/", both, headers=hx).content.decode()
    sent = both | {"due": in_days(2), "team": team.pk, "owner": "", "note": "Call"}
    assert as_edith.post(f"{PAGE}new/", sent | {"due": in_days(-1)}, headers=hx).status_code == 422
    for _twice in range(2):
        as_edith.post(f"{PAGE}new/", sent, headers=hx)
    assert FollowUp.objects.filter(team=team, note="Call", rule=None).count() == 2
    inbox = as_edith.get("/w/acme/feedback/").content.decode()
    assert inbox.count("To be answered") == 2
    as_edith.post(f"/w/acme/changes/{Change.objects.latest('pk').pk}/undo/")
    assert not FollowUp.objects.live().exists()


def test_the_same_key_twice(as_edith, workspace, hx):
    sent = {
        "feedback": words(workspace, "a").pk,
        "due": in_days(2),
        "key": "6d9b1ffb-8b0a-4e0c-bd3b-5a4f2f3f6f10",
    }
    for _twice in range(2):
        assert as_edith.post(f"{PAGE}new/", sent, headers=hx).status_code == 204
    assert FollowUp.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_want_to_answer_the_same_customer_make_one(alice, edith, workspace):
    row = words(workspace, "a")
    people = [alice, edith]
    at_once(2, lambda number: create_followups(by=people[number], rows=[row], due=in_days(2)))
    assert FollowUp.objects.count() == 1


def test_words_take_their_follow_up_along_unless_it_was_begun(as_edith, workspace):
    begun, fresh = due(workspace, "begun", 0, version=2), due(workspace, "fresh", 0)
    for one in (begun, fresh):
        as_edith.post(f"/w/acme/feedback/{one.feedback_id}/remove/")
    assert list(FollowUp.objects.live()) == [begun]
    as_edith.post(f"/w/acme/changes/{Change.objects.latest('pk').pk}/undo/")
    assert set(FollowUp.objects.live()) == {begun, fresh}
    assert Feedback.objects.live().count() == 1


def test_remove(as_edith, followup, hx):
    assert as_edith.post(f"{PAGE}{followup.pk}/remove/", headers=hx).content == b""
    assert not FollowUp.objects.live().exists()
    assert as_edith.get(f"{PAGE}{followup.pk}/").status_code == 404


def test_home_shows_the_first_three(as_edith, workspace, team, django_assert_num_queries):
    assert "Close the loop" not in as_edith.get("/w/acme/maps/").content.decode()
    for text, days in [("later", 5), ("late", -1), ("now", 0), ("soon", 1)]:
        due(workspace, text, days, team=team)
    with django_assert_num_queries(11):
        response = as_edith.get("/w/acme/maps/")
    text = response.content.decode()
    assert shown(response) == ["late", "now", "soon"]
    assert "4 due, 1 late" in text
    assert text.count("/reply/") == 4  # address and hx-get of the two that can't wait


@pytest.mark.parametrize("verb", ["reply", "pass", "edit", "remove"])
def test_viewers_and_outsiders(as_bob, as_charlie, followup, verb):
    assert as_bob.post(f"{PAGE}{followup.pk}/{verb}/").status_code == 403
    assert as_charlie.post(f"{PAGE}{followup.pk}/{verb}/").status_code == 404
    assert as_charlie.get(f"{PAGE}{followup.pk}/").status_code == 404
