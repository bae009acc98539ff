"""What is done again and again: all of it, when it is due, once, and though some of it fails."""

import datetime
import logging

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from cxjourney.models import Alert, Change, ChoreRun, Feedback, Metric, Retention
from tests import factories


def old_words(workspace) -> Feedback:
    day = timezone.localdate() - datetime.timedelta(400)
    return factories.Feedback(workspace=workspace, text="Too slow", said_on=day)


def is_kept(feedback: Feedback) -> bool:
    return Feedback.objects.get(pk=feedback.pk).text != ""


def low_answers(owner) -> None:
    """Which an alert is to tell."""
    factories.Score(workspace=owner.workspace, value=1, count=50)
    Metric.objects.update(alert=4, owner=owner.user)


def hours_ago(hours: float) -> None:
    ChoreRun.objects.update(begun_at=timezone.now() - datetime.timedelta(hours=hours))


@pytest.fixture
def retention(workspace):
    return Retention.objects.create(workspace=workspace, months=12)


def test_alerts_retention_words_sessions_and_log(workspace, edith, retention, settings):
    settings.LOG_DAYS = 30
    said = old_words(workspace)
    new = factories.Feedback(workspace=workspace, text="The staff was kind and helpful to all of us")
    low_answers(edith)
    Session.objects.create(session_key="gone", expire_date=timezone.now() - datetime.timedelta(1))
    change = Change.objects.create(
        workspace=workspace, verb="map_set", target_type="map", target_id=1, group="0" * 32
    )
    Change.objects.filter(pk=change.pk).update(created_at=timezone.now() - datetime.timedelta(31))
    call_command("chores")
    assert Alert.objects.exists()
    assert not is_kept(said)
    assert Feedback.objects.get(pk=new.pk).language == "en"
    assert not Session.objects.filter(session_key="gone").exists()
    assert not Change.objects.filter(pk=change.pk).exists()


def test_only_what_is_due(workspace, retention):
    call_command("chores", "--due")
    said = old_words(workspace)
    call_command("chores", "--due")
    assert is_kept(said)
    hours_ago(5)
    call_command("chores", "--due")
    assert is_kept(said)
    hours_ago(24)
    call_command("chores", "--due")
    assert not is_kept(said)


def test_alerts_are_judged_hourly(edith, settings):
    settings.CHORES_EVERY = 60
    call_command("chores", "--due")
    low_answers(edith)
    call_command("chores", "--due")
    assert not Alert.objects.exists()
    hours_ago(1)
    call_command("chores", "--due")
    assert Alert.objects.exists()


def test_what_fails_keeps_nothing_else_from_being_done_and_is_tried_again(
    workspace, charlie, retention, caplog
):
    Retention.objects.create(workspace=charlie.workspace, months=32_000)  # before the first year there is
    mine, theirs = old_words(workspace), old_words(charlie.workspace)
    Session.objects.create(session_key="gone", expire_date=timezone.now() - datetime.timedelta(1))
    with caplog.at_level(logging.CRITICAL), pytest.raises(CommandError, match="purge_feedback"):
        call_command("chores", "--due")
    assert not is_kept(mine)
    assert is_kept(theirs)
    assert not Session.objects.filter(session_key="gone").exists()
    Retention.objects.filter(workspace=charlie.workspace).update(months=12)
    call_command("chores", "--due")
    assert not is_kept(theirs)
