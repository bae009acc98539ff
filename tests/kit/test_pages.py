"""Pages that need no workspace: signing in, and errors."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

PUBLIC = ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"]
SIGNED_IN = ["account_email", "account_change_password", "account_logout", "account_reauthenticate"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC)
def test_public_account_pages(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert 'class="auth"' in response.content.decode()


@pytest.mark.parametrize("name", SIGNED_IN)
def test_account_pages_of_somebody_signed_in(as_alice, name):
    response = as_alice.get(reverse(name), follow=True)
    assert response.status_code == 200
    assert 'class="auth"' in response.content.decode()


@pytest.mark.django_db
def test_a_refused_sign_in_keeps_the_address(client):
    page = client.post(
        reverse("account_login"), {"login": "nobody@example.org", "password": "wrong"}
    ).content.decode()
    assert 'value="nobody@example.org"' in page
    assert 'role="alert"' in page


@pytest.mark.django_db
def test_a_spoiled_reset_link_offers_a_new_one(client):
    page = client.get(reverse("account_reset_password_from_key", args=["1", "spoiled"])).content.decode()
    assert reverse("account_reset_password") in page


def test_the_theme_is_there_before_any_script(client, db):
    client.cookies["theme"] = "dark"
    assert '<html lang="en" data-theme="dark">' in client.get(reverse("account_login")).content.decode()
    client.cookies["theme"] = '"><script>'
    assert "data-theme" not in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "500.html", "403_csrf.html"])
def test_error_pages_need_neither_request_nor_database(name):
    page = render_to_string(name)
    assert "<h1>" in page
    assert "Error" in page


def test_a_form_without_its_token_gets_words(db):
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {})
    assert response.status_code == 403
    assert "open for too long" in response.content.decode()
