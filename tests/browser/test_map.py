"""A mapping session as a person has it: by mouse, by keyboard, and two at once."""

import pytest
from playwright.sync_api import expect

from cxjourney.demo import story
from cxjourney.models import JourneyMap
from tests import factories, tables
from tests.browser.conftest import settled

PASSWORD = "correct horse battery"


@pytest.fixture
def demo(transactional_db):
    by = tables.demo()
    by.user.set_password(PASSWORD)
    by.user.save()
    return by


@pytest.fixture
def page(demo, open_browser):
    page = open_browser(demo, viewport={"width": 1600, "height": 1000})
    page.goto(f"/w/demo/maps/{map_id(demo)}/")
    settled(page)
    return page


def map_id(demo) -> int:
    return JourneyMap.objects.get(title=story.TITLE).pk


def step(page, text):
    return page.locator("li.card--step", has_text=text)


def cell(page, lane, number):
    return page.locator(f"tr.lane--{lane} td[data-cell]").nth(number)


def editor(page):
    return page.locator("#board textarea")


def test_edit_undo_and_redo(page):
    step(page, "Reads the basics").click()
    expect(editor(page)).to_be_focused()
    editor(page).fill("Reads the basics twice")
    editor(page).press("Control+Enter")
    expect(step(page, "basics twice")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(step(page, "basics twice")).to_have_count(0)
    page.keyboard.press("Control+Shift+Z")
    expect(step(page, "basics twice")).to_have_count(1)


def test_a_new_card_by_keyboard_and_escape_takes_the_form_away(page):
    step(page, "Reads the basics").focus()
    page.keyboard.press("n")
    expect(editor(page)).to_be_focused()
    editor(page).fill("Asks a friend")
    editor(page).press("Control+Enter")
    expect(step(page, "Asks a friend")).to_be_focused()
    page.keyboard.press("n")
    expect(editor(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(editor(page)).to_have_count(0)


def test_an_empty_card_is_refused_beside_its_field(page):
    step(page, "Reads the basics").focus()
    page.keyboard.press("n")
    editor(page).press("Control+Enter")
    expect(page.locator("#board .field__errors")).to_contain_text("Write something")


def test_move_by_keyboard_and_put_back(page):
    card = step(page, "Types the bakery")
    card.focus()
    page.keyboard.press("m")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(cell(page, "steps", 1)).to_contain_text("Types the bakery")
    page.keyboard.press("m")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("[data-toast]", has_text="moved")).to_be_visible()
    page.reload()
    expect(cell(page, "steps", 2)).to_contain_text("Types the bakery")


def test_move_by_dragging(page):
    card, to = step(page, "Types the bakery"), step(page, "Opens the letter")
    start, end = card.bounding_box(), to.bounding_box()
    page.mouse.move(start["x"] + 40, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 70, start["y"] + 14, steps=5)
    page.mouse.move(end["x"] + 50, end["y"] + 8, steps=12)
    page.mouse.up()
    expect(cell(page, "steps", 3)).to_contain_text("Types the bakery")
    expect(page.locator("[data-toast]", has_text="moved")).to_be_visible()
    page.reload()
    expect(cell(page, "steps", 3)).to_contain_text("Types the bakery")


def test_delete_and_undo_from_the_toast(page):
    card = step(page, "Types the bakery")
    card.focus()
    page.keyboard.press("Delete")
    expect(card).to_have_count(0)
    page.locator("[data-toast]").last.get_by_role("button", name="Undo").click()
    expect(card).to_have_count(1)


def test_a_draft_survives_blur_and_reload(page):
    step(page, "Reads the basics").click()
    editor(page).fill("Half a thought")
    page.locator(".map__corner b").click()
    page.reload()
    expect(editor(page)).to_have_value("Half a thought")
    editor(page).press("Escape")
    expect(editor(page)).to_have_count(0)
    page.reload()
    expect(step(page, "Reads the basics")).to_be_visible()
    expect(editor(page)).to_have_count(0)


def test_a_session_that_ends_while_typing_loses_nothing(demo, page):
    step(page, "Reads the basics").click()
    editor(page).fill("Typed before the session ended")
    page.context.clear_cookies(name="sessionid")
    editor(page).press("Control+Enter")
    page.locator("input[name=login]").fill(demo.user.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(editor(page)).to_have_value("Typed before the session ended")
    editor(page).press("Control+Enter")
    expect(step(page, "Typed before the session ended")).to_be_visible()


@pytest.fixture
def edith(demo):
    user = factories.User(email="edith@example.com", name="Edith")
    return factories.Membership(workspace=demo.workspace, user=user, role="editor")


def test_two_on_one_card_words_that_do_not_meet_are_merged(page, edith, open_browser):
    other = open_browser(edith)
    other.goto(page.url)
    for one in (page, other):
        step(one, "Looks up the fees").click()
    editor(other).fill("Looks up all the fees on her phone")
    editor(other).press("Control+Enter")
    expect(editor(other)).to_have_count(0)
    editor(page).fill("Looks up the fees on her old phone")
    editor(page).press("Control+Enter")
    expect(step(page, "Looks up all the fees on her old phone")).to_be_visible()


def test_two_on_one_card_the_same_words_show_both(page, edith, open_browser):
    other = open_browser(edith)
    other.goto(page.url)
    for one in (page, other):
        step(one, "Looks up the fees").click()
    editor(other).fill("Asks for the fees on her phone")
    editor(other).press("Control+Enter")
    expect(editor(other)).to_have_count(0)
    editor(page).fill("Guesses the fees on her phone")
    editor(page).press("Control+Enter")
    conflict = page.locator("#board .conflict")
    expect(conflict).to_contain_text("Asks for the fees")
    expect(conflict).to_contain_text("Guesses the fees")
    conflict.get_by_role("button", name="Keep mine").click()
    expect(step(page, "Guesses the fees on her phone")).to_be_visible()


def test_a_touchpoint_by_type_ahead(page):
    place = cell(page, "touchpoints", 1)
    place.hover()
    place.locator(".add-card").click()
    field = page.locator("[data-combo-field]")
    expect(field).to_be_focused()
    field.press_sequentially("Dash")
    expect(page.locator("[data-combo-options] [role=option]")).to_have_count(1)
    for key in ("ArrowDown", "Enter", "Enter"):
        field.press(key)
    expect(place).to_contain_text("Dashboard")


def test_an_assumed_point_by_arrow_keys(page):
    point = page.locator("[role=slider]").nth(4)
    expect(point).to_have_attribute("aria-valuenow", "1.2")
    point.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-toast]", has_text="Assum")).to_be_visible()
    page.reload()
    expect(page.locator("[role=slider]").nth(4)).to_have_attribute("aria-valuenow", "1.0")


def test_the_drawer_has_an_address_of_its_own(page):
    map_url = page.url
    page.get_by_role("link", name="Examiner's letter", exact=True).first.click()
    drawer = page.locator("#drawer")
    expect(drawer).to_contain_text("Examiner's letter")
    address = page.url
    assert address != map_url
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    assert page.url == map_url
    page.goto(address)
    expect(drawer).to_contain_text("2,614")
    page.locator("#drawer [data-drawer-close]").click()
    expect(drawer).to_have_count(0)


def test_add_and_take_back_a_stage(page):
    page.get_by_role("button", name="Stage", exact=True).click()
    page.locator("dialog[open]").get_by_label("Name").fill("Renew")
    page.keyboard.press("Enter")
    heads = page.locator("thead th[data-stage]")
    expect(heads).to_have_count(7)
    page.keyboard.press("Control+z")
    expect(heads).to_have_count(6)


def test_fold_and_find(page):
    lane = page.locator("tr.lane--ideas")
    lane.locator("[data-fold]").click()
    expect(lane).to_have_attribute("data-folded", "")
    page.keyboard.press("/")
    find = page.locator("[data-find]")
    expect(find).to_be_focused()
    find.fill("letter")
    expect(page.locator(".is-hit").first).to_be_visible()
    find.press("Escape")
    expect(page.locator(".is-hit")).to_have_count(0)


def test_fold_and_unfold_by_keyboard(page):
    lane = page.locator("tr.lane--steps")
    lane.locator("[data-item]").first.focus()
    page.keyboard.press("f")
    expect(lane).to_have_attribute("data-folded", "")
    expect(lane.locator("[data-fold]")).to_be_focused()
    settled(page)
    page.keyboard.press("f")
    expect(lane).not_to_have_attribute("data-folded", "")


def test_several_lines_offer_a_card_for_each(page):
    page.locator("tr.lane--steps [data-item]").first.press("n")
    page.locator("#board textarea").fill("Asks\nLooks\nCalls")
    page.get_by_role("button", name="Make 3 cards").click()
    expect(page.locator("[data-toast]", has_text="3 cards added")).to_be_visible()


def test_a_small_window_opens_the_field_to_find(page):
    page.set_viewport_size({"width": 1000, "height": 700})
    field = page.get_by_label("Find on this map")
    assert field.bounding_box()["width"] < 50
    page.keyboard.press("/")
    page.keyboard.type("fil")
    expect(page.locator("#board.is-finding")).to_be_visible()
    assert field.bounding_box()["width"] > 100


def test_a_viewer_can_walk_but_not_write(demo, page, open_browser):
    user = factories.User(email="bob@example.com", name="Bob")
    bob = factories.Membership(workspace=demo.workspace, user=user, role="viewer")
    other = open_browser(bob)
    other.goto(page.url)
    expect(other.locator(".add-card")).to_have_count(0)
    step(other, "Reads the basics").click()
    expect(editor(other)).to_have_count(0)


def test_a_phone_reads_it_stage_by_stage(demo, open_browser):
    page = open_browser(demo, viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(f"/w/demo/maps/{map_id(demo)}/")
    expect(page.get_by_text("Find out").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
