import pytest

from cxjourney.models import Stage
from tests import factories
from tests.journeys.answers import events, undo


@pytest.fixture
def url(stage):
    return f"/w/acme/stages/{stage.pk}/move/"


@pytest.fixture
def last(map_, next_stage):
    return factories.Stage(map=map_, workspace=map_.workspace, name="Use")


def names(map_) -> list[str]:
    return list(Stage.objects.filter(map=map_).order_by("rank").values_list("name", flat=True))


def test_before_another(as_edith, url, map_, stage, next_stage, last, hx):
    response = as_edith.post(url, {"before": last.pk}, headers=hx)
    assert response.status_code == 204
    assert "board:refresh" in events(response)
    assert names(map_) == ["Purchase", "Visit", "Use"]


@pytest.mark.parametrize("before", ["", "nonsense", "999999"])
def test_last(as_edith, url, map_, last, before):
    as_edith.post(url, {"before": before})
    assert names(map_) == ["Purchase", "Use", "Visit"]


def test_a_stage_of_another_map_counts_as_none(as_edith, url, map_, workspace, last):
    elsewhere = factories.Stage(workspace=workspace)
    as_edith.post(url, {"before": elsewhere.pk})
    assert names(map_)[-1] == "Visit"


def test_before_itself_it_stays(as_edith, url, map_, stage, last):
    as_edith.post(url, {"before": stage.pk})
    assert names(map_)[0] == "Visit"


def test_undo(as_edith, url, map_, last, hx):
    as_edith.post(undo(as_edith.post(url, {"before": ""}, headers=hx)), headers=hx)
    assert names(map_) == ["Visit", "Purchase", "Use"]


def test_only_editors(gate, url):
    gate(url)
