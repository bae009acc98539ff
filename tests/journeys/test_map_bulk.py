"""Many maps at once, undone as one."""

import pytest

from cxjourney.activity.models import Change
from cxjourney.models import JourneyMap
from tests import factories
from tests.journeys.answers import events, toast, undo

URL = "/w/acme/maps/bulk/"


@pytest.fixture
def maps(workspace):
    return [factories.JourneyMap(workspace=workspace, title=f"Map {n}") for n in range(3)]


@pytest.fixture
def folder(workspace):
    return factories.Folder(workspace=workspace, name="Ground")


def send(client, maps, hx, **what):
    return client.post(URL, {"maps": [map_.pk for map_ in maps], **what}, headers=hx)


def values(maps, name):
    return [getattr(JourneyMap.objects.get(pk=map_.pk), name) for map_ in maps]


def test_moved_to_a_folder_and_out(as_edith, maps, folder, hx):
    response = send(as_edith, maps[:2], hx, folder=folder.pk)
    assert toast(response) == "2 maps moved to “Ground”"
    assert "board:refresh" in events(response)
    assert values(maps, "folder") == [folder, folder, None]
    send(as_edith, maps, hx, folder="")
    assert values(maps, "folder") == [None] * 3


def test_status_state_and_owner(as_edith, maps, alice, hx):
    send(as_edith, maps, hx, status="review")
    send(as_edith, maps, hx, state="future")
    send(as_edith, maps, hx, owner=alice.user_id)
    assert values(maps, "status") == ["review"] * 3
    assert values(maps, "state") == ["future"] * 3
    assert values(maps, "owner") == [alice.user] * 3
    send(as_edith, maps, hx, owner="")
    assert values(maps, "owner") == [None] * 3


def test_a_review_date_and_none(as_edith, maps, hx):
    send(as_edith, maps, hx, do="review", review_on="2027-01-31")
    assert [str(day) for day in values(maps, "review_on")] == ["2027-01-31"] * 3
    send(as_edith, maps, hx, do="review", review_on="")
    assert values(maps, "review_on") == [None] * 3


def test_the_date_beside_another_button_is_left_alone(as_edith, maps, hx):
    send(as_edith, maps, hx, status="idea", review_on="2027-01-31")
    assert values(maps, "review_on") == [None] * 3


def test_archived_and_restored(as_edith, maps, hx):
    assert toast(send(as_edith, maps, hx, do="archive")) == "3 maps archived"
    assert all(values(maps, "archived_at"))
    assert toast(send(as_edith, maps[:1], hx, do="restore")) == "1 map is back"
    assert [bool(day) for day in values(maps, "archived_at")] == [False, True, True]


def test_one_group_of_changes_undone_as_one(as_edith, maps, folder, hx):
    response = send(as_edith, maps, hx, folder=folder.pk)
    changes = Change.objects.all()
    assert len({change.group for change in changes}) == 1
    assert {(change.map_id, change.seq) for change in changes} == {(map_.pk, 1) for map_ in maps}
    as_edith.post(undo(response), headers=hx)
    assert values(maps, "folder") == [None] * 3
    as_edith.post("/w/acme/redo/", headers=hx)
    assert values(maps, "folder") == [folder] * 3


def test_ctrl_z_on_home_undoes_what_was_done_there(as_edith, maps, hx):
    send(as_edith, maps, hx, status="approved")
    as_edith.post("/w/acme/undo/", headers=hx)
    assert values(maps, "status") == ["draft"] * 3


def test_only_what_differs_is_written(as_edith, maps, hx):
    maps[0].status = "approved"
    maps[0].save()
    assert toast(send(as_edith, maps, hx, status="approved")) == "2 maps changed"
    assert Change.objects.count() == 2
    assert "toast" not in events(send(as_edith, maps, hx, status="approved"))


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({}, "Choose what to do with them."),
        ({"status": "perfect"}, "Select a valid choice. perfect is not one of the available choices."),
        ({"status": ""}, "Choose what to do with them."),
        ({"folder": "999999"}, "That folder is not there any more."),
        ({"owner": "999999"}, "That person is not in this workspace any more."),
        ({"do": "review", "review_on": "soon"}, "Enter a date."),
    ],
)
def test_bad_input_is_refused_in_words(as_edith, maps, what, said, hx):
    response = send(as_edith, maps, hx, **what)
    assert response.status_code == 422
    assert toast(response) == said
    assert not Change.objects.exists()


def test_none_chosen(as_edith, maps, hx):
    assert toast(send(as_edith, [], hx, do="archive")) == "Choose some maps first."


def test_archived_maps_are_restored_first(as_edith, maps, hx):
    send(as_edith, maps[:1], hx, do="archive")
    response = send(as_edith, maps, hx, status="idea")
    assert toast(response) == "Some of these maps are archived. Restore them first."
    assert values(maps, "status") == ["draft"] * 3


def test_one_map_of_others_stops_all(as_edith, maps, charlie, hx):
    foreign = factories.JourneyMap(workspace=charlie.workspace)
    response = send(as_edith, [*maps, foreign], hx, do="archive")
    assert toast(response) == "Some of these maps are not there any more."
    assert not any(values([*maps, foreign], "archived_at"))


def test_folders_and_people_of_others_are_refused(as_edith, maps, charlie, hx):
    foreign = factories.Folder(workspace=charlie.workspace)
    assert send(as_edith, maps, hx, folder=foreign.pk).status_code == 422
    assert send(as_edith, maps, hx, owner=charlie.user_id).status_code == 422
    assert not Change.objects.exists()


def test_without_scripts(as_edith, maps):
    response = as_edith.post(URL, {"maps": [maps[0].pk], "do": "archive"})
    assert response["Location"] == "/w/acme/maps/"


def test_only_editors(gate):
    gate(URL)
