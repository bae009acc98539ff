"""A metric for one map, stage or touchpoint."""

import pytest

from cxjourney.models import Change, Metric
from tests import factories

PAGE = "/w/acme/metrics/new/"


@pytest.fixture
def scene(workspace):
    """A map with a touchpoint and a stage that were rated, and a touchpoint elsewhere."""
    stage = factories.Stage(workspace=workspace, map__workspace=workspace)
    placement = factories.Placement(workspace=workspace, map=stage.map, stage=stage)
    question = factories.Question(workspace=workspace)
    here = {"workspace": workspace, "question": question}
    factories.Score(**here, touchpoint=placement.touchpoint, value=5, count=20)
    factories.Score(**here, touchpoint=None, stage=stage, value=3, count=20)
    factories.Score(**here, value=1, count=20)
    return placement


def sent(scene, place, **more):
    return {
        "of": Metric.objects.get(asked="CSAT", map=None, stage=None, touchpoint=None).pk,
        "place": place,
    } | more


@pytest.mark.parametrize(("place", "value"), [("touchpoint", "5.0"), ("stage", "3.0"), ("map", "4.0")])
def test_only_answers_given_there_count(as_edith, as_bob, edith, scene, place, value):
    key = f"{place}:{getattr(scene, place).pk}"
    assert key in as_edith.get(PAGE).content.decode()
    response = as_edith.post(PAGE, sent(scene, key, owner=edith.user_id))
    metric = Metric.objects.latest("pk")
    assert response["Location"].endswith(f"/metrics/{metric.pk}/edit/")
    assert (getattr(metric, place), metric.owner) == (getattr(scene, place), edith.user)
    assert metric.name.startswith("CSAT · ")
    assert Change.objects.latest("pk").verb == "metric_create"
    page = as_bob.get(f"/w/acme/metrics/{metric.pk}/").content.decode()
    assert value in page
    assert f"n={20 if place != 'map' else 40}" in page
    again = as_edith.post(PAGE, sent(scene, key))
    assert again.status_code == 422
    assert "watched there already" in again.content.decode()


def test_it_can_be_given_up(as_edith, scene):
    everywhere = Metric.objects.get()
    assert as_edith.post(f"/w/acme/metrics/{everywhere.pk}/remove/").status_code == 302
    assert Metric.objects.live().count() == 1
    as_edith.post(PAGE, sent(scene, f"map:{scene.map_id}", name="On the map"))
    metric = Metric.objects.get(name="On the map")
    assert "Remove this metric" in as_edith.get(f"/w/acme/metrics/{metric.pk}/edit/").content.decode()
    assert as_edith.post(f"/w/acme/metrics/{metric.pk}/remove/").status_code == 302
    assert Metric.objects.live().count() == 1


@pytest.mark.parametrize("place", ["", "map:0", "stage:x", "nowhere"])
def test_what_is_wrong_is_said(as_edith, scene, place):
    response = as_edith.post(PAGE, sent(scene, place))
    assert response.status_code == 422
    assert Metric.objects.count() == 1


def test_nothing_of_others_and_no_viewers(as_edith, as_bob, charlie, scene):
    theirs = factories.Stage(workspace=charlie.workspace, map__workspace=charlie.workspace)
    assert as_edith.post(PAGE, sent(scene, f"map:{theirs.map_id}")).status_code == 422
    assert as_edith.post(PAGE, sent(scene, f"stage:{theirs.pk}")).status_code == 422
    assert as_bob.get(PAGE).status_code == 403
