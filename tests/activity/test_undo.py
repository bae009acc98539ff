"""Undo and redo, per person, never over another's later change."""

import uuid

import pytest
from django.db import transaction

from cxjourney.activity import log, undo
from cxjourney.activity.models import Change
from cxjourney.journeys.actions import cards, stages
from cxjourney.models import Stage, Team
from cxjourney.workspaces import actions
from tests import factories
from tests.threads import at_once


def test_the_last_change_goes_back_and_comes_again(edith, write, text, journey):
    write(edith, "One")
    write(edith, "Two")
    assert undo.undo(by=edith, map_id=journey.pk).label == "Two"
    assert text() == "One"
    undo.undo(by=edith, map_id=journey.pk)
    assert text() == "Call the bank"
    undo.redo(by=edith, map_id=journey.pk)
    assert text() == "One"
    undo.redo(by=edith, map_id=journey.pk)
    assert text() == "Two"


@pytest.mark.parametrize("action", [undo.undo, undo.redo])
def test_nothing_to_do(edith, journey, action):
    with pytest.raises(undo.CannotUndo, match="Nothing to"):
        action(by=edith, map_id=journey.pk)


def test_undo_itself_is_in_the_log_but_not_undone(edith, write, journey):
    write(edith, "One")
    undo.undo(by=edith, map_id=journey.pk)
    assert list(Change.objects.order_by("seq").values_list("kind", "seq")) == [("do", 1), ("undo", 2)]
    with pytest.raises(undo.CannotUndo):
        undo.undo(by=edith, map_id=journey.pk)


def test_only_ones_own(edith, alice, write, text, journey):
    write(edith, "One")
    with pytest.raises(undo.CannotUndo, match="Nothing to undo"):
        undo.undo(by=alice, map_id=journey.pk)
    assert text() == "One"


def test_never_over_anothers_later_change(edith, alice, write, text, journey):
    write(edith, "One")
    write(alice, "Two")
    with pytest.raises(undo.CannotUndo, match="changed by somebody else since"):
        undo.undo(by=edith, map_id=journey.pk)
    assert text() == "Two"
    undo.undo(by=alice, map_id=journey.pk)
    undo.undo(by=edith, map_id=journey.pk)
    assert text() == "Call the bank"


def test_not_even_when_they_put_the_same_back(edith, alice, write, text, journey):
    write(edith, "One")
    write(alice, "Two")
    write(alice, "One")
    with pytest.raises(undo.CannotUndo, match="somebody else"):
        undo.undo(by=edith, map_id=journey.pk)
    assert text() == "One"


def test_an_older_one_of_mine_waits_for_the_newer(edith, write, text):
    older = write(edith, "One")
    write(edith, "Two")
    with pytest.raises(undo.CannotUndo, match="changed again since"):
        undo.undo(by=edith, change_id=older.pk)
    assert text() == "Two"


def test_another_field_of_the_same_row_is_no_obstacle(edith, alice, write, card, text):
    write(edith, "One")
    card.refresh_from_db()
    log.settle(card, {"mood": "bad"}, by=alice, verb="card_mood", map=card.map)
    undo.undo(by=edith, map_id=card.map_id)
    assert text() == "Call the bank"
    assert card.mood == "bad"


def test_redo_ends_with_a_new_change(edith, write, text, journey):
    write(edith, "One")
    undo.undo(by=edith, map_id=journey.pk)
    write(edith, "Two")
    with pytest.raises(undo.CannotUndo, match="Nothing to redo"):
        undo.redo(by=edith, map_id=journey.pk)
    assert text() == "Two"


def test_anothers_change_does_not_end_redo_elsewhere(edith, alice, write, text, card):
    write(edith, "One")
    undo.undo(by=edith, map_id=card.map_id)
    log.settle(card, {"mood": "bad"}, by=alice, verb="card_mood", map=card.map)
    undo.redo(by=edith, map_id=card.map_id)
    assert text() == "One"


def test_redo_never_goes_over_anothers_change(edith, alice, write, text, journey):
    write(edith, "One")
    undo.undo(by=edith, map_id=journey.pk)
    write(alice, "Two")
    with pytest.raises(undo.CannotUndo, match="somebody else"):
        undo.redo(by=edith, map_id=journey.pk)
    assert text() == "Two"


def test_each_map_has_its_own_history(edith, write, text, workspace):
    write(edith, "One")
    other = factories.JourneyMap(workspace=workspace)
    with pytest.raises(undo.CannotUndo):
        undo.undo(by=edith, map_id=other.pk)
    with pytest.raises(undo.CannotUndo):
        undo.undo(by=edith)
    assert text() == "One"


