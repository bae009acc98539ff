"""What the menus of a map do: stages, lanes, the period, its settings; and a pain point's own page."""

import re

import pytest
from playwright.sync_api import expect

from cxjourney.demo import story
from cxjourney.models import JourneyMap, PainPoint
from tests import tables
from tests.browser.conftest import settled


@pytest.fixture
def demo(transactional_db):
    return tables.demo()


@pytest.fixture
def page(demo, open_browser):
    page = open_browser(demo, viewport={"width": 1600, "height": 1000})
    page.goto(f"/w/demo/maps/{JourneyMap.objects.get(title=story.TITLE).pk}/")
    settled(page)
    return page


def heads(page):
    return page.locator("thead th[data-stage] .stage__name")


def choose(page, name, item):
    """Press an item of the menu of a stage or a lane."""
    button = page.get_by_role("button", name=f"{name}: ", exact=False).first
    button.focus()
    button.press("Enter")
    page.locator("#head-menu").get_by_role("button", name=item).click()


def test_a_stage_is_renamed_and_moved(page):
    choose(page, "Search", "Name and goal")
    name = page.locator("[data-head-form]").get_by_label("Name")
    expect(name).to_be_focused()
    name.fill("Look for it")
    name.press("Enter")
    expect(heads(page).nth(1)).to_have_text("Look for it")
    choose(page, "Look for it", "Move left")
    expect(heads(page).first).to_have_text("Look for it")
    page.reload()
    expect(heads(page).first).to_have_text("Look for it")
    page.keyboard.press("Control+z")
    expect(heads(page).nth(1)).to_have_text("Look for it")
    page.keyboard.press("Control+z")
    expect(heads(page).nth(1)).to_have_text("Search")


def test_a_lane_is_hidden_and_shown_again(page):
    ideas = page.locator("tr.lane--ideas")
    choose(page, "Opportunities", "Hide")
    expect(ideas).to_have_count(0)
    page.get_by_role("button", name="Lanes 13 of 15").click()
    page.locator("#lanes-menu").get_by_role("button", name="Opportunities").click()
    expect(ideas).to_have_count(1)
    expect(page.get_by_role("button", name="Lanes 14 of 15")).to_be_visible()


def test_the_period_menu_shows_another_period_at_its_own_address(page):
    period = page.locator("[popovertarget=period-menu]")
    expect(period).to_contain_text("all answers")
    period.click()
    page.locator("#period-menu").get_by_role("link", name="Last year").click()
    expect(page).to_have_url(re.compile("period=365"))
    expect(period).to_contain_text("365 days to")
    period.click()
    form = page.locator("#period-menu form")
    form.get_by_label("From").fill("2022-01-01")
    form.get_by_label("To").fill("2022-12-31")
    form.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("from=2022-01-01&to=2022-12-31"))
    expect(period).to_contain_text("1 Jan 2022 to 31 Dec 2022")


def test_the_source_of_the_numbers_stands_at_the_foot(page):
    page.get_by_role("button", name="Map options").click()
    page.get_by_role("button", name="About this map").click()
    source = page.get_by_label("Source of the numbers")
    source.fill("Asked at the counter, 2026")
    page.locator("#map-settings").get_by_role("button", name="Save").click()
    expect(page.locator(".map__source")).to_have_text("Asked at the counter, 2026")
    page.reload()
    expect(page.locator(".map__source")).to_have_text("Asked at the counter, 2026")


def test_a_pain_point_beside_the_map_keeps_the_maps_address(page):
    own = page.url
    page.get_by_role("link", name="Classes of goods read like law").click()
    drawer = page.locator("#drawer")
    expect(drawer).to_contain_text("Classes of goods read like law")
    expect(page).to_have_url(re.compile(re.escape(own) + r"\?pain=\d+$"))
    page.reload()
    expect(drawer).to_contain_text("Classes of goods read like law")
    expect(page.locator("#board")).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(page).to_have_url(own)


def test_a_pain_point_is_removed_from_its_own_page(demo, page):
    pain = PainPoint.objects.get(title="Classes of goods read like law")
    page.goto(f"/w/demo/pains/{pain.pk}/")
    page.get_by_role("button", name="Remove the pain point").click()
    expect(page).to_have_url(re.compile("/w/demo/pains/$"))
    row = page.locator(f"#painpoint-{pain.pk}")
    expect(page.get_by_text("Similar marks are hard to judge")).to_be_visible()
    expect(row).to_have_count(0)
    page.locator("[data-toast]").last.get_by_role("button", name="Undo").click()
    expect(row).to_have_count(1)
