"""Tabs of one person: one stream for all that are seen, none for those that are not."""

import pytest
from playwright.sync_api import expect

from scripts import browser as chromium
from tests import factories
from tests.browser.conftest import FLAGS
from tests.browser.live_site import as_left, card, write

pytestmark = as_left

HIDE = """state => {
  Object.defineProperty(document, "visibilityState", {value: state, configurable: true});
  document.dispatchEvent(new Event("visibilitychange"));
}"""
HOLDERS = """async count => {
  while ((await navigator.locks.query()).held.length !== count) await new Promise(requestAnimationFrame);
}"""


@pytest.fixture
def tabs(visit, journey, edith):
    first = visit(edith, journey.path)
    return first, visit.tab(first.context, journey.path)


@pytest.fixture
def writer(visit, journey, alice):
    return visit(alice, journey.path)


def change(page, was, text):
    card(page, was).click()
    write(page, text)


def streams_of(site, person):
    return [one for one in site.streams() if one.rights.person.id == person.user_id and not one.ended]


def test_two_tabs_share_one_stream(tabs, writer, live_site, edith):
    change(writer, "Asks a friend", "Asks two friends")
    for page in tabs:
        expect(card(page, "Asks two friends")).to_be_visible()
    assert len(streams_of(live_site, edith)) == 1
    change(tabs[1], "Asks two friends", "Asks three friends")
    for page in (tabs[0], writer):
        expect(card(page, "Asks three friends")).to_be_visible()


def test_who_is_left_takes_the_stream_over(tabs, writer, live_site, edith):
    tabs[0].close()
    tabs[1].evaluate(HOLDERS, 1)
    change(writer, "Asks a friend", "Asks two friends")
    expect(card(tabs[1], "Asks two friends")).to_be_visible()
    assert len(streams_of(live_site, edith)) == 1


def test_tabs_on_two_maps_share_it_too(visit, journey, edith, workspace, writer, live_site):
    other = factories.JourneyMap(workspace=workspace, title="Selling a bicycle")
    first = visit(edith, f"/w/{workspace.slug}/maps/{other.pk}/")
    second = visit.tab(first.context, journey.path)
    change(writer, "Asks a friend", "Asks two friends")
    expect(card(second, "Asks two friends")).to_be_visible()
    assert len(streams_of(live_site, edith)) == 1


def test_one_workspace_is_lost_and_the_other_goes_on(visit, journey, edith, writer):
    elsewhere = factories.JourneyMap(workspace=factories.Workspace(), title="Selling a bicycle")
    lost = factories.Membership(workspace=elsewhere.workspace, user=edith.user, role="editor")
    first = visit(edith, f"/w/{elsewhere.workspace.slug}/maps/{elsewhere.pk}/")
    second = visit.tab(first.context, journey.path)
    expect(card(second, "Asks a friend")).to_be_visible()
    lost.delete()
    expect(first.locator("#live-bar [data-says=removed]")).to_be_visible()
    change(writer, "Asks a friend", "Asks two friends")
    expect(card(second, "Asks two friends")).to_be_visible()
    expect(second.locator("#live-bar [data-says=removed]")).to_be_hidden()


def test_another_period_has_a_stream_of_its_own(visit, journey, edith, writer, live_site):
    first = visit(edith, journey.path)
    second = visit.tab(first.context, f"{journey.path}?period=90")
    second.evaluate(HOLDERS, 1)
    change(writer, "Asks a friend", "Asks two friends")
    for page in (first, second):
        expect(card(page, "Asks two friends")).to_be_visible()
    found = {seat.audience.period for one in streams_of(live_site, edith) for seat in one.seats}
    assert found == {"", "90"}


def test_a_tab_that_comes_later_knows_the_new_role(visit, journey, edith, writer):
    first = visit(edith, journey.path)
    edith.role = "viewer"
    edith.save()
    expect(first.locator("#main")).to_have_attribute("data-can-edit", "0")
    second = visit.tab(first.context, journey.path)
    change(writer, "Asks a friend", "Asks two friends")
    expect(card(second, "Asks two friends")).to_be_visible()
    assert second.locator("#main").get_attribute("data-can-edit") == "0"


def test_signing_out_elsewhere_is_said(tabs):
    other = tabs[1]
    other.goto("/accounts/logout/")
    other.locator("main").get_by_role("button").first.click()
    expect(tabs[0].locator("#live-bar [data-says=signed-out]")).to_be_visible()
    expect(tabs[0].locator("#live-bar").get_by_role("link", name="Sign in again")).to_be_visible()


def test_a_hidden_tab_lets_go_and_catches_up(visit, journey, edith, writer):
    page = visit(edith, journey.path)
    page.evaluate(HIDE, "hidden")
    page.evaluate(HOLDERS, 0)
    change(writer, "Asks a friend", "Asks two friends")
    expect(writer.locator("#people")).to_be_hidden()
    expect(card(page, "Asks a friend")).to_be_visible()
    page.evaluate(HIDE, "visible")
    expect(card(page, "Asks two friends")).to_be_visible()


def test_the_way_back_finds_the_page_as_it_was(chrome, visit, journey, edith, writer, live_site):
    page = visit(edith, journey.path)
    cookies = page.context.cookies()
    options = {"executable_path": chromium.find(), "args": FLAGS}
    with chrome.browser_type.launch(ignore_default_args=["--disable-back-forward-cache"], **options) as other:
        page = other.new_context(base_url=live_site.url).new_page()
        page.context.add_cookies(cookies)
        page.goto(journey.path)
        expect(page.locator("html[data-live=open]")).to_have_count(1)
        page.evaluate("window.kept = true")
        page.goto("/healthz")
        change(writer, "Asks a friend", "Asks two friends")
        page.go_back(wait_until="commit")
        expect(card(page, "Asks two friends")).to_be_visible()
        assert page.evaluate("window.kept")
