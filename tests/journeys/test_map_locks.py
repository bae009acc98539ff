"""What a template locks stays on its maps."""

import pytest

from cxjourney.activity.models import Change
from tests.journeys.answers import body, toast, undo

KEPT = "“%s” is locked: it keeps its name and stays. Unlock it in its menu."


@pytest.fixture
def locked(stage, lane):
    for part in (stage, lane):
        part.locked = True
        part.save()
    return stage, lane


def test_a_locked_stage_keeps_its_name(as_edith, stage, locked, hx):
    seen = {"version": stage.version, "base_name": "Visit", "base_goal": "See it"}
    response = as_edith.post(
        f"/w/acme/stages/{stage.pk}/edit/", seen | {"name": "Look", "goal": "See it"}, headers=hx
    )
    assert response.status_code == 422
    assert KEPT % "Visit" in body(response)
    assert "field__errors" in body(response)
    assert not Change.objects.exists()


def test_its_goal_can_be_edited(as_edith, stage, locked, hx):
    seen = {"version": stage.version, "base_name": "Visit", "base_goal": "See it"}
    as_edith.post(f"/w/acme/stages/{stage.pk}/edit/", seen | {"name": "Visit", "goal": "Try it"}, headers=hx)
    stage.refresh_from_db()
    assert (stage.name, stage.goal) == ("Visit", "Try it")


def test_a_locked_lane_keeps_its_title_but_not_its_note(as_edith, lane, locked, hx):
    url, seen = f"/w/acme/lanes/{lane.pk}/edit/", {"version": lane.version, "base_title": "Steps"}
    response = as_edith.post(url, seen | {"title": "Acts", "note": ""}, headers=hx)
    assert response.status_code == 422
    assert KEPT % "Steps" in body(response)
    as_edith.post(url, seen | {"title": "Steps", "note": "By phone", "base_note": ""}, headers=hx)
    lane.refresh_from_db()
    assert (lane.title, lane.note) == ("Steps", "By phone")


@pytest.mark.parametrize("kind", ["stages", "lanes"])
def test_neither_is_removed(as_edith, as_alice, stage, lane, locked, kind, hx):
    part = stage if kind == "stages" else lane
    for client in (as_edith, as_alice):
        response = client.post(f"/w/acme/{kind}/{part.pk}/remove/", headers=hx)
        assert response.status_code == 422
        assert toast(response) == KEPT % part
    part.refresh_from_db()
    assert part.removed_at is None


def test_they_can_be_moved_and_folded(as_edith, lane, thoughts, locked, hx):
    as_edith.post(f"/w/acme/lanes/{lane.pk}/fold/", headers=hx)
    as_edith.post(f"/w/acme/lanes/{lane.pk}/move/", headers=hx)
    lane.refresh_from_db()
    assert lane.folded
    assert lane.rank > thoughts.rank


def test_their_menus_say_so(as_edith, stage, lane, locked, hx):
    for kind, part in (("stages", stage), ("lanes", lane)):
        menu = body(as_edith.get(f"/w/acme/{kind}/{part.pk}/menu/", headers=hx))
        assert "Locked: it keeps its name and stays" in menu
        assert "/remove/" not in menu
    form = body(as_edith.get(f"/w/acme/stages/{stage.pk}/edit/", headers=hx))
    assert " readonly" in form


def test_what_is_not_locked_can_be_renamed(as_edith, stage, lane, hx):
    for kind, part in (("stages", stage), ("lanes", lane)):
        assert "readonly" not in body(as_edith.get(f"/w/acme/{kind}/{part.pk}/edit/", headers=hx))


@pytest.mark.parametrize("kind", ["stage", "lane"])
def test_an_editor_takes_the_lock_off_and_it_shows(as_edith, map_, stage, lane, locked, kind, hx):
    part = stage if kind == "stage" else lane
    page = f"/w/acme/maps/{map_.pk}/"
    assert body(as_edith.get(page)).count('class="kept"') == 2
    response = as_edith.post(f"/w/acme/{kind}s/{part.pk}/lock/", {"locked": "0"}, headers=hx)
    part.refresh_from_db()
    assert not part.locked
    assert body(as_edith.get(page)).count('class="kept"') == 1
    as_edith.post(undo(response), headers=hx)
    part.refresh_from_db()
    assert part.locked


@pytest.mark.parametrize("kind", ["stage", "lane"])
def test_only_editors_lock(gate, stage, lane, kind):
    gate(f"/w/acme/{kind}s/{(stage if kind == 'stage' else lane).pk}/lock/")
