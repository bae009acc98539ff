"""When the mail server is away, and the first person of an installation."""

import re

import pytest
from django.core import mail
from django.core.management import call_command

from cxjourney.models import User

pytestmark = pytest.mark.django_db
SIGN_IN, RESET = "/accounts/login/", "/accounts/password/reset/"
PASSWORD = "correct horse battery"


@pytest.fixture
def mandatory(settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


@pytest.fixture
def away(settings):
    """Nothing listens where the mail server should."""
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    def is_back() -> None:
        settings.EMAIL_BACKEND = backend

    return is_back


def test_sign_in_says_so_and_the_next_try_sends_it(client, settings, mandatory, away):
    settings.ACCOUNT_RATE_LIMITS = {}
    User.objects.create_user("dora@example.com", PASSWORD)
    answer = client.post(SIGN_IN, {"login": "dora@example.com", "password": PASSWORD})
    assert answer.status_code == 503
    assert "The mail could not be sent" in answer.content.decode()
    away()
    answer = client.post(SIGN_IN, {"login": "dora@example.com", "password": PASSWORD}, follow=True)
    assert "We have sent you a mail" in answer.content.decode()
    assert re.search(r"/accounts/confirm-email/", mail.outbox[0].body)


def test_a_reset_says_so(client, away):
    User.objects.create_user("dora@example.com", PASSWORD)
    answer = client.post(RESET, {"email": "dora@example.com"})
    assert answer.status_code == 503
    assert "Traceback" not in answer.content.decode()
    away()
    client.post(RESET, {"email": "dora@example.com"})
    assert [one.to for one in mail.outbox] == [["dora@example.com"]]


def test_who_was_made_on_the_server_needs_no_mail(client, mandatory, away, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    call_command("createsuperuser", email="root@example.com", interactive=False, verbosity=0)
    answer = client.post(SIGN_IN, {"login": "root@example.com", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == "/start/"
