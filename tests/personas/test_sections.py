"""Sections of a sheet: evidence, titles, own ones."""

import uuid

import pytest

from cxjourney.models import PersonaSection
from cxjourney.personas import actions
from tests.personas.conftest import sheet_of


@pytest.fixture
def own(edith, persona) -> PersonaSection:
    made = actions.create_section(by=edith, persona=persona, title="A day with us")
    return PersonaSection.objects.get(pk=made.target_id)


def address(section, path: str) -> str:
    return f"/w/acme/personas/sections/{section.pk}/{path}"


def test_an_own_section_once_however_often_pressed(as_edith, persona, hx):
    press = {"title": "A day with us", "key": uuid.uuid4()}
    for _ in range(2):
        response = as_edith.post(f"{sheet_of(persona)}sections/new/", press, headers=hx)
    section = persona.sections.get(kind="own")
    assert section.title == "A day with us"
    assert f'"sheet:refresh": {{"open": "{section.pk}"}}' in response["HX-Trigger"]
    as_edith.post("/w/acme/undo/", headers=hx)
    assert not persona.sections.live().filter(kind="own").exists()


def test_without_scripts_it_opens_on_the_sheet(as_edith, persona):
    response = as_edith.post(f"{sheet_of(persona)}sections/new/", {"title": "A day"})
    section = persona.sections.get(kind="own")
    assert response["Location"] == f"{sheet_of(persona)}?edit={section.pk}#section-{section.pk}"


@pytest.mark.parametrize("title", ["", "x" * 61])
def test_a_title_is_needed(as_edith, persona, hx, title):
    for headers in (hx, {}):
        response = as_edith.post(f"{sheet_of(persona)}sections/new/", {"title": title}, headers=headers)
        assert response.status_code == 422
        assert "field__errors" in response.content.decode()


def test_no_more_than_twenty(as_edith, edith, persona, hx):
    for number in range(20):
        actions.create_section(by=edith, persona=persona, title=str(number))
    response = as_edith.post(f"{sheet_of(persona)}sections/new/", {"title": "One more"}, headers=hx)
    assert response.status_code == 422
    assert persona.sections.filter(kind="own").count() == 20


def test_how_we_know_is_said_by_hand(as_edith, goals, hx):
    response = as_edith.post(address(goals, "edit/"), {"evidence": "measured"}, headers=hx)
    assert response.status_code == 204
    goals.refresh_from_db()
    assert goals.evidence == "measured"
    as_edith.post("/w/acme/undo/", headers=hx)
    goals.refresh_from_db()
    assert goals.evidence == "assumed"


def test_only_the_three_levels(as_edith, goals, hx):
    assert as_edith.post(address(goals, "edit/"), {"evidence": "certain"}, headers=hx).status_code == 422


def test_renamed_and_disputed(as_edith, alice, own, hx):
    typed = {"title": "A day at sea", "base_title": "A day with us", "version": 1}
    assert as_edith.post(address(own, "edit/"), typed, headers=hx).status_code == 204
    own.refresh_from_db()
    actions.rename_section(by=alice, section=own, texts={"title": ("A night", None)}, version=own.version)
    typed = {"title": "A week", "base_title": "A day at sea", "version": 2}
    response = as_edith.post(address(own, "edit/"), typed, headers=hx)
    assert response.status_code == 409
    assert "A night" in response.content.decode()


def test_removed_and_back(as_edith, own, hx):
    assert as_edith.post(address(own, "remove/"), headers=hx).status_code == 204
    own.refresh_from_db()
    assert own.removed_at
    as_edith.post("/w/acme/undo/", headers=hx)
    own.refresh_from_db()
    assert own.removed_at is None


def test_what_every_sheet_has_stays_and_keeps_its_name(as_edith, goals, hx):
    assert as_edith.post(address(goals, "remove/"), headers=hx).status_code == 422
    assert (
        as_edith.post(address(goals, "edit/"), {"title": "Dreams", "version": 1}, headers=hx).status_code
        == 422
    )
    goals.refresh_from_db()
    assert (goals.title, goals.removed_at) == ("", None)


@pytest.mark.parametrize("path", ["edit/", "remove/", "items/new/"])
def test_only_editors(as_bob, as_connie, as_charlie, own, path):
    data = {"title": "x", "evidence": "measured", "text": "x"}
    assert as_bob.post(address(own, path), data).status_code == 403
    assert as_connie.post(address(own, path), data).status_code == 403
    assert as_charlie.post(address(own, path), data).status_code == 404
