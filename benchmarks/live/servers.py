"""The real server in its two layouts, and what its processes use."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
UVICORN = ["-m", "uvicorn", "cxjourney.asgi:application", "--host", "127.0.0.1", "--loop", "uvloop"]
UVICORN += ["--http", "httptools", "--no-access-log", "--log-level", "warning"]
UVICORN += ["--timeout-graceful-shutdown", "2", "--port"]
GUNICORN = ["-m", "gunicorn", "cxjourney.wsgi", "-w", "2", "--log-level", "error", "-b"]


def need_files(count: int) -> None:
    """Each stream is an open file at both ends; say so before anything is measured."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count and hard >= count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))
    elif soft < count:
        raise SystemExit(
            f"{count} open files are needed and {soft} are allowed: run `ulimit -n {count}` first."
        )


class Port:
    """A port of our own: bound but not listened on, so that nobody else is given it between restarts."""

    def __init__(self) -> None:
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(("127.0.0.1", 0))
        self.number = self.socket.getsockname()[1]


class Server:
    """One program that serves, with its workers."""

    def __init__(self, name: str, command: list[str], port: Port, environment: dict[str, str]):
        self.name, self.command, self.port = name, command, port
        self.environment = environment | {"PGAPPNAME": f"bench {name}"}
        self.process: subprocess.Popen | None = None

    def start(self) -> Server:
        self.begin()
        return self.wait()

    def begin(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *self.command], env=self.environment, stdin=subprocess.DEVNULL
        )

    def wait(self) -> Server:
        """Until it takes connections."""
        assert self.process
        for _ in range(2000):
            try:
                socket.create_connection(("127.0.0.1", self.port.number), 1).close()
                return self
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        raise SystemExit(f"the {self.name} process did not start")

    def stop(self, how: int = signal.SIGTERM) -> float:
        """Seconds it took to end."""
        began = time.perf_counter()
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return time.perf_counter() - began

    @property
    def pids(self) -> list[int]:
        assert self.process
        return [self.process.pid, *children(self.process.pid)]

    def memory(self) -> int:
        """Resident bytes of all its processes."""
        return sum(map(resident, self.pids))


class Servers:
    """`two`: gunicorn with two sync workers for pages, one uvicorn for the streams. Else one for both."""

    def __init__(self, two: bool = True, environment: dict[str, str] | None = None):
        events, pages = Port(), Port()
        base = dict(os.environ, COMPRESS="0", LOG_LEVEL="ERROR", **(environment or {}))
        apart = {"DATABASE_POOL": "0"}  # the live thread's one connection, and the one that listens
        self.events = Server("events", [*UVICORN, str(events.number)], events, base | (apart if two else {}))
        self.pages = self.events
        if two:
            command = [*GUNICORN, f"127.0.0.1:{pages.number}"]
            self.pages = Server("pages", command, pages, base | apart)
        for server in {self.events, self.pages}:
            server.environment["BASE_URL"] = f"http://127.0.0.1:{self.pages.port.number}"

    def __enter__(self) -> Servers:
        both = {self.events, self.pages}
        for server in both:
            server.begin()
        try:
            for server in both:
                server.wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error) -> None:
        for server in {self.events, self.pages}:
            server.stop()
            server.port.socket.close()


def children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def resident(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


def used(pids: list[int]) -> float:
    """Seconds of processor these processes have used, with children that ended."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            continue
        total += sum(int(field) for field in fields[11:15])
    return total / TICK


def database_pids() -> list[int]:
    """The embedded database's processes; none where it is elsewhere."""
    from django.conf import settings

    file = Path(settings.DATA_DIR) / "postgres" / "postmaster.pid"
    if not settings.DATABASE_EMBEDDED or not file.exists():
        return []
    head = int(file.read_text().split()[0])
    return [head, *children(head)]


def connections() -> dict[str, int]:
    """Open database connections by the process that holds them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT replace(application_name, 'cxjourney live', 'bench events'), count(*)
                 FROM pg_stat_activity WHERE datname = current_database() GROUP BY 1"""
        )
        return dict(cursor.fetchall())
