import datetime
import uuid

import pytest
from django.core import mail
from django.utils import timezone

from cxjourney.activity.models import Change
from cxjourney.models import Invitation
from tests import factories

LIST = "/w/acme/settings/invitations/"
NEW = f"{LIST}new/"


@pytest.fixture
def link(workspace):
    return factories.Invitation(workspace=workspace, role="editor")


@pytest.fixture
def mailed(workspace, alice):
    return factories.Invitation(workspace=workspace, email="dora@example.com", invited_by=alice.user)


def test_without_mail_that_is_said(as_alice, hx, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    response = as_alice.post(NEW, {"email": "dora@example.com", "role": "editor"}, headers=hx)
    assert "This server sends no mail" in response["HX-Trigger"]


def test_by_mail(as_alice, hx):
    response = as_alice.post(NEW, {"email": "Dora@Example.com", "role": "editor"}, headers=hx)
    assert "A mail is on its way" in response["HX-Trigger"]
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("dora@example.com", "editor")
    assert datetime.timedelta(days=13) < invitation.expires_at - timezone.now() <= datetime.timedelta(days=14)
    [message] = mail.outbox
    assert message.to == ["dora@example.com"]
    assert message.subject == "Alice invites you to Acme"
    assert f"/join/{invitation.token}/" in message.body
    assert "Alice invites you to the workspace “Acme”" in message.body


def test_the_secret_of_a_mail_stands_only_in_the_mail(as_alice, mailed):
    assert mailed.token not in as_alice.get(LIST).content.decode()


def test_the_secret_is_not_in_the_log(as_alice):
    as_alice.post(NEW, {"role": "viewer"})
    assert Invitation.objects.get().token not in str(
        Change.objects.values_list("before", "after", "target_label")
    )


def test_names_with_signs_are_not_escaped_in_mail(as_alice, alice):
    alice.user.name = "Al & Co\n<b>"
    alice.user.save()
    as_alice.post(NEW, {"email": "dora@example.com", "role": "viewer"})
    [message] = mail.outbox
    assert message.subject == "Al & Co <b> invites you to Acme"
    assert "Al & Co" in message.body


def test_by_link(as_alice, hx):
    page = as_alice.post(NEW, {"email": "", "role": "viewer"}, headers=hx).content.decode()
    assert f"/join/{Invitation.objects.get().token}/" in page
    assert not mail.outbox


def test_a_mail_server_that_refuses_is_said(as_alice, hx, settings):
    settings.EMAIL_BACKEND = "tests.workspaces.test_invitations.Refusing"
    response = as_alice.post(NEW, {"email": "dora@example.com", "role": "viewer"}, headers=hx)
    assert "could not be sent" in response["HX-Trigger"]


class Refusing:
    def __init__(self, **kwargs):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError


@pytest.mark.parametrize(
    ("email", "says"),
    [
        ("edith@example.com", "a member already"),
        ("EDITH@example.com", "a member already"),
        ("dora@example.com", "invited already"),
        ("dora", "valid email"),
    ],
)
def test_addresses_that_need_no_invitation(as_alice, edith, mailed, hx, email, says):
    response = as_alice.post(NEW, {"email": email, "role": "viewer"}, headers=hx)
    assert response.status_code == 422
    assert says in response.content.decode()


def test_the_same_press_twice_sends_one_mail(as_alice, hx):
    press = {"email": "dora@example.com", "role": "viewer", "key": uuid.uuid4()}
    as_alice.post(NEW, press, headers=hx)
    assert as_alice.post(NEW, press, headers=hx).status_code == 200
    assert Invitation.objects.count() == 1
    assert len(mail.outbox) == 1


def test_revoking(as_alice, link, client):
    as_alice.post(f"{LIST}{link.pk}/revoke/")
    link.refresh_from_db()
    assert link.revoked_at
    assert link.token not in as_alice.get(LIST).content.decode()
    assert client.get(f"/join/{link.token}/").status_code == 410
    assert as_alice.post(f"{LIST}{link.pk}/revoke/").status_code == 404


def test_sending_again_gives_two_more_weeks(as_alice, mailed):
    before = mailed.expires_at
    as_alice.post(f"{LIST}{mailed.pk}/renew/")
    mailed.refresh_from_db()
    assert mailed.expires_at > before
    assert len(mail.outbox) == 1


def test_only_owners_invite(as_edith, link):
    assert as_edith.get(LIST).status_code == 403
    assert as_edith.post(NEW, {"role": "owner"}).status_code == 403
    assert LIST not in as_edith.get("/w/acme/settings/").content.decode()


def test_those_of_another_workspace_are_not_there(as_alice, charlie):
    other = factories.Invitation(workspace=charlie.workspace)
    assert as_alice.post(f"{LIST}{other.pk}/revoke/").status_code == 404


def test_too_many_are_slowed_down(as_alice, settings, hx):
    settings.ACCOUNT_RATE_LIMITS = {"invite": "2/h/user"}
    from django.core.cache import cache

    cache.clear()
    answers = [as_alice.post(NEW, {"role": "viewer"}, headers=hx).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
