"""The same load on a Hocuspocus server: the same number of people and changes a second, ~600 bytes each.

It keeps one document in memory and stores nothing; its time is from "edit sent" to "received".
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from benchmarks.live import servers

HERE = Path(__file__).resolve().parent.parent / "hocuspocus"
SIZE = 600


def install() -> Path | None:
    """Where its files and packages are, in the data directory; None (and why) when they can't be had."""
    target = Path(os.environ["DATA_DIR"]) / "hocuspocus"
    target.mkdir(parents=True, exist_ok=True)
    wanted = (HERE / "package.json").read_text()
    have = target / "package.json"
    fresh = have.exists() and have.read_text() == wanted and (target / "node_modules").exists()
    for file in HERE.iterdir():
        shutil.copy(file, target)
    if not shutil.which("npm") or not shutil.which("node"):
        print("Hocuspocus was left out: node and npm are needed.")
        return None
    if not fresh:
        command = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"]
        if subprocess.run(command, cwd=target, check=False).returncode:
            have.unlink()
            print("Hocuspocus was left out: npm could not install it.")
            return None
    return target


def run(watching: int, editing: int, per_second: float, seconds: float) -> dict | None:
    """What its clients saw, with memory a client and cores used; None when it can't run here."""
    place = install()
    if place is None:
        return None
    port = servers.Port()
    with subprocess.Popen(
        ["node", "server.mjs", str(port.number)], cwd=place, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            server.stdout.readline()
            return _drive(place, port.number, server.pid, watching, editing, per_second, seconds)
        finally:
            server.terminate()


def _drive(place, port, pid, watching, editing, per_second, seconds) -> dict:
    asked = dict(
        port=port, watching=watching, editing=editing, perSecond=per_second, seconds=seconds, size=SIZE
    )
    before = servers.resident(pid)
    with subprocess.Popen(
        ["node", "client.mjs", json.dumps(asked)],
        cwd=place, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as client:  # fmt: skip
        opened = json.loads(client.stdout.readline())
        memory, used = (servers.resident(pid) - before) / watching, servers.used([pid])
        client.stdin.write("go\n")
        client.stdin.flush()
        seen = json.loads(client.stdout.readline())
    seen |= opened | {"memory": memory, "server": (servers.used([pid]) - used) / seen["seconds"]}
    return seen
