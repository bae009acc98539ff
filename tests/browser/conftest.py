"""A real browser on a real server. Every page must be free of errors of its own."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from playwright.sync_api import expect, sync_playwright

from scripts import browser as chromium
from tests.browser.quiet import Quiet
from tests.cast import signed_in

# Playwright's loop runs in the test's thread, where Django would otherwise refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

expect.set_options(timeout=15000)  # several browsers on a busy machine
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# In dark only colours can differ.
RULES_IN = {"light": RULES, "dark": ["color-contrast", "link-in-text-block"]}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker("browser")
            item.add_marker(pytest.mark.flaky(reruns=1))  # see docs/decisions/0005


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
def quiet(live_server):
    return Quiet(live_server.thread.httpd)


@pytest.fixture
def open_browser(chrome, live_server, quiet):
    """open_browser(membership | None, **options) → a page of that person's own browser."""
    contexts = []
    problems = []

    def note(error):
        # On a busy machine a page may be left before the browser has faded it in: not our fault.
        if not error.startswith("Transition was aborted"):
            problems.append(error)

    def make(membership=None, *, watched=True, **options):
        context = chrome.new_context(base_url=live_server.url, reduced_motion="reduce", **options)
        context.set_default_timeout(20000)
        context.set_default_navigation_timeout(60000)  # a page brings eighty files
        contexts.append(context)
        if membership is not None:
            cookie = signed_in(membership).cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
            )
        page = context.new_page()
        if watched:
            page.on("pageerror", lambda error: note(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
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


def settled(page) -> None:
    """Wait until htmx has nothing under way."""
    page.wait_for_load_state("networkidle")
