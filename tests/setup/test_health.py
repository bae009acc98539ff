"""Probes are answered before everything else."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder


def test_healthz_needs_no_host_and_no_session(client):
    response = client.get("/healthz", headers={"host": "10.0.0.7"})
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_says_that_the_database_is_migrated(client):
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_readyz_says_when_migrations_are_missing(client):
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (
        503,
        b"The database is not migrated: run manage.py migrate.\n",
    )


def test_readyz_says_when_the_database_is_away(client, monkeypatch):
    def away():
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", away)
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"The database cannot be reached.\n")
