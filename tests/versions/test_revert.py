"""Back to how it was: the whole map or one thing; and undone again."""

import pytest

from cxjourney.activity import undo
from cxjourney.models import Card, Change, JourneyMap, MapVersion, Placement, Stage
from cxjourney.versions import actions
from cxjourney.versions.snapshot import read_at, read_now
from tests import factories
from tests.versions.test_property import standing


def seen(map_) -> dict:
    found = standing(read_now(JourneyMap.objects.get(pk=map_.pk)))
    return {kind: found[kind] for kind in ("stage", "lane", "card", "placement", "journeymap")}


def test_the_whole_map_goes_back_as_one_action(as_edith, edith, story, hx):
    then, now = standing(read_at(story.map, 0)), seen(story.map)
    answer = as_edith.post(f"{story.url}revert/", {"at": "0"}, headers=hx)
    assert answer.status_code == 204
    assert "board:refresh" in answer["HX-Trigger"]
    assert seen(story.map) == {kind: then[kind] for kind in now}
    undo.undo(by=edith, map_id=story.map.pk)
    assert seen(story.map) == now
    undo.redo(by=edith, map_id=story.map.pk)
    assert seen(story.map) == {kind: then[kind] for kind in now}


def test_what_is_so_already_writes_nothing(as_edith, story, hx):
    last = Change.objects.latest("pk")
    assert as_edith.post(f"{story.url}revert/", {"at": "now"}, headers=hx).status_code == 422
    assert Change.objects.latest("pk") == last


def test_one_card_goes_back_alone(as_edith, story, hx):
    as_edith.post(f"{story.url}revert-one/", {"at": "0", "kind": "card", "item": story.card.pk}, headers=hx)
    story.card.refresh_from_db()
    assert story.card.text == story.before
    assert not Stage.objects.live().filter(pk=story.gone.pk).exists()


def test_a_card_brings_its_stage_back(edith, story):
    card = Card.objects.filter(map=story.map, stage=story.gone).first()
    card.text = "Gone"
    card.save()
    actions.revert_item(
        by=edith, map_=story.map, snapshot=read_at(story.map, 0), kind="stage", pk=story.gone.pk
    )
    assert Stage.objects.live().filter(pk=story.gone.pk).exists()


def test_what_was_not_there_goes(as_edith, story, hx):
    where = {"at": "0", "kind": "card", "item": story.added.pk}
    as_edith.post(f"{story.url}revert-one/", where, headers=hx)
    assert not Card.objects.live().filter(pk=story.added.pk).exists()
    assert as_edith.post(f"{story.url}revert-one/", where, headers=hx).status_code == 422


@pytest.mark.parametrize("what", [{"kind": "pain"}, {"item": "x"}, {"item": "999999"}, {"at": ""}])
def test_bad_input(as_edith, story, hx, what):
    data = {"at": "0", "kind": "card", "item": story.card.pk} | what
    assert as_edith.post(f"{story.url}revert-one/", data, headers=hx).status_code == 422
    story.card.refresh_from_db()
    assert story.card.text == "Packs the boxes"


def test_two_touchpoints_that_changed_places(edith, map_, workspace):
    """Each stands in the other's way."""
    here, there = Stage.objects.filter(map=map_).order_by("id")
    touchpoint = factories.Touchpoint(workspace=workspace)
    shared = {"workspace": workspace, "map": map_, "touchpoint": touchpoint}
    one, two = factories.Placement(**shared, stage=here), factories.Placement(**shared, stage=there)
    then = read_now(map_)
    Placement.objects.filter(pk=one.pk).update(removed_at="2026-01-01T00:00Z")
    Placement.objects.filter(pk=two.pk).update(stage=here)
    Placement.objects.filter(pk=one.pk).update(stage=there, removed_at=None)
    actions.revert_map(by=edith, map_=map_, snapshot=then)
    for placement, stage in ((one, here), (two, there)):
        placement.refresh_from_db()
        assert (placement.stage_id, placement.removed_at) == (stage.pk, None)


def test_a_removed_touchpoint_comes_back_with_its_place(edith, map_):
    placement = Placement.objects.filter(map=map_).select_related("touchpoint").first()
    then = read_now(map_)
    placement.touchpoint.removed_at = "2026-01-01T00:00Z"
    placement.touchpoint.save()
    actions.revert_map(by=edith, map_=map_, snapshot=then)
    placement.touchpoint.refresh_from_db()
    assert placement.touchpoint.removed_at is None


def test_a_named_version_outlives_the_log(as_edith, story, hx):
    as_edith.post(f"{story.url}new/", {"at": "0", "name": "Before the move", "note": "As agreed"}, headers=hx)
    version = MapVersion.objects.get()
    assert (version.name, version.seq, version.author.name) == ("Before the move", 0, "Edith")
    Change.objects.filter(map=story.map).exclude(target_type="mapversion").delete()
    page = as_edith.get(f"{story.url}at/?at=v{version.pk}").content.decode()
    assert story.before in page
    assert "As agreed" in page
    as_edith.post(f"{story.url}revert/", {"at": f"v{version.pk}"}, headers=hx)
    story.card.refresh_from_db()
    assert story.card.text == story.before


def test_a_version_is_named_renamed_and_removed(as_edith, story, hx):
    assert as_edith.post(f"{story.url}new/", {"name": ""}, headers=hx).status_code == 422
    as_edith.post(f"{story.url}new/", {"name": "One"}, headers=hx)
    version = MapVersion.objects.get()
    url = f"/w/acme/versions/{version.pk}/"
    assert "One" in as_edith.get(f"{url}edit/", headers=hx).content.decode()
    typed = {"name": "Two", "note": "", "version": version.version, "base_name": "One", "base_note": ""}
    as_edith.post(f"{url}edit/", typed, headers=hx)
    version.refresh_from_db()
    assert version.name == "Two"
    stale = typed | {"name": "Three"}
    assert as_edith.post(f"{url}edit/", stale, headers=hx).status_code == 409
    assert "Two" in as_edith.get(story.url).content.decode()
    as_edith.post(f"{url}remove/", headers=hx)
    assert not MapVersion.objects.live().exists()
    as_edith.post(f"/w/acme/maps/{story.map.pk}/undo/", headers=hx)
    assert MapVersion.objects.live().exists()


def test_the_same_press_of_the_button_makes_one(as_edith, story, hx):
    press = {"name": "One", "key": "0195b0a0-0000-7000-8000-000000000001"}
    for _ in range(2):
        assert as_edith.post(f"{story.url}new/", press, headers=hx).status_code == 204
    assert MapVersion.objects.count() == 1


def test_only_editors(as_bob, as_connie, as_charlie, story):
    version = factories.MapVersion(workspace=story.map.workspace, map=story.map)
    for url in (
        f"{story.url}revert/", f"{story.url}revert-one/", f"{story.url}new/",
        f"/w/acme/versions/{version.pk}/edit/", f"/w/acme/versions/{version.pk}/remove/",
    ):  # fmt: skip
        assert as_bob.post(url, {"at": "0"}).status_code == 403
        assert as_connie.post(url, {"at": "0"}).status_code == 403
        assert as_charlie.post(url, {"at": "0"}).status_code == 404
        assert as_charlie.post(url.replace("acme", "rival"), {"at": "0"}).status_code == 404
