"""More of a session on the map: copies, the other's words, touchpoints by mouse."""

import pytest
from playwright.sync_api import expect

from cxjourney.demo import load
from cxjourney.models import JourneyMap
from tests import factories
from tests.browser.conftest import settled


@pytest.fixture
def demo(transactional_db):
    return load.load()


@pytest.fixture
def page(demo, open_browser):
    page = open_browser(demo, viewport={"width": 1600, "height": 1000})
    page.goto(f"/w/demo/maps/{JourneyMap.objects.get(workspace=demo.workspace).pk}/")
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
