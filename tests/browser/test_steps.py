"""A stage is split into steps: by mouse, by keyboard, and on the page of somebody else."""

import pytest
from playwright.sync_api import expect

from cxjourney.models import Card, Step
from tests import factories
from tests.board.conftest import build_map
from tests.browser.conftest import settled, violations


@pytest.fixture
def map_(transactional_db):
    by = factories.Membership(role="owner")
    map_ = build_map(by.workspace, cards=2, title="Moving house")
    map_.by = by
    return map_


@pytest.fixture
def page(map_, open_browser):
    page = open_browser(map_.by, viewport={"width": 1280, "height": 900})
    page.goto(f"/w/{map_.workspace.slug}/maps/{map_.pk}/")
    settled(page)
    return page


def choose(page, name, item):
    """Press an item of the menu of a stage or a step."""
    button = page.get_by_role("button", name=name)
    button.focus()
    button.press("Enter")
    page.locator("#head-menu").get_by_role("button", name=item).click()


def cell(page, number):
    return page.locator("tr.lane--steps td[data-cell]").nth(number)


def drag(page, item, to):
    start, end = item.bounding_box(), to.bounding_box()
    page.mouse.move(start["x"] + 30, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 50, start["y"] + 12, steps=4)
    page.mouse.move(end["x"] + 60, end["y"] + end["height"] / 2, steps=12)
    page.mouse.up()


def names(page):
    return page.locator("th[data-of] [data-head-form]").get_by_label("Name")


def split(page):
    """Into two steps that keep the names they come with."""
    choose(page, "Stage 0: stage options", "Split into steps")
    for left in (2, 1):
        expect(names(page)).to_have_count(left)
        expect(names(page).first).to_be_focused()
        names(page).first.press("Escape")
    expect(names(page)).to_have_count(0)
    settled(page)


def test_split_name_drag_and_undo(page):
    choose(page, "Stage 0: stage options", "Split into steps")
    for number, name in enumerate(("In the shop", "At home")):
        expect(names(page)).to_have_count(2 - number)
        expect(names(page).first).to_be_focused()
        page.keyboard.type(name)  # over the name it came with
        page.keyboard.press("Enter")
        expect(page.locator("th[data-of]").nth(number)).to_contain_text(name)
    expect(page.get_by_role("button", name="At home: step options")).to_be_focused()
    settled(page)
    assert violations(page) == []
    card = page.locator("tr.lane--steps li[data-item]").first
    moved = page.locator(f"#{card.get_attribute('id')}")
    drag(page, card, cell(page, 1))
    expect(cell(page, 1).locator("li[data-item]")).to_have_count(1)
    expect(page.locator("[data-toast]", has_text="Card moved")).to_be_visible()
    settled(page)
    assert Card.objects.get(pk=moved.get_attribute("id").split("-")[1]).step == Step.objects.get(
        name="At home"
    )
    page.keyboard.press("Control+z")
    expect(cell(page, 1).locator("li[data-item]")).to_have_count(0)
    for _ in range(3):
        page.keyboard.press("Control+z")
        settled(page)
    expect(page.locator("th[data-of]")).to_have_count(0)


def test_by_keyboard_from_step_to_step(page):
    split(page)
    expect(page.locator("th[data-of]")).to_have_count(2)
    cell(page, 0).locator("li[data-item]").first.focus()
    for key in ("m", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(cell(page, 1).locator("li[data-item]")).to_have_count(1)
    for key in ("m", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(cell(page, 1).locator("li[data-item]")).to_have_count(0)
    expect(cell(page, 2).locator("li[data-item]")).to_have_count(3)
    settled(page)
    page.keyboard.press("Control+z")
    expect(cell(page, 1).locator("li[data-item]")).to_have_count(1)
    cell(page, 1).locator("li[data-item]").focus()
    page.keyboard.press("n")
    field = page.locator("#board textarea")
    expect(field).to_be_focused()
    field.fill("Counts the boxes")
    field.press("Control+Enter")
    expect(cell(page, 1)).to_contain_text("Counts the boxes")
    page.reload()
    expect(cell(page, 1)).to_contain_text("Counts the boxes")
