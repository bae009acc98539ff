"""The operator's pages."""

import pytest

from tests import factories

MODELS = ["user", "workspace", "membership", "change"]


@pytest.fixture
def operator(client, db):
    client.force_login(
        factories.User(is_staff=True, is_superuser=True), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


@pytest.mark.parametrize("model", MODELS)
def test_lists(operator, alice, model):
    assert operator.get(f"/admin/cxjourney/{model}/").status_code == 200
    assert operator.get(f"/admin/cxjourney/{model}/?q=a").status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_added(operator, model):
    assert operator.get(f"/admin/cxjourney/{model}/add/").status_code == 403


def test_what_tenants_own_is_not_changed(operator, alice):
    address = f"/admin/cxjourney/membership/{alice.pk}/change/"
    assert operator.get(address).status_code == 200
    assert operator.post(address, {"role": "viewer"}).status_code == 403
    assert operator.post(f"/admin/cxjourney/membership/{alice.pk}/delete/").status_code == 403


def test_an_account_is_closed(operator, bob):
    operator.post(f"/admin/cxjourney/user/{bob.user.pk}/change/", {"email": "x@example.com"})
    bob.user.refresh_from_db()
    assert (bob.user.is_active, bob.user.email) == (False, "bob@example.com")


def test_operators_sign_in_like_everybody(client, db):
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/accounts/login/?next=%2Fadmin%2F"


def test_members_are_no_operators(as_alice):
    response = as_alice.get("/admin/")
    assert response.status_code in (302, 403)
    assert "cxjourney/user" not in response.content.decode()
