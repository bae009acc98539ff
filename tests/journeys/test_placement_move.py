import pytest

from cxjourney.models import Placement
from tests import factories
from tests.journeys.answers import events, toast, undo


@pytest.fixture
def url(placement):
    return f"/w/acme/placements/{placement.pk}/move/"


@pytest.fixture
def other(map_, stage, placement):
    touchpoint = factories.Touchpoint(workspace=map_.workspace, name="Website")
    return factories.Placement(map=map_, workspace=map_.workspace, stage=stage, touchpoint=touchpoint)


def order(stage) -> list[Placement]:
    return list(Placement.objects.live().filter(stage=stage).order_by("rank"))


def test_into_another_stage(as_edith, url, placement, stage, next_stage, hx):
    response = as_edith.post(url, {"stage": next_stage.pk, "before": ""}, headers=hx)
    assert order(next_stage) == [placement]
    assert order(stage) == []
    assert response.status_code == 204
    assert "board:refresh" in events(response)


def test_within_its_stage(as_edith, url, placement, other, stage):
    as_edith.post(url, {"stage": stage.pk, "before": ""})
    assert order(stage) == [other, placement]
    as_edith.post(url, {"stage": stage.pk, "before": other.pk})
    assert order(stage) == [placement, other]


def test_where_it_stands_already_it_is_refused(as_edith, url, map_, placement, stage, next_stage, hx):
    factories.Placement(map=map_, workspace=map_.workspace, stage=next_stage, touchpoint=placement.touchpoint)
    response = as_edith.post(url, {"stage": next_stage.pk}, headers=hx)
    assert response.status_code == 422
    assert toast(response) == "“Test ride” stands in this stage already."
    assert order(stage) == [placement]


def test_another_map_is_refused(as_edith, url, workspace, hx):
    elsewhere = factories.Stage(workspace=workspace)
    response = as_edith.post(url, {"stage": elsewhere.pk}, headers=hx)
    assert response.status_code == 422
    assert toast(response) == "That stage is on another map."


def test_a_stage_of_others_is_not_there(as_edith, url, charlie):
    foreign = factories.Stage(workspace=charlie.workspace)
    assert as_edith.post(url, {"stage": foreign.pk}).status_code == 404


def test_without_a_stage_it_is_refused(as_edith, url, hx):
    assert as_edith.post(url, headers=hx).status_code == 422


def test_undo(as_edith, url, placement, other, stage, next_stage, hx):
    as_edith.post(undo(as_edith.post(url, {"stage": next_stage.pk}, headers=hx)), headers=hx)
    assert order(stage) == [placement, other]


def test_only_editors(gate, url):
    gate(url)
