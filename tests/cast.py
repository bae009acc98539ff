"""The cast: Alice owns, Edith edits, Connie contributes, Bob views, Charlie is an outsider."""

import pytest
from django.test import Client

from tests import factories


def person(workspace, name: str, role: str):
    user = factories.User(email=f"{name}@example.com", name=name.capitalize())
    return factories.Membership(workspace=workspace, user=user, role=role)


@pytest.fixture
def workspace(db):
    return factories.Workspace(name="Acme", slug="acme")


@pytest.fixture
def alice(workspace):
    """Membership of the owner."""
    return person(workspace, "alice", "owner")


@pytest.fixture
def edith(workspace):
    return person(workspace, "edith", "editor")


@pytest.fixture
def connie(workspace):
    return person(workspace, "connie", "contributor")


@pytest.fixture
def bob(workspace):
    return person(workspace, "bob", "viewer")


@pytest.fixture
def charlie(db):
    """Owner of another workspace."""
    return person(factories.Workspace(name="Rival", slug="rival"), "charlie", "owner")


def signed_in(membership) -> Client:
    client = Client()
    client.force_login(membership.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def as_alice(alice):
    return signed_in(alice)


@pytest.fixture
def as_edith(edith):
    return signed_in(edith)


@pytest.fixture
def as_connie(connie):
    return signed_in(connie)


@pytest.fixture
def as_bob(bob):
    return signed_in(bob)


@pytest.fixture
def as_charlie(charlie):
    return signed_in(charlie)


@pytest.fixture
def hx() -> dict:
    """Headers of an htmx request: client.post(url, data, headers=hx)."""
    return {"HX-Request": "true"}
