"""The library: cards, filters, search."""

import re

import pytest

from cxjourney.models import PersonaSection
from cxjourney.personas import actions
from tests import factories
from tests.personas.conftest import LIST


def names(response) -> list[str]:
    return re.findall(r'<h2><a href="[^"]*">(.*?)</a></h2>', response.content.decode())


@pytest.fixture
def many(edith, persona):
    """Nora, and Otto, an employee with a tag."""
    otto = factories.Persona(workspace=edith.workspace, name="Otto", kind="employee", role="At the desk")
    tags = PersonaSection.objects.create(workspace=edith.workspace, persona=otto, kind="tags")
    actions.create_items(by=edith, section=tags, items=[{"text": "Night shift"}])
    return persona, otto


def test_the_empty_page_teaches(as_edith):
    html = as_edith.get(LIST).content.decode()
    assert "Who is the journey for?" in html
    assert f'href="{LIST}new/"' in html


def test_the_count_comes_along(as_bob, many):
    html = as_bob.get(LIST, headers={"HX-Request": "true"}).content.decode()
    assert '<span class="quiet small" id="library-count" hx-swap-oob="true">2 personas' in html
    assert "<html" not in html


def test_viewers_are_not_asked_to_add(as_bob):
    assert f'href="{LIST}new/"' not in as_bob.get(LIST).content.decode()


def test_a_card_says_the_most_important(as_bob, many):
    html = as_bob.get(LIST).content.decode()
    for words in ("Nora", "Shop owner", "I sell soap.", "on no map yet", "Employee", "Night shift"):
        assert words in html
    assert "Duplicate" not in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Nora", "Otto"]),
        ("q=nor", ["Nora"]),
        ("q=desk", ["Otto"]),
        ("q=sleep", ["Nora"]),  # stands on the sheet
        ("kind=employee", ["Otto"]),
        ("tag=night+SHIFT", ["Otto"]),
        ("tag=night+shift&kind=customer", []),
        ("kind=nonsense", ["Nora", "Otto"]),
        ("archived=1", []),
    ],
)
def test_narrowed(as_bob, many, query, found):
    assert names(as_bob.get(f"{LIST}?{query}")) == found


def test_nobody_fits_says_so_and_shows_the_way_back(as_bob, many):
    html = as_bob.get(f"{LIST}?q=zebra").content.decode()
    assert "Nobody fits" in html
    assert f'href="{LIST}"' in html


def test_a_filter_answers_with_the_list_alone(as_bob, many, hx):
    html = as_bob.get(f"{LIST}?q=nor", headers=hx).content.decode()
    assert html.lstrip().startswith('<div id="library"')


def test_archived_ones_stand_apart(as_edith, many, edith):
    actions.archive_persona(by=edith, persona=many[1])
    assert names(as_edith.get(LIST)) == ["Nora"]
    archived = as_edith.get(f"{LIST}?archived=1")
    assert names(archived) == ["Otto"]
    assert "Restore" in archived.content.decode()


def test_tags_of_removed_lines_are_gone(as_bob, edith, many):
    section = many[1].sections.get(kind="tags")
    actions.remove_item(by=edith, item=actions.items_in(section.pk).get())
    assert "Night shift" not in as_bob.get(LIST).content.decode()


def test_the_same_queries_for_many(as_bob, workspace, django_assert_num_queries):
    for _ in range(2):
        for persona in factories.Persona.create_batch(3, workspace=workspace):
            section = factories.PersonaSection(workspace=workspace, persona=persona, kind="tags")
            factories.PersonaItem.create_batch(2, workspace=workspace, persona=persona, section=section)
        with django_assert_num_queries(5):  # session, member, personas, their number, tags
            as_bob.get(LIST)


def test_outsiders_find_nothing(as_charlie, persona):
    assert as_charlie.get(LIST).status_code == 404
    assert "Nora" not in as_charlie.get("/w/rival/personas/").content.decode()
