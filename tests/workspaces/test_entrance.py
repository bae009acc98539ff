import pytest

from tests import factories
from tests.cast import signed_in


@pytest.mark.django_db
def test_strangers_see_what_it_is(client):
    response = client.get("/")
    assert response.status_code == 200
    assert "/accounts/login/" in response.content.decode()


def test_members_go_to_work(as_alice):
    assert as_alice.get("/")["Location"].startswith("/w/acme/")


def test_the_bare_address_of_a_workspace_leads_to_its_maps(as_alice):
    assert as_alice.get("/w/acme/")["Location"] == "/w/acme/maps/"


def test_to_the_workspace_shown_last(alice):
    other = factories.Membership(user=alice.user, workspace__slug="other")
    client = signed_in(alice)
    assert client.get("/")["Location"].startswith("/w/acme/")
    client.get(f"/w/{other.workspace.slug}/settings/")
    assert client.get("/")["Location"].startswith("/w/other/")


def test_a_cookie_for_a_workspace_of_others_is_ignored(as_alice, charlie):
    as_alice.cookies["workspace"] = charlie.workspace.slug
    assert as_alice.get("/")["Location"].startswith("/w/acme/")


@pytest.mark.django_db
def test_without_a_workspace_one_is_started(client):
    client.force_login(factories.User(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/")["Location"] == "/start/"


def test_the_icon_browsers_ask_for_sets_no_cookie(client):
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert answer["Location"].endswith(".svg")
    assert not answer.cookies
