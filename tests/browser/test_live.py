"""Three people on one map, each in a browser of their own."""

import pytest
from playwright.sync_api import expect

from cxjourney.models import Card
from tests import factories
from tests.browser.live_site import as_left, card, cell, field, write

pytestmark = as_left


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


def test_what_could_not_be_put_in_its_place_is_asked_for_again(everyone):
    alice, edith, _bob = everyone
    edith.evaluate(
        "() => { const { swap } = htmx; htmx.swap = () => { htmx.swap = swap; throw Error('no place'); }; }"
    )
    card(alice, "Asks a friend").click()
    write(alice, "Asks two friends")
    expect(card(edith, "Asks two friends")).to_be_visible()


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


def drag(page, item, to):
    """By mouse, as a hand does it."""
    start, end = item.bounding_box(), to.bounding_box()
    page.mouse.move(start["x"] + 30, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 50, start["y"] + 14, steps=4)
    page.mouse.move(end["x"] + 40, end["y"] + 20, steps=8)


def test_a_card_that_is_dragged_stays_in_the_hand(everyone, journey):
    alice, edith, _bob = everyone
    hand = edith.locator("li.is-dragged")
    expect(edith.locator("#board ol[draggable], #board ol")).not_to_have_count(0)
    drag(edith, card(edith, "Reads reviews"), cell(edith, journey.steps, journey.buy))
    expect(hand).to_be_visible()
    card(alice, "Asks a friend").click()
    write(alice, "Asks two friends")
    expect(card(edith, "Asks a friend")).to_be_visible()
    edith.mouse.up()
    expect(card(edith, "Asks two friends")).to_be_visible()
    expect(cell(alice, journey.steps, journey.buy)).to_contain_text("Reads reviews")


def test_what_somebody_types_is_neither_overwritten_nor_moved(visit, journey, alice, edith):
    alice = visit(alice, journey.path)
    edith = visit(edith, journey.path, viewport={"width": 1100, "height": 380})
    card(edith, "Reads reviews").click()
    write(edith, "Reads reviews in a", save=False)
    box = field(edith).bounding_box()
    card(alice, "Asks a friend").focus()
    alice.keyboard.press("n")
    write(alice, "Rings a shop")
    expect(card(edith, "Rings a shop")).to_be_visible()
    card(alice, "Rides one").focus()
    for key in ("m", "ArrowLeft", "Enter"):
        alice.keyboard.press(key)
    expect(cell(edith, journey.steps, journey.look).locator("li").first).to_have_text("Rides one")
    assert abs(field(edith).bounding_box()["y"] - box["y"]) < 2
    expect(field(edith)).to_be_focused()
    edith.keyboard.type(" magazine")
    expect(field(edith)).to_have_value("Reads reviews in a magazine")
    field(edith).press("Control+Enter")
    expect(card(alice, "in a magazine")).to_be_visible()


def test_both_texts_stand_beside_what_is_typed(everyone):
    alice, edith, _bob = everyone
    card(edith, "Asks a friend").click()
    write(edith, "Asks nobody", save=False)
    card(alice, "Asks a friend").click()
    write(alice, "Asks everybody")
    note = edith.locator("[data-live-note]")
    expect(note).to_contain_text("Alice changed this card")
    expect(note.locator("[data-theirs]")).to_have_text("Asks everybody")
    expect(note.locator("[data-mine]")).to_have_text("Asks nobody")
    expect(field(edith)).to_have_value("Asks nobody")
    field(edith).press("Control+Enter")  # without a choice the server asks, with both texts
    asked = edith.locator("#board .conflict:not([data-live-note])")
    expect(asked).to_contain_text("Asks everybody")
    asked.get_by_role("button", name="Keep mine").click()
    expect(card(alice, "Asks nobody")).to_be_visible()


