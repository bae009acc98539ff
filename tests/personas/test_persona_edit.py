"""Name, role line, quote, kind, share and drawn portrait, saved where they stand."""

import json
import uuid

import pytest

from cxjourney.models import Change
from cxjourney.personas import actions
from tests.personas.conftest import sheet_of


def edit(client, persona, hx=None, *, seen=None, version=None, group="", **typed):
    """Typed over what `seen` (or the row) holds."""
    base = {f"base_{name}": (seen or {}).get(name, getattr(persona, name)) for name in typed}
    data = typed | base | {"version": version or persona.version, "group": group}
    return client.post(f"{sheet_of(persona)}edit/", data, headers=hx or {})


def told(response) -> dict:
    return json.loads(response["HX-Trigger"])["persona:saved"]


def test_words_are_saved_quietly(as_edith, persona, hx):
    response = edit(as_edith, persona, hx, name="Anna", role="Baker")
    assert response.status_code == 204
    persona.refresh_from_db()
    assert (persona.name, persona.role, persona.quote) == ("Anna", "Baker", "I sell soap.")
    said = told(response)
    assert (said["form"], said["version"], said["values"]["name"]) == ("persona-words", 2, "Anna")
    assert "toast" not in response["HX-Trigger"]


def test_without_scripts_it_leads_back_to_the_open_form(as_edith, persona):
    response = edit(as_edith, persona, name="Anna")
    assert response["Location"] == f"{sheet_of(persona)}?edit=head#head"


def test_one_sitting_is_one_action_to_undo(as_edith, persona, hx):
    group = uuid.uuid4()
    for quote in ("I sell soap and bread.", "I sell soap and bread all day."):
        persona.refresh_from_db()
        assert edit(as_edith, persona, hx, quote=quote, group=group).status_code == 204
    as_edith.post("/w/acme/undo/", headers=hx)
    persona.refresh_from_db()
    assert persona.quote == "I sell soap."


def test_a_sitting_can_not_be_shared_with_what_somebody_else_did(as_edith, alice, persona, hx):
    group = uuid.uuid4()
    actions.rewrite_persona(
        by=alice, persona=persona, texts={"role": ("Baker", None)}, version=persona.version, group=group
    )
    edit(as_edith, persona, hx, quote="I sell bread.", group=group)
    assert Change.objects.filter(group=group).count() == 1
    as_edith.post("/w/acme/undo/", headers=hx)
    persona.refresh_from_db()
    assert (persona.role, persona.quote) == ("Baker", "I sell soap.")


def test_words_of_two_are_merged_and_told(as_edith, as_alice, persona, hx):
    before = {"quote": persona.quote}
    edit(as_alice, persona, hx, quote="We sell soap.")
    response = edit(as_edith, persona, hx, seen=before, version=1, quote="I sell soap daily.")
    assert told(response)["values"]["quote"] == "We sell soap daily."


def test_two_people_on_the_same_words_see_both(as_edith, as_alice, persona, hx):
    before = {"quote": persona.quote}
    edit(as_alice, persona, hx, quote="I sell bread.")
    response = edit(as_edith, persona, hx, seen=before, version=1, quote="I sell cheese.")
    assert response.status_code == 409
    html = response.content.decode()
    for words in ("I sell bread.", "I sell cheese.", "Keep mine", "Take theirs", 'name="version" value="2"'):
        assert words in html
    persona.refresh_from_db()
    assert persona.quote == "I sell bread."
    assert edit(as_edith, persona, hx, quote="I sell cheese.").status_code == 204  # keep mine


def test_both_texts_without_scripts(as_edith, as_alice, persona):
    before = {"quote": persona.quote}
    edit(as_alice, persona, quote="I sell bread.")
    response = edit(as_edith, persona, seen=before, version=1, quote="I sell cheese.")
    assert response.status_code == 409
    assert "<!doctype html>" in response.content.decode()
    assert "I sell cheese." in response.content.decode()


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "x" * 61}, {"quote": "x" * 241}])
def test_what_can_not_be_comes_back_as_typed(as_edith, persona, hx, wrong):
    response = edit(as_edith, persona, hx, **{"name": "Nora", "role": "As typed"} | wrong)
    assert response.status_code == 422
    assert "As typed" in response.content.decode()
    assert "field__errors" in response.content.decode()


def test_removed_while_somebody_typed(as_edith, alice, persona, hx):
    actions.remove_persona(by=alice, persona=persona)
    for typed in ({"name": "Anna"}, {"kind": "buyer"}):
        response = as_edith.post(f"{sheet_of(persona)}edit/", typed, headers=hx)
        assert response.status_code == 409
        assert "removed this" in response["HX-Trigger"]


@pytest.mark.parametrize(
    ("typed", "held"),
    [({"kind": "buyer"}, "buyer"), ({"share": "12.5"}, 12.5), ({"share": "0"}, 0), ({"portrait": "9"}, 9)],
)
def test_choices(as_edith, persona, hx, typed, held):
    name = next(iter(typed))
    assert as_edith.post(f"{sheet_of(persona)}edit/", typed, headers=hx).status_code in (200, 204)
    persona.refresh_from_db()
    assert getattr(persona, name) == held
    before = {"kind": "customer", "share": None, "portrait": 3}[name]
    as_edith.post("/w/acme/undo/", headers=hx)
    persona.refresh_from_db()
    assert getattr(persona, name) == before


def test_a_share_can_be_taken_away(as_edith, edith, persona):
    actions.set_persona(by=edith, persona=persona, share=12)
    as_edith.post(f"{sheet_of(persona)}edit/", {"share": ""})
    persona.refresh_from_db()
    assert persona.share is None


@pytest.mark.parametrize("share", ["-1", "101", "1.25", "many", "NaN"])
def test_no_share_is_beyond_its_bounds(as_edith, persona, hx, share):
    response = as_edith.post(f"{sheet_of(persona)}edit/", {"share": share}, headers=hx)
    assert response.status_code == 422
    assert "field__errors" in response.content.decode()


@pytest.mark.parametrize("typed", [{"kind": "king"}, {"portrait": "17"}, {"portrait": "x"}])
def test_no_choice_that_is_not_offered(as_edith, persona, typed):
    assert as_edith.post(f"{sheet_of(persona)}edit/", typed).status_code == 422


def test_only_editors(as_bob, as_connie, as_charlie, persona):
    assert edit(as_bob, persona, name="x").status_code == 403
    assert edit(as_connie, persona, name="x").status_code == 403
    assert edit(as_charlie, persona, name="x").status_code == 404
