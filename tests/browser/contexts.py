"""Browser contexts that outlive a test: the site's files are read and understood once, whoever comes.

A test finds a context as if it were new: nobody signed in, nothing kept in it, no page open. One page
stays in each, so that the process behind it stays too: to start one costs as much as to open a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from tests.cast import signed_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

STILL = "/static/icons.svg"  # a picture asks for nothing


class Contexts:
    """Those of one browser: `open` a page in one that no other person has now; `give_back` them all."""

    def __init__(self, browser: Browser):
        self.browser = browser
        self.free: dict[str, list[BrowserContext]] = {}
        self.taken: list[tuple[str, BrowserContext]] = []
        self.keepers: dict[BrowserContext, Page] = {}

    def open(self, url: str, membership=None, *, viewport=None, color_scheme=None, **options) -> Page:
        """A page of the site at `url`, still empty, that person being signed in.

        `options` are those of Playwright's `new_context`; the two named ones can be set for a page.
        """
        key = f"{url} {sorted(options.items())}"
        free = self.free.setdefault(key, [])
        context = free.pop() if free else self._new(url, **options)
        self.taken.append((key, context))
        if membership is not None:
            cookie = signed_in(membership).cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": url}])
        page = context.new_page()
        if viewport:
            page.set_viewport_size(viewport)
        if color_scheme:
            page.emulate_media(color_scheme=color_scheme)
        return page

    def give_back(self) -> None:
        """Close the pages, and forget what they kept."""
        while self.taken:
            key, context = self.taken.pop()
            keeper = self.keepers[context]
            for page in context.pages:
                if page is not keeper:
                    page.close()
            context.clear_cookies()
            context.set_offline(False)
            keeper.evaluate("localStorage.clear()")
            self.free[key].append(context)

    def _new(self, url: str, **options) -> BrowserContext:
        context = self.browser.new_context(base_url=url, reduced_motion="reduce", **options)
        context.set_default_timeout(20000)
        context.set_default_navigation_timeout(60000)  # a page brings eighty files
        keeper = self.keepers[context] = context.new_page()
        keeper.goto(STILL)
        return context
