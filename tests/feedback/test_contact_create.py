"""Calls and tickets kept by hand, and where they show."""

import datetime
import json
import re
import uuid

import pytest
from django.utils import timezone

from cxjourney.models import Contact, Metric, Span
from tests import factories

PAGE = "/w/acme/contacts/new/"


def given(**changes) -> dict:
    began = (timezone.now() - datetime.timedelta(days=20)).strftime("%Y-%m-%dT%H:%M")
    return {"began": began, "talk": "5:12", "hold": "1", "after": "", "key": str(uuid.uuid4())} | changes


@pytest.fixture
def placement(workspace):
    stage = factories.Stage(workspace=workspace, map__workspace=workspace)
    factories.Lane(workspace=workspace, map=stage.map, kind="touchpoints")
    touchpoint = factories.Touchpoint(workspace=workspace)
    return factories.Placement(workspace=workspace, map=stage.map, stage=stage, touchpoint=touchpoint)


def test_in_the_drawer_and_back(as_edith, placement, hx):
    address = f"{PAGE}?touchpoint={placement.touchpoint_id}"
    assert "After-call work" in as_edith.get(address, headers=hx).content.decode()
    response = as_edith.post(address, given(who="Ann"), headers=hx)
    contact = Contact.objects.get()
    assert (contact.handled, contact.solved, contact.touchpoint_id) == (372, None, placement.touchpoint_id)
    assert contact.who is not None
    undo = json.loads(response["HX-Trigger"])["toast"]["undo"]
    assert as_edith.post(undo, headers=hx).status_code == 200
    assert not Span.objects.exists()
    assert as_edith.post(undo, headers=hx).status_code == 404


def test_the_same_twice_is_one(as_edith, placement):
    values = given(spot=f"stage:{placement.stage_id}")
    for _time in range(2):
        assert as_edith.post(PAGE, values).status_code == 302
    assert Contact.objects.get().stage_id == placement.stage_id


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"talk": "long"}, "is no duration"),
        ({"began": ""}, "Say when it was."),
        ({"began": "soon"}, "is not a date"),
        ({"began": "2999-01-01T10:00"}, "in the future"),
        ({"solved": "2020-01-01T10:00"}, "solved before it was created"),
        ({"talk": "", "hold": ""}, "Say how long it took"),
    ],
)
def test_what_is_wrong_is_said(as_edith, placement, changes, says):
    response = as_edith.post(f"{PAGE}?touchpoint={placement.touchpoint_id}", given(**changes))
    assert response.status_code == 422
    assert says in response.content.decode()


def test_viewers_cannot(as_bob, placement):
    assert as_bob.post(f"{PAGE}?touchpoint={placement.touchpoint_id}", given()).status_code == 403


def test_it_shows_on_the_map_and_in_the_drawer(as_bob, placement):
    for minutes in range(12):
        factories.Contact(
            workspace=placement.workspace,
            touchpoint=placement.touchpoint,
            handled=60 * minutes,
            began_at=timezone.now() - datetime.timedelta(days=20),
            who=uuid.uuid4(),
        )
    here = {"workspace": placement.workspace, "touchpoint": placement.touchpoint}
    factories.Contact(**here, handled=None, who=uuid.uuid4())
    page = as_bob.get(f"/w/acme/maps/{placement.map_id}/").content.decode()
    assert "FCR" in page
    address = f"/w/acme/maps/{placement.map_id}/touchpoints/{placement.pk}/"
    drawer = as_bob.get(address).content.decode()
    assert "Calls and tickets" in drawer
    assert re.search(r"p90 (9\.9|10\.[01])", drawer)
    assert "within 7 days" in drawer
    stage = as_bob.get(f"/w/acme/maps/{placement.map_id}/stages/{placement.stage_id}/").content.decode()
    assert re.search(r"p90 (9\.9|10\.[01])", stage)


def test_the_window_decides(as_edith, as_bob, placement):
    """Of 20 people ten came again after five days; whose window is not over does not count."""
    newest = timezone.now() - datetime.timedelta(days=1)
    for number in range(20):
        who = uuid.uuid4()
        for days in (40, 35)[: 1 + number % 2]:
            factories.Contact(
                workspace=placement.workspace,
                touchpoint=placement.touchpoint,
                began_at=newest - datetime.timedelta(days=days),
                who=who,
            )
    factories.Contact(
        workspace=placement.workspace, touchpoint=placement.touchpoint, began_at=newest, who=uuid.uuid4()
    )
    metric = Metric.objects.get(kind="fcr")
    page = f"/w/acme/metrics/{metric.pk}/"
    text = as_bob.get(f"{page}?period=365").content.decode()
    assert "67\u00a0%" in text  # 20 of 30
    assert "n=30" in text
    assert "within 7 days" in text
    settings = {"name": "FCR", "wording": "", "better": "up", "window": "3", "target": "90", "alert": ""}
    bases = {"owner": "", "version": "1", "base_name": "FCR", "base_wording": ""}
    assert "Window in days" in as_edith.get(f"{page}edit/").content.decode()
    assert as_edith.post(f"{page}edit/", settings | bases).status_code == 302
    assert "100\u00a0%" in as_bob.get(f"{page}?period=365").content.decode()
    wrong = as_edith.post(f"{page}edit/", settings | bases | {"window": "91", "version": "2"})
    assert wrong.status_code == 422
    as_edith.post(f"{page}edit/", settings | bases | {"window": "34", "version": "2"})
    assert "n=30" in as_bob.get(f"{page}?period=365").content.decode()
    as_edith.post(f"{page}edit/", settings | bases | {"window": "37", "version": "3"})
    assert "n=20" in as_bob.get(f"{page}?period=365").content.decode()


def test_an_alert_says_minutes(as_edith, alice, placement):
    here = {"workspace": placement.workspace, "touchpoint": placement.touchpoint}
    for _number in range(20):
        factories.Contact(**here, handled=900)
    metric = Metric.objects.get(kind="aht")
    values = {"name": "AHT", "wording": "", "better": "down", "target": "5", "alert": "10", "version": "1"}
    values |= {"owner": alice.user_id, "base_name": "AHT", "base_wording": ""}
    page = as_edith.get(f"/w/acme/metrics/{metric.pk}/edit/").content.decode()
    assert "In minutes." in page
    assert as_edith.post(f"/w/acme/metrics/{metric.pk}/edit/", values).status_code == 302
    text = as_edith.get("/w/acme/metrics/").content.decode()
    assert "crossed its threshold" in text
    assert re.search(r"1[45]\.\d.min", text)
