"""A persona written in a browser: by mouse, by keyboard only, by two at once; axe and print."""

import re

import pytest
from playwright.sync_api import expect

from cxjourney.models import Persona
from cxjourney.personas import actions
from tests import factories, tables
from tests.browser.conftest import settled, wrong_on
from tests.personas.conftest import picture, texts


@pytest.fixture
def demo(transactional_db):
    return tables.demo()


@pytest.fixture
def rosa(demo) -> Persona:
    return Persona.objects.get(workspace=demo.workspace)


@pytest.fixture
def page(demo, rosa, open_browser):
    page = open_browser(demo, viewport={"width": 1600, "height": 1000})
    page.goto(f"/w/demo/personas/{rosa.pk}/")
    settled(page)
    return page


def part(page, kind):
    return page.locator(f".part--{kind}")


def lines(page, kind="goals"):
    return part(page, kind).locator("[data-edit] textarea")


def saved(page):
    expect(page.locator("[data-saved]")).to_have_text("Saved")


def held(rosa, kind="goals") -> list[str]:
    return texts(rosa.sections.get(kind=kind))


def test_by_mouse(page, rosa):
    goals = part(page, "goals")
    goals.locator("li").nth(1).click()
    expect(lines(page).nth(1)).to_be_focused()
    lines(page).nth(1).fill("Spend an evening on forms")
    part(page, "goals").get_by_role("button", name=re.compile("Move “Spend.*up")).click()  # leaving it saves
    expect(lines(page).nth(0)).to_have_value("Spend an evening on forms")
    goals.get_by_label("New in Goals").fill("Rest")
    goals.get_by_role("button", name="Add").click()
    expect(lines(page)).to_have_count(4)
    goals.get_by_role("radio", name="Observed").click()
    goals.get_by_role("button", name=re.compile("Remove “Know")).click()
    expect(lines(page)).to_have_count(3)
    goals.get_by_role("link", name="Done").click()
    expect(goals.locator(".evidence--observed")).to_be_visible()
    assert held(rosa)[0] == "Spend an evening on forms"
    assert held(rosa)[-1] == "Rest"
    page.locator("[data-swing]").first.click()
    expect(goals.locator("li")).to_have_count(4)


def test_a_line_is_dragged(page, rosa):
    part(page, "goals").locator("li").first.click()
    grips = part(page, "goals").locator("[data-grip]")
    start, end = grips.nth(0).bounding_box(), grips.nth(2).bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 5, start["y"] + 30, steps=5)
    page.mouse.move(end["x"] + 5, end["y"] + 20, steps=8)
    with page.expect_response(re.compile("/move/")):
        page.mouse.up()
    settled(page)
    assert held(rosa)[2].startswith("Protect")


