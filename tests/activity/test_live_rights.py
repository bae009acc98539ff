"""What a session may follow live, and who tells the streams when that changes."""

import json

import pytest
from django.db import connection
from django.utils import timezone

from cxjourney.activity.live.messages import Topic
from cxjourney.activity.live.rights import find_many, find_rights, mark, recheck
from cxjourney.journeys.actions import maps as journeys
from cxjourney.models import Membership, User
from cxjourney.workspaces import actions
from tests import factories


@pytest.fixture
def map_(workspace):
    return factories.JourneyMap(workspace=workspace, period="90")


@pytest.fixture
def topic(map_):
    return Topic("map", map_.pk, 0)


def key_of(client) -> str:
    return client.session.session_key


def rights_of(client, *topics):
    return find_rights(key_of(client), topics)


def test_an_editor_may_edit(as_edith, edith, map_, topic, workspace):
    rights = rights_of(as_edith, topic, Topic("home", workspace.pk))
    assert rights.person == (edith.user_id, "Edith", "ED", edith.user.hue)
    assert rights.session == mark(key_of(as_edith))
    assert rights.places["map", map_.pk] == (workspace.pk, True, "acme", "90")
    assert rights.places["home", workspace.pk] == (workspace.pk, True, "acme", "")


def test_contributors_and_viewers_may_look(as_bob, as_connie, topic):
    assert rights_of(as_bob, topic).places[topic.key].can_edit is False
    assert rights_of(as_connie, topic).places[topic.key].can_edit is False


def test_a_stranger_cannot_tell_it_from_nothing(as_charlie, topic, workspace):
    asked = [topic, Topic("home", workspace.pk), Topic("map", 999_999), Topic("home", 999_999)]
    assert rights_of(as_charlie, *asked).places == {}


def test_somebody_in_no_workspace(client, topic):
    client.force_login(factories.User(), backend="django.contrib.auth.backends.ModelBackend")
    assert rights_of(client, topic).places == {}


@pytest.mark.parametrize("session", ["", None, "short", "x" * 32])
def test_nobody_without_a_session(db, topic, session):
    assert find_rights(session, [topic]) is None


def test_nobody_after_signing_out(as_bob, topic):
    session = key_of(as_bob)
    as_bob.logout()
    assert find_rights(session, [topic]) is None


def test_a_removed_map_is_nobodys(as_alice, map_, topic):
    map_.removed_at = timezone.now()
    map_.save()
    assert rights_of(as_alice, topic).places == {}


def test_an_archived_map_can_be_read_only(as_alice, alice, map_, topic):
    journeys.archive_map(by=alice, map_=map_)
    assert rights_of(as_alice, topic).places[topic.key].can_edit is False


def test_a_closed_account(as_bob, bob, topic):
    held = rights_of(as_bob, topic)
    User.objects.filter(pk=bob.user_id).update(is_active=False)
    assert rights_of(as_bob, topic) is None
    assert recheck([held]) == [None]


def test_another_password_ends_old_sessions(as_bob, bob, topic):
    held = rights_of(as_bob, topic)
    bob.user.set_password("a new password")
    bob.user.save()
    assert rights_of(as_bob, topic) is None
    assert recheck([held]) == [None]


def test_three_queries_however_many_topics(as_edith, workspace, django_assert_num_queries):
    maps = factories.JourneyMap.create_batch(5, workspace=workspace)
    session = key_of(as_edith)
    with django_assert_num_queries(3):  # session, memberships, maps
        rights = find_rights(session, [*(Topic("map", one.pk) for one in maps), Topic("home", workspace.pk)])
    assert len(rights.places) == 6


def test_three_queries_however_many_come(
    as_bob, as_edith, as_charlie, charlie, topic, django_assert_num_queries
):
    own = Topic("home", charlie.workspace_id)
    asked = [
        (key_of(as_bob), [topic]),
        ("", [topic]),
        (key_of(as_edith), [topic]),
        (key_of(as_charlie), [topic, own]),
    ]
    with django_assert_num_queries(3):
        bob, nobody, edith, stranger = find_many(asked)
    assert bob.places[topic.key].can_edit is False
    assert nobody is None
    assert edith.places[topic.key].can_edit is True
    assert list(stranger.places) == [own.key]


def test_rechecking_is_two_queries_for_everyone(
    as_bob, as_edith, as_charlie, alice, bob, edith, topic, charlie, django_assert_num_queries
):
    own = Topic("home", charlie.workspace_id)
    held = [rights_of(as_bob, topic), rights_of(as_edith, topic), rights_of(as_charlie, own)]
    with django_assert_num_queries(2):
        assert recheck(held) == held
    actions.remove_member(by=alice, member=bob)
    actions.change_role(by=alice, member=edith, role="viewer")
    with django_assert_num_queries(2):
        bobs, ediths, charlies = recheck(held)
    assert bobs.places == {}
    assert ediths.places[topic.key].can_edit is False
    assert charlies == held[2]


# Told by the database, in the transaction that takes the rights away


@pytest.fixture
def told(transactional_db):
    """What other connections heard since: call it."""
    with connection.get_new_connection(connection.get_connection_params()) as listener:
        listener.autocommit = True
        listener.execute("LISTEN cxjourney_live")

        def heard() -> list[dict]:
            return [json.loads(each.payload) for each in listener.notifies(timeout=0.5)]

        yield heard


def test_a_lost_membership_is_told(told, alice, bob, edith):
    actions.remove_member(by=alice, member=bob)
    actions.change_role(by=alice, member=edith, role="viewer")
    assert told() == [
        {"kind": "revoke", "person": bob.user_id},
        {"kind": "revoke", "person": edith.user_id},
    ]


def test_what_a_shell_or_a_deleted_workspace_takes_away_is_told_too(told, bob):
    Membership.objects.filter(pk=bob.pk).delete()
    assert told() == [{"kind": "revoke", "person": bob.user_id}]


def test_a_new_password_and_a_closed_account_are_told_a_new_name_is_not(told, bob):
    actions.edit_profile(user=bob.user, name="Robert")
    assert told() == []
    bob.user.set_password("a new password")
    bob.user.save()
    assert told() == [{"kind": "revoke", "person": bob.user_id}]
    User.objects.filter(pk=bob.user_id).update(is_active=False)
    assert told() == [{"kind": "revoke", "person": bob.user_id}]


def test_signing_out_tells_the_hash_of_the_session(told, as_bob):
    session = key_of(as_bob)
    as_bob.post("/accounts/logout/")
    message = {"kind": "revoke", "session": mark(session)}
    assert told()[-1] == message
    assert session not in json.dumps(message)


def test_archiving_and_bringing_back_a_map_are_told(told, alice, map_):
    journeys.archive_map(by=alice, map_=map_)
    assert {"kind": "revoke", "map": map_.pk} in told()
    journeys.restore_map(by=alice, map_=map_)
    assert {"kind": "revoke", "map": map_.pk} in told()
    journeys.rename_map(by=alice, map_=map_, title="New", version=map_.version, base=None)
    assert told() == []
    gone = {"kind": "revoke", "map": map_.pk}
    map_.delete()
    assert gone in told()
