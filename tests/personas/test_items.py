"""Lines of a section: add, edit, move, remove."""

import json
import uuid

import pytest

from cxjourney.personas import actions
from tests.personas.conftest import texts


def add(client, section, hx=None, **typed):
    return client.post(f"/w/acme/personas/sections/{section.pk}/items/new/", typed, headers=hx or {})


def post(client, item, path, hx=None, **typed):
    return client.post(f"/w/acme/personas/items/{item.pk}/{path}/", typed, headers=hx or {})


def edit(client, item, text, hx=None, *, base=None, version=None, **more):
    typed = {"text": text, "base_text": item.text if base is None else base}
    return post(client, item, "edit", hx, **typed, version=version or item.version, **more)


def test_added_at_the_end_once(as_edith, goals, hx):
    key = uuid.uuid4()
    for _ in range(2):
        response = add(as_edith, goals, hx, text="  Rest   more ", key=key)
        assert response.status_code == 200
        assert "data-editing" in response.content.decode()
    assert texts(goals) == ["Sell more", "Sleep well", "Rest more"]


def test_several_lines_make_several_and_one_undo(as_edith, goals, hx):
    add(as_edith, goals, hx, text="One\r\n\r\n Two\nThree")
    assert texts(goals) == ["Sell more", "Sleep well", "One", "Two", "Three"]
    as_edith.post("/w/acme/undo/", headers=hx)
    assert texts(goals) == ["Sell more", "Sleep well"]


@pytest.mark.parametrize(
    ("kind", "typed", "held"),
    [
        ("facts", {"lead": "Age", "text": "38"}, ("Age", "38", "", 0)),
        ("jobs", {"lead": "it rains", "text": "stay", "aim": "read"}, ("it rains", "stay", "read", 0)),
        ("jobs", {"aim": "read"}, ("", "", "read", 0)),
        ("channels", {"text": "Phone", "level": "5"}, ("", "Phone", "", 5)),
        ("traits", {"lead": "Price", "text": "Time", "level": "10"}, ("Price", "Time", "", 10)),
        ("goals", {"text": "Rest", "level": "3"}, None),  # a line has no level
        ("interests", {"text": "Bread", "lead": "ignored"}, ("", "Bread", "", 0)),
    ],
)
def test_each_shape_holds_its_own_fields(as_edith, persona, hx, kind, typed, held):
    section = persona.sections.get(kind=kind)
    before = actions.items_in(section.pk).count()
    status = add(as_edith, section, hx, **typed).status_code
    new = actions.items_in(section.pk).order_by("-rank").first()
    if held is None:
        assert (status, actions.items_in(section.pk).count()) == (422, before)
    else:
        assert (new.lead, new.text, new.aim, new.level) == held


@pytest.mark.parametrize("typed", [{"text": ""}, {"text": " \n "}, {"text": "x" * 301}, {}])
def test_what_can_not_be_is_said_beside_it(as_edith, goals, hx, typed):
    for headers in (hx, {}):
        response = add(as_edith, goals, headers, **typed)
        assert response.status_code == 422
        assert "field__errors" in response.content.decode()
    assert len(texts(goals)) == 2


@pytest.mark.parametrize(("kind", "level"), [("channels", "6"), ("traits", "11"), ("channels", "-1")])
def test_no_level_beyond_its_scale(as_edith, persona, hx, kind, level):
    section = persona.sections.get(kind=kind)
    assert add(as_edith, section, hx, lead="a", text="b", level=level).status_code == 422


def test_a_section_has_room_for_sixty(as_edith, goals, hx):
    assert add(as_edith, goals, hx, text="\n".join("x" * 59)).status_code == 422
    assert add(as_edith, goals, hx, text="\n".join("x" * 58)).status_code == 200
    assert len(texts(goals)) == 60


def test_edited_quietly_and_undone(as_edith, goals, goal, hx):
    response = edit(as_edith, goal, "Sell much more", hx)
    assert response.status_code == 204
    said = json.loads(response["HX-Trigger"])["persona:saved"]
    assert (said["form"], said["values"]["text"]) == (f"item-form-{goal.pk}", "Sell much more")
    as_edith.post("/w/acme/undo/", headers=hx)
    assert texts(goals) == ["Sell more", "Sleep well"]


