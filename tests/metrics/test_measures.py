"""What the map reads: value, interval, n, trend, target, for any number of places in one query."""

import datetime

import pytest

from cxjourney.kit.periods import DAY, parse
from cxjourney.metrics.explain import EXPLANATIONS, explain
from cxjourney.metrics.measures import Scale, pool
from cxjourney.metrics.models import MetricKind
from cxjourney.metrics.queries import bucket_of, latest_day, measures, newest_day, series
from cxjourney.models import Workspace
from tests import factories

TODAY = datetime.date(2026, 11, 20)
LAST90 = parse("90", today=TODAY)


def period(key):
    return parse(key, today=TODAY, latest=TODAY)


@pytest.fixture
def touchpoint(workspace):
    return factories.Touchpoint(workspace=workspace)


@pytest.fixture
def csat(workspace):
    return factories.Question(workspace=workspace)


def score(question, place, value, day=TODAY, count=1):
    where = {"touchpoint": None, "stage": place} if hasattr(place, "goal") else {"touchpoint": place}
    return factories.Score(
        workspace=question.workspace, question=question, value=value, answered_on=day, count=count, **where
    )


def read(workspace, *places, key="90"):
    touchpoints = [place.pk for place in places if not hasattr(place, "goal")]
    stages = [place.pk for place in places if hasattr(place, "goal")]
    return measures(workspace.pk, touchpoints, stages, period(key))


def test_value_interval_n_and_experience(workspace, touchpoint, csat):
    for value, count in ((5, 60), (4, 14), (3, 20), (1, 13)):
        score(csat, touchpoint, value, count=count)
    (measure,) = read(workspace, touchpoint).of("touchpoint", touchpoint.pk)
    assert (measure.kind, measure.name, measure.n) == ("csat", "CSAT", 107)
    assert measure.histogram == {5: 60, 4: 14, 3: 20, 1: 13}
    assert measure.value == pytest.approx(4.009, abs=0.001)
    assert measure.estimate.low < measure.value < measure.estimate.high
    assert measure.experience.value == pytest.approx(measure.value - 3)
    assert measure.trend is None
    assert measure.target is None
    assert not measure.missed
    assert (measure.places, measure.bounds) == (1, (1, 5))


def test_nps_in_points(workspace, touchpoint):
    nps = factories.Question(workspace=workspace, kind="nps", name="NPS", low=0, high=10)
    for value, count in ((10, 50), (8, 30), (2, 20)):
        score(nps, touchpoint, value, count=count)
    measure = read(workspace, touchpoint).headline("touchpoint", touchpoint.pk)
    assert (measure.value, measure.estimate.unit, measure.places) == (30, "points", 0)
    assert measure.estimate.low == pytest.approx(14.1, abs=0.05)
    assert measure.experience.value == pytest.approx(0.6)


def test_trend_against_the_period_before(workspace, touchpoint, csat):
    score(csat, touchpoint, 2, LAST90.start - DAY, count=100)
    score(csat, touchpoint, 4, LAST90.start, count=100)
    score(csat, touchpoint, 1, LAST90.start - 91 * DAY, count=100)
    score(csat, touchpoint, 1, TODAY + DAY, count=100)
    measure = read(workspace, touchpoint).headline("touchpoint", touchpoint.pk)
    assert (measure.n, measure.value) == (100, 4)
    assert measure.trend.change == pytest.approx(2)
    assert measure.trend.significant


@pytest.mark.parametrize(
    "key", ["30", "90", "365", "all", "2026-02-14..2026-09-08", "2026-11-20..2026-11-20"]
)
def test_every_period_counts_exactly_its_days(workspace, touchpoint, csat, key):
    chosen = period(key)
    now, before = chosen.compared
    inside = {chosen.start, chosen.end, now[0], now[1], TODAY - 3 * DAY}
    days = inside | {before[0], before[1], before[0] - DAY, chosen.end + DAY}
    days |= {TODAY - number * DAY for number in range(0, 400, 7)}
    days = {day for day in days if day.year > 2000}
    for day in days:
        score(csat, touchpoint, 3, day)
    measure = read(workspace, touchpoint, key=key).headline("touchpoint", touchpoint.pk)
    assert measure.n == sum(chosen.start <= day <= chosen.end for day in days)
    assert sum(measure.now.values()) == sum(now[0] <= day <= now[1] for day in days)
    assert sum(measure.before.values()) == sum(before[0] <= day <= before[1] for day in days)


def test_questions_of_one_kind_and_name_are_counted_together(workspace, touchpoint, csat):
    again = factories.Question(workspace=workspace, wording="Asked otherwise")
    trust = factories.Question(workspace=workspace, kind="agree", name="Trust")
    wide = factories.Question(workspace=workspace, kind="custom", name="Trust", low=0, high=10)
    for question in (csat, again, trust, wide):
        score(question, touchpoint, 4)
    found = read(workspace, touchpoint).of("touchpoint", touchpoint.pk)
    assert [(one.kind, one.name, one.n) for one in found] == [
        ("csat", "CSAT", 2),
        ("agree", "Trust", 1),
        ("custom", "Trust", 1),
    ]


def test_headline_first(workspace, touchpoint):
    kinds = [("agree", "Ease", 1, 5), ("ces", "CES", 1, 7), ("nps", "NPS", 0, 10), ("agree", "Trust", 1, 5)]
    for number, (kind, name, low, high) in enumerate(kinds):
        question = factories.Question(workspace=workspace, kind=kind, name=name, low=low, high=high)
        score(question, touchpoint, 3, count=10 + number)
    found = read(workspace, touchpoint).of("touchpoint", touchpoint.pk)
    assert [one.name for one in found] == ["NPS", "CES", "Trust", "Ease"]


