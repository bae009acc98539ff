"""The site as it is served: pages and live streams from one ASGI server, on the tests' database."""

import asyncio
import gc
import socket
import threading
import time
from types import SimpleNamespace

import pytest
import uvicorn
from django.conf import settings
from django.db import connection
from playwright.sync_api import expect
from psycopg import BaseConnection

from cxjourney.activity.live import hub as hubs
from tests import factories

QUIET_LOOKS = 3
STATIC = settings.STATICFILES_DIRS[0]


def with_files(app):
    """`app` with the static files before it: a page asks for sixty, and the tests have few processors."""
    types = {
        ".js": b"text/javascript",
        ".css": b"text/css",
        ".svg": b"image/svg+xml",
        ".woff2": b"font/woff2",
    }

    async def served(scope, receive, send):
        path = STATIC / scope.get("path", "").removeprefix(settings.STATIC_URL)
        if not scope.get("path", "").startswith(settings.STATIC_URL) or not path.is_file():
            return await app(scope, receive, send)
        headers = [
            (b"content-type", types.get(path.suffix, b"text/plain")),
            (b"cache-control", b"max-age=600"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        return await send({"type": "http.response.body", "body": path.read_bytes()})

    return served


# A page that is closed in the middle of a request leaves its thread's connection to the collector.
as_left = pytest.mark.filterwarnings("ignore:connection .* was deleted while still open:ResourceWarning")


class Site:
    """uvicorn in a thread. `streams()` are the streams that are open on it now."""

    def __init__(self):
        from cxjourney.asgi import application  # after the test database is chosen

        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self.socket.getsockname()[1]}"
        config = uvicorn.Config(
            with_files(application), lifespan="off", log_config=None, timeout_graceful_shutdown=2
        )
        self.server = uvicorn.Server(config)
        self.loop = None
        self.thread = threading.Thread(target=lambda: asyncio.run(self._run()), daemon=True)
        self.thread.start()

    async def _run(self):
        self.loop = asyncio.get_running_loop()
        await self.server.serve(sockets=[self.socket])
        if self.loop in hubs._hubs:
            await hubs.hub().stop()

    def streams(self):
        return [stream for hub in hubs._hubs.values() for stream in hub.streams.values()]

    def rest(self, timeout=30):
        """Return when no stream is open and nobody else works in the database: it is about to be emptied.

        A page that is closed in the middle of a request leaves its thread at work.
        """
        until, looks = time.monotonic() + timeout, 0
        while looks < QUIET_LOOKS:
            assert time.monotonic() < until, "the site does not come to rest"
            looks = 0 if self.streams() or _busy() else looks + 1
            threading.Event().wait(0.02)

    def stop(self):
        self.server.should_exit = True
        self.thread.join(20)
        for (
            one
        ) in gc.get_objects():  # of threads that ended in the middle of a request; lazy ones stay asleep
            if issubclass(type(one), BaseConnection) and one is not connection.connection:
                one.pgconn.finish()


def _busy():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle' LIMIT 1"
        )
        return cursor.fetchone()


@pytest.fixture(scope="session")
def live_site(django_db_setup):
    site = Site()
    yield site
    site.stop()


@pytest.fixture
def visit(contexts, live_site, transactional_db):
    """visit(membership, path, **options) → a page in that person's own browser, its stream open."""
    problems = []

    def make(membership, path, **options):
        return shown(contexts.open(live_site.url, membership, **options), path)

    def another_tab(context, path):
        return shown(context.new_page(), path)

    def shown(page, path):
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(path, wait_until="domcontentloaded")
        expect(page.locator("html[data-live=open]")).to_have_count(1)
        return page

    make.tab = another_tab
    yield make
    contexts.give_back()
    live_site.rest()
    assert not problems, problems


@pytest.fixture
def journey(transactional_db, workspace):
    """A small map: two stages, lanes for steps, touchpoints, thoughts and pains, and some cards."""
    map_ = factories.JourneyMap(workspace=workspace, title="Buying a bicycle")
    here = {"workspace": workspace, "map": map_}
    look, buy = (factories.Stage(**here, name=name) for name in ("Looking", "Buying"))
    steps = factories.Lane(**here, kind="steps", title="Steps")
    factories.Lane(**here, kind="touchpoints", title="Touchpoints")
    for text, stage in (("Asks a friend", look), ("Reads reviews", look), ("Rides one", buy)):
        factories.Card(**here, lane=steps, stage=stage, text=text)
    path = f"/w/{workspace.slug}/maps/{map_.pk}/"
    return SimpleNamespace(map=map_, look=look, buy=buy, steps=steps, path=path)


def card(page, text):
    return page.locator("#board li[data-item]", has_text=text)


def cell(page, lane, stage):
    return page.locator(f"#cell-{lane.pk}-{stage.pk}")


def field(page):
    return page.locator("#board textarea")


def write(page, text, *, save=True):
    """Type into the open form, and save it with the keys."""
    field(page).fill(text)
    if save:
        field(page).press("Control+Enter")
        expect(field(page)).to_have_count(0)
