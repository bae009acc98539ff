"""The command palette, by keys alone."""

import re

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import settled, violations


@pytest.fixture
def page(transactional_db, edith, open_browser):
    here = {"workspace": edith.workspace}
    map_ = factories.JourneyMap(**here, title="Renting a bicycle")
    stage = factories.Stage(**here, map=map_, name="Return")
    dock = factories.Touchpoint(**here, name="Bicycle dock")
    factories.Placement(**here, map=map_, stage=stage, touchpoint=dock)
    page = open_browser(edith)
    page.goto("/w/acme/pains/")
    return page


def test_to_a_touchpoint_without_a_mouse(page):
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Maps, touchpoints")
    expect(field).to_be_focused()
    expect(page.get_by_role("option", name="Renting a bicycle")).to_have_attribute("aria-selected", "true")
    field.fill("dock")
    option = page.get_by_role("option", name="Bicycle dock")
    expect(option).to_have_attribute("aria-selected", "true")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/touchpoints/\d+/$"))
    expect(page.get_by_role("heading", name="Bicycle dock")).to_be_visible()


def test_arrows_go_round_and_escape_leads_back(page):
    page.get_by_role("link", name="Backlog").focus()
    page.keyboard.press("Control+k")
    settled(page)
    chosen = page.locator('#palette [aria-selected="true"]')
    first = chosen.inner_text()
    page.keyboard.press("ArrowUp")
    expect(chosen).not_to_have_text(first)
    page.keyboard.press("ArrowDown")
    expect(chosen).to_have_text(first, use_inner_text=True)
    page.get_by_role("combobox", name="Maps, touchpoints").fill("nothing is called so")
    expect(page.get_by_text("Nothing here is called")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()
    expect(page.get_by_role("link", name="Backlog")).to_be_focused()
