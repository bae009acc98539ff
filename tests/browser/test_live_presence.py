"""Who is here, what they edit, going along with them."""

import pytest
from playwright.sync_api import expect

from tests.browser.live_site import as_left, card, field, write

pytestmark = as_left

TALL = {"width": 1000, "height": 420}


@pytest.fixture
def pages(visit, journey, alice, edith):
    return [visit(person, journey.path, viewport=TALL) for person in (alice, edith)]


def people(page):
    """The list, opened."""
    expect(page.locator("#people")).to_be_visible()
    page.locator("#people").click()
    return page.locator("#people-list")


def test_people_come_and_go(pages, visit, journey, bob):
    alice, edith = pages
    expect(alice.locator("#people")).to_contain_text("2 people are here")
    other = visit(bob, journey.path)
    expect(alice.locator("#people .avatar")).to_have_count(3)
    expect(people(edith)).to_contain_text("Bob")
    other.goto("about:blank")
    expect(alice.locator("#people .avatar")).to_have_count(2)


def test_the_outline_of_who_edits_comes_and_goes(pages):
    alice, edith = pages
    card(edith, "Asks a friend").click()
    outline = alice.locator("#board .being-edited")
    expect(outline).to_contain_text("Asks a friend")
    expect(outline.locator("[data-live-who]")).to_contain_text("Edith")
    expect(people(alice)).to_contain_text("Editing “Asks a friend")
    alice.keyboard.press("Escape")
    card(alice, "Asks a friend").click()
    expect(alice.locator("[data-live-lock]")).to_have_text("Edith is editing this too.")
    field(edith).press("Escape")
    expect(outline).to_have_count(0)
    expect(alice.locator("[data-live-lock]")).to_have_count(0)


def test_moving_what_another_edits_asks_first(pages):
    alice, edith = pages
    card(edith, "Asks a friend").click()
    expect(alice.locator("#board .being-edited")).to_be_visible()
    card(alice, "Asks a friend").focus()
    for key in ("m", "ArrowRight", "Enter"):
        alice.keyboard.press(key)
    question = alice.locator("#confirm")
    expect(question).to_contain_text("Edith is editing this card. Move it")
    question.get_by_role("button", name="Cancel").click()
    expect(alice.locator("#board td[data-cell]").first).to_contain_text("Asks a friend")


def test_following(pages):
    alice, edith = pages
    people(alice).get_by_role("button", name="Follow Edith").click()
    bar = alice.locator("#follow-bar")
    expect(bar).to_contain_text("Following Edith")
    add = edith.get_by_role("button", name="Add lane")
    add.scroll_into_view_if_needed()
    edith.locator("tfoot button").focus()
    expect(alice.locator("tfoot button")).to_be_in_viewport()
    card(edith, "Asks a friend").focus()
    expect(card(alice, "Asks a friend")).to_be_in_viewport()
    alice.keyboard.press("Escape")
    expect(bar).to_be_hidden()


def test_everyone_is_asked_to_come(pages):
    alice, edith = pages
    card(edith, "Rides one").click()
    write(edith, "Rides one t", save=False)
    card(alice, "Rides one").focus()
    people(alice)
    alice.get_by_role("button", name="Bring everyone here").click()
    toast = edith.locator("[data-toast]", has_text="Alice asks everyone to Buying.")
    expect(toast.get_by_role("button", name="Go there")).to_be_visible()
    expect(field(edith)).to_be_focused()


def test_a_viewer_does_not_call(visit, journey, bob, edith):
    page = visit(bob, journey.path)
    visit(edith, journey.path)
    people(page)
    expect(page.get_by_role("button", name="Bring everyone here")).to_have_count(0)


def test_nothing_moves_when_somebody_comes(visit, journey, alice, edith):
    page = visit(alice, journey.path)
    undo = page.get_by_role("button", name="Undo", exact=True)
    before = undo.bounding_box()
    other = visit(edith, journey.path)
    card(other, "Asks a friend").click()
    expect(page.locator("#board .being-edited")).to_be_visible()
    assert undo.bounding_box() == before
