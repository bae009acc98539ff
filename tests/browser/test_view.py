"""How one person sees a map: kept in the browser, the same page for all."""

import pytest
from playwright.sync_api import expect

from cxjourney.models import JourneyMap
from tests import tables
from tests.browser.conftest import settled, violations


@pytest.fixture
def page(transactional_db, open_browser):
    by = tables.demo()
    page = open_browser(by, viewport={"width": 1280, "height": 900})
    page.goto(f"/w/demo/maps/{JourneyMap.objects.get(title='Registering a trademark').pk}/")
    settled(page)
    return page


def test_zoom_density_lanes_and_stages_stay_after_a_reload(page):
    page.get_by_role("button", name="View", exact=True).click()
    page.get_by_label("Compact").check(force=True)
    assert violations(page) == []
    page.get_by_role("button", name="Smaller").click()
    page.locator("#view-menu").get_by_label("Customer goals").uncheck()
    page.locator("#view-menu").get_by_label("Search").uncheck()
    page.reload()
    settled(page)
    expect(page.locator("[data-view-state]")).to_have_text("90 %, 2 hidden")
    expect(page.locator("tr.lane--goals")).to_be_hidden()
    expect(page.locator("thead th", has_text="Search")).to_be_hidden()
    expect(page.locator("[data-curve] [data-window]")).to_have_count(2)
    page.locator("li.card--step").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("tr.lane--steps td").nth(2).locator(":focus")).to_have_count(1)
    page.get_by_role("button", name="View").click()
    page.get_by_role("button", name="Show everything").click()
    expect(page.locator("thead th", has_text="Search")).to_be_visible()
    expect(page.locator("[data-view-state]")).to_have_text("")


def test_the_head_grows_small_below(page):
    goal = page.locator(".stage__goal").first
    expect(goal).to_be_visible()
    page.locator("#main").evaluate("main => main.scrollTo(0, 400)")
    expect(goal).to_be_hidden()
    page.locator("#main").evaluate("main => main.scrollTo(0, 0)")
    expect(goal).to_be_visible()


def test_only_what_we_know(page):
    steps = page.locator("li.card--step")
    steps.first.focus()
    page.keyboard.press("e")
    expect(page.locator('li.card--step[data-known="observed"]')).to_have_count(1)
    page.get_by_role("button", name="View", exact=True).click()
    measured = page.locator('#board [data-known="measured"]').count()
    assert measured > 6
    expect(page.locator("[data-known-count]")).to_contain_text(f"{measured} measured, 1 observed")
    page.get_by_label("Only what we know").check(force=True)
    expect(page.locator("li.card--step:visible")).to_have_count(1)
    expect(page.locator("[data-view-state]")).to_have_text("Only what we know")


def test_a_wide_map_in_small(page):
    small = page.locator("#minimap")
    expect(small).to_be_hidden()
    page.set_viewport_size({"width": 800, "height": 700})
    expect(small).to_be_visible()
    box = small.bounding_box()
    page.mouse.click(box["x"] + box["width"] - 10, box["y"] + 5)
    page.wait_for_function("document.getElementById('main').scrollLeft > 300")