def test_targets(workspace, touchpoint, csat):
    stage = factories.Stage(workspace=workspace)
    factories.Target(workspace=workspace, touchpoint=touchpoint, value=4)
    factories.Target(workspace=workspace, touchpoint=None, stage=stage, kind="nps", value=20)
    score(csat, touchpoint, 3, count=9)
    measure = read(workspace, touchpoint, stage).headline("touchpoint", touchpoint.pk)
    assert (measure.target, measure.missed) == (4.0, False)  # too few to say
    score(csat, touchpoint, 3)
    found = read(workspace, touchpoint, stage)
    measure = found.headline("touchpoint", touchpoint.pk)
    assert (measure.target, measure.missed) == (4.0, True)
    assert found.targets == {
        ("touchpoint", touchpoint.pk): {"csat": 4.0},
        ("stage", stage.pk): {"nps": 20.0},
    }


def test_a_stage_pools_its_own_answers_with_those_of_its_touchpoints(workspace, csat):
    stage = factories.Stage(workspace=workspace)
    one, two, other = (factories.Touchpoint(workspace=workspace) for _ in range(3))
    nps = factories.Question(workspace=workspace, kind="nps", name="NPS", low=0, high=10)
    trust = factories.Question(workspace=workspace, kind="agree", name="Trust")
    score(csat, one, 5, count=10)
    score(trust, one, 1, count=99)
    score(csat, two, 1, count=10)
    score(csat, stage, 3, count=20)
    score(nps, other, 9, count=500)
    factories.Target(workspace=workspace, touchpoint=None, stage=stage, value=4)
    found = read(workspace, one, two, other, stage)
    pooled = found.stage(stage.pk, [one.pk, two.pk, other.pk])
    assert (pooled.kind, pooled.name, pooled.n, pooled.value, pooled.target) == ("csat", "CSAT", 40, 3, 4.0)
    assert found.stage(stage.pk, []).n == 20
    assert found.stage(0, [other.pk]).kind == "nps"
    assert found.stage(0, []) is None


def test_one_query_for_any_number_of_places(workspace, csat, django_assert_num_queries):
    places = [factories.Touchpoint(workspace=workspace) for _ in range(30)]
    for place in places:
        score(csat, place, 4)
    for some in (places[:1], places):
        with django_assert_num_queries(1):
            assert len(read(workspace, *some)) == len(some)
    with django_assert_num_queries(0):
        assert read(workspace) == {}


def test_answers_of_others_are_not_counted(workspace, charlie, touchpoint, csat):
    foreign = factories.Question(workspace=charlie.workspace)
    place = factories.Touchpoint(workspace=charlie.workspace)
    score(foreign, place, 4)
    assert read(workspace, place, touchpoint) == {}


def test_personas_and_channels_are_counted_together(workspace, touchpoint, csat):
    persona = factories.Persona(workspace=workspace)
    for extra in ({}, {"persona": persona}, {"channel": "phone"}):
        factories.Score(workspace=workspace, question=csat, touchpoint=touchpoint, answered_on=TODAY, **extra)
    assert read(workspace, touchpoint).headline("touchpoint", touchpoint.pk).n == 3


# --- Over time ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bucket", "days"),
    [
        ("day", ["2026-09-09", "2026-09-30", "2026-10-01", "2026-11-11"]),
        ("week", ["2026-09-07", "2026-09-28", "2026-11-09"]),
        ("ten", ["2026-09-01", "2026-09-21", "2026-10-01", "2026-11-11"]),
        ("month", ["2026-09-01", "2026-10-01", "2026-11-01"]),
        ("quarter", ["2026-07-01", "2026-10-01"]),
        ("year", ["2026-01-01"]),
    ],
)
def test_series(workspace, touchpoint, csat, bucket, days):
    for day in ("2026-09-09", "2026-09-30", "2026-10-01", "2026-11-11", "2020-01-01"):
        score(csat, touchpoint, 4, datetime.date.fromisoformat(day))
    found = series(workspace.pk, [touchpoint.pk], [], LAST90, bucket)
    points = found["touchpoint", touchpoint.pk][Scale("csat", "CSAT", 1, 5)]
    assert [point.day.isoformat() for point in points] == days
    assert sum(point.estimate.n for point in points) == 4
    assert {point.value for point in points} == {4}


def test_series_of_everything_takes_one_query(workspace, touchpoint, csat, django_assert_num_queries):
    stage = factories.Stage(workspace=workspace)
    score(csat, touchpoint, 4)
    score(csat, stage, 2)
    with django_assert_num_queries(1):
        found = series(workspace.pk, [touchpoint.pk], [stage.pk], period("all"), "day")
    scale = Scale("csat", "CSAT", 1, 5)
    (point,) = pool(scale, [lines[scale] for lines in found.values()])
    assert (point.day, point.value, point.estimate.n) == (datetime.date(2026, 11, 1), 3, 2)
    assert series(workspace.pk, [], [], LAST90) == {}


def test_the_bucket_suits_the_period():
    keys = ("30", "90", "365", "all", "2020-01-01..2025-01-01")
    assert [bucket_of(period(key)) for key in keys] == ["day", "ten", "month", "month", "quarter"]


def test_the_day_of_the_newest_answer(workspace, touchpoint, csat, django_assert_num_queries):
    assert newest_day(workspace.pk) is None
    score(csat, touchpoint, 4, TODAY - DAY)
    score(csat, touchpoint, 4, TODAY)
    assert newest_day(workspace.pk) == TODAY
    with django_assert_num_queries(1):
        assert Workspace.objects.annotate(latest=latest_day("pk")).get().latest == TODAY


def test_every_kind_is_explained():
    assert set(EXPLANATIONS) == set(MetricKind.values)
    assert "promoters" in str(explain("nps").formula)