def test_by_keyboard_only(page, rosa):
    opener = part(page, "goals").get_by_role("link", name="Edit Goals")
    opener.focus()
    page.keyboard.press("Enter")
    expect(lines(page).nth(0)).to_be_focused()
    page.keyboard.type(" in spring")
    page.keyboard.press("Enter")
    expect(lines(page).nth(1)).to_be_focused()
    saved(page)
    page.keyboard.press("Alt+ArrowDown")
    expect(lines(page).nth(2)).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("Rest")
    page.keyboard.press("Enter")
    expect(lines(page)).to_have_count(4)
    expect(part(page, "goals").get_by_label("New in Goals")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    goals = held(rosa)
    assert goals[0].endswith("in spring")
    assert goals[2].startswith("Spend less")
    assert goals[3] == "Rest"
    page.keyboard.press("Control+z")
    expect(part(page, "goals").locator("li")).to_have_count(3)
    page.keyboard.press("Control+Shift+Z")
    expect(part(page, "goals").locator("li")).to_have_count(4)


def test_typing_is_saved_after_a_pause_and_undone_as_one(page, rosa):
    page.locator("#head h2").click()
    name = page.get_by_label("Name", exact=True)
    name.fill("Rosa K")
    saved(page)
    expect(page.locator("h1")).to_have_text("Rosa K")
    name.press_sequentially("rol")
    page.keyboard.press("Escape")
    expect(page.locator("#head h2")).to_have_text("Rosa Krol")
    page.keyboard.press("Control+z")
    expect(page.locator("#head h2")).to_have_text("Rosa")
    expect(page.locator("h1")).to_have_text("Rosa")


def test_two_on_the_same_words_see_both(page, rosa, demo, open_browser):
    section = rosa.sections.get(kind="goals")
    part(page, "goals").locator("li").first.click()
    expect(lines(page).nth(0)).to_be_focused()
    line = actions.items_in(section.pk).order_by("rank").first()
    member = factories.Membership(workspace=demo.workspace, role="editor")
    actions.edit_item(by=member, item=line, texts={"text": ("Theirs", line.text)}, version=line.version)
    lines(page).nth(0).fill("Mine")
    expect(page.locator("[data-theirs]")).to_have_text("Theirs")
    expect(page.locator("[data-mine]")).to_have_text("Mine")
    page.keyboard.press("Escape")  # stays open while it is not decided
    expect(page.locator("[data-theirs]")).to_be_visible()
    page.get_by_role("button", name="Keep mine").click()
    expect(page.locator("[data-theirs]")).to_have_count(0)
    assert held(rosa)[0] == "Mine"


def test_words_of_somebody_else_come_in_beside_ones_own(page, rosa, demo):
    section = rosa.sections.get(kind="goals")
    part(page, "goals").locator("li").nth(1).click()
    expect(lines(page).nth(1)).to_be_focused()
    line = actions.items_in(section.pk).order_by("rank")[1]
    member = factories.Membership(workspace=demo.workspace, role="editor")
    actions.edit_item(
        by=member, item=line, texts={"text": ("Spend less than a Sunday on papers", line.text)}, version=1
    )
    lines(page).nth(1).fill("Spend much less than a Sunday on forms")
    expect(lines(page).nth(1)).to_have_value("Spend much less than a Sunday on papers")
    saved(page)
    lines(page).nth(1).press_sequentially("!")
    page.keyboard.press("Escape")
    expect(part(page, "goals").locator("li").nth(1)).to_contain_text("papers!")


def test_each_shape_of_line(page, rosa):
    for kind in ("facts", "jobs", "channels", "traits"):
        part(page, kind).locator("[data-open]").focus()
        page.keyboard.press("Enter")
        expect(part(page, kind)).to_have_attribute("data-editing", "")
    level = part(page, "channels").locator("[data-edit] input[type=range]").first
    level.focus()
    page.keyboard.press("ArrowRight")
    saved(page)
    expect(part(page, "channels").locator("[data-edit] output").first).to_have_text("5")
    job = part(page, "jobs").locator("[data-new]")
    job.get_by_label("When").fill("it rains")
    job.get_by_label("I want to").fill("stay in")
    job.get_by_label("so I can").fill("bake")
    page.keyboard.press("Enter")
    expect(part(page, "jobs").locator("[data-edit]")).to_have_count(3)
    page.keyboard.press("Escape")
    expect(part(page, "jobs")).to_contain_text("When it rains I want to stay in so I can bake")
    assert actions.items_in(rosa.sections.get(kind="channels").pk).order_by("rank").first().level == 5


def test_a_line_half_written_is_not_lost_by_done(page, rosa):
    part(page, "interests").locator("[data-open]").focus()
    page.keyboard.press("Enter")
    part(page, "interests").get_by_label("New in Interests").fill("Swimming")
    part(page, "interests").get_by_role("link", name="Done").click()
    expect(part(page, "interests")).to_contain_text("Swimming")


def test_a_section_of_ones_own(page):
    page.get_by_label("Title of a section of your own").fill("A day with us")
    page.keyboard.press("Enter")
    own = part(page, "own")
    expect(own.get_by_label("Title of the section")).to_be_focused()
    own.get_by_label("New in A day with us").fill("Up at four\nOvens at five")
    own.get_by_role("button", name="Add").click()
    expect(own.locator("[data-edit]")).to_have_count(2)
    own.get_by_role("button", name="Remove the section").click()
    expect(own).to_have_count(0)
    page.get_by_role("button", name="Undo", exact=True).last.click()
    expect(part(page, "own")).to_contain_text("Ovens at five")


def test_a_portrait_drawn_or_of_ones_own(page, rosa, tmp_path):
    page.locator("#head-open").focus()
    page.keyboard.press("Enter")
    page.get_by_role("radio", name="Portrait 9").check(force=True)
    expect(page.locator("#head > svg use")).to_have_attribute("href", re.compile("portrait-9$"))
    file = tmp_path / "rosa.jpg"
    file.write_bytes(picture().read())
    page.get_by_label("Or a picture of your own").set_input_files(file)
    page.get_by_label("Describe it").fill("Rosa at her oven")
    page.get_by_role("button", name="Use this picture").click()
    shown = page.get_by_role("img", name="Rosa at her oven")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 300
    wrong = tmp_path / "rosa.txt"
    wrong.write_text("no picture")
    page.get_by_label("Or a picture of your own").set_input_files(wrong)
    page.get_by_role("button", name="Use this picture").click()
    expect(page.locator("#persona-image .field__errors")).to_contain_text("no JPEG, PNG or WebP")


def test_nothing_typed_is_lost_without_the_server(page, rosa):
    part(page, "goals").locator("li").first.click()
    page.route("**/personas/items/**", lambda route: route.abort())
    lines(page).nth(0).fill("Typed in a tunnel")
    expect(page.locator("[data-saved]")).to_have_text("Not saved yet")
    page.unroute("**/personas/items/**")
    page.reload()
    settled(page)
    part(page, "goals").locator("li").first.click()
    expect(lines(page).nth(0)).to_have_value("Typed in a tunnel")
    saved(page)
    assert held(rosa)[0] == "Typed in a tunnel"


def test_the_library_is_searched_and_tidied(page, demo, rosa):
    page.goto("/w/demo/personas/")
    page.get_by_role("searchbox").fill("zebra")
    expect(page.get_by_text("Nobody fits")).to_be_visible()
    page.get_by_role("searchbox").fill("bakery")
    expect(page.get_by_role("link", name="Rosa", exact=True)).to_be_visible()
    page.get_by_role("button", name="What to do with Rosa").click()
    page.get_by_role("button", name="Archive").click()
    expect(page.get_by_text("Who is the journey for?")).to_be_visible()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.get_by_role("link", name="Rosa", exact=True)).to_be_visible()


