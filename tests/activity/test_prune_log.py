import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.journeys.actions import maps
from tests import factories


@pytest.fixture
def map_(workspace):
    return factories.JourneyMap(workspace=workspace)


def write(edith, map_, times: int, also_on=()) -> list[Change]:
    for number in range(times):
        log.record(
            by=edith, verb="map_set", target=map_, before={}, after={"n": number}, map=map_, also_on=also_on
        )
    return list(Change.objects.order_by("-pk")[: times * (1 + len(also_on))])[::-1]


def made_ago(changes, **ago) -> None:
    when = timezone.now() - datetime.timedelta(**ago)
    Change.objects.filter(pk__in=[change.pk for change in changes]).update(created_at=when)


def seqs(map_) -> list[int]:
    return list(Change.objects.filter(map=map_).order_by("seq").values_list("seq", flat=True))


def prune(capsys, *words) -> str:
    call_command("prune_log", *words)
    return capsys.readouterr().out


def test_old_changes_go_and_numbers_go_on(edith, map_, capsys):
    changes = write(edith, map_, 5)
    made_ago(changes[:3], days=31)
    assert prune(capsys, "--days", "30") == "3 changes were removed.\n"
    assert seqs(map_) == [4, 5]
    maps.rename_map(by=edith, map_=map_, title="New", version=map_.version, base=None)
    assert seqs(map_) == [4, 5, 6]


def test_a_dry_run_removes_nothing(edith, map_, capsys):
    made_ago(write(edith, map_, 2), days=400)
    assert prune(capsys, "--days", "365", "--dry-run") == "2 changes would be removed.\n"
    assert seqs(map_) == [1, 2]


def test_echoes_go_with_what_they_echo(edith, map_, workspace, capsys):
    other = factories.JourneyMap(workspace=workspace)
    changes = write(edith, map_, 2, also_on=[other.pk])
    made_ago(changes, days=31)
    made_ago(changes[3:], days=1)  # the last echo is younger than its parent
    assert prune(capsys, "--days", "30") == "2 changes were removed.\n"
    assert seqs(map_) == seqs(other) == [2]


def test_a_clock_that_went_wrong_leaves_no_gap(edith, map_, capsys):
    first, _second, third = write(edith, map_, 3)
    made_ago([first, third], days=31)
    prune(capsys, "--days", "30")
    assert seqs(map_) == [2, 3]


def test_everything_may_be_old_or_nothing(edith, map_, capsys):
    assert prune(capsys, "--days", "1").startswith("0 changes")
    made_ago(write(edith, map_, 2), days=2)
    assert prune(capsys, "--days", "1").startswith("2 changes")
    assert seqs(map_) == []


def test_days_must_make_sense(db):
    with pytest.raises(CommandError, match="1 or more"):
        call_command("prune_log", "--days", "0")
