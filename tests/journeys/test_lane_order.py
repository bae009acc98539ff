"""Lanes: moved, folded, hidden, removed."""

import pytest

from cxjourney.activity.models import Change
from cxjourney.models import Lane
from tests.journeys.answers import events, toast, undo


@pytest.fixture(params=["move", "fold", "hide", "remove"])
def url(request, lane):
    return f"/w/acme/lanes/{lane.pk}/{request.param}/"


def post(client, lane, verb, hx, **data):
    return client.post(f"/w/acme/lanes/{lane.pk}/{verb}/", data, headers=hx)


def titles() -> list[str]:
    return list(Lane.objects.live().order_by("rank").values_list("title", flat=True))


def test_only_editors(gate, url):
    gate(url)


def test_every_change_is_undone(as_edith, url, lane, thoughts, hx):
    before = Lane.objects.values().get(pk=lane.pk)
    response = as_edith.post(url, {"before": ""}, headers=hx)
    assert response.status_code == 204
    assert "board:refresh" in events(response)
    assert as_edith.post(undo(response), headers=hx).status_code == 204
    assert Lane.objects.values().get(pk=lane.pk) == before | {"version": 3}


def test_moved_before_another(as_edith, lane, thoughts, backstage, hx):
    post(as_edith, lane, "move", hx, before=backstage.pk)
    assert titles() == ["Thoughts", "Steps", "Backstage"]


def test_moved_last(as_edith, lane, thoughts, backstage, hx):
    post(as_edith, lane, "move", hx, before="")
    assert titles() == ["Thoughts", "Backstage", "Steps"]


@pytest.mark.parametrize(("verb", "flag"), [("fold", "folded"), ("hide", "hidden")])
def test_flags_go_on_and_off(as_edith, lane, verb, flag, hx):
    for value in (True, False):
        response = post(as_edith, lane, verb, hx, **{flag: str(int(value))})
        lane.refresh_from_db()
        assert getattr(lane, flag) is value
        assert toast(response)
    assert Change.objects.count() == 2


def test_the_same_flag_again_is_nothing_new(as_edith, lane, hx):
    post(as_edith, lane, "fold", hx, folded="1")
    assert "toast" not in events(post(as_edith, lane, "fold", hx, folded="1"))


def test_a_removed_lane_takes_its_cards_along(as_edith, lane, card, hx):
    response = post(as_edith, lane, "remove", hx)
    assert as_edith.get(f"/w/acme/cards/{card.pk}/").status_code == 404
    as_edith.post(undo(response), headers=hx)
    assert as_edith.get(f"/w/acme/cards/{card.pk}/").status_code == 200


def test_a_removed_lane_is_not_moved(as_edith, lane, hx):
    post(as_edith, lane, "remove", hx)
    assert post(as_edith, lane, "move", hx).status_code == 404
