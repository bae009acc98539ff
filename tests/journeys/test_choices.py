"""Lanes that take from a list of choices, which all maps share and which are counted over all of them."""

import re
import uuid

import pytest

from cxjourney.models import Card, Choice, Lane, Taxonomy
from tests import factories
from tests.journeys.answers import body, events, undo


@pytest.fixture
def feelings(map_):
    return factories.Lane(map=map_, workspace=map_.workspace, kind="choices", title="Feelings")


@pytest.fixture
def add(feelings, stage):
    return f"/w/acme/lanes/{feelings.pk}/stages/{stage.pk}/cards/new/"


@pytest.fixture
def worried(workspace, feelings):
    """The lane has a list with one choice."""
    feelings.taxonomy = factories.Taxonomy(workspace=workspace, name="Feelings")
    feelings.save()
    return factories.Choice(workspace=workspace, taxonomy=feelings.taxonomy, name="Worried")


def page(client, map_) -> str:
    return body(client.get(f"/w/acme/maps/{map_.pk}/"))


def test_the_first_choice_starts_the_list(as_edith, add, feelings, map_, hx):
    response = as_edith.post(add, {"new_choice": "Worried"}, headers=hx)
    feelings.refresh_from_db()
    assert feelings.taxonomy.name == "Feelings"
    assert Card.objects.get().choice.name == "Worried"
    assert "Worried</span>" in body(response)
    assert "Worried</span>" in page(as_edith, map_)


def test_undo_takes_card_choice_and_list_back_together(as_edith, add, feelings, hx):
    as_edith.post(undo(as_edith.post(add, {"new_choice": "Worried"}, headers=hx)), headers=hx)
    feelings.refresh_from_db()
    assert feelings.taxonomy is None
    for model in (Card, Choice, Taxonomy):
        assert not model.objects.live().exists()


def test_a_choice_is_made_again(as_edith, add, worried, hx):
    form = body(as_edith.get(add, headers=hx))
    assert f'<option value="{worried.pk}">Worried</option>' in form
    assert "<textarea" not in form
    as_edith.post(add, {"choice": worried.pk}, headers=hx)
    card = Card.objects.get()
    assert (card.choice, card.text) == (worried, "Worried")


def test_a_name_that_is_known_makes_no_second(as_edith, add, worried, hx):
    as_edith.post(add, {"new_choice": "worried"}, headers=hx)
    assert Card.objects.get().choice == worried
    assert Choice.objects.count() == 1


def test_neither_is_refused_beside_the_field(as_edith, add, worried, hx):
    response = as_edith.post(add, {"choice": "", "new_choice": " "}, headers=hx)
    assert response.status_code == 422
    assert "Choose one, or name a new one." in body(response)


@pytest.mark.parametrize("foreign", [False, True])
def test_a_choice_of_another_list_is_refused(as_edith, charlie, workspace, add, worried, foreign, hx):
    other = factories.Choice(workspace=charlie.workspace if foreign else workspace)
    response = as_edith.post(add, {"choice": other.pk}, headers=hx)
    assert response.status_code == 422
    assert not Card.objects.exists()


def test_another_choice_and_back(as_edith, workspace, add, worried, hx):
    happy = factories.Choice(workspace=workspace, taxonomy=worried.taxonomy, name="Happy")
    as_edith.post(add, {"choice": worried.pk})
    card = Card.objects.get()
    url, seen = f"/w/acme/cards/{card.pk}/edit/", {"base": card.text, "version": card.version}
    assert f'<option value="{worried.pk}" selected>' in body(as_edith.get(url, headers=hx))
    response = as_edith.post(url, seen | {"choice": happy.pk}, headers=hx)
    card.refresh_from_db()
    assert (card.choice, card.text) == (happy, "Happy")
    as_edith.post(undo(response), headers=hx)
    card.refresh_from_db()
    assert (card.choice, card.text) == (worried, "Worried")


def test_a_new_choice_for_a_card_that_is_there(as_edith, add, worried, hx):
    as_edith.post(add, {"choice": worried.pk})
    card = Card.objects.get()
    seen = {"base": card.text, "version": card.version, "new_choice": "Calm"}
    response = as_edith.post(f"/w/acme/cards/{card.pk}/edit/", seen, headers=hx)
    card.refresh_from_db()
    assert card.choice.name == "Calm"
    as_edith.post(undo(response), headers=hx)
    card.refresh_from_db()
    assert card.choice == worried
    assert list(Choice.objects.live()) == [worried]


def test_the_same_press_again_makes_one(as_edith, add, worried, hx):
    press = {"new_choice": "Calm", "key": uuid.uuid4()}
    for _ in range(2):
        as_edith.post(add, press, headers=hx)
    assert (Card.objects.count(), Choice.objects.count()) == (1, 2)


def test_a_lane_of_another_map_takes_from_the_same_list(as_edith, workspace, worried, hx):
    other = factories.JourneyMap(workspace=workspace)
    as_edith.post(f"/w/acme/maps/{other.pk}/lanes/new/", {"kind": "choices", "taxonomy": worried.taxonomy.pk})
    lane = Lane.objects.get(map=other)
    assert (lane.title, lane.taxonomy) == ("Feelings", worried.taxonomy)
    as_edith.post(f"/w/acme/maps/{other.pk}/lanes/new/", {"kind": "text", "taxonomy": worried.taxonomy.pk})
    assert Lane.objects.get(map=other, kind="text").taxonomy is None


