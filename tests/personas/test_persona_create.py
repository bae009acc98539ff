"""A new persona, a copy, and the ways out of and back into the library."""

import re
import uuid

import pytest

from cxjourney.models import Change, Persona, PersonaItem, PersonaSection
from cxjourney.personas import actions
from cxjourney.personas.kinds import FIXED
from tests.personas.conftest import LIST, sheet_of, texts


def test_made_once_however_often_pressed(as_edith, workspace):
    press = {"name": "Nora", "role": "Owner", "kind": "buyer", "portrait": 12, "key": uuid.uuid4()}
    for _ in range(2):
        assert as_edith.post(f"{LIST}new/", press).status_code == 302
    persona = Persona.objects.get()
    assert (persona.workspace, persona.portrait, persona.kind) == (workspace, 12, "buyer")
    assert sorted(persona.sections.values_list("kind", flat=True)) == sorted(FIXED)
    assert Change.objects.get().verb == "persona_create"


@pytest.mark.parametrize("wrong", [{"name": ""}, {"portrait": 17}, {"name": "x" * 61}, {"kind": "king"}])
def test_what_can_not_be_comes_back_as_typed(as_edith, wrong):
    typed = {"name": "Nora", "role": "Owner", "kind": "customer", "portrait": 1} | wrong
    response = as_edith.post(f"{LIST}new/", typed)
    assert response.status_code == 422
    assert 'value="Owner"' in response.content.decode()
    assert not Persona.objects.exists()


def undo_of(client, response) -> str:
    """The Undo that waits on the next page."""
    html = client.get(response["HX-Redirect"]).content.decode()
    return re.search(r'data-toast-undo="([^"#]+)"', html)[1]


@pytest.mark.parametrize("way", ["archive", "remove"])
def test_out_of_the_library_and_back_by_undo(as_edith, persona, hx, way):
    response = as_edith.post(f"{sheet_of(persona)}{way}/", headers=hx)
    assert response["HX-Redirect"] == LIST
    assert not Persona.objects.live().filter(archived_at=None).exists()
    as_edith.post(undo_of(as_edith, response), headers=hx)
    assert Persona.objects.live().filter(archived_at=None).get() == persona


def test_restored_by_its_button(as_edith, persona, edith):
    actions.archive_persona(by=edith, persona=persona)
    assert as_edith.post(f"{sheet_of(persona)}restore/").status_code == 302
    persona.refresh_from_db()
    assert persona.archived_at is None


def test_an_archived_sheet_can_still_be_read(as_bob, persona, edith):
    actions.archive_persona(by=edith, persona=persona)
    assert "Archived" in as_bob.get(sheet_of(persona)).content.decode()


def test_a_copy_has_the_whole_sheet_and_its_own_rows(as_edith, edith, persona, goals, hx):
    actions.set_evidence(by=edith, section=goals, evidence="measured")
    actions.create_section(by=edith, persona=persona, title="A day with us")
    actions.remove_item(by=edith, item=actions.items_in(goals.pk).get(text="Sleep well"))
    key = uuid.uuid4()
    for _ in range(2):
        response = as_edith.post(f"{sheet_of(persona)}duplicate/", {"key": key}, headers=hx)
    copy = Persona.objects.exclude(pk=persona.pk).get()
    assert response["HX-Redirect"] == sheet_of(copy)
    assert (copy.name, copy.role, copy.portrait) == ("Nora (copy)", "Shop owner", 3)
    twin = copy.sections.get(kind="goals")
    assert (twin.evidence, texts(twin)) == ("measured", ["Sell more"])
    assert copy.sections.filter(title="A day with us").exists()
    actions.edit_item(
        by=edith, item=actions.items_in(twin.pk).get(), texts={"text": ("Other", None)}, version=1
    )
    assert texts(goals) == ["Sell more"]


def test_undo_of_a_copy_takes_it_away(as_edith, persona, hx):
    response = as_edith.post(f"{sheet_of(persona)}duplicate/", headers=hx)
    as_edith.post(undo_of(as_edith, response), headers=hx)
    assert list(Persona.objects.live()) == [persona]


def test_undo_of_a_persona_does_not_take_what_others_wrote_on_it(as_edith, alice, persona, goals, hx):
    actions.create_items(by=alice, section=goals, items=[{"text": "Alice's line"}])
    made = Change.objects.get(verb="persona_create")
    response = as_edith.post(f"/w/acme/changes/{made.pk}/undo/", headers=hx)
    assert response.status_code == 422
    assert Persona.objects.live().exists()


def test_the_number_of_queries_of_a_copy_does_not_grow(edith, persona, goals, django_assert_max_num_queries):
    actions.create_items(by=edith, section=goals, items=[{"text": str(n)} for n in range(40)])
    with django_assert_max_num_queries(10):
        actions.duplicate_persona(by=edith, persona=persona)
    assert PersonaItem.objects.count() == 84
    assert PersonaSection.objects.count() == 2 * len(FIXED)


@pytest.mark.parametrize(
    "path", ["new/", *(f"{{}}/{way}/" for way in ("archive", "restore", "remove", "duplicate"))]
)
def test_viewers_and_contributors_only_look(as_bob, as_connie, persona, path):
    for client in (as_bob, as_connie):
        assert client.post(LIST + path.format(persona.pk), {"name": "x"}).status_code == 403
