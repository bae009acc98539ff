import uuid

import pytest

from cxjourney.activity.models import Change
from cxjourney.models import Membership, Workspace
from cxjourney.workspaces import actions
from tests import factories
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def signed_up(client):
    user = factories.User(name="Nora")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def test_the_creator_owns_it_and_goes_on(client):
    user = signed_up(client)
    response = client.post("/start/", {"name": "Larkair Ünited"})
    workspace = Workspace.objects.get()
    assert (workspace.name, workspace.slug) == ("Larkair Ünited", "larkair-united")
    assert Membership.objects.get().role == "owner"
    assert Membership.objects.get().user == user
    assert response.status_code == 302
    assert response["Location"].startswith("/w/larkair-united/")


def test_it_is_logged(client):
    user = signed_up(client)
    client.post("/start/", {"name": "Larkair"})
    change = Change.objects.get()
    assert (change.verb, change.actor, change.target_label) == ("workspace_create", user, "Larkair")


def test_a_taken_address_gets_letters(client):
    factories.Workspace(name="Larkair", slug="larkair")
    signed_up(client)
    client.post("/start/", {"name": "Larkair"})
    assert Workspace.objects.filter(slug__startswith="larkair-").count() == 1


@pytest.mark.parametrize("name", ["日本航空", "!!!"])
def test_a_name_without_latin_letters(client, name):
    signed_up(client)
    client.post("/start/", {"name": name})
    assert Workspace.objects.get().slug == "workspace"


def test_without_a_name_the_form_comes_back(client):
    signed_up(client)
    response = client.post("/start/", {"name": " "})
    assert response.status_code == 422
    assert "This field is required" in response.content.decode()
    assert not Workspace.objects.exists()


def test_the_form_is_shown(client):
    signed_up(client)
    response = client.get("/start/")
    assert response.status_code == 200
    assert 'name="key"' in response.content.decode()


def test_strangers_sign_in_first(client):
    response = client.get("/start/")
    assert response["Location"] == "/accounts/login/?next=/start/"


def test_the_same_key_gives_the_same_workspace(client):
    signed_up(client)
    key = uuid.uuid4()
    first = client.post("/start/", {"name": "Larkair", "key": key})
    again = client.post("/start/", {"name": "Larkair", "key": key})
    assert first["Location"] == again["Location"]
    assert Workspace.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_press_sent_twenty_times_at_once():
    user, key = factories.User(), uuid.uuid4()
    made = at_once(20, lambda _n: actions.create_workspace(user=user, name="Larkair", key=key).pk)
    assert len(set(made)) == 1
    assert Workspace.objects.count() == 1
