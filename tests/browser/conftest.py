"""A real browser on a real server. Every page must be free of errors of its own."""

import os
from pathlib import Path

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from playwright.sync_api import expect, sync_playwright

from scripts import browser as chromium
from tests.browser.contexts import Contexts
from tests.browser.live_site import journey, live_site, visit
from tests.browser.quiet import Quiet

__all__ = ["journey", "live_site", "visit"]

# Playwright's loop runs in the test's thread, where Django would otherwise refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

expect.set_options(timeout=15000)  # several browsers on a busy machine
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
# Chromium reads only the last list of them, so those that Playwright turns off come first.
OFF = [
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "AimEnabled"),
    *("ThirdPartyStoragePartitioning", "OptimizationHints", "NetworkTimeServiceQuerying", "Translate"),
    # A process in reserve for a page that never comes, and a page to draw the buttons nobody sees: together
    # a third of what opening a browser's first page costs.
    *("SpareRendererForSitePerProcess", "PreloadTopChromeWebUI", "InitialWebUI", "WebUIReloadButton"),
    *("InitialWebUISurfaceSync", "WebUIToolbar", "WebUIHomeButton", "WebUIBackButton"),
    *("WebUISplitTabsButton", "WebUILocationBar", "WebUIOmniboxPopup"),
]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=" + ",".join(OFF),
]


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker("browser")
            item.add_marker(pytest.mark.flaky(reruns=1))  # see docs/decisions/0005


@pytest.fixture(autouse=True)
def words_wait(monkeypatch):
    """What is typed in starts no process beside the tests."""
    monkeypatch.setattr("cxjourney.feedback.words.jobs.start", lambda workspace_id: None)


@pytest.fixture(scope="session", autouse=True)
def static_files_once():
    """A browser asks for a page's eighty files once, as it does where they are hashed."""
    serve = StaticFilesHandler.serve

    def kept(self, request):
        response = serve(self, request)
        response.headers["Cache-Control"] = "max-age=600"
        return response

    StaticFilesHandler.serve = kept
    yield
    StaticFilesHandler.serve = serve


@pytest.fixture(scope="session")
def chrome():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def contexts(chrome):
    return Contexts(chrome)


@pytest.fixture(scope="session")
def quiet(live_server):
    return Quiet(live_server.thread.httpd)


@pytest.fixture
def open_browser(contexts, live_server, quiet):
    """open_browser(membership | None, **options) → a page of that person's own browser."""
    problems = []

    def note(error):
        # On a busy machine a page may be left before the browser has faded it in: not our fault.
        if not error.startswith("Transition was aborted"):
            problems.append(error)

    def make(membership=None, *, watched=True, **options):
        page = contexts.open(live_server.url, membership, **options)
        if watched:
            page.on("pageerror", lambda error: note(str(error)))
        return page

    yield make
    contexts.give_back()
    quiet.wait()
    assert not problems, problems


def violations(page, rules=RULES) -> list[str]:
    """What axe-core finds wrong, one line each: rule, and where."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", rules)
    return [
        f"{item['id']}: {node['target']} {node.get('failureSummary', '')[:300]}"
        for item in found["violations"]
        for node in item["nodes"]
    ]


def wrong_on(page, addresses, schemes=("light", "dark")) -> dict[str, list[str]]:
    """What is wrong on which page: all rules in the first of `schemes`, those for colours in the others, and
    whether the page is wider than its window.

    The page stays while its theme changes.
    """
    page.add_init_script(path=AXE)
    found = {}
    for address in addresses:
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme)
            if scheme == schemes[0]:
                page.goto(address)
            settled(page)
            if wrong := violations(page, RULES if scheme == schemes[0] else COLOURS):
                found[f"{address} in {scheme}"] = wrong
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[f"{address} sideways"] = ["wider than the window"]
    return found


# Things ask when they are seen or read: a frame or two after the page is there, or after the last answer.
# The live stream asks as long as the page is open, so this is no wait for silence.
SETTLED = """async () => {
  const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  for (let calm = 0; calm < 3; calm += 1) {
    await frame();
    const moving = document.getAnimations().filter(one => one.effect.getComputedTiming().endTime < Infinity);
    if (moving.length || document.querySelector(".htmx-request")) calm = -1;
  }
}"""


def settled(page) -> None:
    """Wait until the page is whole and painted, nothing moves, and htmx has nothing under way."""
    page.wait_for_load_state("load")
    page.evaluate(SETTLED)
