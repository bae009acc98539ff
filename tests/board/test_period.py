"""Which answers the map counts."""

import datetime

import pytest
from django.utils import timezone

from tests import factories


@pytest.fixture
def map_(workspace):
    """A map with 12 answers of three days ago and 1,234 of two hundred days ago."""
    map_ = factories.JourneyMap(workspace=workspace)
    here = {"workspace": workspace, "question": factories.Question(workspace=workspace)}
    for days, count in ((3, 12), (200, 1234)):
        stage = factories.Stage(workspace=workspace, map=map_)
        placement = factories.Placement(workspace=workspace, map=map_, stage=stage)
        day = timezone.localdate() - datetime.timedelta(days=days)
        factories.Score(**here, touchpoint=placement.touchpoint, answered_on=day, count=count)
    return map_


def counted(client, map_, query: str) -> str:
    """The number of answers in the toolbar."""
    html = client.get(f"/w/acme/maps/{map_.pk}/{query}").content.decode()
    return html.split('<b class="num">')[1].split("</b>")[0]


@pytest.mark.parametrize(
    ("period", "answers"), [("30", "12"), ("90", "12"), ("365", "1,246"), ("all", "1,246")]
)
def test_the_period_chooses(as_bob, map_, period, answers):
    assert counted(as_bob, map_, f"?period={period}") == answers


def test_from_one_day_to_another(as_bob, map_):
    day = timezone.localdate() - datetime.timedelta(days=200)
    assert counted(as_bob, map_, f"?from={day}&to={day}") == "1,234"


def test_without_a_choice_it_is_the_maps_own(as_bob, map_):
    map_.period = "365"
    map_.save()
    assert counted(as_bob, map_, "") == "1,246"


@pytest.mark.parametrize("query", ["?from=2026-02-30&to=2026-03-01", "?from=2026-03-02&to=2026-03-01"])
def test_days_that_make_no_period_lead_back_to_the_map(as_bob, map_, query):
    answer = as_bob.get(f"/w/acme/maps/{map_.pk}/{query}")
    assert answer.status_code == 302
    assert answer.url == f"/w/acme/maps/{map_.pk}/"


def test_answers_elsewhere_do_not_count(as_bob, workspace, map_):
    other = factories.Touchpoint(workspace=workspace)
    question = factories.Question(workspace=workspace)
    factories.Score(workspace=workspace, touchpoint=other, question=question, count=5000)
    assert counted(as_bob, map_, "?period=all") == "1,246"
