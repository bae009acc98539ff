"""A server with open streams ends at once, and says so to the browsers."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection

from cxjourney.models import ChoreRun
from tests import factories

OPTIONS = ["--timeout-graceful-shutdown", "2", "--no-access-log"]
BY_HAND = [sys.executable, "-m", "uvicorn", "cxjourney.asgi:application", *OPTIONS, "--fd", "{fd}"]
SERVE = "import socket; from scripts.serve import serve; serve(socket.socket(fileno={fd}))"
BY_SCRIPT = [sys.executable, "-c", SERVE]


def environment(**more: str) -> dict:
    """For a process that uses the tests' database."""
    facts = connection.settings_dict
    name = facts["NAME"]
    address = f"postgresql://{facts['USER']}@/{name}?host={facts['HOST']}&port={facts['PORT']}"
    return {**os.environ, "CXJOURNEY_MODE": "test", "DATABASE_URL": address, **more}


@pytest.fixture
def start():
    """start(command) → the process and a connection to it."""
    running = []

    def begin(command: list[str], **more: str) -> tuple[subprocess.Popen, http.client.HTTPConnection]:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            fd = listener.fileno()
            process = subprocess.Popen(
                [word.replace("{fd}", str(fd)) for word in command],
                pass_fds=[fd],
                cwd=settings.BASE_DIR,
                env=environment(**more),
                stderr=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                text=True,
            )
            running.append(process)
            return process, http.client.HTTPConnection(*listener.getsockname(), timeout=60)

    yield begin
    for process in running:
        process.kill()
        process.wait()
        process.stderr.close()


@pytest.mark.parametrize(
    ("command", "number"),
    [
        (BY_HAND, signal.SIGTERM),
        (BY_SCRIPT, signal.SIGTERM),
        (BY_SCRIPT, signal.SIGINT),
        (BY_SCRIPT, signal.SIGHUP),
    ],
    ids=["uvicorn", "script", "ctrl-c", "hangup"],
)
def test_streams_are_closed_first(transactional_db, workspace, as_bob, start, command, number):
    map_ = factories.JourneyMap(workspace=workspace)
    process, server = start(command)
    with closing(server):
        cookie = f"sessionid={as_bob.cookies['sessionid'].value}"
        server.request("GET", f"/events/?on=map.{map_.pk}.0", headers={"Cookie": cookie})
        with server.getresponse() as stream:
            assert stream.status == 200
            while stream.readline() != b"event: hello\n":
                pass
            process.send_signal(number)
            rest = stream.read().decode()  # to the end
    assert "event: again\n" in rest
    process.wait(10)
    assert "exceeded" not in process.stderr.read()  # no stream had to be cut off


@pytest.mark.parametrize("command", [BY_HAND, BY_SCRIPT], ids=["uvicorn", "script"])
def test_chores_are_done_while_it_runs(transactional_db, start, command):
    process, server = start(command, CHORES_EVERY="0.01")
    with closing(server):
        server.request("GET", "/healthz")
        assert server.getresponse().status == 200
        until = time.monotonic() + 60
        while ChoreRun.objects.count() < 4 and time.monotonic() < until:
            time.sleep(0.2)
    assert "purge_feedback" in ChoreRun.objects.values_list("name", flat=True)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) in (0, -signal.SIGTERM)
    assert "Traceback" not in process.stderr.read()
