"""In review, approved by a named person, kept as it is, reopened."""

import json

import pytest

from cxjourney.activity import undo
from cxjourney.activity.log import Kept
from cxjourney.journeys.actions import cards, maps, stages
from cxjourney.journeys.approval import NotAsked
from cxjourney.models import Card, Change, JourneyMap
from tests import factories
from tests.cast import person, signed_in


@pytest.fixture
def url(map_):
    return f"/w/acme/maps/{map_.pk}/edit/"


@pytest.fixture
def approved(map_, alice):
    maps.set_map(by=alice, map_=map_, status="approved")
    return map_


def said(answer) -> str:
    return json.loads(answer["HX-Trigger"])["toast"]["text"]


def test_who_approves_is_written_down(as_edith, edith, map_, url, hx):
    assert as_edith.post(url, {"status": "approved"}, headers=hx).status_code == 204
    map_.refresh_from_db()
    assert (map_.status, map_.approved_by_id) == ("approved", edith.user_id)
    assert map_.approved_at
    assert Change.objects.latest("pk").verb == "map_approve"
    page = as_edith.get(f"/w/acme/maps/{map_.pk}/").content.decode()
    assert "by Edith," in page
    assert "Reopen" in page
    assert 'data-can-edit="0"' in page


def test_who_was_asked_approves_and_no_other_editor(as_edith, edith, alice, map_, url, hx, workspace):
    other = person(workspace, "ines", "editor")
    as_edith.post(url, {"status": "review", "reviewer": other.user_id}, headers=hx)
    page = as_edith.get(f"/w/acme/maps/{map_.pk}/").content.decode()
    assert "for Ines to approve" in page
    assert f'data-approver="{other.user_id}"' in page
    assert "data-owner" not in page
    refused = as_edith.post(url, {"status": "approved"}, headers=hx)
    assert refused.status_code == 422
    assert "Ines was asked" in said(refused)
    assert signed_in(other).post(url, {"status": "approved"}, headers=hx).status_code == 204
    map_.refresh_from_db()
    assert map_.approved_by_id == other.user_id


def test_an_owner_can_always(alice, edith, map_):
    map_.reviewer = edith.user
    map_.save()
    assert maps.set_map(by=alice, map_=map_, status="approved")


def test_many_at_once_too(edith, alice, map_):
    map_.reviewer = alice.user
    map_.save()
    other = factories.JourneyMap(workspace=map_.workspace)
    with pytest.raises(NotAsked):
        maps.set_maps(by=edith, maps=[map_, other], verb="map_status", status="approved")
    other.refresh_from_db()
    assert other.status == "draft"


@pytest.mark.parametrize("reviewer", ["x", "0", "999999"])
def test_only_editors_can_be_asked(as_edith, bob, map_, url, hx, reviewer):
    assert as_edith.post(url, {"reviewer": reviewer}, headers=hx).status_code == 422
    assert as_edith.post(url, {"reviewer": bob.user_id}, headers=hx).status_code == 422


def test_nothing_on_it_changes(approved, alice, as_alice, card, stage, lane, hx):
    url = f"/w/acme/cards/{card.pk}/edit/"
    answer = as_alice.post(url, {"text": "Other", "version": 1, "base": card.text}, headers=hx)
    assert answer.status_code == 422
    assert "Reopen it" in said(answer)
    plain = as_alice.post(url, {"text": "Other", "version": 1, "base": card.text}, follow=True)
    assert "Reopen it" in plain.content.decode()
    with pytest.raises(Kept):
        cards.create_card(by=alice, lane=lane, stage=stage, text="New")
    with pytest.raises(Kept):
        stages.remove_stage(by=alice, stage=stage)
    with pytest.raises(Kept):
        maps.set_map(by=alice, map_=approved, source="Other")
    assert Card.objects.get().text == card.text


def test_undo_neither(alice, map_, card):
    cards.edit_card(by=alice, card=card, text="Other", version=1, base=card.text)
    maps.set_map(by=alice, map_=map_, status="approved")
    undo.undo(by=alice, map_id=map_.pk)  # takes back that it was approved
    assert JourneyMap.objects.get(pk=map_.pk).is_open
    undo.redo(by=alice, map_id=map_.pk)
    edit = Change.objects.get(verb="card_edit", kind="do")
    with pytest.raises(Kept):
        undo.undo(by=alice, change_id=edit.pk)


def test_what_is_not_of_the_map_goes_on(approved, alice, as_alice, touchpoint, placement, stage, hx):
    data = {"field": "description", "value": "x"}
    assert as_alice.post(f"/w/acme/touchpoints/{touchpoint.pk}/edit/", data, headers=hx).status_code < 500
    assert maps.set_map(by=alice, map_=approved, review_on="2027-01-01")
    assert maps.archive_map(by=alice, map_=approved)


def test_reopened_it_is_edited_again(approved, as_edith, edith, card, url, hx):
    assert as_edith.post(url, {"status": "draft"}, headers=hx).status_code == 204
    approved.refresh_from_db()
    assert (approved.approved_by, approved.approved_at) == (None, None)
    assert Change.objects.latest("pk").verb == "map_reopen"
    assert cards.edit_card(by=edith, card=card, text="Other", version=1, base=card.text)


def test_a_copy_of_it_is_a_draft(approved, as_edith, hx):
    as_edith.post(f"/w/acme/maps/{approved.pk}/copy/", {"title": "Copy", "state": "future"}, headers=hx)
    assert JourneyMap.objects.get(title="Copy").is_open


def test_its_menu_leaves_out_what_would_be_refused(approved, as_edith, as_bob, hx):
    page = as_edith.get(f"/w/acme/maps/{approved.pk}/").content.decode()
    assert f"/w/acme/maps/{approved.pk}/menu/" in page
    menu = as_edith.get(f"/w/acme/maps/{approved.pk}/menu/", headers=hx).content.decode()
    assert "Duplicate, as the future" in menu
    assert "Paste a table" not in menu
    assert "menu/" not in as_bob.get(f"/w/acme/maps/{approved.pk}/").content.decode()


def test_what_became_of_it_is_said(map_, as_edith, url, hx):
    assert said(as_edith.post(url, {"status": "approved"}, headers=hx)) == "The map is approved"
    assert said(as_edith.post(url, {"status": "draft"}, headers=hx)) == "The map is open again"
