"""Share of customers answered in time: equal to a plain recount, with its interval, target and teams."""

import datetime
import random

import pytest
from django.utils import timezone

from cxjourney.kit.periods import parse
from cxjourney.metrics import formulas, loop, watch
from cxjourney.models import FollowUp, Metric
from tests import factories


def in_days(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days)


@pytest.fixture
def touchpoint(workspace):
    return factories.Touchpoint(workspace=workspace)


def due(touchpoint, day: int, answered: int | None = None, **fields) -> FollowUp:
    state = "open" if answered is None else "solved"
    when = None if answered is None else in_days(answered)
    said = factories.Feedback(workspace=touchpoint.workspace, touchpoint=touchpoint)
    values = {"due": in_days(day), "state": state, "answered_on": when} | fields
    return factories.FollowUp(workspace=touchpoint.workspace, feedback=said, **values)


def known() -> Metric:
    return Metric.objects.get(kind="loop")


def figure(period="30"):
    return loop.figure(known(), 1, parse(period, today=timezone.localdate()))[0]


def test_the_first_follow_up_makes_the_metric_and_it_makes_one(touchpoint):
    for _twice in range(2):
        due(touchpoint, 0)
    assert known().name == "Answered in time"


def test_what_counts(touchpoint):
    due(touchpoint, -1, -1)  # on its day
    due(touchpoint, -5, -1)  # late
    due(touchpoint, -2)  # late and open
    due(touchpoint, 0)  # may still be in time
    due(touchpoint, 0, 0)
    due(touchpoint, 5, 0)  # not due yet
    due(touchpoint, -3, state="none")  # nobody was reached
    due(touchpoint, -3, -4, state="none")  # told in time, but never came back
    due(touchpoint, -3, -4, removed_at=timezone.now())
    due(touchpoint, -40, -40)  # before the period
    assert figure().estimate == formulas.share(3, 6)
    assert figure().before == formulas.share(1, 1)


@pytest.mark.parametrize("seed", range(3))
def test_equal_to_a_recount_in_every_step(touchpoint, seed):
    chance = random.Random(seed)
    for _number in range(40):
        day = -chance.randrange(0, 500)
        due(touchpoint, day, chance.choice([None, day - 1, day, min(day + 3, 0)]))
    rows = [one for one in FollowUp.objects.all() if not (one.is_open and one.due_in >= 0)]
    for period in ("30", "90", "365", "all"):
        shown = loop.period_of(parse(period, today=timezone.localdate()))
        mine = [one.in_time for one in rows if shown.start <= one.due <= shown.end]
        for bucket in ("", "day", "week", "month", "quarter", "year"):
            made, _names = loop.figure(known(), 1, shown, bucket)
            assert made.estimate == formulas.share(sum(mine), len(mine))
            assert sum(moment.estimate.n for moment in made.moments) == len(mine)
            days = [moment.day for moment in made.moments]
            assert days == sorted(set(days))


def test_its_page(as_edith, as_bob, workspace, touchpoint, django_assert_num_queries):
    team = factories.Team(workspace=workspace, name="Airport Ops")
    for day in range(-12, -1):
        due(touchpoint, day, day if day % 3 else None, team=team if day % 2 else None)
    assert "Answered in time" in as_bob.get("/w/acme/metrics/").content.decode()
    metric = known()
    page = f"/w/acme/metrics/{metric.pk}/"
    with django_assert_num_queries(8):  # one of them for the live stream
        text = as_bob.get(page, {"period": "30"}).content.decode()
    for word in ("64 %", "95 %", "n=11", "By team", "Airport Ops", "were told something by then"):
        assert word in text.replace("\u00a0", " ")
    sent = {"name": "Answered", "wording": "", "better": "up", "target": "80", "version": metric.version}
    assert as_edith.post(f"{page}edit/", sent).status_code == 302
    assert "missed" in as_bob.get(page, {"period": "30"}).content.decode()


def test_none_without_follow_ups(workspace):
    assert watch.all_figures(workspace, parse("30", today=timezone.localdate())) == []
