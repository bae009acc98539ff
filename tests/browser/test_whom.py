"""Personas side by side on a map, and the cards of one of them."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cxjourney.journeys.actions import maps
from cxjourney.models import Placement, Question
from tests import factories
from tests.board.conftest import build_map
from tests.browser.conftest import settled, violations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lena(workspace):
    return factories.Persona(workspace=workspace, name="Lena")


@pytest.fixture
def map_(workspace, lena):
    map_ = build_map(workspace, scores=0, persona=lena)
    place = Placement.objects.filter(map=map_).order_by("stage__rank", "id").first()
    factories.Score(
        workspace=workspace, question=Question.objects.get(workspace=workspace), touchpoint=place.touchpoint,
        persona=lena, answered_on=timezone.localdate() - datetime.timedelta(days=1), value=5, count=40,
    )  # fmt: skip
    return map_


def test_personas_are_compared_as_soon_as_the_map_does(open_browser, edith, map_, lena):
    page = open_browser(edith, viewport={"width": 1280, "height": 900})
    page.goto(f"/w/acme/maps/{map_.pk}/")
    settled(page)
    cards = page.locator("li.card--step")
    cards.first.click(modifiers=["Control"])
    expect(page.locator("#picked")).to_be_visible()
    expect(page.locator("[data-picked-whom]")).to_be_hidden()
    other = factories.Persona(workspace=map_.workspace, name="Omar")
    maps.set_map(by=edith, map_=map_, also_ids=[other.pk])
    page.evaluate("document.dispatchEvent(new CustomEvent('board:refresh'))")
    page.locator("[data-picked-whom]").click()
    page.get_by_role("button", name="For Omar", exact=True).click()
    expect(page.locator(f'li.card--step[data-for="{other.pk}"]')).to_have_count(1)
    page.locator("[data-picked-none]").click()
    page.get_by_role("button", name="Personas").click()
    page.locator("#whom-menu").get_by_label("Lena", exact=True).check(force=True)
    expect(page.locator(".layer__name")).to_have_text(["Everybody", "Lena"])
    expect(page.locator(".layer__point.layer--1")).to_have_count(1)
    assert violations(page) == []
    before = page.locator("li.card--step:visible").count()
    page.get_by_label("Of Lena and of everybody").check(force=True)
    expect(page.locator("li.card--step:visible")).to_have_count(before - 1)
    expect(page.locator("[data-whom-state]")).to_contain_text("Lena")
