"""The proxies' files in docs/deploy, each run by the real program before two small servers."""

import gzip
import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest
from django.conf import settings

from tests.deploy.backend import Backend

DEPLOY = Path(settings.BASE_DIR) / "docs" / "deploy"
CURL = shutil.which("curl")


def program(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if not found:
        pytest.skip(f"{name} is not installed (apt-get install {name})")
    return found


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


# Caddy cleans its store as it starts, and now and then takes away what it has just begun to write.
pytestmark = pytest.mark.flaky(reruns=1)


@pytest.fixture
def pages():
    backend = Backend("pages")
    yield backend
    backend.stop()


@pytest.fixture
def events():
    backend = Backend("events")
    yield backend
    backend.stop()


def run_nginx(folder: Path, pages: int, events: int, https: int) -> list[str]:
    """The file as it is, but for the ports, the certificate and the place of the static files."""
    command = program("nginx")
    make_certificate(folder)
    (folder / "static").mkdir()
    (folder / "static" / "app.123.css").write_text("body { color: teal }")
    (folder / "static" / "app.123.css.gz").write_bytes(gzip.compress(b"body { color: teal }"))
    text = (DEPLOY / "nginx.conf").read_text()
    for here, there in {
        "127.0.0.1:8000": f"127.0.0.1:{pages}",
        "127.0.0.1:8001": f"127.0.0.1:{events}",
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl": f"listen 127.0.0.1:{https} ssl",
        "/etc/ssl/journeys.example.org": str(folder / "site"),
        "/srv/cxjourney/static/": f"{folder}/static/",
    }.items():
        assert here in text
        text = text.replace(here, there)
    (folder / "site.conf").write_text(text)
    places = "".join(
        f"{each}_temp_path {folder}/{each};\n"
        for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""  # others may not read the tests' folder
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; error_log stderr; events {{ worker_connections 256; }}\n"
        f"http {{ access_log off; gzip on; gzip_types *; {places} include {folder}/site.conf; }}\n"
    )
    return [command, "-p", str(folder), "-c", str(folder / "nginx.conf")]


def make_certificate(folder: Path) -> None:
    subject = ["-subj", "/CN=localhost", "-days", "2"]
    files = ["-keyout", f"{folder}/site.key", "-out", f"{folder}/site.pem"]
    command = [program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", *files, *subject]
    subprocess.run(command, check=True, capture_output=True)


def run_caddy(folder: Path, pages: int, events: int, https: int) -> list[str]:
    """The file as it is, with settings that keep it in `folder`; the rest comes from the environment."""
    command = program("caddy")
    mine = f"admin off\nskip_install_trust\nstorage file_system {folder}\nhttp_port {free_port()}\n"
    text = (DEPLOY / "Caddyfile").read_text()
    (folder / "Caddyfile").write_text(text.replace("\tgrace_period", f"{mine}\tgrace_period"))
    values = [
        f"SITE=https://localhost:{https}",
        f"PAGES=127.0.0.1:{pages}",
        f"EVENTS=127.0.0.1:{events}",
    ]
    return ["env", *values, command, "run", "--config", str(folder / "Caddyfile")]


@pytest.fixture(params=[run_nginx, run_caddy], ids=["nginx", "caddy"])
def proxy(request, tmp_path, pages, events):
    """The port where the proxy speaks https."""
    port = free_port()
    command = request.param(tmp_path, pages.port, events.port, port)
    with (tmp_path / "log").open("wb") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, "HOME": str(tmp_path)})
    try:
        wait_for(lambda: ask(port, "/healthz").status == 200, running, tmp_path / "log")
        yield port
    finally:
        running.terminate()
        running.wait(10)


def wait_for(ready, running: subprocess.Popen, log: Path) -> None:
    for _ in range(200):
        if running.poll() is not None:
            break
        with suppress(OSError):  # it is starting
            if ready():
                return
        time.sleep(0.05)
    pytest.fail(log.read_text())


@contextmanager
def connect(port: int) -> Iterator[http.client.HTTPSConnection]:
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    with closing(http.client.HTTPSConnection("localhost", port, timeout=10, context=trusting)) as connection:
        yield connection


