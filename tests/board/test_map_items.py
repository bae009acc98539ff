"""Many things of a map at once, undone as one."""

import pytest

from cxjourney.activity.models import Change
from cxjourney.models import Card, Lane, PainPoint, Placement, Stage
from tests import factories
from tests.board.conftest import build_map
from tests.journeys.answers import events, toast, undo


@pytest.fixture
def map_(workspace):
    return build_map(workspace, stages=3, scores=0)


@pytest.fixture
def stages(map_):
    return list(Stage.objects.filter(map=map_).order_by("rank", "id"))


@pytest.fixture
def steps(map_):
    return Lane.objects.get(map=map_, kind="steps")


@pytest.fixture
def cards(steps):
    """One in each stage."""
    return list(Card.objects.filter(lane=steps).order_by("stage__rank", "stage_id"))


def send(client, map_, things, hx, **what):
    names = " ".join(f"{thing._meta.model_name}-{thing.pk}" for thing in things)
    return client.post(f"/w/acme/maps/{map_.pk}/items/", {"items": names, **what}, headers=hx)


def now(things, name):
    return [getattr(type(thing).objects.get(pk=thing.pk), name) for thing in things]


def in_cell(lane, stage):
    found = Card.objects.live().filter(lane=lane, stage=stage).order_by("rank", "id")
    return list(found.values_list("pk", flat=True))


def test_cards_go_into_a_cell_in_their_order(as_edith, map_, stages, steps, cards, hx):
    response = send(as_edith, map_, cards[:2], hx, do="move", stage=stages[2].pk, lane=steps.pk)
    assert toast(response) == "2 moved"
    assert "board:refresh" in events(response)
    assert in_cell(steps, stages[2]) == [cards[2].pk, cards[0].pk, cards[1].pk]


def test_before_a_card_and_before_one_of_themselves(as_edith, map_, stages, steps, cards, hx):
    where = {"do": "move", "stage": stages[2].pk, "lane": steps.pk}
    send(as_edith, map_, cards[:2], hx, **where, before=cards[2].pk)
    assert in_cell(steps, stages[2]) == [cards[0].pk, cards[1].pk, cards[2].pk]
    assert send(as_edith, map_, cards, hx, **where, before=cards[1].pk).status_code == 204


def test_everything_of_two_stages_goes_to_the_third(as_edith, map_, stages, hx):
    here = {"map": map_, "stage__in": stages[:2]}
    things = [*Card.objects.filter(**here), *Placement.objects.filter(**here)]
    lanes = now(Card.objects.filter(**here), "lane_id")
    send(as_edith, map_, things, hx, do="move", stage=stages[2].pk)
    assert set(now(things, "stage_id")) == {stages[2].pk}
    assert now([thing for thing in things if isinstance(thing, Card)], "lane_id") == lanes


def test_cards_change_their_lane_and_keep_their_stage(as_edith, map_, stages, cards, hx):
    thoughts = Lane.objects.get(map=map_, kind="thoughts")
    send(as_edith, map_, cards, hx, do="move", lane=thoughts.pk)
    assert now(cards, "lane") == [thoughts] * 3
    assert now(cards, "stage") == stages


def test_what_can_not_go_there_stays(as_edith, map_, stages, cards, hx):
    pain = PainPoint.objects.filter(workspace=map_.workspace).first()
    twice = Placement.objects.get(stage=stages[0])
    factories.Placement(map=map_, workspace=map_.workspace, stage=stages[1], touchpoint=twice.touchpoint)
    response = send(as_edith, map_, [pain, twice, cards[0]], hx, do="move", stage=stages[1].pk)
    assert toast(response) == "1 moved; 2 stay as they are"
    assert now([twice, cards[0]], "stage") == [stages[0], stages[1]]
    refused = send(as_edith, map_, [pain], hx, do="move", stage=stages[1].pk)
    assert refused.status_code == 422
    assert toast(refused) == "They stand there already, or go where their touchpoint goes."


def test_coloured_and_known(as_edith, map_, cards, hx):
    assert toast(send(as_edith, map_, cards, hx, do="colour", hue=2)) == "3 cards coloured"
    send(as_edith, map_, cards[:1], hx, do="evidence", evidence="observed")
    assert now(cards, "hue") == [2, 2, 2]
    assert now(cards, "evidence") == ["observed", "assumed", "assumed"]
    page = as_edith.get(f"/w/acme/maps/{map_.pk}/").content.decode()
    assert page.count('data-hue="2"') >= 3
    assert f'id="card-{cards[0].pk}" data-item="card" data-hue="2" data-known="observed"' in page
    send(as_edith, map_, cards, hx, do="colour", hue=0)
    assert now(cards, "hue") == [0, 0, 0]


