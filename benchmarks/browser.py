"""The map in Chromium, cold: when it is usable, how long tasks block it, how much it shifts."""

from __future__ import annotations

import threading

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import WSGIServer
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import sync_playwright

from benchmarks.setup import big_map, signed_in
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
    server = WSGIServer(("127.0.0.1", 0), _quiet(), ipv6=False)
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(
            executable_path=chromium.find(), args=["--no-sandbox", "--disable-gpu"]
        )
        runs = []
        for _ in range(RUNS):
            context = chrome.new_context(base_url=address, viewport={"width": 1280, "height": 800})
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
            page = context.new_page()
            page.add_init_script(WATCH)
            page.goto(f"/w/{member.workspace.slug}/maps/{map_.pk}/", wait_until="load")
            page.wait_for_timeout(1500)
            runs.append(page.evaluate(READ))
            context.close()
        chrome.close()
    server.shutdown()
    runs.sort(key=lambda run: run["usable"])
    middle = runs[len(runs) // 2]
    print(
        f"cold, median of {RUNS}: usable after {middle['usable'] / 1000:.2f} s, "
        f"blocking {middle['blocking']:.0f} ms, CLS {max(run['shift'] for run in runs):.3f}, "
        f"{middle['cards']} cards, {middle['nodes']} nodes"
    )


def _quiet():
    from django.core.servers.basehttp import WSGIRequestHandler

    class Quiet(WSGIRequestHandler):
        def log_message(self, *args):
            pass

    return Quiet
