import pytest

from tests.journeys.answers import events, toast, undo


@pytest.fixture(params=["archive", "restore"])
def url(request, map_):
    return f"/w/acme/maps/{map_.pk}/{request.param}/"


def post(client, map_, verb, hx):
    return client.post(f"/w/acme/maps/{map_.pk}/{verb}/", headers=hx)


def test_archived_and_brought_back(as_edith, map_, hx):
    response = post(as_edith, map_, "archive", hx)
    map_.refresh_from_db()
    assert map_.archived_at
    assert toast(response) == "“Buying a bike” is archived"
    assert "board:refresh" in events(response)
    post(as_edith, map_, "restore", hx)
    map_.refresh_from_db()
    assert map_.archived_at is None


def test_undo(as_edith, map_, hx):
    as_edith.post(undo(post(as_edith, map_, "archive", hx)), headers=hx)
    map_.refresh_from_db()
    assert map_.archived_at is None


def test_restoring_what_is_not_archived_is_nothing(as_edith, map_, hx):
    assert "toast" not in events(post(as_edith, map_, "restore", hx))


def test_without_scripts(as_edith, map_):
    assert as_edith.post(f"/w/acme/maps/{map_.pk}/archive/")["Location"] == "/w/acme/maps/"
    assert as_edith.post(f"/w/acme/maps/{map_.pk}/restore/")["Location"] == f"/w/acme/maps/{map_.pk}/"


def test_only_editors(gate, url):
    gate(url)
