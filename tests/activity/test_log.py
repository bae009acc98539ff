"""What every write leaves in the log, and what it refuses."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.models import Card, Team
from tests import factories
from tests.threads import at_once


def rename(team, text, by, **kwargs):
    seen = {"version": team.version, "base": team.name} | kwargs
    return log.rewrite(team, "name", text, by=by, verb="team_rename", **seen)


def test_a_change_keeps_before_and_after(edith, card):
    with transaction.atomic():
        change = log.change(card, {"text": "Write"}, by=edith, verb="card_edit", map=card.map)
    assert (change.before, change.after) == ({"text": "Call the bank"}, {"text": "Write"})
    assert (change.actor, change.target_type, change.target_id) == (edith.user, "card", card.pk)
    assert change.target_label == "Write"
    card.refresh_from_db()
    assert (card.text, card.version) == ("Write", 2)


def test_nothing_different_is_nothing(edith, card):
    assert log.settle(card, {"text": card.text}, by=edith, verb="card_edit", map=card.map) is None
    assert not Change.objects.exists()


def test_only_what_differs_is_written(edith, card):
    change = log.settle(card, {"text": card.text, "mood": "bad"}, by=edith, verb="card_mood", map=card.map)
    assert change.after == {"mood": "bad"}


def test_a_row_that_moved_on_is_stale(edith, card):
    old = Card.objects.get(pk=card.pk)
    log.settle(card, {"text": "One"}, by=edith, verb="card_edit", map=card.map)
    with pytest.raises(log.Stale) as refused, transaction.atomic():
        log.change(old, {"text": "Two"}, by=edith, verb="card_edit", map=card.map)
    assert refused.value.current.text == "One"
    assert Change.objects.count() == 1


def test_the_last_one_to_move_wins(edith, alice, card):
    old = Card.objects.get(pk=card.pk)
    log.settle(card, {"rank": "M"}, by=edith, verb="card_move", map=card.map)
    log.settle(old, {"rank": "T"}, by=alice, verb="card_move", map=card.map)
    card.refresh_from_db()
    assert card.rank == "T"


def test_words_of_two_people_are_merged(alice, edith, workspace):
    team = factories.Team(workspace=workspace, name="Sales and service in Europe")
    seen = Team.objects.get(pk=team.pk)
    rename(team, "Sales and help in Europe", alice)
    rename(seen, "Sales and service in Asia", edith)
    team.refresh_from_db()
    assert team.name == "Sales and help in Asia"


def test_the_same_words_are_a_conflict_with_both_texts(alice, edith, workspace):
    team = factories.Team(workspace=workspace, name="Sales")
    seen = Team.objects.get(pk=team.pk)
    rename(team, "Retail", alice)
    with pytest.raises(log.Conflict) as conflict:
        rename(seen, "Shops", edith, version=1)
    assert (conflict.value.mine, conflict.value.theirs, conflict.value.field) == ("Shops", "Retail", "name")
    team.refresh_from_db()
    assert team.name == "Retail"


def test_the_same_text_by_two_is_no_conflict(alice, edith, workspace):
    team = factories.Team(workspace=workspace, name="Sales")
    seen = Team.objects.get(pk=team.pk)
    rename(team, "Shops", alice)
    assert rename(seen, "Shops", edith) is None or Team.objects.get().name == "Shops"


def test_removed_means_kept(edith, card):
    change = log.remove(card, by=edith, verb="card_remove", map=card.map)
    assert Card.objects.filter(pk=card.pk).exists()
    assert not Card.objects.live().filter(pk=card.pk).exists()
    assert change.before == {"removed_at": None}


def test_a_new_row_is_logged_with_what_it_holds(edith, workspace):
    team = Team(workspace=workspace, name="Sales", hue=2)
    with transaction.atomic():
        change = log.create(team, by=edith, verb="team_create")
    assert change.after == {"name": "Sales", "hue": 2, "removed_at": None}
    assert change.seq is None


def test_a_key_counts_once_for_one_person(edith, alice, card):
    key = uuid.uuid4()

    @log.once
    def add(*, by, key):
        new = Card(workspace=card.workspace, map=card.map, lane=card.lane, stage=card.stage, text="New")
        log.create(new, by=by, verb="card_create", map=card.map, key=key)
        return new

    first = add(by=edith, key=key)
    with pytest.raises(log.Repeated) as repeated:
        add(by=edith, key=key)
    assert repeated.value.change.target_id == first.pk
    assert add(by=alice, key=key).pk != first.pk
    assert add(by=edith, key=None).pk != add(by=edith, key=None).pk


def test_objects_of_two_workspaces_are_refused(edith, card, charlie):
    with pytest.raises(log.ForeignWorkspace):
        log.same_workspace(edith, card, charlie)
    log.same_workspace(edith, card, None)


def test_an_echo_on_each_other_map(edith, card, workspace):
    others = [factories.JourneyMap(workspace=workspace) for _ in range(2)]
    touchpoint = factories.Touchpoint(workspace=workspace)
    on = [other.pk for other in others]
    change = log.settle(
        touchpoint,
        {"name": "New"},
        by=edith,
        verb="touchpoint_edit",
        map=card.map,
        also_on=[*on, card.map_id],
    )
    echoes = Change.objects.filter(echo_of=change)
    assert sorted(echoes.values_list("map_id", "seq")) == [(pk, 1) for pk in on]
    assert set(echoes.values_list("group", flat=True)) == {change.group}


def test_values_as_they_stand_in_the_log():
    assert log.dump(datetime.date(2026, 3, 1)) == "2026-03-01"
    assert log.dump(Decimal("1.5")) == "1.5"
    assert log.dump(None) is None


def check_constraints() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_write_the_database_refuses_is_not_logged(edith, card):
    with transaction.atomic():
        log.settle(card, {"stage_id": 0}, by=edith, verb="card_move", map=card.map)
        with pytest.raises(IntegrityError):
            check_constraints()
        transaction.set_rollback(True)
    assert not Change.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_seq_has_no_gaps_and_follows_the_order_of_commits(edith, card):
    """Some writers give up in the middle: their numbers are not lost."""

    def write(number: int) -> None:
        mine = Card.objects.get(pk=card.pk)
        for turn in range(5):
            try:
                with transaction.atomic():
                    log.settle(
                        mine, {"text": f"{number} {turn}"}, by=edith, verb="card_edit", map=card.map_id
                    )
                    if turn == 2:
                        raise ZeroDivisionError
            except ZeroDivisionError:
                mine.refresh_from_db()

    at_once(6, write)
    rows = list(Change.objects.order_by("seq").values_list("seq", "before__text", "after__text"))
    assert [seq for seq, _before, _after in rows] == list(range(1, len(rows) + 1))
    assert len(rows) == 24
    # One chain: each change starts from what the one before it left.
    assert all(rows[n][2] == rows[n + 1][1] for n in range(len(rows) - 1))
    card.map.refresh_from_db()
    assert card.map.seq == 24


@pytest.mark.django_db(transaction=True)
def test_the_same_key_twenty_times_at_once_makes_one_row(edith, card):
    key = uuid.uuid4()

    @log.once
    def add(*, by, key):
        new = Card(
            workspace_id=by.workspace_id, map_id=card.map_id, lane=card.lane, stage=card.stage, text="New"
        )
        log.create(new, by=by, verb="card_create", map=card.map_id, key=key)
        return new.pk

    def press(_number: int) -> int:
        try:
            return add(by=edith, key=key)
        except log.Repeated as repeated:
            return repeated.change.target_id

    assert len(set(at_once(20, press))) == 1
    assert Card.objects.count() == 2
    assert Change.objects.get().seq == 1


@pytest.mark.django_db(transaction=True)
def test_writers_on_two_maps_that_show_the_same_do_not_wait_for_each_other_for_good(edith, workspace):
    maps = [factories.JourneyMap(workspace=workspace).pk for _ in range(2)]
    touchpoints = [factories.Touchpoint(workspace=workspace) for _ in range(2)]

    def write(number: int) -> None:
        mine, other = maps[number % 2], maps[1 - number % 2]
        touchpoint = touchpoints[number % 2]
        for turn in range(5):
            values = {"name": f"{number} {turn}"}
            log.settle(touchpoint, values, by=edith, verb="touchpoint_edit", map=mine, also_on=[other])

    at_once(2, write)
    for map_id in maps:
        seqs = Change.objects.filter(map_id=map_id).order_by("seq").values_list("seq", flat=True)
        assert list(seqs) == list(range(1, 11))


@pytest.mark.django_db(transaction=True)
def test_many_people_write_words_at_once_and_none_are_lost(edith, card):
    words = "one two three four five six"
    Card.objects.filter(pk=card.pk).update(text=words)

    def capitalise(number: int) -> None:
        mine = Card.objects.get(pk=card.pk)
        typed = words.split()
        typed[2 * number] = typed[2 * number].upper()
        log.rewrite(
            mine, "text", " ".join(typed), by=edith, verb="card_edit", version=1, base=words, map=card.map_id
        )

    at_once(3, capitalise)
    card.refresh_from_db()
    assert card.text == "ONE two THREE four FIVE six"