def test_keeping_mine_and_taking_theirs(everyone):
    alice, edith, bob = everyone
    for theirs, choice, left in (
        ("Asks everybody", "Keep mine", "Asks nobody"),
        ("Rides all", "Use theirs", "Rides all"),
    ):
        was = {"Asks everybody": "Asks a friend", "Rides all": "Rides one"}[theirs]
        card(edith, was).click()
        write(edith, "Asks nobody", save=False)
        card(alice, was).click()
        write(alice, theirs)
        edith.locator("[data-live-note]").get_by_role("button", name=choice).click()
        if choice == "Keep mine":
            field(edith).press("Control+Enter")
        expect(field(edith)).to_have_count(0)
        expect(card(bob, left)).to_be_visible()


def test_a_card_removed_while_it_is_typed_in_is_put_back_by_saving(everyone):
    alice, edith, bob = everyone
    card(edith, "Asks a friend").click()
    write(edith, "Asks an old friend", save=False)
    expect(card(alice, "Asks a friend")).to_have_class("card card--step being-edited person-" + hue(edith))
    card(alice, "Asks a friend").focus()
    alice.keyboard.press("Delete")
    question = alice.locator("#confirm")
    expect(question).to_contain_text("Edith is editing this card")
    question.get_by_role("button", name="Remove it").click()
    expect(card(bob, "Asks a friend")).to_have_count(0)
    expect(edith.locator("[data-live-note]")).to_contain_text("Alice removed this card")
    expect(field(edith)).to_have_value("Asks an old friend")
    field(edith).press("Control+Enter")
    for page in (alice, bob):
        expect(card(page, "Asks an old friend")).to_be_visible()


def hue(page) -> str:
    return page.locator(".rail__me .avatar").get_attribute("class").split("person-")[1]


def test_undo_of_ones_own_after_anothers(everyone):
    alice, edith, _bob = everyone
    card(edith, "Asks a friend").click()
    write(edith, "Asks two friends")
    expect(card(alice, "Asks two friends")).to_be_visible()
    card(alice, "Rides one").click()
    write(alice, "Rides three")
    expect(card(edith, "Rides three")).to_be_visible()
    card(edith, "Asks two friends").focus()
    edith.keyboard.press("Control+z")
    expect(card(alice, "Asks a friend")).to_be_visible()
    expect(card(edith, "Rides three")).to_be_visible()
    edith.keyboard.press("Control+Shift+Z")
    expect(card(alice, "Asks two friends")).to_be_visible()


def test_lanes_and_stages_change_everywhere(everyone, journey):
    alice, edith, bob = everyone
    card(edith, "Rides one").click()
    write(edith, "Rides one thr", save=False)
    alice.locator(f"#lane-{journey.steps.pk} [data-fold]").click()
    expect(bob.locator(f"#lane-{journey.steps.pk}")).to_have_attribute("data-folded", "")
    expect(field(edith)).to_have_value("Rides one thr")
    edith.keyboard.type("ough the park")
    field(edith).press("Control+Enter")
    expect(edith.locator(f"#lane-{journey.steps.pk}")).to_have_attribute("data-folded", "")
    alice.locator(f"#lane-{journey.steps.pk} [data-fold]").click()
    for page in (bob, edith):
        expect(card(page, "through the park")).to_be_visible()
    alice.get_by_role("button", name="Stage", exact=True).click()
    alice.locator("dialog[open]").get_by_label("Name").fill("Riding")
    alice.keyboard.press("Enter")
    for page in (bob, edith):
        expect(page.locator("thead th[data-stage]")).to_have_count(3)


def test_a_new_role_is_felt_at_once(everyone, bob):
    _alice, edith, page = everyone
    bob.role = "editor"
    bob.save()
    expect(page.locator("#main")).to_have_attribute("data-can-edit", "1")
    card(page, "Asks a friend").click()
    write(page, "Asks a shop")
    expect(card(edith, "Asks a shop")).to_be_visible()


