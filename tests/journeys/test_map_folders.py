import uuid

import pytest

from cxjourney.activity.models import Change
from cxjourney.models import Folder
from tests import factories
from tests.journeys.answers import body, events, toast, undo

NEW = "/w/acme/folders/new/"


@pytest.fixture
def folder(workspace):
    return factories.Folder(workspace=workspace, name="Ground")


@pytest.fixture(params=["edit", "move", "remove"])
def url(request, folder):
    return f"/w/acme/folders/{folder.pk}/{request.param}/"


def test_made(as_edith, workspace, hx):
    response = as_edith.post(NEW, {"name": "  Passenger  experience "}, headers=hx)
    assert Folder.objects.get().name == "Passenger experience"
    assert events(response).keys() == {"toast", "board:refresh", "dialog:close"}
    as_edith.post(undo(response), headers=hx)
    assert not Folder.objects.live().exists()


def test_made_in_another(as_edith, folder, hx):
    page = body(as_edith.get(f"{NEW}?parent={folder.pk}", headers=hx))
    assert f'value="{folder.pk}" selected' in page
    as_edith.post(NEW, {"name": "Airport", "parent": folder.pk}, headers=hx)
    assert Folder.objects.get(name="Airport").parent == folder


def test_one_level_deep(as_edith, folder, hx):
    inner = factories.Folder(workspace=folder.workspace, parent=folder)
    response = as_edith.post(NEW, {"name": "Gate", "parent": inner.pk}, headers=hx)
    assert response.status_code == 422
    assert "That folder is not there any more." in body(response)


@pytest.mark.parametrize("name", ["", " ", "n" * 61, "ground"])
def test_a_wrong_name_is_refused_beside_the_field(as_edith, folder, name, hx):
    response = as_edith.post(NEW, {"name": name}, headers=hx)
    assert response.status_code == 422
    assert "folder-name_error" in body(response)
    assert Folder.objects.count() == 1


def test_the_same_name_is_fine_elsewhere(as_edith, folder, charlie, hx):
    factories.Folder(workspace=charlie.workspace, name="Other")
    as_edith.post(NEW, {"name": "Ground", "parent": folder.pk}, headers=hx)
    as_edith.post(NEW, {"name": "Other"}, headers=hx)
    assert Folder.objects.for_workspace(folder.workspace).count() == 3


def test_the_same_key_again_makes_one(as_edith, workspace, hx):
    press = {"name": "Ground", "key": uuid.uuid4()}
    for _ in range(3):
        assert as_edith.post(NEW, press, headers=hx).status_code == 204
    assert Folder.objects.count() == 1


def test_renamed(as_edith, folder, hx):
    seen = {"version": folder.version, "base": folder.name}
    as_edith.post(f"/w/acme/folders/{folder.pk}/edit/", seen | {"name": "Airport"}, headers=hx)
    folder.refresh_from_db()
    assert folder.name == "Airport"


def test_a_taken_name_is_refused(as_edith, folder, hx):
    factories.Folder(workspace=folder.workspace, name="Airport")
    seen = {"version": folder.version, "base": folder.name}
    response = as_edith.post(f"/w/acme/folders/{folder.pk}/edit/", seen | {"name": "AIRPORT"}, headers=hx)
    assert response.status_code == 422
    assert "There is a folder of this name here." in body(response)


def test_two_who_rename_it(as_edith, as_alice, folder, hx):
    url, seen = f"/w/acme/folders/{folder.pk}/edit/", {"version": folder.version, "base": folder.name}
    as_alice.post(url, seen | {"name": "Gate"}, headers=hx)
    response = as_edith.post(url, seen | {"name": "Airport"}, headers=hx)
    assert response.status_code == 409
    assert "Gate" in body(response)


def test_moved_into_another_and_out_again(as_edith, folder, hx):
    outer = factories.Folder(workspace=folder.workspace, name="Passengers")
    url = f"/w/acme/folders/{folder.pk}/move/"
    as_edith.post(url, {"parent": outer.pk}, headers=hx)
    folder.refresh_from_db()
    assert folder.parent == outer
    assert "Out of “Passengers”" in body(as_edith.get(f"/w/acme/maps/?folder={folder.pk}"))
    response = as_edith.post(url, headers=hx)
    folder.refresh_from_db()
    assert folder.parent is None
    as_edith.post(undo(response), headers=hx)
    folder.refresh_from_db()
    assert folder.parent == outer


def test_no_folder_gets_too_deep(as_edith, folder, hx):
    outer = factories.Folder(workspace=folder.workspace, name="Passengers")
    factories.Folder(workspace=folder.workspace, parent=folder, name="Gate")
    for moved, parent in ((folder, outer), (folder, folder)):
        response = as_edith.post(f"/w/acme/folders/{moved.pk}/move/", {"parent": parent.pk}, headers=hx)
        assert toast(response) == "A folder in a folder can't hold another."
    folder.refresh_from_db()
    assert folder.parent is None


def test_not_beside_one_of_its_name(as_edith, folder, hx):
    outer = factories.Folder(workspace=folder.workspace, name="Passengers")
    factories.Folder(workspace=folder.workspace, parent=outer, name="GROUND")
    response = as_edith.post(f"/w/acme/folders/{folder.pk}/move/", {"parent": outer.pk}, headers=hx)
    assert toast(response) == "There is a folder of this name here."


def test_removed_keeps_the_maps_and_comes_back_with_them(as_edith, folder, hx):
    map_ = factories.JourneyMap(workspace=folder.workspace, folder=folder, title="A bag goes missing")
    response = as_edith.post(f"/w/acme/folders/{folder.pk}/remove/", headers=hx)
    assert toast(response) == "“Ground” is removed; its maps are still there"
    home = as_edith.get("/w/acme/maps/")
    assert "A bag goes missing" in body(home)
    assert f"?folder={folder.pk}" not in body(home)
    as_edith.post("/w/acme/undo/", headers=hx)
    map_.refresh_from_db()
    assert map_.folder.removed_at is None


def test_a_removed_folder_takes_nothing(as_edith, folder, map_, hx):
    as_edith.post(f"/w/acme/folders/{folder.pk}/remove/", headers=hx)
    response = as_edith.post("/w/acme/maps/bulk/", {"maps": map_.pk, "folder": folder.pk}, headers=hx)
    assert response.status_code == 422


def test_only_editors(gate, url):
    gate(url, get=url.endswith("edit/"))


def test_only_editors_make_them(gate):
    gate(NEW, get=True)


def test_what_happened_is_told(as_edith, folder, hx):
    as_edith.post(f"/w/acme/folders/{folder.pk}/remove/", headers=hx)
    assert Change.objects.get().verb == "folder_remove"
    assert "removed the folder <b>Ground</b>" in body(as_edith.get("/w/acme/maps/"))
