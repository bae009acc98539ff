"""Nothing is lost or doubled, and every board is right, whatever dies meanwhile."""

import pytest
from django.db import connection

from benchmarks.live import servers, world
from cxjourney.models import Card, Lane, Stage
from tests.board.conftest import TEXTS, build_map
from tests.cast import signed_in
from tests.live.chaos import Chaos, Place
from tests.live.client import run

SECONDS = 4


def cookies(membership) -> str:
    session = signed_in(membership).cookies["sessionid"].value
    return f"sessionid={session}; csrftoken={world.CSRF}"


@pytest.fixture
def place(transactional_db, alice, edith, bob):
    map_ = build_map(alice.workspace, stages=3, cards=2)
    owner, editor, viewer = map(cookies, (alice, edith, bob))
    params = connection.get_connection_params()
    return Place(
        base="/w/acme/",
        map=map_.pk,
        watchers=[owner] * 6 + [editor] * 6 + [viewer] * 8,
        editors=[owner, editor],
        cards=list(Card.objects.filter(map=map_).values_list("pk", "version", "text")),
        lanes=list(Lane.objects.filter(map=map_, kind__in=TEXTS).values_list("pk", flat=True)),
        stages=list(Stage.objects.filter(map=map_).values_list("pk", "version", "name")),
        database={
            name: params[name] for name in ("host", "port", "user", "password", "dbname") if params.get(name)
        },
    )


@pytest.fixture
def running(place):
    """Pages and events in processes of their own, on this test's database."""
    database = connection.settings_dict
    address = "postgresql://{USER}:{PASSWORD}@/{NAME}?host={HOST}&port={PORT}".format(**database)
    with servers.Servers(environment={"DATABASE_URL": address, "CXJOURNEY_MODE": "test"}) as both:
        yield both


def test_chaos(running, place):
    verdict = run(Chaos(running, place, SECONDS).run())
    assert verdict.clean, f"{verdict}\n{verdict.difference()}"
    assert verdict.changes > 20
    assert verdict.killed == len(verdict.restarts) == 2
