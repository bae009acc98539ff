"""The lists of words, of customers to answer and of pain points by keyboard."""

from django.utils import timezone
from playwright.sync_api import expect

from cxjourney.models import Feedback, FollowUp, PainPoint
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
    page.keyboard.press("k")
    page.keyboard.press("m")
    expect(page.locator("#bulk-mood button").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".quote__pick:checked")).to_have_count(0)
    assert Feedback.objects.filter(judged_by="hand").count() == 1


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


def test_the_backlog(edith, workspace, open_browser):
    touchpoint = factories.Touchpoint(workspace=workspace)
    for title in ("One", "Two", "Three"):
        factories.PainPoint(workspace=workspace, touchpoint=touchpoint, title=title, status="new")
    page = open_browser(edith)
    page.goto("/w/acme/pains/")
    settled(page)
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("#pains-bulk [data-chosen]")).to_contain_text("2")
    page.keyboard.press("s")
    expect(page.get_by_role("button", name="New", exact=True)).to_be_focused()
    page.get_by_role("button", name="Doing", exact=True).click()
    expect(page.locator("#toasts")).to_contain_text("2 pain points changed")
    expect(page.locator(".pain__pick:checked")).to_have_count(0)
    assert PainPoint.objects.filter(status="doing").count() == 2
    page.keyboard.press("Control+z")
    expect(page.locator("#toasts")).to_contain_text("Undone")
    assert not PainPoint.objects.filter(status="doing").exists()
    page.get_by_label("Choose all that are shown").check()
    expect(page.locator("#pains-bulk [data-chosen]")).to_contain_text("3")
    page.keyboard.press("Escape")
    expect(page.locator("#pains-bulk")).to_be_hidden()
    expect(page.get_by_label("Choose all that are shown")).not_to_be_checked()
