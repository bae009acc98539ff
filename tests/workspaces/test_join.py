import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone

from cxjourney.activity.models import Change
from cxjourney.models import Membership
from cxjourney.workspaces import actions
from tests import factories
from tests.cast import signed_in
from tests.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(workspace, alice):
    return factories.Invitation(workspace=workspace, role="editor", invited_by=alice.user)


@pytest.fixture
def mailed(workspace):
    return factories.Invitation(workspace=workspace, role="contributor", email="Charlie@example.com")


def url(invitation) -> str:
    return f"/join/{invitation.token}/"


def test_strangers_are_asked_to_sign_up_or_in_and_come_back(client, link):
    page = client.get(url(link)).content.decode()
    assert "Join Acme" in page
    assert f"/accounts/signup/?next=%2Fjoin%2F{link.token}%2F" in page
    assert f"/accounts/login/?next=%2Fjoin%2F{link.token}%2F" in page


def test_joining_by_link(as_charlie, charlie, link, workspace):
    assert "Join" in as_charlie.get(url(link)).content.decode()
    assert not Membership.objects.filter(workspace=workspace, user=charlie.user).exists()
    response = as_charlie.post(url(link))
    assert response["Location"].startswith("/w/acme/")
    assert Membership.objects.get(workspace=workspace, user=charlie.user).role == "editor"
    change = Change.objects.get()
    assert (change.verb, change.actor) == ("member_join", charlie.user)


def test_a_link_serves_many(as_charlie, link, db):
    as_charlie.post(url(link))
    other = factories.Membership()
    assert signed_in(other).post(url(link)).status_code == 302
    assert Membership.objects.filter(workspace=link.workspace).count() == 3


def test_a_mail_serves_its_address_once(as_charlie, mailed, charlie):
    assert as_charlie.post(url(mailed)).status_code == 302
    assert as_charlie.get(url(mailed)).status_code == 410
    assert Membership.objects.get(workspace=mailed.workspace, user=charlie.user).role == "contributor"


def test_a_mail_is_no_use_to_others(mailed, workspace):
    member = factories.Membership()
    client = signed_in(member)
    assert client.get(url(mailed)).status_code == 403
    assert client.post(url(mailed)).status_code == 403
    assert not Membership.objects.filter(workspace=workspace, user=member.user).exists()


def test_a_second_address_counts_when_it_is_confirmed(mailed):
    member = factories.Membership()
    address = member.user.emailaddress_set.create(email="charlie@example.com", verified=False)
    assert signed_in(member).get(url(mailed)).status_code == 403
    address.verified = True
    address.save()
    assert signed_in(member).post(url(mailed)).status_code == 302


def test_members_keep_their_role(as_alice, alice, link):
    assert as_alice.post(url(link)).status_code == 302
    alice.refresh_from_db()
    assert alice.role == "owner"
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    "values", [{"revoked_at": timezone.now()}, {"expires_at": timezone.now() - datetime.timedelta(seconds=1)}]
)
def test_closed_ones_say_so(as_charlie, workspace, values):
    invitation = factories.Invitation(workspace=workspace, **values)
    for response in (as_charlie.get(url(invitation)), as_charlie.post(url(invitation))):
        assert response.status_code == 410
        assert "is closed" in response.content.decode()
    assert Membership.objects.filter(workspace=workspace).count() == 0


def test_a_wrong_secret_says_the_same(client, db):
    response = client.get("/join/nonsense/")
    assert response.status_code == 410
    assert "Acme" not in response.content.decode()


def test_posting_without_signing_in(client, link):
    response = client.post(url(link))
    assert response["Location"].startswith("/accounts/login/")


def test_guessing_is_slowed_down(as_charlie, settings):
    settings.ACCOUNT_RATE_LIMITS = {"join": "3/m/ip"}
    cache.clear()
    answers = [as_charlie.post("/join/guess/").status_code for _ in range(4)]
    assert answers == [410, 410, 410, 429]
    cache.clear()


@pytest.mark.django_db(transaction=True)
def test_joining_twice_at_once_makes_one_member():
    user, workspace = factories.User(), factories.Workspace()
    tokens = [factories.Invitation(workspace=workspace).token for _ in range(2)]
    at_once(8, lambda n: actions.accept_invitation(user=user, token=tokens[n % 2]).pk)
    assert Membership.objects.count() == 1
