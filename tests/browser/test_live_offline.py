"""The network goes and comes back: nothing typed or done is lost, and one sees what waits."""

import pytest
from playwright.sync_api import expect

from tests.browser.live_site import as_left, card, cell, field, write

pytestmark = as_left


@pytest.fixture
def pages(visit, journey, alice, edith):
    return [visit(person, journey.path) for person in (alice, edith)]


def bar(page):
    return page.locator("#live-bar")


def says(page, what):
    """A sentence of the bar: lost, waiting-one, waiting."""
    return page.locator(f"#live-bar [data-says={what}]")


def waiting(page):
    return page.locator("[data-live-waiting]")


def test_a_break_is_said_and_what_was_missed_comes(pages):
    alice, edith = pages
    edith.context.set_offline(True)
    card(alice, "Asks a friend").click()
    write(alice, "Asks two friends")
    expect(says(edith, "lost")).to_be_visible()
    expect(card(edith, "Asks a friend")).to_be_visible()
    edith.context.set_offline(False)
    expect(card(edith, "Asks two friends")).to_be_visible()
    expect(bar(edith)).to_be_hidden()


def test_a_form_saved_offline_is_sent_on_return(pages):
    alice, edith = pages
    card(edith, "Asks a friend").click()
    edith.context.set_offline(True)
    write(edith, "Asks an uncle", save=False)
    field(edith).press("Control+Enter")
    expect(waiting(edith)).to_contain_text("Waiting to be sent")
    expect(says(edith, "waiting-one")).to_be_visible()
    expect(field(edith)).to_have_value("Asks an uncle")
    edith.context.set_offline(False)
    expect(card(alice, "Asks an uncle")).to_be_visible()
    expect(field(edith)).to_have_count(0)
    expect(waiting(edith)).to_have_count(0)
    expect(bar(edith)).to_be_hidden()
    card(edith, "Rides one").click()  # and so once more
    edith.context.set_offline(True)
    write(edith, "Rides two", save=False)
    field(edith).press("Control+Enter")
    expect(waiting(edith)).to_have_count(1)
    edith.context.set_offline(False)
    expect(card(alice, "Rides two")).to_be_visible()


def test_what_was_typed_over_meanwhile_is_offered_as_a_conflict(pages):
    alice, edith = pages
    card(edith, "Asks a friend").click()
    edith.context.set_offline(True)
    write(edith, "Asks nobody", save=False)
    field(edith).press("Control+Enter")
    expect(waiting(edith)).to_have_count(1)
    card(alice, "Asks a friend").click()
    write(alice, "Asks everybody")
    edith.context.set_offline(False)
    conflict = edith.locator("#board .conflict:not([data-live-note])")
    expect(conflict).to_contain_text("Asks everybody")
    expect(conflict).to_contain_text("Asks nobody")


def test_moves_and_removals_wait_in_their_order(pages, journey):
    alice, edith = pages
    edith.context.set_offline(True)
    card(edith, "Asks a friend").focus()
    for key in ("m", "ArrowRight", "Enter"):
        edith.keyboard.press(key)
    expect(card(edith, "Asks a friend").locator("[data-live-waiting]")).to_be_visible()
    card(edith, "Reads reviews").focus()
    edith.keyboard.press("Delete")
    expect(waiting(edith)).to_have_count(2)
    expect(says(edith, "waiting")).to_have_text("2 changes wait to be sent.")
    edith.context.set_offline(False)
    expect(cell(alice, journey.steps, journey.buy)).to_contain_text("Asks a friend")
    expect(card(alice, "Reads reviews")).to_have_count(0)
    for page in pages:
        expect(waiting(page)).to_have_count(0)


def test_what_is_refused_on_return_is_said(pages):
    alice, edith = pages
    edith.context.set_offline(True)
    card(edith, "Asks a friend").focus()
    for key in ("m", "ArrowRight", "Enter"):
        edith.keyboard.press(key)
    expect(waiting(edith)).to_have_count(1)
    card(alice, "Asks a friend").focus()
    alice.keyboard.press("Delete")
    expect(card(alice, "Asks a friend")).to_have_count(0)
    edith.context.set_offline(False)
    expect(edith.locator("[data-toast]", has_text="not there any more")).to_be_visible()
    expect(card(edith, "Asks a friend")).to_have_count(0)


def test_the_outbox_outlives_a_reload(pages, journey):
    alice, edith = pages
    edith.route("**/cards/*/move/", lambda route: route.abort())
    card(edith, "Asks a friend").focus()
    for key in ("m", "ArrowRight", "Enter"):
        edith.keyboard.press(key)
    expect(waiting(edith)).to_have_count(1)
    edith.unroute("**/cards/*/move/")
    edith.reload()
    expect(cell(alice, journey.steps, journey.buy)).to_contain_text("Asks a friend")


def test_what_waits_is_sent_again_while_the_stream_stands(pages, journey):
    alice, edith = pages
    refused = []

    def refuse(route):  # as a proxy does while the pages' servers start again
        refused.append(route.request.url)
        route.fulfill(status=502) if len(refused) < 3 else route.continue_()

    edith.route("**/cards/*/move/", refuse)
    card(edith, "Asks a friend").focus()
    for key in ("m", "ArrowRight", "Enter"):
        edith.keyboard.press(key)
    expect(waiting(edith)).to_have_count(1)
    expect(cell(alice, journey.steps, journey.buy)).to_contain_text("Asks a friend")
    expect(waiting(edith)).to_have_count(0)
