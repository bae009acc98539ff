"""The sheet, to read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cxjourney.personas import actions
from tests import factories
from tests.personas.conftest import sheet_of


@pytest.fixture
def full(persona, edith):
    """Something in each kind of section."""
    for kind, item in {
        "facts": {"lead": "Age", "text": "38"},
        "channels": {"text": "E-mail", "level": 4},
        "traits": {"lead": "Price", "text": "Time", "level": 7},
        "jobs": {"lead": "a letter comes", "text": "know what to do", "aim": "sleep"},
        "frustrations": {"text": "Waiting"},
        "tags": {"text": "small shop"},
    }.items():
        actions.create_items(by=edith, section=persona.sections.get(kind=kind), items=[item])
    actions.set_persona(by=edith, persona=persona, share="11.5")
    return persona


def test_everything_stands_there(as_bob, full, edith):
    actions.set_evidence(by=edith, section=full.sections.get(kind="goals"), evidence="observed")
    html = as_bob.get(sheet_of(full)).content.decode()
    for words in (
        *("Nora", "Shop owner", "I sell soap.", "Sell more", "Age", "38", "E-mail", "of 5", "11.5"),
        *("7 of 10 towards Time", "a letter comes", "know what to do", "small shop", "Waiting"),
        *("#portrait-3", "evidence--observed"),
    ):
        assert words in html, words
    assert "<form" not in html.partition('id="main"')[2].partition("</main>")[0]
    assert "data-open" not in html


def test_empty_sections_teach_those_who_can_write_and_nobody_else(as_edith, as_bob, persona):
    prompt = "How do they want to feel?"
    assert prompt in as_edith.get(sheet_of(persona)).content.decode()
    assert prompt not in as_bob.get(sheet_of(persona)).content.decode()


def test_open_for_typing_by_its_address_but_only_for_editors(as_edith, as_bob, persona, goals):
    address = f"{sheet_of(persona)}?edit=head,{goals.pk},999,nonsense"
    html = as_edith.get(address).content.decode()
    assert html.count("data-editing") == 2
    assert 'name="text"' in html
    assert "data-editing" not in as_bob.get(address).content.decode()


def test_one_section_alone(as_edith, as_bob, goals, hx):
    address = f"/w/acme/personas/sections/{goals.pk}/"
    assert "data-editing" in as_edith.get(f"{address}?edit=1", headers=hx).content.decode()
    assert "data-editing" not in as_edith.get(address, headers=hx).content.decode()
    assert "data-editing" not in as_bob.get(f"{address}?edit=1", headers=hx).content.decode()
    assert "<!doctype html>" in as_edith.get(address).content.decode()


def test_the_maps_that_follow_it(as_bob, persona):
    map_ = factories.JourneyMap(workspace=persona.workspace, persona=persona, title="Registering")
    factories.Stage(workspace=persona.workspace, map=map_, name="Find out")
    factories.JourneyMap(workspace=persona.workspace, title="Somebody else's")
    html = as_bob.get(sheet_of(persona)).content.decode()
    assert "Registering" in html
    assert "Find out" in html
    assert "Somebody else" not in html
    assert "No answer is assigned to this persona yet" in html


def test_its_own_curve_where_answers_carry_it(as_bob, persona):
    here = {"workspace": persona.workspace}
    map_ = factories.JourneyMap(**here, persona=persona)
    question = factories.Question(**here)
    for name, value in (("One", 5), ("Two", 1), ("Three", None)):
        stage = factories.Stage(**here, map=map_, name=name)
        touchpoint = factories.Touchpoint(**here)
        factories.Placement(**here, map=map_, stage=stage, touchpoint=touchpoint)
        if value:
            of = here | {"touchpoint": touchpoint, "question": question}
            factories.Score(**of, value=value, count=10, persona=persona)
            factories.Score(**of, value=3)  # of somebody else
    html = as_bob.get(sheet_of(persona)).content.decode()
    own = html.partition('class="own-curve"')[2]
    assert "20 answers" in own
    assert "One: </span>" not in own
    for said in ("One: +2.0", "Two: −2.0", "Three: no number yet"):
        assert said in own
    assert 'class="c-line" d="M' in own


def test_the_same_queries_for_a_full_sheet(as_bob, full, goals, edith, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(6):  # session, member, persona, sections, items, maps
            as_bob.get(sheet_of(full))
        actions.create_items(by=edith, section=goals, items=[{"text": str(n)} for n in range(10)])
        actions.create_section(by=edith, persona=full, title="One more")


def test_the_same_queries_for_many_maps(as_bob, persona):
    counts = []
    for _ in range(2):
        for map_ in factories.JourneyMap.create_batch(2, workspace=persona.workspace, persona=persona):
            factories.Stage(workspace=persona.workspace, map=map_)
        with CaptureQueriesContext(connection) as seen:
            as_bob.get(sheet_of(persona))
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 13


@pytest.mark.parametrize("path", ["", "head/"])
def test_outsiders_find_nothing(as_charlie, persona, path):
    assert as_charlie.get(sheet_of(persona) + path).status_code == 404
    assert as_charlie.get(f"/w/rival/personas/{persona.pk}/{path}").status_code == 404


def test_a_removed_one_is_gone(as_edith, edith, persona):
    actions.remove_persona(by=edith, persona=persona)
    assert as_edith.get(sheet_of(persona)).status_code == 404