@dataclass
class Answer:
    status: int
    headers: Message
    body: bytes


def ask(port: int, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
    """One request on a connection of its own."""
    with connect(port) as connection:
        names = {name.replace("_", "-"): text for name, text in headers.items()}
        connection.request(method, path, body or None, names)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())


def next_event(stream: http.client.HTTPResponse) -> dict:
    """Waits until a whole event is there; the proxy must not wait for more of them."""
    lines = [stream.readline() for _ in range(3)]
    assert lines[0] == b"event: hello\n"
    assert lines[2] == b"\n"
    return json.loads(lines[1].removeprefix(b"data: "))


def test_events_arrive_at_once_and_as_they_are(proxy, events):
    with connect(proxy) as connection:
        headers = {"Accept-Encoding": "gzip, deflate, br, zstd", "Last-Event-ID": "map.1.7"}
        connection.request("GET", "/events/?on=map.1.2", headers=headers)
        with connection.getresponse() as stream:
            assert stream.status == 200
            assert stream.headers["Content-Type"] == "text/event-stream; charset=utf-8"
            assert stream.headers["Content-Encoding"] is None
            assert "no-transform" in stream.headers["Cache-Control"]
            for _ in range(3):  # each is sent only after the one before was read
                seen = next_event(stream)
                assert ask(proxy, "/events/", "POST").status == 204
            assert seen["server"] == "events"
            assert seen["last-event-id"] == "map.1.7"
            assert not events.left.is_set()
    assert events.left.wait(10)


def test_connections_are_kept(proxy, events):
    before = len(events.peers)
    with connect(proxy) as connection:
        for _ in range(5):
            connection.request("POST", "/events/", body=b"{}")
            answer = connection.getresponse()
            answer.read()
            assert (answer.status, answer.version) == (204, 11)
            assert not answer.will_close  # the browser's connection
    assert len(events.peers) - before <= 1  # the proxy's


def test_pages_come_from_the_other_server(proxy):
    spoofed = {"X_Forwarded_Proto": "http", "X_Forwarded_For": "6.6.6.6"}
    seen = json.loads(ask(proxy, "/w/acme/maps/1/", **spoofed).body)
    assert seen["server"] == "pages"
    assert seen["path"] == "/w/acme/maps/1/"
    assert seen["x-forwarded-proto"] == "https"
    assert seen["x-forwarded-for"].split(", ")[-1] == "127.0.0.1"
    assert seen["host"].startswith("localhost")


def test_browsers_are_offered_http_2(proxy):
    if not CURL:
        pytest.skip("curl is not installed")
    command = [
        CURL,
        "-sk",
        "--http2",
        "-o",
        os.devnull,
        "-w",
        "%{http_version}",
        f"https://localhost:{proxy}/",
    ]
    assert subprocess.run(command, capture_output=True, check=True, text=True).stdout == "2"


def test_large_uploads_pass_and_larger_ones_do_not(proxy):
    limit = re.search(r"client_max_body_size (\d+)m", (DEPLOY / "nginx.conf").read_text())
    assert limit
    assert int(limit[1]) == settings.UPLOAD_MAX_MB + 1
    assert f"max_size {limit[1]}MB" in (DEPLOY / "Caddyfile").read_text()
    assert ask(proxy, "/imports/", "POST", b"x" * 3_000_000).status == 200


def test_static_files_are_packed_and_kept_for_ever(proxy, request):
    answer = ask(proxy, "/static/app.123.css", Accept_Encoding="gzip")
    if "caddy" in request.node.name:  # the pages' server has them
        assert json.loads(gunzip(answer))["server"] == "pages"
        return
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert gunzip(answer).startswith(b"body")
    for outside in ("/static/../site.key", "/static../site.key"):
        assert json.loads(ask(proxy, outside).body)["server"] == "pages"


def gunzip(answer: Answer) -> bytes:
    return gzip.decompress(answer.body) if answer.headers["Content-Encoding"] == "gzip" else answer.body