def test_a_group_goes_as_one(edith, card, journey):
    other = factories.Card(
        workspace=card.workspace, map=journey, lane=card.lane, stage=card.stage, text="Pay"
    )
    group = uuid.uuid4()
    for each in (card, other):
        log.remove(each, by=edith, verb="card_remove", map=journey, group=group)
    undone = undo.undo(by=edith, map_id=journey.pk)
    assert undone.label == "Call the bank and 1 more"
    for each in (card, other):
        each.refresh_from_db()
        assert each.removed_at is None
    undo.redo(by=edith, map_id=journey.pk)
    assert not type(card).objects.live().exists()


def test_a_group_goes_whole_or_not_at_all(edith, alice, card, journey, text):
    other = factories.Card(
        workspace=card.workspace, map=journey, lane=card.lane, stage=card.stage, text="Pay"
    )
    group = uuid.uuid4()
    for each in (card, other):
        log.settle(each, {"text": each.text + "!"}, by=edith, verb="card_edit", map=journey, group=group)
    log.settle(card, {"text": "Else"}, by=alice, verb="card_edit", map=journey)
    with pytest.raises(undo.CannotUndo):
        undo.undo(by=edith, map_id=journey.pk)
    other.refresh_from_db()
    assert (text(), other.text) == ("Else", "Pay!")
    assert not Change.objects.exclude(undone_at=None).exists()


def test_what_was_made_goes_and_comes_back(edith, workspace):
    team = Team.objects.get(pk=actions.create_team(by=edith, name="Sales", hue=1).target_id)
    undo.undo(by=edith)
    assert not Team.objects.live().exists()
    undo.redo(by=edith)
    assert Team.objects.live().get() == team


def test_what_others_use_by_now_is_not_taken_from_them(edith, alice, journey):
    stage = stages.create_stage(by=edith, map_=journey, name="Return").target_id
    lane = factories.Lane(workspace=journey.workspace, map=journey)
    added = cards.create_card(by=alice, lane=lane, stage=Stage.objects.get(pk=stage), text="Wait")
    with pytest.raises(undo.CannotUndo, match="used by somebody else"):
        undo.undo(by=edith, map_id=journey.pk)
    assert Stage.objects.live().filter(pk=stage).exists()
    undo.undo(by=alice, change_id=added.pk)
    undo.undo(by=edith, map_id=journey.pk)
    assert not Stage.objects.live().filter(pk=stage).exists()


def test_what_only_i_use_goes(edith, journey):
    change = stages.create_stage(by=edith, map_=journey, name="Return")
    lane = factories.Lane(workspace=journey.workspace, map=journey)
    stage = Stage.objects.get(pk=change.target_id)
    cards.create_card(by=edith, lane=lane, stage=stage, text="Wait")
    undo.undo(by=edith, change_id=change.pk)
    assert not Stage.objects.live().filter(pk=stage.pk).exists()


def test_people_are_not_undone(alice, bob, workspace):
    actions.create_team(by=alice, name="Sales", hue=1)
    actions.change_role(by=alice, member=bob, role="editor")
    role = Change.objects.latest("id")
    with pytest.raises(undo.CannotUndo):
        undo.undo(by=alice, change_id=role.pk)
    undo.undo(by=alice)  # the team, as if the role had not been touched
    bob.refresh_from_db()
    assert bob.role == "editor"
    assert not Team.objects.live().exists()


def test_a_row_that_is_gone_for_good(edith, write, card):
    write(edith, "One")
    card.delete()
    with pytest.raises(undo.CannotUndo, match="gone for good"):
        undo.undo(by=edith, map_id=card.map_id)


def test_echoes_are_told_too(edith, card, workspace):
    other = factories.JourneyMap(workspace=workspace)
    touchpoint = factories.Touchpoint(workspace=workspace)
    log.settle(
        touchpoint, {"name": "New"}, by=edith, verb="touchpoint_edit", map=card.map, also_on=[other.pk]
    )
    undo.undo(by=edith, map_id=card.map_id)
    other.refresh_from_db()
    assert other.seq == 2
    with pytest.raises(undo.CannotUndo):
        undo.undo(by=edith, map_id=other.pk)


@pytest.mark.django_db(transaction=True)
def test_one_undo_pressed_many_times_at_once_goes_back_once(edith, card):
    for text in ("One", "Two"):
        with transaction.atomic():
            log.change(card, {"text": text}, by=edith, verb="card_edit", map=card.map_id)
    last = Change.objects.latest("seq")

    def press(_number: int) -> bool:
        try:
            undo.undo(by=edith, change_id=last.pk)
        except undo.CannotUndo:
            return False
        return True

    assert sorted(at_once(6, press)) == [False] * 5 + [True]
    card.refresh_from_db()
    assert card.text == "One"