def test_merged_with_what_somebody_else_wrote(as_edith, as_alice, goals, goal, hx):
    edit(as_alice, goal, "Sell more soap", hx)
    response = edit(as_edith, goal, "Always Sell more", hx, base="Sell more", version=1)
    assert response.status_code == 204
    assert texts(goals)[0] == "Always Sell more soap"


def test_the_same_words_show_both_texts(as_edith, as_alice, goals, goal, hx):
    edit(as_alice, goal, "Sell less", hx)
    for headers in (hx, {}):
        response = edit(as_edith, goal, "Sell nothing", headers, base="Sell more", version=1)
        assert response.status_code == 409
        html = response.content.decode()
        for words in ("Sell less", "Sell nothing", "Keep mine", f'id="item-form-{goal.pk}"'):
            assert words in html
    assert texts(goals)[0] == "Sell less"


def test_words_typed_beside_a_level_do_not_put_it_back(as_edith, edith, alice, persona, hx):
    section = persona.sections.get(kind="channels")
    actions.create_items(by=edith, section=section, items=[{"text": "Phone", "level": 2}])
    item = actions.items_in(section.pk).get()
    actions.edit_item(by=alice, item=item, texts={}, version=1, level=5)
    edit(as_edith, item, "Telephone", hx, base="Phone", version=1, level="2", base_level="2")
    item.refresh_from_db()
    assert (item.text, item.level) == ("Telephone", 5)
    edit(as_edith, item, "Telephone", hx, level="1", base_level="5")
    item.refresh_from_db()
    assert item.level == 1


def test_an_empty_line_is_no_line(as_edith, goals, goal, hx):
    assert edit(as_edith, goal, "", hx).status_code == 422
    assert texts(goals)[0] == "Sell more"


def test_removed_while_somebody_typed(as_edith, alice, goal, hx):
    actions.remove_item(by=alice, item=goal)
    for path, typed in (("edit", {"text": "x"}), ("move", {}), ("remove", {})):
        response = post(as_edith, goal, path, hx, **typed)
        assert response.status_code == 409, path
        assert "removed this" in response["HX-Trigger"]


def test_moved_down_up_and_nowhere(as_edith, goals, goal, hx):
    other = actions.items_in(goals.pk).get(text="Sleep well")
    assert post(as_edith, goal, "move", hx, before="").status_code == 200
    assert texts(goals) == ["Sleep well", "Sell more"]
    post(as_edith, goal, "move", hx, before=other.pk)
    assert texts(goals) == ["Sell more", "Sleep well"]
    post(as_edith, goal, "move", hx, before=goal.pk)
    assert texts(goals) == ["Sell more", "Sleep well"]
    as_edith.post("/w/acme/undo/", headers=hx)
    assert texts(goals) == ["Sleep well", "Sell more"]


def test_a_line_never_leaves_its_section(as_edith, edith, persona, goals, goal):
    section = persona.sections.get(kind="interests")
    actions.create_items(by=edith, section=section, items=[{"text": "Bread"}])
    post(as_edith, goal, "move", before=actions.items_in(section.pk).get().pk)
    assert texts(goals) == ["Sleep well", "Sell more"]
    assert texts(section) == ["Bread"]


def test_the_buttons_of_a_line_say_where_it_goes(as_edith, goals, hx):
    add(as_edith, goals, hx, text="Third")
    html = as_edith.get(f"/w/acme/personas/sections/{goals.pk}/?edit=1", headers=hx).content.decode()
    assert "Move “Sell more” down" in html
    assert html.count('aria-disabled="true"') == 2


def test_removed_and_back(as_edith, goals, goal, hx):
    response = post(as_edith, goal, "remove", hx)
    assert texts(goals) == ["Sleep well"]
    as_edith.post(json.loads(response["HX-Trigger"])["toast"]["undo"], headers=hx)
    assert texts(goals) == ["Sell more", "Sleep well"]


@pytest.mark.parametrize("path", ["edit", "move", "remove"])
def test_only_editors(as_bob, as_connie, as_charlie, goal, path):
    assert post(as_bob, goal, path, text="x").status_code == 403
    assert post(as_connie, goal, path, text="x").status_code == 403
    assert post(as_charlie, goal, path, text="x").status_code == 404
    assert as_charlie.post(f"/w/rival/personas/items/{goal.pk}/{path}/", {"text": "x"}).status_code == 404
