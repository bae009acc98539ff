"""The workspace's metrics: what is listed, how a number is said, and its settings."""

import datetime

import pytest
from django.utils import timezone

from cxjourney.models import FewAnswers, Metric
from tests import factories

PAGE = "/w/acme/metrics/"


@pytest.fixture
def asked(workspace):
    return factories.Question(workspace=workspace, wording="How satisfied are you?")


@pytest.fixture
def metric(workspace, asked):
    return Metric.objects.get(workspace=workspace)


def answer(question, value, count, *, days=0, **place):
    day = timezone.localdate() - datetime.timedelta(days=days)
    return factories.Score(
        workspace=question.workspace, question=question, value=value, count=count, answered_on=day, **place
    )


def page(client, metric, **query) -> str:
    response = client.get(f"{PAGE}{metric.pk}/", query)
    assert response.status_code == 200
    return response.content.decode()


def test_every_scale_that_is_asked_has_one(workspace, metric):
    assert (metric.kind, metric.asked, metric.name, metric.count) == ("csat", "CSAT", "CSAT", "mean")
    factories.Question(workspace=workspace)  # another wording, the same scale
    factories.Question(workspace=workspace, kind="nps", name="NPS", low=0, high=10)
    assert Metric.objects.count() == 2


def test_all_places_count_together(as_bob, asked, metric):
    answer(asked, 5, 30)
    answer(asked, 3, 10)
    text = as_bob.get(PAGE).content.decode()
    assert "4.5" in text
    assert "n=40" in text
    shown = page(as_bob, metric)
    assert "4.5" in shown
    assert "By place" in shown
    assert "How is this counted?" in shown


def test_too_few_are_said_and_not_drawn(as_bob, as_edith, asked, metric):
    answer(asked, 5, 9)
    assert "Too few answers: 9" in as_bob.get(PAGE).content.decode()
    assert "Too few answers: 9" in page(as_bob, metric)
    assert as_edith.post(f"{PAGE}few/", {"few": "0"}).status_code == 422
    assert as_edith.post(f"{PAGE}few/", {"few": "5"}).status_code == 302
    assert as_edith.post(f"{PAGE}few/", {"few": "8"}).status_code == 302
    assert FewAnswers.objects.get().few == 8
    assert "5.0" in page(as_bob, metric)


@pytest.mark.parametrize(
    ("now", "before", "says"), [(400, 2, "may be chance"), (400, 400, "more than chance")]
)
def test_against_the_period_before(as_bob, asked, metric, now, before, says):
    FewAnswers.objects.create(workspace=metric.workspace, few=2)
    answer(asked, 4, now // 2)
    answer(asked, 5, now // 2)
    answer(asked, 3, before // 2, days=31)
    answer(asked, 5, before - before // 2, days=31)
    assert says in page(as_bob, metric, period="30")


@pytest.mark.parametrize("by", ["day", "week", "month", "quarter", "never"])
def test_the_course_by_any_step(as_bob, asked, metric, by):
    answer(asked, 4, 20)
    answer(asked, 5, 20, days=100)
    text = page(as_bob, metric, by=by, period="365")
    assert "went from 5.0" in text
    assert "As a table" in text


def settings(**values):
    given = {
        "name": "CSAT",
        "wording": "",
        "count": "top",
        "better": "up",
        "target": "80",
        "alert": "",
        "owner": "",
    }
    return given | {"version": "1", "base_name": "CSAT", "base_wording": ""} | values


def test_it_says_how_customers_were_asked(as_bob, asked, metric):
    letter = factories.Touchpoint(workspace=metric.workspace, name="Letter")
    other = factories.Question(workspace=metric.workspace, wording="Was the letter clear?")
    answer(other, 4, 30, touchpoint=letter)
    answer(asked, 4, 20)
    everywhere = page(as_bob, metric)
    assert everywhere.index("“Was the letter clear?”, 1 to 5.") < everywhere.index("“How satisfied are you?”")
    there = Metric.objects.create(
        workspace=metric.workspace, kind="csat", asked="CSAT", low=1, high=5, name="Letter", touchpoint=letter
    )
    there.wording = asked.wording
    there.save()
    text = page(as_bob, there)
    assert "Was the letter clear?" in text
    assert "How satisfied are you?" not in text
    Metric.objects.filter(pk=there.pk).update(wording="As we ask it")
    text = page(as_bob, there)
    assert "As we ask it" in text
    assert "Was the letter clear?" not in text


def test_settings(as_edith, alice, asked, metric):
    answer(asked, 5, 30)
    answer(asked, 2, 10)
    address = f"{PAGE}{metric.pk}/edit/"
    assert 'name="target"' in as_edith.get(address).content.decode()
    response = as_edith.post(address, settings(name="Satisfied", owner=alice.user_id))
    assert response.status_code == 302
    metric.refresh_from_db()
    assert (metric.name, metric.count, metric.owner) == ("Satisfied", "top", alice.user)
    text = page(as_edith, metric)
    assert "75\u00a0%" in text
    assert "missed" in text
    assert "Share of the answers from 4 to 5" in text
    assert "Owner: Alice" in text


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"name": ""}, "Give it a name."),
        ({"target": "101"}, "between 0 and 100"),
        ({"target": "5.1", "count": "mean"}, "between 1 and 5"),
        ({"target": "much"}, "Enter a number"),
        ({"owner": "0"}, "valid choice"),
    ],
)
def test_what_is_wrong_is_said(as_edith, metric, values, says):
    response = as_edith.post(f"{PAGE}{metric.pk}/edit/", settings(**values))
    assert response.status_code == 422
    assert says in response.content.decode()


def test_two_who_name_it_are_told(as_edith, metric):
    Metric.objects.filter(pk=metric.pk).update(name="Theirs", version=2)
    response = as_edith.post(f"{PAGE}{metric.pk}/edit/", settings(name="Mine"))
    assert response.status_code == 409
    assert "Theirs" in response.content.decode()


def test_roles_and_outsiders(as_bob, as_charlie, metric):
    assert as_bob.post(f"{PAGE}{metric.pk}/edit/", settings()).status_code == 403
    assert as_bob.post(f"{PAGE}few/", {"few": "5"}).status_code == 403
    assert as_charlie.get(f"{PAGE}{metric.pk}/").status_code == 404


def test_the_cost_does_not_grow(
    as_bob, asked, metric, django_assert_num_queries, django_assert_max_num_queries
):
    answer(asked, 4, 10)
    with django_assert_max_num_queries(14) as few:
        page(as_bob, metric)
    for _ in range(5):
        answer(asked, 5, 10)
    with django_assert_num_queries(len(few)):
        page(as_bob, metric)


def test_nothing_asked_yet(as_edith, workspace):
    assert "No metrics yet" in as_edith.get(PAGE).content.decode()
