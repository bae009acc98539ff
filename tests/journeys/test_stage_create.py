import uuid

import pytest

from cxjourney.models import Stage
from tests.journeys.answers import body, events, toast, undo


@pytest.fixture
def url(map_):
    return f"/w/acme/maps/{map_.pk}/stages/new/"


def names() -> list[str]:
    return list(Stage.objects.live().order_by("rank").values_list("name", flat=True))


def test_a_stage_goes_last(as_edith, url, stage, next_stage, hx):
    response = as_edith.post(url, {"name": " Use  it ", "goal": "Ride daily"}, headers=hx)
    assert response.status_code == 204
    assert names() == ["Visit", "Purchase", "Use it"]
    assert Stage.objects.get(name="Use it").goal == "Ride daily"
    assert events(response).keys() == {"toast", "board:refresh", "dialog:close"}
    assert toast(response) == "Stage added"


def test_a_stage_goes_behind_another(as_edith, url, stage, next_stage):
    as_edith.post(url, {"name": "Advice", "after": stage.pk})
    assert names() == ["Visit", "Advice", "Purchase"]


def test_the_form_is_a_dialog(as_edith, url, hx):
    page = body(as_edith.get(f"{url}?after=7", headers=hx))
    assert '<dialog class="dialog dialog--sm" id="stage-dialog"' in page
    assert "data-dialog-start" in page
    assert 'name="after" value="7"' in page


def test_undo(as_edith, url, hx):
    as_edith.post(undo(as_edith.post(url, {"name": "Advice"}, headers=hx)), headers=hx)
    assert names() == []


def test_only_editors(gate, url):
    gate(url, get=True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"name": " "}, "Give the stage a name."), ({"name": "n" * 81}, "at most 80 characters")],
)
def test_a_wrong_name_is_refused_in_the_dialog(as_edith, url, typed, said, hx):
    response = as_edith.post(url, typed | {"goal": "Ride daily"}, headers=hx)
    assert response.status_code == 422
    assert said in body(response)
    assert "Ride daily</textarea>" in body(response)
    assert "<dialog" in body(response)


def test_the_same_key_again_makes_one(as_edith, url, hx):
    press = {"name": "Advice", "key": uuid.uuid4()}
    as_edith.post(url, press, headers=hx)
    again = as_edith.post(url, press, headers=hx)
    assert "toast" not in events(again)
    assert "dialog:close" in events(again)
    assert names() == ["Advice"]


def test_without_scripts_there_is_a_page(as_edith, url, map_):
    page = body(as_edith.get(url))
    assert "<html" in page
    assert "stage-dialog" not in page
    assert as_edith.post(url, {"name": "Advice"})["Location"] == f"/w/acme/maps/{map_.pk}/"


def test_a_removed_map_takes_no_stage(as_edith, url, map_):
    type(map_).objects.filter(pk=map_.pk).update(removed_at="2026-01-01T00:00Z")
    assert as_edith.post(url, {"name": "Advice"}).status_code == 404
