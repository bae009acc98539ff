"""Three people on one map, each in a browser of their own."""

import pytest
from playwright.sync_api import expect

from tests.browser.live_site import card, cell, field, journey, live_site, visit, write

__all__ = ["journey", "live_site", "visit"]


@pytest.fixture
def everyone(visit, journey, alice, edith, bob):
    """Alice's, Edith's and Bob's pages of the map."""
    return [visit(person, journey.path) for person in (alice, edith, bob)]


def test_an_edit_appears_everywhere_else(everyone):
    alice, edith, bob = everyone
    card(edith, "Asks a friend").click()
    write(edith, "Asks two friends")
    for page in (alice, bob):
        expect(card(page, "Asks two friends")).to_have_class("card card--step is-updated")
    assert (
        bob.evaluate(
            'document.querySelectorAll(\'#board [tabindex="0"][data-item], td[tabindex="0"]\').length'
        )
        == 1
    )


def test_a_move_and_a_removal_appear(everyone, journey):
    alice, edith, bob = everyone
    card(alice, "Asks a friend").focus()
    for key in ("m", "ArrowRight", "Enter"):
        alice.keyboard.press(key)
    for page in (edith, bob):
        expect(cell(page, journey.steps, journey.buy)).to_contain_text("Asks a friend")
        expect(cell(page, journey.steps, journey.look)).not_to_contain_text("Asks a friend")
    card(edith, "Asks a friend").focus()
    edith.keyboard.press("Delete")
    for page in (alice, bob):
        expect(card(page, "Asks a friend")).to_have_count(0)
