"""Several personas on one map: cards that are for some of them, and their curves side by side."""

import datetime

import pytest
from django.utils import timezone

from cxjourney.activity.models import Change
from cxjourney.models import Card, JourneyMap, Placement, Question
from tests import factories
from tests.board.conftest import build_map
from tests.journeys.answers import body, undo


@pytest.fixture
def people(workspace):
    return [factories.Persona(workspace=workspace, name=name) for name in ("Lena", "Omar")]


@pytest.fixture
def map_(workspace, people):
    lena, omar = people
    return build_map(workspace, scores=0, persona=lena, also_ids=[omar.pk])


@pytest.fixture
def card(map_):
    return Card.objects.filter(map=map_, lane__kind="steps").order_by("id").first()


@pytest.fixture
def url(map_):
    return f"/w/acme/maps/{map_.pk}/"


def answer(map_, persona, count, value=5):
    placement = Placement.objects.filter(map=map_).order_by("stage__rank", "id").first()
    question = Question.objects.get(workspace=map_.workspace)
    day = timezone.localdate() - datetime.timedelta(days=1)
    factories.Score(
        workspace=map_.workspace, question=question, touchpoint=placement.touchpoint, persona=persona,
        answered_on=day, value=value, count=count,
    )  # fmt: skip


def tag(client, url, card, persona, hx, on=1):
    names = {"items": f"card-{card.pk}", "do": "persona", "persona": persona.pk, "on": on}
    return client.post(f"{url}items/", names, headers=hx)


def test_a_map_of_one_persona_says_nothing_of_it(as_edith, board_map):
    page = body(as_edith.get(f"/w/acme/maps/{board_map.pk}/"))
    assert "whom-menu" not in page
    assert "outline-for" not in body(as_edith.get(f"/w/acme/maps/{board_map.pk}/outline/"))


def test_which_personas_a_map_compares_is_set_with_it(as_edith, board_map, people, hx):
    ids = [one.pk for one in people]
    as_edith.post(f"/w/acme/maps/{board_map.pk}/edit/", {"also_sent": "1", "also": ids}, headers=hx)
    assert JourneyMap.objects.get(pk=board_map.pk).also_ids == ids
    assert "whom-menu" in body(as_edith.get(f"/w/acme/maps/{board_map.pk}/"))
    as_edith.post(f"/w/acme/maps/{board_map.pk}/edit/", {"also_sent": "1"}, headers=hx)
    assert JourneyMap.objects.get(pk=board_map.pk).also_ids == []


def test_personas_of_others_are_refused(as_edith, board_map, hx):
    stranger = factories.Persona(workspace=factories.Workspace())
    sent = {"also_sent": "1", "also": [stranger.pk]}
    response = as_edith.post(f"/w/acme/maps/{board_map.pk}/edit/", sent, headers=hx)
    assert response.status_code == 422
    assert JourneyMap.objects.get(pk=board_map.pk).also_ids == []


def test_chosen_cards_are_marked_for_a_persona_and_undone(as_edith, url, card, people, hx):
    response = tag(as_edith, url, card, people[1], hx)
    page = body(as_edith.get(url))
    assert f'data-for="{people[1].pk}"' in page
    assert "Omar</span>" in page
    as_edith.post(undo(response))
    assert "data-for" not in body(as_edith.get(url))


def test_and_for_it_no_more(as_edith, url, card, people, hx):
    tag(as_edith, url, card, people[0], hx)
    tag(as_edith, url, card, people[1], hx)
    tag(as_edith, url, card, people[0], hx, on=0)
    card.refresh_from_db()
    assert card.persona_ids == [people[1].pk]


def test_a_persona_that_the_map_does_not_compare_is_refused(as_edith, workspace, url, card, hx):
    other = factories.Persona(workspace=workspace)
    assert tag(as_edith, url, card, other, hx).status_code == 422


def test_viewers_mark_nothing(as_bob, url, card, people, hx):
    assert tag(as_bob, url, card, people[0], hx).status_code == 403
    assert not Change.objects.exists()


def test_a_card_says_for_whom_in_its_form(as_edith, card, people, hx):
    form = f"/w/acme/cards/{card.pk}/edit/"
    assert 'name="personas"' in body(as_edith.get(form, headers=hx))
    sent = {"text": card.text, "version": card.version, "base": card.text, "for_some": "1"}
    page = body(as_edith.post(form, sent | {"personas": [people[0].pk]}, headers=hx))
    assert f'data-for="{people[0].pk}"' in page
    card.refresh_from_db()
    sent["version"] = card.version
    assert "data-for" not in body(as_edith.post(form, sent, headers=hx))


def test_the_outline_says_it_too(as_edith, url, card, people, hx):
    tag(as_edith, url, card, people[1], hx)
    assert "For Omar" in body(as_edith.get(f"{url}outline/"))
    assert "For whom" in body(as_edith.get(f"/w/acme/cards/{card.pk}/menu/"))


def test_the_outline_shows_the_cards_of_one_persona(as_bob, as_edith, url, card, people, hx):
    tag(as_edith, url, card, people[1], hx)
    here = f'id="card-{card.pk}"'
    assert here in body(as_bob.get(f"{url}outline/?for={people[1].pk}"))
    page = body(as_bob.get(f"{url}outline/?for={people[0].pk}"))
    assert here not in page
    assert f'value="{people[0].pk}" selected' in page
    assert 'id="card-' in page  # those for everybody
    assert here in body(as_bob.get(f"{url}outline/?for=x"))


def test_a_copy_keeps_it(as_edith, edith, map_, card, people, hx, url):
    tag(as_edith, url, card, people[1], hx)
    as_edith.post(f"/w/acme/maps/{map_.pk}/copy/", {"title": "Later", "state": "future"})
    copy = JourneyMap.objects.exclude(pk=map_.pk).get()
    assert copy.also_ids == map_.also_ids
    assert Card.objects.filter(map=copy, persona_ids=[people[1].pk]).count() == 1


def test_curves_of_personas_with_enough_answers(as_bob, url, map_, people):
    answer(map_, people[0], 40)
    answer(map_, people[1], 3, value=1)
    page = body(as_bob.get(f"{url}layers/?compare={people[0].pk},{people[1].pk}"))
    assert page.count('class="layer__point layer--1') == 1
    assert "layer__point layer--2" not in page
    assert "layer__point layer--0" in page  # everybody
    assert "Lena, Stage 0: measured +2" in page
    assert "n=40" in page
    assert page.count("layer__name") == 2  # at the end of each curve that is drawn
    assert "too few answers in Stage 0" in page
    assert "layer__band" not in page


def test_intervals_when_asked_for(as_bob, url, map_, people):
    answer(map_, people[0], 40, value=3)
    assert "layer__band" in body(as_bob.get(f"{url}layers/?compare={people[0].pk}&bands=1"))


def test_nobody_asked_for_is_nobody_drawn(as_bob, url, people):
    assert "Lena" not in body(as_bob.get(f"{url}layers/?compare=x,999999"))


def test_strangers_see_no_curves(as_charlie, url):
    assert as_charlie.get(f"{url}layers/").status_code == 404