def test_home_shows_what_changes(visit, journey, workspace, alice, edith):
    home = visit(alice, f"/w/{workspace.slug}/maps/")
    page = visit(edith, journey.path)
    title = page.locator(".map-title input[name=title]")
    title.fill("Buying a bicycle again")
    title.press("Enter")
    expect(home.locator(f"#map-name-{journey.map.pk}")).to_contain_text("Buying a bicycle again")
    page.get_by_role("button", name="Map options").click()
    page.get_by_role("button", name="Archive this map").click()
    expect(home.locator(f"#map-name-{journey.map.pk}")).to_have_count(0)


def test_the_drawer_is_read_again_but_not_under_the_hands(visit, workspace, journey, alice, edith, bob):
    touchpoint = factories.Touchpoint(workspace=workspace, name="Shop window")
    place = factories.Placement(
        workspace=workspace, map=journey.map, stage=journey.look, touchpoint=touchpoint
    )
    alice, edith, bob = [visit(one, f"{journey.path}touchpoints/{place.pk}/") for one in (alice, edith, bob)]
    for page in (alice, edith):
        page.get_by_role("link", name="Rename Shop window").click()
    name = "#drawer [data-touchpoint-form] input[name=value]"
    alice.locator(name).fill("Shop window at night")
    edith.locator(name).fill("Lit shop window")
    edith.locator(name).press("Enter")
    expect(bob.locator("#drawer h2")).to_have_text("Lit shop window")
    expect(alice.locator("[data-live-stale]")).to_be_visible()
    expect(alice.locator(name)).to_have_value("Shop window at night")
    alice.locator(name).press("Enter")
    for page in (alice, edith, bob):
        expect(page.locator("#drawer h2")).to_have_text("Lit shop window at night")


def test_a_screen_reader_hears_what_concerns_it(everyone):
    _alice, edith, bob = everyone
    card(bob, "Asks a friend").focus()
    card(edith, "Rides one").click()
    write(edith, "Rides two")
    expect(card(bob, "Rides two")).to_be_visible()
    expect(bob.locator("#live")).to_be_empty()
    card(edith, "Asks a friend").click()
    write(edith, "Asks two friends")
    expect(bob.locator("#live")).to_contain_text("Edith")
    expect(card(bob, "Asks two friends")).to_be_focused()


def open_head(page, menu, item):
    page.get_by_role("button", name=menu).click()
    page.locator("#head-menu").get_by_role("button", name=item).click()
    return page.locator("#board form[data-head-form]")


def test_the_head_of_a_stage_shows_both_texts(everyone, journey):
    alice, edith, bob = everyone
    form = open_head(edith, "Looking: stage options", "Name and goal")
    form.locator("[name=name]").fill("Looking around")
    theirs = open_head(alice, "Looking: stage options", "Name and goal")
    theirs.locator("[name=name]").fill("Searching")
    theirs.locator("[name=goal]").fill("A cheap one")
    theirs.locator("[name=name]").press("Enter")
    expect(bob.locator(f"#stage-{journey.look.pk} .stage__name")).to_have_text("Searching")
    note = form.locator("[data-live-note]")
    expect(note).to_contain_text("Alice changed these words")
    expect(note.locator("[data-theirs]")).to_have_text(["Searching"])
    expect(note.locator("[data-mine]")).to_have_text(["Looking around"])
    expect(form.locator("[name=goal]")).to_have_value("A cheap one")  # nobody was typing there
    note.get_by_role("button", name="Keep mine").click()
    form.locator("[name=name]").press("Enter")
    for page in everyone:
        expect(page.locator(f"#stage-{journey.look.pk} .stage__name")).to_have_text("Looking around")
        expect(page.locator(f"#stage-{journey.look.pk} .stage__goal")).to_have_text("A cheap one")


