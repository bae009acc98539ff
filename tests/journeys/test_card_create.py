import uuid

import pytest

from cxjourney.activity.models import Change
from cxjourney.models import Card
from tests import factories
from tests.journeys.answers import body, events, toast, undo


@pytest.fixture
def url(lane, stage):
    return f"/w/acme/lanes/{lane.pk}/stages/{stage.pk}/cards/new/"


def test_a_card_goes_to_the_end_of_its_cell(as_edith, url, card, hx):
    response = as_edith.post(url, {"text": "Asks for the price"}, headers=hx)
    new = Card.objects.exclude(pk=card.pk).get()
    assert response.status_code == 200
    assert f'id="card-{new.pk}"' in body(response)
    assert toast(response) == "Card added"
    assert [c.pk for c in Card.objects.order_by("rank")] == [card.pk, new.pk]
    assert Change.objects.get().verb == "card_create"


def test_the_form_is_an_item_of_the_list(as_edith, url, lane, stage, hx):
    page = body(as_edith.get(url, headers=hx))
    assert page.strip().startswith("<li")
    assert "data-adding" in page
    assert f'data-draft="new-{lane.pk}-{stage.pk}"' in page
    assert 'name="key"' in page


def test_undo_takes_it_away(as_edith, url, hx):
    as_edith.post(undo(as_edith.post(url, {"text": "Asks"}, headers=hx)), headers=hx)
    assert not Card.objects.live().exists()


def test_only_editors(gate, url):
    gate(url, get=True)


def test_a_cell_of_two_maps_is_none(as_edith, workspace, lane):
    elsewhere = factories.Stage(workspace=workspace)
    url = f"/w/acme/lanes/{lane.pk}/stages/{elsewhere.pk}/cards/new/"
    assert as_edith.post(url, {"text": "Asks"}).status_code == 404


def test_a_lane_that_holds_no_cards_is_none(as_edith, map_, stage):
    lane = factories.Lane(map=map_, workspace=map_.workspace, kind="touchpoints")
    url = f"/w/acme/lanes/{lane.pk}/stages/{stage.pk}/cards/new/"
    assert as_edith.get(url).status_code == 404


def test_a_removed_stage_takes_no_card(as_edith, url, stage):
    as_edith.post(f"/w/acme/stages/{stage.pk}/remove/")
    assert as_edith.post(url, {"text": "Asks"}).status_code == 404


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_an_empty_card_is_refused_beside_the_field(as_edith, url, text, hx):
    response = as_edith.post(url, {"text": text}, headers=hx)
    assert response.status_code == 422
    assert "Write something, or cancel." in body(response)
    assert 'aria-invalid="true"' in body(response)


def test_too_long_keeps_what_was_typed(as_edith, url, hx):
    response = as_edith.post(url, {"text": "x" * 501}, headers=hx)
    assert response.status_code == 422
    assert "x" * 501 in body(response)
    assert "this has 501" in body(response)


def test_line_breaks_become_spaces(as_edith, url):
    as_edith.post(url, {"text": " One\r\n two\n\nthree "})
    assert Card.objects.get().text == "One two three"


def test_the_same_key_again_answers_with_the_same_card(as_edith, url, hx):
    press = {"text": "Asks", "key": uuid.uuid4()}
    first, second = (as_edith.post(url, press, headers=hx) for _ in range(2))
    assert body(first) == body(second)
    assert "toast" not in events(second)
    assert Card.objects.count() == 1


def test_thoughts_have_a_mood_and_processes_a_team(as_edith, thoughts, backstage, stage, team, hx):
    for lane, field, value in ((thoughts, "mood", "bad"), (backstage, "team", team.pk)):
        url = f"/w/acme/lanes/{lane.pk}/stages/{stage.pk}/cards/new/"
        assert f'name="{field}"' in body(as_edith.get(url, headers=hx))
        as_edith.post(url, {"text": "Words", field: value}, headers=hx)
    assert Card.objects.get(lane=thoughts).mood == "bad"
    assert Card.objects.get(lane=backstage).team == team


def test_without_scripts_there_is_a_page_and_a_way_back(as_edith, url, map_):
    page = body(as_edith.get(url))
    assert "<html" in page
    assert "hx-post" not in page.partition("<main")[2].partition("</main>")[0]
    assert as_edith.post(url, {"text": "Asks"})["Location"] == f"/w/acme/maps/{map_.pk}/"
    assert "<html" in body(as_edith.post(url, {"text": ""}))
