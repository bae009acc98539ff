"""Home in a real browser: many maps at once by mouse and by keyboard, folders, filters, the gallery."""

import re

import pytest
from playwright.sync_api import expect

from cxjourney.models import Folder, JourneyMap
from tests import factories
from tests.browser.conftest import violations

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "/w/acme/maps/"


@pytest.fixture
def maps(workspace):
    factories.Folder(workspace=workspace, name="Ground")
    return [factories.JourneyMap(workspace=workspace, title=f"Map {n}") for n in range(12)]


@pytest.fixture
def page(open_browser, edith, maps):
    page = open_browser(edith, viewport={"width": 1280, "height": 900})
    page.goto(f"{HOME}?sort=name")
    return page


def boxes(page):
    return page.locator("#home-maps .map-pick")


def toast(page, text: str) -> None:
    page.locator("[data-toast-text]", has_text=text).wait_for()


def test_chosen_by_mouse_moved_and_undone(page):
    bar = page.locator("#home-bulk")
    expect(bar).to_be_hidden()
    boxes(page).nth(0).click()
    boxes(page).nth(9).click(modifiers=["Shift"])
    expect(page.locator("#home-bulk [data-chosen]")).to_have_text("10 chosen")
    bar.get_by_role("button", name="Move").click()
    page.get_by_role("button", name="Ground").click()
    toast(page, "10 maps moved to “Ground”")
    expect(page.get_by_role("link", name="Ground 10")).to_be_visible()
    expect(boxes(page).nth(3)).to_be_checked()
    page.locator("[data-toast-undo]").click()
    expect(page.get_by_role("link", name="Ground 0")).to_be_visible()
    assert not JourneyMap.objects.exclude(folder=None).exists()


def test_chosen_and_archived_by_keyboard(page):
    page.locator("#main").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Map 0")).to_be_focused()
    page.keyboard.press("x")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+X")
    expect(page.locator("#home-bulk [data-chosen]")).to_have_text("3 chosen")
    page.keyboard.press("s")
    expect(page.get_by_role("button", name="Idea")).to_be_focused()
    page.keyboard.press("Enter")
    toast(page, "3 maps changed")
    page.keyboard.press("Escape")
    expect(page.locator("#home-bulk")).to_be_hidden()
    page.keyboard.press("Control+a")
    page.keyboard.press("e")
    toast(page, "12 maps archived")
    expect(page.get_by_role("heading", name="Draw the first journey")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(boxes(page)).to_have_count(12)


def test_a_folder_is_made_renamed_and_removed(page):
    page.get_by_role("button", name="New folder").first.click()
    page.get_by_label("Name of the folder").fill("Ground")
    page.get_by_role("button", name="Make the folder").click()
    expect(page.get_by_text("There is a folder of this name here.")).to_be_visible()
    page.get_by_label("Name of the folder").fill("Air")
    page.get_by_role("button", name="Make the folder").click()
    page.get_by_role("link", name="Air 0").click()
    expect(page.get_by_role("heading", name="An empty folder")).to_be_visible()
    page.get_by_role("button", name="Air: folder options").click()
    page.get_by_role("button", name="Rename").click()
    page.get_by_label("Name of the folder").fill("Sky")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Sky")).to_be_visible()
    page.get_by_role("button", name="Sky: folder options").click()
    page.get_by_role("button", name="Remove, keep the maps").click()
    toast(page, "“Sky” is removed; its maps are still there")
    assert [folder.name for folder in Folder.objects.live()] == ["Ground"]


def test_the_list_follows_what_is_typed(page):
    page.get_by_label("Find a map by its name").fill("map 1")
    expect(boxes(page)).to_have_count(3)
    expect(page).to_have_url(re.compile(r"\?q=map\+1&sort=name$"))
    page.get_by_label("Any status").select_option("approved")
    expect(page.get_by_role("heading", name="No map like that")).to_be_visible()
    page.get_by_role("link", name="Show all").first.click()
    expect(boxes(page)).to_have_count(12)


def test_a_map_from_a_template_to_a_template(page):
    page.get_by_role("link", name="New map").first.click()
    page.get_by_label("Name of the journey").fill("A complaint")
    page.get_by_role("radio", name="Support case").check()
    page.get_by_role("button", name="Make the map").click()
    blank = page.locator("td.is-blank", has_text="I have told that to two people already.")
    add = page.locator(f"#{blank.get_attribute('id')}").locator(".add-card")
    expect(add).to_have_css("position", "static")  # words to press, as there is room
    add.click()
    page.locator("#board textarea").fill("I said that before.")
    page.locator("#board textarea").press("Control+Enter")
    expect(page.locator(".thought", has_text="I said that before.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(add).to_have_css("position", "absolute")
    page.keyboard.press("Control+z")
    expect(blank.locator(".blank")).to_be_visible()
    expect(add).to_have_css("position", "static")
    page.get_by_role("button", name="Map options").click()
    page.get_by_role("button", name="Save as a template").click()
    page.get_by_label("Name of the template").fill("Our complaints")
    page.get_by_text("Lock parts of it").click()
    page.get_by_role("checkbox", name="Explain").check()
    page.get_by_role("button", name="Save the template").click()
    toast(page, "Saved: “New map” offers it now")
    page.goto("/w/acme/maps/new/")
    expect(page.get_by_role("radio", name="Our complaints")).to_be_visible()
    expect(page.get_by_text("parts of it are locked")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_everybody_can_use_it(open_browser, edith, maps, scheme, width):
    page = open_browser(edith, color_scheme=scheme, viewport={"width": width, "height": 844})
    for address in (
        f"{HOME}?folder={Folder.objects.get().pk}",
        HOME,
        "/w/acme/maps/new/",
        "/w/acme/templates/",
    ):
        page.goto(address)
        if address == HOME:
            boxes(page).first.check(force=True)
            expect(page.locator("#home-bulk")).to_be_visible()
        assert not violations(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{address} is {wide} px wide"


def test_a_folder_goes_into_another_and_out_again(page, workspace):
    inner = factories.Folder(workspace=workspace, name="Air")
    ground = Folder.objects.get(name="Ground")
    page.goto(f"{HOME}?folder={inner.pk}")
    page.get_by_role("button", name="Air: folder options").click()
    page.get_by_role("button", name="Into “Ground”").click()
    expect(page.locator(".folder-bar h2")).to_contain_text("Ground")
    assert Folder.objects.get(pk=inner.pk).parent_id == ground.pk
    page.get_by_role("button", name="Air: folder options").click()
    page.get_by_role("button", name="Out of “Ground”").click()
    expect(page.locator(".folder-bar h2")).not_to_contain_text("Ground")
    assert Folder.objects.get(pk=inner.pk).parent_id is None
