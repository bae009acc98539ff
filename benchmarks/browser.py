"""The map in Chromium, cold: when it is usable, how long tasks block it, how much it shifts.

From uvicorn, as a small install has it: pages, streams and static files from one process.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys

from django.conf import settings
from playwright.sync_api import sync_playwright

from benchmarks.setup import big_map, signed_in
from benchmarks.throughput import wait
from scripts import browser as chromium

RUNS = 5
WATCH = """
window.seen = {long: [], shift: 0};
const watch = (type, each) =>
  new PerformanceObserver(list => list.getEntries().forEach(each)).observe({type, buffered: true});
watch('longtask', e => window.seen.long.push([e.startTime, e.duration]));
watch('layout-shift', e => { if (!e.hadRecentInput) window.seen.shift += e.value; });
"""
READ = """() => {
  const ended = window.seen.long.map(([at, took]) => at + took);
  const load = performance.getEntriesByType('navigation')[0];
  return {
    usable: Math.max(load.domContentLoadedEventEnd, ...ended),
    blocking: window.seen.long.reduce((sum, [, took]) => sum + Math.max(0, took - 50), 0),
    shift: window.seen.shift,
    cards: document.querySelectorAll('[data-item]').length,
    nodes: document.querySelectorAll('*').length,
  };
}"""


def main() -> None:
    member, map_ = big_map()
    cookie = signed_in(member).cookies[settings.SESSION_COOKIE_NAME].value
    path = f"/w/{member.workspace.slug}/maps/{map_.pk}/"
    with served() as address, sync_playwright() as playwright:
        chrome = playwright.chromium.launch(
            executable_path=chromium.find(), args=["--no-sandbox", "--disable-gpu"]
        )
        runs = [cold(chrome, address, path, cookie) for _ in range(RUNS)]
        chrome.close()
    runs.sort(key=lambda run: run["usable"])
    middle = runs[len(runs) // 2]
    print(
        f"cold, median of {RUNS}: usable after {middle['usable'] / 1000:.2f} s, "
        f"blocking {middle['blocking']:.0f} ms, CLS {max(run['shift'] for run in runs):.3f}, "
        f"{middle['cards']} cards, {middle['nodes']} nodes"
    )


@contextlib.contextmanager
def served():
    """The address of a server that is ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = ["-m", "uvicorn", "cxjourney.asgi:application", "--port", str(port), "--log-level", "error"]
    environment = dict(os.environ, BASE_URL=address)
    server = subprocess.Popen([sys.executable, *command], env=environment, stdin=subprocess.DEVNULL)
    try:
        wait(port)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def cold(chrome, address: str, path: str, cookie: str) -> dict:
    """What a browser sees that has never been here."""
    context = chrome.new_context(base_url=address, viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(path, wait_until="load")
    page.wait_for_timeout(1500)
    seen = page.evaluate(READ)
    context.close()
    return seen
