"""Sentiment as a metric: net share of good texts, counted by day."""

import datetime

import pytest

from cxjourney.feedback import actions as feedback_actions
from cxjourney.kit.periods import parse
from cxjourney.metrics import formulas, rollups, watch
from cxjourney.models import Feedback, Metric, MoodDay
from tests import factories

DAY = datetime.date(2026, 3, 2)


@pytest.fixture
def place(workspace):
    return factories.Touchpoint(workspace=workspace, name="Checkout")


@pytest.fixture
def said(workspace, place):
    """said(1, −1, 0) are texts of these moods, one a day."""

    def say(*moods, **fields):
        where = {"touchpoint": place} | fields
        return [
            factories.Feedback(
                workspace=workspace, sentiment=mood, said_on=DAY + datetime.timedelta(at), **where
            )
            for at, mood in enumerate(moods)
        ]

    return say


def kept() -> dict[int, int]:
    found: dict[int, int] = {}
    for mood, n in MoodDay.objects.values_list("mood", "n"):
        found[mood] = found.get(mood, 0) + n
    return found


def show(client, query="period=all") -> str:
    metric = Metric.objects.get(kind="mood", touchpoint=None)
    answer = client.get(f"/w/acme/metrics/{metric.pk}/?{query}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_half_good_and_a_fifth_bad_of_a_hundred_is_thirty():
    found = formulas.net_mood({1: 50, 0: 30, -1: 20})
    assert (found.value, found.n, found.unit) == (30, 100, "points")
    assert [round(one, 1) for one in (found.low, found.high)] == [14.1, 44.2]


def test_the_metric_makes_itself_and_counts_what_is_judged(as_bob, workspace, said):
    assert not Metric.objects.filter(kind="mood").exists()
    said(*[1] * 8, *[-1] * 2, 0, 0, None)
    said(1, text="", touchpoint=None)
    html = show(as_bob)
    assert "Sentiment" in html
    assert "+50" in html
    assert "n=12 judged texts in this period." in html
    assert "good less bad" in as_bob.get("/w/acme/metrics/?period=all").content.decode()


def test_kept_days_follow_every_change(alice, workspace, said):
    texts = said(1, 1, -1)
    Feedback.objects.filter(pk=texts[0].pk).update(sentiment=-1)
    assert kept() == {1: 1, -1: 2}
    feedback_actions.remove_feedback(by=alice, feedback=Feedback.objects.get(pk=texts[1].pk))
    assert kept() == {-1: 2}
    Feedback.objects.filter(pk=texts[2].pk).update(status="done")
    Feedback.objects.filter(pk=texts[2].pk).update(said_on=DAY, touchpoint=None)
    assert MoodDay.objects.get(touchpoint=None).n == 1
    assert not list(rollups.differences(workspace.pk))
    MoodDay.objects.update(n=5)
    assert len(list(rollups.differences(workspace.pk))) == 2
    rollups.rebuild(workspace.pk)
    assert not list(rollups.differences(workspace.pk))
    Feedback.objects.all().delete()
    assert not MoodDay.objects.exists()


def test_words_about_the_whole_journey_count_for_the_workspace_only(as_edith, workspace, said, place):
    said(*[1] * 10)
    said(*[-1] * 10, touchpoint=None)
    html = show(as_edith)
    assert "n=20 judged texts" in html
    assert "At no place" in html
    stage = factories.Stage(workspace=workspace)
    scale = {"workspace": workspace, "kind": "mood", "asked": "Sentiment", "low": -1, "high": 1}
    counted = []
    for place_of_it in ({"map": stage.map}, {"touchpoint": place}):
        metric = watch.live_metric(workspace, Metric.objects.create(**scale, **place_of_it).pk)
        counted.append(watch.one_figure(workspace, metric, _all(), "month")[0])
    assert [figure.n for figure in counted] == [0, 10]
    assert counted[1].estimate.value == 100


def _all():
    return parse("all", today=DAY)


def test_others_see_nothing_of_it(as_charlie, said):
    said(1)
    metric = Metric.objects.get(kind="mood")
    assert as_charlie.get(f"/w/acme/metrics/{metric.pk}/").status_code == 404


@pytest.mark.parametrize("many", [1, 40])
def test_as_many_queries_however_many_texts(workspace, said, many, django_assert_max_num_queries):
    said(*[1] * many)
    with django_assert_max_num_queries(11):
        watch.all_figures(workspace, _all())
