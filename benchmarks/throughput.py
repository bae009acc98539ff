"""Map pages a second at 8 connections from gunicorn with two sync workers, and the time of each."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
import time

from django.conf import settings

from benchmarks.setup import big_map, percentiles, signed_in

CONNECTIONS, SECONDS = 8, 10


def main() -> None:
    member, map_ = big_map()
    cookie = signed_in(member).cookies[settings.SESSION_COOKIE_NAME].value
    for title, path in [
        ("map page", f"/w/{member.workspace.slug}/maps/{map_.pk}/"),
        ("/healthz, the floor", "/healthz"),
    ]:
        rate, p50, p95 = load(path, cookie)
        print(
            f"{title}: {rate:.0f} requests/s at {CONNECTIONS} connections, p50 {p50:.0f} ms, p95 {p95:.0f} ms"
        )


def load(path: str, cookie: str) -> tuple[float, float, float]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        "-m",
        "gunicorn",
        "-w",
        "2",
        "-b",
        f"127.0.0.1:{port}",
        "cxjourney.wsgi",
        "--log-level",
        "error",
    ]
    environment = dict(os.environ, DATABASE_POOL="0", COMPRESS="0", BASE_URL=f"http://127.0.0.1:{port}")
    server = subprocess.Popen([sys.executable, *command], env=environment, stdin=subprocess.DEVNULL)
    try:
        wait(port)
        return drive(port, path, cookie)
    finally:
        server.terminate()
        server.wait(10)


def wait(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("gunicorn did not start")


def drive(port: int, path: str, cookie: str) -> tuple[float, float, float]:
    taken: list[float] = []
    until = time.perf_counter() + SECONDS

    def one():
        while time.perf_counter() < until:
            began = time.perf_counter()
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", path, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            connection.close()
            taken.append(time.perf_counter() - began)

    threads = [threading.Thread(target=one) for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(taken) / (time.perf_counter() - began), *percentiles(taken)
