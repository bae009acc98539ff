"""The lists of words and of customers to answer by keyboard."""

from django.utils import timezone
from playwright.sync_api import expect

from cxjourney.models import Feedback, FollowUp
from tests import factories
from tests.browser.conftest import settled


def test_the_inbox(edith, workspace, open_browser):
    for text in ("One", "Two", "Three"):
        factories.Feedback(workspace=workspace, text=text)
    page = open_browser(edith)
    page.goto("/w/acme/feedback/")
    settled(page)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(".quote__pick:checked")).to_have_count(2)
    expect(page.locator("#inbox-bulk [data-chosen]")).to_contain_text("2")
    page.keyboard.press("d")
    expect(page.locator(".quote__pick:checked")).to_have_count(0)
    expect(page.locator("#toasts")).to_contain_text("2")
    assert Feedback.objects.filter(status="done").count() == 2


def test_customers_to_answer(edith, workspace, open_browser):
    for text in ("One", "Two"):
        words = factories.Feedback(workspace=workspace, text=text)
        FollowUp.objects.create(workspace=workspace, feedback=words, due=timezone.localdate())
    page = open_browser(edith)
    page.goto("/w/acme/follow-ups/")
    settled(page)
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(".due__pick:checked")).to_have_count(1)
    expect(page.locator("#followups-bulk [data-chosen]")).to_contain_text("1")
    page.keyboard.press("Escape")
    expect(page.locator(".due__pick:checked")).to_have_count(0)
    page.keyboard.press("k")
    page.keyboard.press("r")
    expect(page.get_by_role("dialog")).to_be_visible()
