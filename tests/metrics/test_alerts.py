"""Alerts: sure of it, once, to the owner, and over by themselves."""

import datetime

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from cxjourney.metrics import alerts
from cxjourney.models import Alert, Metric
from tests import factories


@pytest.fixture
def question(workspace):
    return factories.Question(workspace=workspace)


@pytest.fixture
def metric(workspace, question, alice):
    metric = Metric.objects.get(workspace=workspace)
    metric.owner, metric.alert = alice.user, 3.5
    metric.save()
    return metric


def answer(question, value, count, days=0):
    day = timezone.localdate() - datetime.timedelta(days=days)
    return factories.Score(
        workspace=question.workspace, question=question, value=value, count=count, answered_on=day
    )


def reasons(metric) -> list[str]:
    return sorted(Alert.objects.filter(metric=metric, closed_at=None).values_list("reason", flat=True))


def test_crossed_told_once_and_over(workspace, question, metric, as_bob):
    low = answer(question, 3, 60)
    answer(question, 2, 40)
    assert [alert.reason for alert in alerts.judge(workspace)] == ["crossed"]
    assert alerts.judge(workspace) == []
    [sent] = mail.outbox
    assert "&#" not in sent.body
    assert sent.to == ["alice@example.com"]
    assert sent.subject == "CSAT crossed its threshold"
    assert "2.6 (2.50 to 2.70, n=100), threshold 3.5." in sent.body
    assert "CSAT</a> crossed its threshold" in as_bob.get("/w/acme/metrics/").content.decode()
    low.delete()
    answer(question, 5, 400)
    alerts.judge(workspace)
    assert reasons(metric) == []
    assert "Recovered" in as_bob.get("/w/acme/metrics/").content.decode()
    assert len(mail.outbox) == 1


def test_noise_does_not_shout(workspace, question, metric):
    answer(question, 5, 8)
    answer(question, 1, 6)
    assert alerts.judge(workspace) == []  # 3.3, but it may as well be 4


def test_few_answers_neither_open_nor_close(workspace, question, metric):
    score = answer(question, 1, 5)
    assert alerts.judge(workspace) == []
    more = answer(question, 1, 10)
    alerts.judge(workspace)
    more.delete()
    alerts.judge(workspace)
    assert reasons(metric) == ["crossed"]
    score.delete()


def test_it_fell_against_its_own_past(workspace, question, metric):
    Metric.objects.update(alert=None)
    answer(question, 5, 100, days=40)
    answer(question, 4, 100, days=40)
    answer(question, 4, 100)
    answer(question, 3, 100)
    alerts.judge(workspace)
    assert reasons(metric) == ["fell"]
    assert "−1.00 against the 30 days before" in mail.outbox[0].body


def test_lower_is_better(workspace, question, metric):
    Metric.objects.update(better="down")
    answer(question, 5, 50)
    alerts.judge(workspace)
    assert reasons(metric) == ["crossed"]


def test_without_an_owner_nobody_hears(workspace, question, metric, alice, as_bob):
    answer(question, 2, 50)
    page = f"/w/acme/metrics/{metric.pk}/"
    assert "nobody is told" not in as_bob.get(page).content.decode()
    Metric.objects.update(owner=None)
    assert alerts.judge(workspace) == []
    assert "nobody is told" in as_bob.get(page).content.decode()
    Metric.objects.update(owner=factories.User())  # who has left
    assert "nobody is told" in as_bob.get(page).content.decode()
    Metric.objects.update(owner=factories.User())  # not a member
    assert alerts.judge(workspace) == []


def test_a_threshold_that_moves_is_judged_at_once(as_edith, question, metric, alice):
    answer(question, 3, 20)
    answer(question, 4, 20)
    sent = {"name": "CSAT", "count": "mean", "better": "up", "alert": "4.5", "owner": alice.user_id}
    assert as_edith.post(f"/w/acme/metrics/{metric.pk}/edit/", sent | {"version": 1}).status_code == 302
    assert reasons(metric) == ["crossed"]
    as_edith.post(f"/w/acme/metrics/{metric.pk}/edit/", sent | {"version": 2, "alert": ""})
    assert reasons(metric) == []


def test_the_command(workspace, question, metric, capsys):
    answer(question, 2, 50)
    call_command("check_alerts")
    assert capsys.readouterr().out == "acme: CSAT crossed its threshold\n"
    call_command("check_alerts", "--workspace", "acme")
    assert capsys.readouterr().out == ""
    with pytest.raises(CommandError, match="no workspace nowhere"):
        call_command("check_alerts", "--workspace", "nowhere")
