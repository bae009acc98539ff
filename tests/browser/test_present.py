"""Presenting by keyboard, and one sheet of paper."""

import re

import pytest
from playwright.sync_api import expect

from cxjourney.models import JourneyMap
from tests import tables
from tests.browser.conftest import settled


@pytest.fixture
def page(transactional_db, open_browser):
    by = tables.demo()
    page = open_browser(by, viewport={"width": 1280, "height": 800})
    page.goto(f"/w/demo/maps/{JourneyMap.objects.get(title='Registering a trademark').pk}/present/")
    settled(page)
    return page


def test_stage_by_stage_with_the_light_on_a_lane(page):
    where = page.locator("[data-where]")
    expect(where).to_have_text("The whole map")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(where).to_have_text("2 of 6: Search")
    expect(page.locator("thead th[data-stage]:visible")).to_have_count(1)
    page.keyboard.press("s")
    page.keyboard.press("ArrowDown")
    expect(page.locator("tr.is-lit")).to_contain_text("Steps")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(where).to_have_text("The whole map")
    expect(page.locator("thead th[data-stage]:visible")).to_have_count(6)
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(r"/maps/\d+/$"))


@pytest.mark.parametrize(
    ("paper", "points"), [("A3", (1191, 842)), ("A2", (1684, 1191)), ("A1", (2384, 1684))]
)
def test_one_sheet_of_paper(page, paper, points):
    page.locator("[data-paper]").select_option(paper)
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type ?/Page\b", pdf)) == 1
    box = re.search(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert [round(float(side)) for side in box.groups()] == pytest.approx(points, abs=1)