def test_the_head_of_a_lane_and_theirs(everyone, journey):
    alice, edith, _bob = everyone
    form = open_head(edith, "Steps: lane options", "Name and role")
    form.locator("[name=title]").fill("Our steps")
    theirs = open_head(alice, "Steps: lane options", "Name and role")
    theirs.locator("[name=title]").fill("What they do")
    theirs.locator("[name=title]").press("Enter")
    expect(form.locator("[data-theirs]")).to_have_text("What they do")
    form.get_by_role("button", name="Use theirs").click()
    expect(form).to_have_count(0)
    expect(edith.locator(f"#lane-{journey.steps.pk} [data-lane-head]")).to_contain_text("What they do")


def test_a_stage_removed_while_its_name_is_typed(everyone):
    alice, edith, _bob = everyone
    form = open_head(edith, "Looking: stage options", "Name and goal")
    form.locator("[name=name]").fill("Looking around")
    expect(alice.locator(".being-edited")).to_have_count(1)
    alice.get_by_role("button", name="Looking: stage options").click()
    alice.locator("#head-menu").get_by_role("button", name="Remove stage").click()
    question = alice.locator("#confirm")
    expect(question).to_contain_text("Edith is typing here")
    question.get_by_role("button", name="Remove it").click()
    expect(form.locator("[data-live-note]")).to_contain_text("Undo brings it back")
    expect(form.locator("[name=name]")).to_have_value("Looking around")
    form.get_by_role("button", name="Cancel").click()
    expect(edith.locator("thead th[data-stage]")).to_have_count(1)


def title(page):
    return page.locator(".map-title input[name=title]")


def test_the_name_of_the_map_shows_both_texts(everyone):
    alice, edith, bob = everyone
    title(edith).fill("Buying a bike")
    title(alice).fill("Buying wheels")
    title(alice).press("Enter")
    card(alice, "Rides one").focus()
    expect(bob.locator("h1")).to_have_text("Buying wheels")
    expect(title(edith)).to_have_value("Buying a bike")
    note = edith.locator(".map-title [data-live-note]")
    expect(note.locator("[data-theirs]")).to_have_text("Buying wheels")
    note.get_by_role("button", name="Keep mine").click()
    title(edith).press("Enter")
    expect(bob.locator("h1")).to_have_text("Buying a bike")
    expect(title(alice)).to_have_value("Buying a bike")


def test_a_focused_name_is_not_overwritten(everyone):
    alice, edith, _bob = everyone
    title(edith).focus()
    title(alice).fill("Buying wheels")
    title(alice).press("Enter")
    expect(edith.locator(".map-title [data-theirs]")).to_have_text("Buying wheels")
    expect(title(edith)).to_have_value("Buying a bicycle")
    card(edith, "Rides one").focus()  # it was left as it was
    expect(title(edith)).to_have_value("Buying wheels")
    expect(edith.locator(".map-title [data-live-note]")).to_have_count(0)


def test_a_card_typed_in_stays_where_it_is_when_it_is_moved_on_a_new_board(everyone, journey):
    alice, edith, _bob = everyone
    card(edith, "Asks a friend").click()
    write(edith, "Asks an old friend", save=False)
    edith.context.set_offline(True)
    expect(edith.locator("html[data-live=open]")).to_have_count(0)
    stages = {"workspace": journey.map.workspace, "map": journey.map}
    Card.objects.filter(lane=journey.steps, text="Asks a friend").update(stage=journey.buy)
    factories.Stage(**stages, name="Riding")
    title(alice).fill("Buying wheels")
    title(alice).press("Enter")
    edith.context.set_offline(False)
    expect(edith.locator("thead th[data-stage]")).to_have_count(3)
    expect(edith.locator("#board li[data-item] textarea")).to_have_count(1)
    typed = cell(edith, journey.steps, journey.look).locator("textarea")
    expect(typed).to_have_value("Asks an old friend")
    field(edith).press("Control+Enter")
    expect(cell(edith, journey.steps, journey.buy)).to_contain_text("Asks an old friend")
