"""Signing up, with and without an invitation, on open and closed installations."""

import pytest
from django.core import mail

from cxjourney.models import Membership, User
from tests import factories

pytestmark = pytest.mark.django_db

SIGN_UP = "/accounts/signup/"
DORA = {"name": "Dora Day", "email": "dora@example.com", "password1": "correct horse battery"}


@pytest.fixture
def invitation(workspace):
    return factories.Invitation(workspace=workspace, email="dora@example.com", role="editor")


def path(invitation) -> str:
    return f"/join/{invitation.token}/"


def test_a_newcomer_is_asked_for_a_workspace(client):
    assert 'name="name"' in client.get(SIGN_UP).content.decode()
    response = client.post(SIGN_UP, DORA, follow=True)
    assert User.objects.get().name == "Dora Day"
    assert response.redirect_chain[-1][0] == "/start/"


def test_an_invited_newcomer_goes_on_to_the_invitation(client, invitation):
    response = client.post(SIGN_UP, DORA | {"next": path(invitation)})
    assert response["Location"] == path(invitation)
    client.post(path(invitation))
    assert Membership.objects.get().role == "editor"


def test_the_invitation_survives_the_way_to_sign_up(client, invitation):
    page = client.get(f"{SIGN_UP}?next={path(invitation)}").content.decode()
    assert f'value="{path(invitation)}"' in page


def test_a_closed_installation_lets_nobody_in(client, settings):
    settings.SIGNUP_OPEN = False
    assert client.get(SIGN_UP).status_code == 200
    client.post(SIGN_UP, DORA)
    client.post(SIGN_UP, DORA | {"next": "/join/guess/"})
    assert not User.objects.exists()


def test_a_closed_installation_lets_the_invited_in(client, settings, invitation):
    settings.SIGNUP_OPEN = False
    client.post(SIGN_UP, DORA | {"next": path(invitation)})
    assert User.objects.get().email == "dora@example.com"


def test_but_not_under_another_address(client, settings, invitation):
    settings.SIGNUP_OPEN = False
    response = client.post(SIGN_UP, DORA | {"email": "other@example.com", "next": path(invitation)})
    assert "another e-mail address" in response.content.decode()
    assert not User.objects.exists()


def test_revoked_invitations_open_nothing(client, settings, invitation):
    settings.SIGNUP_OPEN = False
    invitation.expires_at = invitation.created_at
    invitation.save()
    client.post(SIGN_UP, DORA | {"next": path(invitation)})
    assert not User.objects.exists()


def test_whoever_comes_from_the_mail_need_not_confirm_the_address(client, settings, invitation):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    response = client.post(SIGN_UP, DORA | {"next": path(invitation)})
    assert response["Location"] == path(invitation)
    assert not mail.outbox


def test_whoever_comes_by_link_confirms_and_then_goes_on(client, settings, workspace):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    link = factories.Invitation(workspace=workspace)
    response = client.post(SIGN_UP, DORA | {"next": path(link)})
    assert response["Location"] == "/accounts/confirm-email/"
    [message] = mail.outbox
    confirm = next(word for word in message.body.split() if "/accounts/confirm-email/" in word)
    assert client.post(confirm)["Location"] == path(link)


def test_guessing_passwords_is_slowed_down(client, settings):
    from django.core.cache import cache

    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {}  # allauth's own
    factories.User(email="dora@example.com")
    for _ in range(6):
        response = client.post("/accounts/login/", {"login": "dora@example.com", "password": "wrong"})
    assert "Too many failed login attempts" in response.content.decode()
    cache.clear()
