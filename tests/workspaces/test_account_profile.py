import pytest

pytestmark = pytest.mark.django_db


def test_the_name(as_bob, bob):
    assert 'value="Bob"' in as_bob.get("/account/").content.decode()
    response = as_bob.post("/account/", {"name": "Bob Bird"})
    assert response["Location"] == "/account/"
    bob.user.refresh_from_db()
    assert bob.user.name == "Bob Bird"


def test_a_blank_name_comes_back(as_bob, bob):
    assert as_bob.post("/account/", {"name": ""}).status_code == 422
    bob.user.refresh_from_db()
    assert bob.user.name == "Bob"


def test_strangers_sign_in(client):
    assert client.get("/account/")["Location"] == "/accounts/login/?next=/account/"


def test_only_ones_own_workspaces_are_listed(as_bob, charlie):
    page = as_bob.get("/workspaces/").content.decode()
    assert "Acme" in page
    assert "Rival" not in page
