"""Several things of a map at once, by mouse and by keyboard."""

import pytest
from playwright.sync_api import expect

from cxjourney.models import JourneyMap
from tests import tables
from tests.browser.conftest import settled, violations


@pytest.fixture
def page(transactional_db, open_browser):
    by = tables.demo()
    page = open_browser(by, viewport={"width": 1600, "height": 1000})
    page.goto(f"/w/demo/maps/{JourneyMap.objects.get(title='Registering a trademark').pk}/")
    settled(page)
    return page


def test_by_mouse(page):
    steps = page.locator("li.card--step")
    steps.nth(0).click(modifiers=["Control"])
    steps.nth(3).click(modifiers=["Shift"])
    expect(page.locator("#picked")).to_contain_text("4 chosen")
    assert violations(page) == []
    page.get_by_role("button", name="Colour").click()
    page.get_by_role("button", name="Blue").click()
    expect(page.locator('li.card--step[data-hue="2"]')).to_have_count(4)
    page.get_by_role("button", name="Move", exact=True).click()
    page.locator("#picked-move").get_by_role("button", name="Follow and keep").click()
    expect(page.locator("tr.lane--steps td").last.locator("[data-hue]")).to_have_count(4)
    steps.last.click()
    expect(page.locator("#picked")).to_be_hidden()


def test_by_keyboard(page):
    steps = page.locator("li.card--step")
    before = steps.count()
    steps.first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator(".is-picked")).to_have_count(2)
    page.keyboard.press("Delete")
    expect(steps).to_have_count(before - 2)
    expect(page.locator("[data-toast]", has_text="2 removed")).to_be_visible()
    expect(page.locator("#board :focus")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(page.locator("[data-toast]", has_text="and 1 more")).to_be_visible()
    expect(steps).to_have_count(before)
    steps.first.focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("m")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("tr.lane--steps td").first.locator("[data-item]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("#picked")).to_be_hidden()
