"""The demo: the real numbers, told once."""

import pytest
from django.core.management import call_command
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from cxjourney.demo import load, story
from cxjourney.kit.periods import parse
from cxjourney.metrics.queries import measures
from cxjourney.models import Alert, Card, JourneyMap, Placement, Score, Workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo():
    return load.load()


def test_all_answers_of_the_file_are_there(demo):
    assert Score.objects.filter(workspace=demo.workspace).aggregate(n=Sum("count"))["n"] == 149_790


def test_the_letter_is_the_low_point_though_assumed_the_best(demo, settings):

    placements = list(Placement.objects.filter(workspace=demo.workspace).select_related("touchpoint"))
    found = measures(
        demo.workspace_id,
        [placement.touchpoint_id for placement in placements],
        [],
        parse("all", today=timezone.localdate()),
    )
    felt = {p.touchpoint.name: found.headline("touchpoint", p.touchpoint_id).value for p in placements}
    assumed = {p.touchpoint.name: p.assumed for p in placements}
    assert min(felt, key=felt.get) == "Examiner's letter"
    assert max(assumed, key=assumed.get) == "Examiner's letter"
    assert round(felt["Examiner's letter"], 2) == 3.08


def test_gains_say_what_the_file_says(demo):
    gains = Card.objects.filter(workspace=demo.workspace, lane__kind="gains")
    assert set(gains.values_list("evidence", flat=True)) == {"measured"}
    assert gains.filter(text="92 % of 5,178 felt treated fairly").exists()
    others = Card.objects.filter(workspace=demo.workspace).exclude(lane__kind="gains")
    assert set(others.values_list("evidence", flat=True)) == {"assumed"}


def test_the_letters_satisfaction_raises_an_alert(demo):
    alert = Alert.objects.get(workspace=demo.workspace)
    assert (alert.metric.name, alert.reason) == (story.ALERT_NAME, "crossed")


def test_a_journey_inside_a_future_and_a_version(demo, client):
    client.force_login(demo.user)
    inside, future = (JourneyMap.objects.get(title=one["title"]) for one in (story.INSIDE, story.FUTURE))
    first = JourneyMap.objects.get(title=story.TITLE)
    assert future.origin == first
    page = client.get(f"/w/demo/maps/{first.pk}/").content.decode()
    assert f"/maps/{inside.pk}/" in page
    assert story.VERSION[0] in client.get(f"/w/demo/maps/{first.pk}/versions/").content.decode()


def test_loading_twice_loads_once(demo):

    call_command("load_demo")
    assert Workspace.objects.filter(slug=story.WORKSPACE["slug"]).count() == 1


def test_one_button_enters_and_opens_the_map(demo, client, settings):
    settings.DEMO = True
    answer = client.post(reverse("demo:enter"))
    map_ = JourneyMap.objects.get(title=story.TITLE)
    assert answer.headers["Location"] == reverse("board:map", args=["demo", map_.pk])
    page = client.get(answer.headers["Location"]).content.decode()
    assert "149,790" in page
    assert "GSA HISP-CX-Data" in page


def test_outside_a_demo_there_is_no_such_door(demo, client, settings):
    settings.DEMO = False
    assert client.post(reverse("demo:enter")).status_code == 404


def test_entering_is_no_link(demo, client, settings):
    settings.DEMO = True
    assert client.get(reverse("demo:enter")).status_code == 405
