import pytest


def test_healthz_needs_no_host_and_no_session(client):
    response = client.get("/healthz", headers={"host": "10.0.0.7"})
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_says_that_the_database_is_migrated(client):
    assert client.get("/readyz").status_code == 200
