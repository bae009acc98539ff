"""The outline in a browser: several things at once."""

import pytest
from playwright.sync_api import expect

from cxjourney.models import Card
from tests import factories
from tests.board.conftest import build_map
from tests.browser.conftest import settled, violations

pytestmark = pytest.mark.django_db(transaction=True)


def test_several_are_chosen_coloured_moved_and_brought_back(open_browser, workspace, edith):
    map_ = build_map(workspace, scores=0)
    names = [
        f"card-{pk}" for pk in Card.objects.filter(map=map_, lane__kind="steps").values_list("pk", flat=True)
    ]
    page = open_browser(edith, viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(f"/w/acme/maps/{map_.pk}/outline/")
    settled(page)
    bar = page.locator("#picked")
    expect(bar).to_be_hidden()
    for name in names:
        page.locator(f"#{name} .outline__pick").check()
    expect(bar).to_contain_text(f"{len(names)} chosen")
    assert violations(page) == []
    bar.get_by_role("button", name="Colour").click()
    bar.get_by_role("button", name="Blue").click()
    expect(page.locator('li[data-item="card"][data-hue="2"]')).to_have_count(len(names))
    bar.get_by_role("button", name="Remove").click()
    expect(page.locator(f"#{names[0]}")).to_have_count(0)
    expect(bar).to_be_hidden()
    page.locator("[data-toast-undo]").last.click()
    expect(page.locator('li[data-item="card"][data-hue="2"]')).to_have_count(len(names))
    page.locator(f"#{names[0]} .outline__pick").check()
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()


def test_the_keyboard_goes_into_forms_and_comes_back(open_browser, workspace, edith):
    map_ = build_map(workspace, scores=0)
    card = Card.objects.filter(map=map_, lane__kind="steps").first()
    page = open_browser(edith, viewport={"width": 1280, "height": 800})
    page.goto(f"/w/acme/maps/{map_.pk}/outline/")
    settled(page)
    cell = page.locator(f"#cell-{card.lane_id}-{card.stage_id}")
    add = cell.locator(".outline__add")
    for _ in range(2):  # the second press leads into the form that is open
        add.press("Enter")
        expect(cell.locator("textarea")).to_be_focused()
    page.keyboard.type("Counts the boxes")
    page.keyboard.press("Control+Enter")
    expect(cell).to_contain_text("Counts the boxes")
    expect(cell.locator("form")).to_have_count(0)
    expect(add).to_be_focused()
    page.locator(f"#card-{card.pk} .icon-btn").press("Enter")
    page.locator("#head-menu").get_by_role("button", name="Edit").press("Enter")
    expect(page.locator(f"#card-{card.pk} textarea")).to_be_focused()
    page.keyboard.type(" twice")
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#card-{card.pk}")).to_contain_text("twice")
    expect(page.locator(f"#card-{card.pk} .icon-btn")).to_be_visible()
    expect(page.locator(f"#card-{card.pk}:focus, #card-{card.pk} :focus")).to_have_count(1)


def test_find_and_the_examples_of_a_template(open_browser, workspace, edith):
    map_ = build_map(workspace, scores=0)
    card = Card.objects.filter(map=map_, lane__kind="steps").first()
    Card.objects.filter(pk=card.pk).update(text="Counts the boxes")
    lane = factories.Lane(workspace=workspace, map=map_, kind="text", prompts={"": "Boxes, tape, a pen"})
    page = open_browser(edith, viewport={"width": 390, "height": 844})
    page.goto(f"/w/acme/maps/{map_.pk}/outline/")
    settled(page)
    first = page.locator(f"[id^=cell-{lane.pk}-]").first
    expect(first).to_contain_text("Boxes, tape, a pen")
    page.keyboard.press("/")
    page.keyboard.type("counts the")
    found = page.locator("#outline .is-hit")
    expect(found).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(f"#card-{card.pk}.is-here")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(found).to_have_count(0)
    first.locator(".outline__add").click()
    expect(first.locator(".outline__blank")).to_be_hidden()
    first.locator("textarea").fill("Tape")
    first.locator("textarea").press("Control+Enter")
    expect(first.locator("[data-item]", has_text="Tape")).to_be_visible()
    expect(first).not_to_contain_text("Boxes")
