"""An import that is taken back takes with it what it made; what people have used since stays."""

import pytest

from cxjourney.feedback import actions
from cxjourney.feedback.importing import load as loading
from cxjourney.feedback.importing.check import open_reader
from cxjourney.feedback.importing.plan import Plan
from cxjourney.metrics import rollups
from cxjourney.models import Change, Evidence, Feedback, Placement, Score, Touchpoint
from tests import factories
from tests.feedback.importing import ANSWERS, uploaded


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def stage(workspace):
    return factories.Stage(workspace=workspace, name="Buy")


@pytest.fixture
def imported(alice, stage):
    """Both touchpoints are made, and Checkout is put on the map."""
    names = {"Checkout": stage.pk, "Delivery": 0}
    imported = uploaded(alice, ANSWERS, unknown="create", map=stage.map_id, stages=names)
    reader = open_reader(imported, Plan.from_json(imported.columns))
    loading.load(by=alice, imported=imported, reader=reader)
    assert Placement.objects.live().get().touchpoint.name == "Checkout"
    return imported


def names() -> set[str]:
    return set(Touchpoint.objects.live().values_list("name", flat=True))


def test_touchpoints_that_it_made_go_too(alice, workspace, stage, imported):
    actions.undo_import(by=alice, imported=imported)
    assert names() == set()
    assert not Placement.objects.live().exists()
    assert Change.objects.filter(verb="placement_remove", map=stage.map_id).exists()
    assert not Score.objects.exists()
    assert not Feedback.objects.live().exists()
    left = Feedback.objects.exclude(text="", attributes={}, external_id="", respondent_hash=None)
    assert not left.exists()
    assert not list(rollups.differences(workspace.pk))


def test_used_since(alice, workspace, imported):
    checkout, delivery = Touchpoint.objects.order_by("name")
    factories.Score(workspace=workspace, touchpoint=checkout)
    factories.PainPoint(workspace=workspace, touchpoint=delivery)
    actions.undo_import(by=alice, imported=imported)
    assert names() == {"Checkout", "Delivery"}
    assert Placement.objects.live().exists()


def test_changed_since(alice, imported):
    Touchpoint.objects.filter(name="Delivery").update(version=2)
    Placement.objects.update(version=2)
    actions.undo_import(by=alice, imported=imported)
    assert names() == {"Checkout", "Delivery"}


def test_an_approved_map_keeps_what_it_shows(alice, stage, imported):
    type(stage.map).objects.filter(pk=stage.map_id).update(status="approved")
    actions.undo_import(by=alice, imported=imported)
    assert names() == {"Checkout"}
    assert not Score.objects.exists()


def test_words_that_a_pain_point_rests_on(alice, workspace, imported):
    quick = Feedback.objects.get(text="Quick")
    factories.Evidence(workspace=workspace, feedback=quick)
    actions.undo_import(by=alice, imported=imported)
    assert Feedback.objects.exclude(text="").get() == quick
    assert not Feedback.objects.live().exists()
    assert Evidence.objects.filter(feedback=quick).exists()


def test_what_it_took_back_does_not_come_back_alone(alice, as_alice, stage, imported, hx):
    team = as_alice.post("/w/acme/settings/teams/new/", {"name": "Sales", "hue": 1}, headers=hx)
    assert team.status_code < 400
    actions.undo_import(by=alice, imported=imported)
    assert "Sales" in as_alice.post("/w/acme/undo/", headers=hx)["HX-Trigger"]
    assert as_alice.post(f"/w/acme/maps/{stage.map_id}/undo/", headers=hx).status_code == 422
    assert names() == set()
