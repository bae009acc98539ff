import pytest

from cxjourney.activity.models import Change
from cxjourney.models import Invitation, Membership
from cxjourney.workspaces import actions
from tests import factories
from tests.threads import at_once

LIST = "/w/acme/settings/members/"


def role_url(member) -> str:
    return f"{LIST}{member.pk}/role/"


def remove_url(member) -> str:
    return f"{LIST}{member.pk}/remove/"


def test_everybody_sees_who_is_in(as_bob, alice, edith, charlie):
    page = as_bob.get(LIST).content.decode()
    assert "alice@example.com" in page
    assert "edith@example.com" in page
    assert "charlie@example.com" not in page


def test_only_owners_get_controls(as_bob, as_alice, edith):
    assert role_url(edith) in as_alice.get(LIST).content.decode()
    assert role_url(edith) not in as_bob.get(LIST).content.decode()


def test_the_list_takes_the_same_queries_for_many(as_alice, workspace, django_assert_num_queries):
    for _ in range(5):
        factories.Membership(workspace=workspace, role="viewer")
    with django_assert_num_queries(3):  # session, membership, members
        as_alice.get(LIST)


def test_a_role_changes_and_is_logged(as_alice, alice, bob, hx):
    response = as_alice.post(role_url(bob), {"role": "editor"}, headers=hx)
    assert response.status_code == 200
    assert "Bob: Editor" in response["HX-Trigger"]
    assert 'id="members"' in response.content.decode()
    bob.refresh_from_db()
    assert bob.role == "editor"
    change = Change.objects.get()
    assert (change.verb, change.actor, change.target_label) == ("member_editor", alice.user, "Bob")
    assert (change.before, change.after) == ({"role": "viewer"}, {"role": "editor"})


def test_without_scripts_it_goes_back_to_the_page(as_alice, bob):
    response = as_alice.post(role_url(bob), {"role": "editor"})
    assert (response.status_code, response["Location"]) == (302, LIST)


def test_an_unknown_role_is_refused(as_alice, bob, hx):
    assert as_alice.post(role_url(bob), {"role": "king"}, headers=hx).status_code == 422
    bob.refresh_from_db()
    assert bob.role == "viewer"


def test_the_last_owner_keeps_the_role(as_alice, alice, hx):
    response = as_alice.post(role_url(alice), {"role": "viewer"}, headers=hx)
    assert response.status_code == 422
    assert "needs an owner" in response["HX-Trigger"]
    alice.refresh_from_db()
    assert alice.role == "owner"


def test_one_of_two_owners_may_step_down(as_alice, alice, workspace, hx):
    factories.Membership(workspace=workspace, role="owner")
    page = as_alice.post(role_url(alice), {"role": "viewer"}, headers=hx).content.decode()
    assert "<select" not in page  # no controls any more


def test_a_member_is_removed_and_what_they_did_stays(as_alice, bob, hx):
    response = as_alice.post(remove_url(bob), headers=hx)
    assert response.status_code == 200
    assert not Membership.objects.filter(pk=bob.pk).exists()
    assert Change.objects.get().verb == "member_remove"


def test_an_open_link_is_mentioned(as_alice, bob, workspace, hx):
    factories.Invitation(workspace=workspace)
    assert "still open" in as_alice.post(remove_url(bob), headers=hx)["HX-Trigger"]


def test_the_removed_are_strangers_at_once(as_alice, as_bob, bob):
    assert as_bob.get(LIST).status_code == 200
    as_alice.post(remove_url(bob))
    assert as_bob.get(LIST).status_code == 404


def test_leaving(as_bob, bob, alice):
    response = as_bob.post(f"{LIST}leave/")
    assert response["Location"] == "/"
    assert Change.objects.get().verb == "member_leave"
    assert not Membership.objects.filter(pk=bob.pk).exists()


def test_the_last_owner_cannot_leave(as_alice, alice, bob):
    as_alice.post(f"{LIST}leave/")
    as_alice.post(remove_url(alice))
    assert Membership.objects.filter(pk=alice.pk).exists()


def test_members_of_another_workspace_are_not_there(as_alice, charlie):
    assert as_alice.post(remove_url(charlie)).status_code == 404
    assert as_alice.post(role_url(charlie), {"role": "viewer"}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_step_down_at_once_leave_one():
    workspace = factories.Workspace()
    owners = [factories.Membership(workspace=workspace, role="owner") for _ in range(2)]

    def step_down(number: int) -> bool:
        try:
            return actions.change_role(by=owners[number], member=owners[number], role="viewer")
        except actions.LastOwner:
            return False

    assert sorted(at_once(2, step_down)) == [False, True]
    assert Membership.objects.filter(role="owner").count() == 1


def test_removing_leaves_their_invitations(as_alice, workspace, alice, edith):
    Invitation.objects.create(
        workspace=workspace, invited_by=edith.user, expires_at=factories.Invitation.build().expires_at
    )
    as_alice.post(remove_url(edith))
    assert Invitation.objects.get().is_open
