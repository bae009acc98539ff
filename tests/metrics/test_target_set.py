"""Targets of touchpoints and stages."""

import json

import pytest

from cxjourney.models import Change, Target
from tests import factories
from tests.threads import at_once

PAGE = "/w/acme/targets/set/"


@pytest.fixture
def touchpoint(workspace):
    return factories.Touchpoint(workspace=workspace)


def address(place, kind="touchpoint") -> str:
    return f"{PAGE}?{kind}={place.pk}"


def test_form_set_change_remove_and_undo(as_edith, touchpoint, hx):
    assert 'name="value"' in as_edith.get(address(touchpoint), headers=hx).content.decode()
    response = as_edith.post(address(touchpoint), {"kind": "csat", "value": "4.2"}, headers=hx)
    assert response.status_code == 200
    assert {"toast", "board:refresh", "drawer:refresh"} == set(json.loads(response["HX-Trigger"]))
    assert 'value="4.20"' in as_edith.get(address(touchpoint), headers=hx).content.decode()
    as_edith.post(address(touchpoint), {"kind": "csat", "value": "4.5"}, headers=hx)
    assert str(Target.objects.live().get().value) == "4.50"
    response = as_edith.post(address(touchpoint), {"kind": "csat", "value": ""}, headers=hx)
    assert not Target.objects.live().exists()
    as_edith.post(json.loads(response["HX-Trigger"])["toast"]["undo"], headers=hx)
    assert str(Target.objects.live().get().value) == "4.50"
    assert as_edith.post(address(touchpoint), {"kind": "nps", "value": "-20"}).status_code == 302
    assert Target.objects.live().count() == 2


def test_on_a_stage_as_a_page(as_edith, workspace):
    stage = factories.Stage(workspace=workspace)
    assert "<html" in as_edith.get(address(stage, "stage")).content.decode()
    as_edith.post(address(stage, "stage"), {"kind": "nps", "value": "30"})
    assert Target.objects.get().stage == stage
    assert Change.objects.get().map == stage.map


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ("csat", "6", "between 1 and 5"),
        ("ces", "0", "between 1 and 7"),
        ("nps", "101", "between -100 and 100"),
        ("nps", "many", "The target is a number."),
        ("iq", "3", "valid choice"),
    ],
)
def test_what_is_wrong_is_said(as_edith, touchpoint, hx, kind, value, says):
    response = as_edith.post(address(touchpoint), {"kind": kind, "value": value}, headers=hx)
    assert response.status_code == 422
    assert says in response.content.decode()


def test_roles_and_outsiders(as_bob, as_connie, as_charlie, as_edith, touchpoint, charlie):
    for client in (as_bob, as_connie):
        assert client.post(address(touchpoint), {"kind": "csat", "value": "4"}).status_code == 403
    assert as_charlie.get(address(touchpoint)).status_code == 404
    foreign = factories.Touchpoint(workspace=charlie.workspace)
    assert as_edith.get(address(foreign)).status_code == 404
    assert as_edith.get(PAGE).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_leave_one(edith, touchpoint):
    from tests.cast import signed_in

    clients = [signed_in(edith) for _ in range(8)]
    data = {"kind": "csat", "value": "4"}
    at_once(8, lambda number: clients[number].post(address(touchpoint), data | {"value": f"4.{number}"}))
    assert Target.objects.live().count() == 1