def test_touchpoints_and_pain_points_are_known_too(as_edith, map_, stages, hx):
    spot, pain = Placement.objects.filter(map=map_).first(), PainPoint.objects.first()
    for thing, name in ((spot, "placement"), (pain, "painpoint")):
        response = send(as_edith, map_, [thing], hx, do="evidence", evidence="observed")
        assert toast(response) == "1 marked"
        page = as_edith.get(f"/w/acme/maps/{map_.pk}/").content.decode()
        item = page.split(f'id="{name}-{thing.pk}"')[1].split("</li>")[0]
        assert 'data-known="observed"' in item
        assert 'role="img" title="Observed"' in item
        outline = as_edith.get(f"/w/acme/maps/{map_.pk}/outline/").content.decode()
        assert "Observed" in outline.split(f'id="{name}-{thing.pk}"')[1].split("</li>")[0]
        as_edith.post(undo(response), headers=hx)
        assert now([thing], "known") == ["assumed"]


def test_answers_know_more_than_people_say(as_edith, map_, hx):
    spot = Placement.objects.filter(map=map_).first()
    send(as_edith, map_, [spot], hx, do="evidence", evidence="observed")
    factories.Score(workspace=map_.workspace, touchpoint=spot.touchpoint)
    page = as_edith.get(f"/w/acme/maps/{map_.pk}/").content.decode()
    item = page.split(f'id="placement-{spot.pk}"')[1].split("</li>")[0]
    assert 'data-known="measured"' in item
    assert "Observed" not in item


def test_removed_and_back_with_one_undo(as_edith, map_, stages, cards, hx):
    things = [
        *cards,
        *Placement.objects.filter(map=map_),
        *PainPoint.objects.filter(workspace=map_.workspace),
    ]
    response = send(as_edith, map_, things, hx, do="remove")
    assert toast(response) == "9 removed"
    assert all(now(things, "removed_at"))
    assert Change.objects.values("group").distinct().count() == 1
    as_edith.post(undo(response), headers=hx)
    assert not any(now(things, "removed_at"))


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({"do": "move"}, "Choose what to do with them."),
        ({"do": "dance"}, "Select a valid choice. dance is not one of the available choices."),
        ({"do": "move", "stage": "999999"}, "That is not on this map any more."),
        ({"do": "colour", "hue": "9"}, "Select a valid choice. 9 is not one of the available choices."),
        ({"do": "evidence"}, "Choose what to do with them."),
    ],
)
def test_bad_input_is_refused_in_words(as_edith, map_, cards, hx, what, said):
    response = send(as_edith, map_, cards, hx, **what)
    assert response.status_code == 422
    assert toast(response) == said
    assert not Change.objects.exists()


@pytest.mark.parametrize("items", ["", "card-x placement- nothing", "card-999999"])
def test_nothing_chosen(as_edith, map_, hx, items):
    url = f"/w/acme/maps/{map_.pk}/items/"
    assert as_edith.post(url, {"items": items, "do": "remove"}, headers=hx).status_code == 422


def test_only_things_of_this_map(as_edith, map_, cards, workspace, hx):
    other = build_map(workspace, stages=1, scores=0)
    foreign = [*Card.objects.filter(map=other), *Placement.objects.filter(map=other)]
    pain = PainPoint.objects.filter(touchpoint__placements__map=other).first()
    send(as_edith, map_, [*foreign, pain, cards[0]], hx, do="remove")
    assert not any(now([*foreign, pain], "removed_at"))
    assert now(cards[:1], "removed_at") != [None]
    stage = Stage.objects.get(map=other)
    assert send(as_edith, map_, cards[1:], hx, do="move", stage=stage.pk).status_code == 422


def test_only_editors(as_bob, as_connie, as_charlie, map_, cards, hx):
    assert send(as_bob, map_, cards, hx, do="remove").status_code == 403
    assert send(as_connie, map_, cards, hx, do="remove").status_code == 403
    assert send(as_charlie, map_, cards, hx, do="remove").status_code == 404
    assert not any(now(cards, "removed_at"))
