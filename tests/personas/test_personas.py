import json
import uuid

import pytest

from cxjourney.models import Change, Persona
from tests import factories

LIST = "/w/acme/personas/"


@pytest.fixture
def persona(workspace):
    return factories.Persona(workspace=workspace, name="Nora", role="Shop owner", quote="I sell soap.")


def edit(client, persona, version=None, **values):
    words = {name: getattr(persona, name) for name in ("name", "role", "quote", "goals")}
    seen = {f"base_{name}": text for name, text in words.items()}
    data = {**words, **seen, "portrait": persona.portrait, "version": version or persona.version, **values}
    return client.post(f"{LIST}{persona.pk}/edit/", data)


def test_the_empty_page_teaches(as_edith):
    assert "No personas yet" in as_edith.get(LIST).content.decode()


def test_made_once_however_often_pressed(as_edith, workspace):
    press = {"name": "Nora", "goals": "Sell\nSleep", "portrait": 3, "key": uuid.uuid4()}
    for _ in range(2):
        response = as_edith.post(f"{LIST}new/", press)
        assert response.status_code == 302
    persona = Persona.objects.get()
    assert (persona.workspace, persona.portrait, persona.goal_lines) == (workspace, 3, ["Sell", "Sleep"])
    assert Change.objects.get().verb == "persona_create"


@pytest.mark.parametrize("wrong", [{"name": ""}, {"portrait": 9}, {"name": "x" * 61}])
def test_what_can_not_be_comes_back_as_typed(as_edith, wrong):
    response = as_edith.post(f"{LIST}new/", {"name": "Nora", "role": "Owner", "portrait": 1} | wrong)
    assert response.status_code == 422
    assert 'value="Owner"' in response.content.decode()
    assert not Persona.objects.exists()


def test_its_sheet_shows_it_and_its_maps(as_bob, persona):
    factories.JourneyMap(workspace=persona.workspace, persona=persona, title="Registering")
    html = as_bob.get(f"{LIST}{persona.pk}/").content.decode()
    for words in ("Nora", "Shop owner", "I sell soap.", "Registering", "#portrait-1"):
        assert words in html
    assert "<form" not in html.partition('id="main"')[2].partition("</main>")[0]


def test_edited_as_one_change_to_undo(as_edith, persona):
    assert edit(as_edith, persona, name="Anna", role="Baker", portrait=4).status_code == 302
    persona.refresh_from_db()
    assert (persona.name, persona.role, persona.portrait) == ("Anna", "Baker", 4)
    change = Change.objects.first()
    as_edith.post(f"/w/acme/changes/{change.pk}/undo/")
    persona.refresh_from_db()
    assert (persona.name, persona.role, persona.portrait) == ("Nora", "Shop owner", 1)


def test_the_form_opens_filled(as_edith, persona):
    assert 'value="Shop owner"' in as_edith.get(f"{LIST}{persona.pk}/edit/").content.decode()


def test_two_people_on_the_same_words_see_both(as_edith, as_alice, persona):
    edit(as_alice, persona, quote="I sell bread.")
    response = edit(as_edith, persona, quote="I sell cheese.")
    assert response.status_code == 409
    html = response.content.decode()
    assert "I sell bread." in html
    assert "I sell cheese." in html
    persona.refresh_from_db()
    assert persona.quote == "I sell bread."


def test_removed_and_brought_back(as_edith, persona, hx):
    response = as_edith.post(f"{LIST}{persona.pk}/remove/", headers=hx)
    assert not Persona.objects.live().exists()
    as_edith.post(json.loads(response["HX-Trigger"])["toast"]["undo"], headers=hx)
    assert Persona.objects.live().get() == persona


@pytest.mark.parametrize("path", ["new/", "{}/edit/", "{}/remove/"])
def test_viewers_only_look(as_bob, persona, path):
    assert as_bob.post(LIST + path.format(persona.pk), {"name": "x"}).status_code == 403


@pytest.mark.parametrize("path", ["", "{}/", "{}/edit/"])
def test_outsiders_find_nothing(as_charlie, persona, path):
    assert as_charlie.get(LIST + path.format(persona.pk)).status_code == 404
    own = f"/w/rival/personas/{path.format(persona.pk)}"
    assert path == "" or as_charlie.get(own).status_code == 404


def test_the_list_takes_the_same_queries_for_many(as_bob, workspace, django_assert_num_queries):
    for _ in range(2):
        factories.Persona.create_batch(3, workspace=workspace)
        with django_assert_num_queries(3):
            as_bob.get(LIST)