def test_axe(demo, rosa, open_browser):
    page = open_browser(demo, viewport={"width": 1280, "height": 800})
    ids = ",".join(str(pk) for pk in rosa.sections.values_list("pk", flat=True))
    made = actions.create_persona(by=demo, name="Empty")
    edited = f"{rosa.pk}/?edit=head,{ids}"
    addresses = ("", "?archived=1", f"{rosa.pk}/", edited, f"{made.target_id}/", "new/")
    found = wrong_on(page, [f"/w/demo/personas/{address}" for address in addresses])
    assert not found, found


def test_on_a_phone(demo, rosa, open_browser):
    page = open_browser(demo, viewport={"width": 390, "height": 844}, has_touch=True)
    ids = ",".join(str(pk) for pk in rosa.sections.values_list("pk", flat=True))
    for address in ("", f"{rosa.pk}/", f"{rosa.pk}/?edit=head,{ids}", "new/"):
        page.goto(f"/w/demo/personas/{address}")
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address


@pytest.mark.parametrize("more", [0, 25])
def test_prints_on_one_page(page, demo, rosa, more):
    if more:
        lines_ = [{"text": f"Line {number} with a few words in it"} for number in range(more)]
        actions.create_items(by=demo, section=rosa.sections.get(kind="goals"), items=lines_)
        page.reload()
        settled(page)
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 1