def test_cards_keep_to_lanes_of_their_list(as_edith, workspace, map_, add, worried, stage, hx):
    as_edith.post(add, {"choice": worried.pk})
    card, here = Card.objects.get(), {"workspace": workspace, "map": map_, "kind": "choices"}
    other = factories.Lane(**here, taxonomy=factories.Taxonomy(workspace=workspace))
    same = factories.Lane(**here, taxonomy=worried.taxonomy)
    for lane, status in ((other, 422), (same, 204)):
        where = {"lane": lane.pk, "stage": stage.pk, "before": ""}
        assert as_edith.post(f"/w/acme/cards/{card.pk}/move/", where, headers=hx).status_code == status


def test_copies_and_templates_keep_the_list(as_edith, map_, add, worried, hx):
    as_edith.post(add, {"choice": worried.pk})
    as_edith.post(f"/w/acme/maps/{map_.pk}/copy/", {"title": "Copy", "state": "future"})
    assert Card.objects.filter(choice=worried).count() == 2
    as_edith.post(f"/w/acme/maps/{map_.pk}/template/", {"name": "Ours"})
    template = factories.models.MapTemplate.objects.get()
    as_edith.post("/w/acme/maps/new/", {"title": "Third", "template": f"own:{template.pk}"})
    assert Lane.objects.filter(taxonomy=worried.taxonomy).count() == 3


# --- Counted over all maps ----------------------------------------------------------------------------

URL = "/w/acme/choices/"


def rows(html: str) -> list[tuple[str, str]]:
    """(name, number of cards) of each choice."""
    return re.findall(r'<th scope="row"><span[^>]*>(.*?)</span>.*?<td class="end num">(\d+)</td>', html)


def test_the_choices_of_all_maps_are_counted(as_edith, as_bob, workspace, map_, add, worried, hx):
    factories.Choice(workspace=workspace, taxonomy=worried.taxonomy, name="Calm")
    for _ in range(2):
        as_edith.post(add, {"choice": worried.pk})
    as_edith.post(f"/w/acme/maps/{map_.pk}/copy/", {"title": "Copy", "state": "future"})
    html = body(as_bob.get(URL))
    assert rows(html) == [("Worried", "4"), ("Calm", "0")]
    assert "Buying a bike</a>" in html
    assert "Copy</a>" in html
    assert "no map yet" in html
    assert "/edit/" not in html.partition("settings__body")[2]


def test_what_is_gone_from_the_maps_does_not_count(as_edith, map_, add, worried, hx):
    as_edith.post(add, {"choice": worried.pk})
    as_edith.post(f"/w/acme/maps/{map_.pk}/archive/", headers=hx)
    assert rows(body(as_edith.get(URL))) == [("Worried", "0")]


def test_three_queries_whatever_there_is(as_bob, workspace, worried):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from cxjourney.journeys.counting import count_choices

    factories.Choice.create_batch(9, workspace=workspace, taxonomy=worried.taxonomy)
    with CaptureQueriesContext(connection) as seen:
        count_choices(workspace.pk)
    assert len(seen) == 3


def test_another_name_shows_on_all_maps(as_edith, map_, add, worried, hx):
    as_edith.post(add, {"choice": worried.pk})
    seen = {"name": "Anxious", "base": "Worried", "version": 1}
    response = as_edith.post(f"{URL}{worried.pk}/edit/", seen, headers=hx)
    assert events(response).keys() == {"toast", "board:refresh", "dialog:close"}
    assert "Anxious</span>" in page(as_edith, map_)
    as_edith.post(undo(response), headers=hx)
    assert "Worried</span>" in page(as_edith, map_)


@pytest.mark.parametrize("name", ["", "calm", "n" * 61])
def test_a_wrong_name_comes_back_with_what_was_typed(as_edith, workspace, worried, name, hx):
    factories.Choice(workspace=workspace, taxonomy=worried.taxonomy, name="Calm")
    seen = {"name": name, "base": "Worried", "version": 1}
    response = as_edith.post(f"{URL}{worried.pk}/edit/", seen, headers=hx)
    assert response.status_code == 422
    assert f'value="{name}"' in body(response)


def test_a_choice_that_is_removed_stays_where_it_was_made(as_edith, map_, add, worried, hx):
    as_edith.post(add, {"choice": worried.pk})
    back = undo(as_edith.post(f"{URL}{worried.pk}/remove/", headers=hx))
    assert "Worried</span>" in page(as_edith, map_)
    assert "<option" not in body(as_edith.get(add, headers=hx)).partition("Evidence")[0]
    assert "offered no more" in body(as_edith.get(URL))
    as_edith.post(back, headers=hx)
    assert Choice.objects.live().get() == worried


def test_the_list_is_renamed(as_edith, worried, hx):
    seen = {"name": "Emotions", "base": "Feelings", "version": 1}
    as_edith.post(f"{URL}lists/{worried.taxonomy.pk}/edit/", seen, headers=hx)
    assert Taxonomy.objects.get().name == "Emotions"


def test_an_empty_page_teaches(as_bob):
    assert "No lists of choices yet" in body(as_bob.get(URL))


@pytest.mark.parametrize("verb", ["edit", "remove"])
def test_only_editors_change(gate, worried, verb):
    gate(f"{URL}{worried.pk}/{verb}/", get=verb == "edit")


def test_only_editors_rename_lists(gate, worried):
    gate(f"{URL}lists/{worried.taxonomy.pk}/edit/", get=True)
