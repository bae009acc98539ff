"""More of a session on the map: copies, touchpoints, assumptions by mouse, lanes, the way back."""

import re

import pytest
from playwright.sync_api import expect

from cxjourney.demo import story
from cxjourney.models import JourneyMap
from tests import factories, tables
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


def step(page, text):
    return page.locator("li.card--step", has_text=text)


def cell(page, lane, number):
    return page.locator(f"tr.lane--{lane} td[data-cell]").nth(number)


def test_duplicate_by_keyboard(page):
    step(page, "Types the bakery").focus()
    page.keyboard.press("d")
    expect(step(page, "Types the bakery")).to_have_count(2)
    page.keyboard.press("Control+z")
    expect(step(page, "Types the bakery")).to_have_count(1)


def test_two_on_one_card_theirs_is_taken(demo, page, open_browser):
    user = factories.User(email="edith@example.com", name="Edith")
    other = open_browser(factories.Membership(workspace=demo.workspace, user=user, role="editor"))
    other.goto(page.url)
    for one in (page, other):
        step(one, "Looks up the fees").click()
    for one, words in ((other, "Asks for the fees on her phone"), (page, "Guesses the fees on her phone")):
        one.locator("#board textarea").fill(words)
        one.locator("#board textarea").press("Control+Enter")
        if one is other:
            expect(one.locator("#board textarea")).to_have_count(0)
    page.locator("#board .conflict").get_by_role("button", name="Take theirs").click()
    expect(step(page, "Asks for the fees on her phone")).to_be_visible()


def test_a_touchpoint_is_dragged_to_another_stage(page):
    card = page.locator("li[data-item=placement]", has_text="Examiner's letter")
    to = cell(page, "touchpoints", 1).locator("li[data-item]").first
    to.scroll_into_view_if_needed()
    start, end = card.bounding_box(), to.bounding_box()
    page.mouse.move(start["x"] + 6, start["y"] + start["height"] - 6)
    page.mouse.down()
    page.mouse.move(start["x"] - 20, start["y"] + 10, steps=5)
    page.mouse.move(end["x"] + 50, end["y"] + 8, steps=12)
    page.mouse.up()
    expect(cell(page, "touchpoints", 1)).to_contain_text("Examiner's letter")
    expect(page.locator("[data-toast]", has_text="moved")).to_be_visible()
    page.reload()
    expect(cell(page, "touchpoints", 1)).to_contain_text("Examiner's letter")


def test_an_assumed_point_is_dragged(page):
    point = page.locator("[role=slider]").nth(4)
    point.scroll_into_view_if_needed()
    before = point.get_attribute("aria-valuenow")
    box = point.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 30, steps=4)
    page.mouse.up()
    expect(page.locator("[data-toast]").first).to_be_visible()
    settled(page)
    after = page.locator("[role=slider]").nth(4).get_attribute("aria-valuenow")
    assert float(after) < float(before)
    page.reload()
    expect(page.locator("[role=slider]").nth(4)).to_have_attribute("aria-valuenow", after)


def test_the_back_button_closes_the_drawer(page):
    map_url = page.url
    page.get_by_role("link", name="Examiner's letter", exact=True).first.click()
    expect(page.locator("#drawer")).to_be_visible()
    page.go_back()
    expect(page.locator("#drawer")).to_have_count(0)
    assert page.url == map_url


def test_the_period_of_the_address_is_kept_by_a_reading(page):
    page.goto(page.url + "?period=365")
    step(page, "Types the bakery").focus()
    page.keyboard.press("Delete")
    expect(step(page, "Types the bakery")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(step(page, "Types the bakery")).to_have_count(1)
    expect(page).to_have_url(re.compile("period=365"))
