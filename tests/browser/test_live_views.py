"""Outline and presentation follow the map, and pages without streams say nothing of any."""

import re

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.live_site import as_left, card, write

pytestmark = as_left


@pytest.fixture
def map_page(visit, journey, alice):
    return visit(alice, journey.path)


def item(page, text):
    return page.locator("#outline li[data-item]", has_text=text)


def change(page, was, text):
    card(page, was).click()
    write(page, text)


def edit(page, text):
    """Open the form of a card in the outline."""
    item(page, text).get_by_role("button").click()
    page.locator("#head-menu").get_by_role("button", name="Edit", exact=True).click()
    return page.locator("#outline textarea")


def test_the_outline_follows_and_leaves_what_is_typed(visit, journey, map_page, edith):
    outline = visit(edith, f"{journey.path}outline/")
    expect(map_page.locator("#people .avatar")).to_have_count(2)
    field = edit(outline, "Reads reviews")
    field.fill("Reads three reviews")
    expect(card(map_page, "Reads reviews")).to_have_class(re.compile("being-edited"))
    change(map_page, "Asks a friend", "Asks two friends")
    expect(item(outline, "Asks two friends")).to_be_visible()
    expect(field).to_have_value("Reads three reviews")
    expect(field).to_be_focused()
    title = map_page.locator(".map-title input[name=title]")
    title.fill("Buying a bicycle again")
    title.press("Enter")
    expect(outline.locator("h1")).to_have_text("Buying a bicycle again")
    field.press("Control+Enter")
    expect(card(map_page, "Reads three reviews")).to_be_visible()


def test_both_texts_stand_in_the_outline_too(visit, journey, map_page, edith):
    outline = visit(edith, f"{journey.path}outline/")
    field = edit(outline, "Asks a friend")
    field.fill("Asks nobody")
    change(map_page, "Asks a friend", "Asks everybody")
    note = outline.locator("[data-live-note]")
    expect(note.locator("[data-theirs]")).to_have_text("Asks everybody")
    expect(note.locator("[data-mine]")).to_have_text("Asks nobody")
    note.get_by_role("button", name="Use theirs").click()
    expect(item(outline, "Asks everybody")).to_be_visible()
    expect(field).to_have_count(0)


def test_whoever_removes_what_another_edits_is_asked(visit, journey, map_page, edith):
    outline = visit(edith, f"{journey.path}outline/")
    card(map_page, "Asks a friend").click()
    write(map_page, "Asks nobody", save=False)
    expect(item(outline, "Asks a friend")).to_have_class(re.compile("being-edited"))
    item(outline, "Asks a friend").get_by_role("button").click()
    outline.locator("#head-menu").get_by_role("button", name="Remove").click()
    question = outline.locator("#confirm")
    expect(question).to_contain_text("Alice is editing this card")
    question.get_by_role("button", name="Remove it").click()
    expect(item(outline, "Asks a friend")).to_have_count(0)
    expect(map_page.locator("[data-live-note]")).to_contain_text("Edith removed this card")


def test_the_presentation_keeps_its_stage(visit, journey, map_page, bob):
    wall = visit(bob, f"{journey.path}present/")
    for _time in range(2):
        wall.keyboard.press("ArrowRight")
    expect(wall.locator("[data-where]")).to_have_text("2 of 2: Buying")
    change(map_page, "Rides one", "Rides three")
    expect(wall.locator("#board")).to_contain_text("Rides three")
    factories.Stage(workspace=journey.map.workspace, map=journey.map, name="Dreaming", rank="0")
    change(map_page, "Rides three", "Rides four")  # a stage has come before it
    expect(wall.locator("[data-where]")).to_have_text("3 of 3: Buying")
    expect(wall.locator("thead th[data-stage]:visible")).to_have_count(1)
    expect(wall.locator("#board")).to_contain_text("Rides four")
    expect(wall.locator("#live")).not_to_contain_text("3 of 3")  # nobody asked to hear it


def test_pages_without_streams_say_nothing_of_any(open_browser, journey, edith):
    page = open_browser(edith)
    page.clock.install()
    page.goto(journey.path)
    expect(page.locator("html[data-live=none]")).to_have_count(1)
    page.clock.fast_forward(10_000)
    expect(page.locator("#live-bar")).to_be_hidden()
    expect(page.locator(".live-state > :visible")).to_have_count(0)
