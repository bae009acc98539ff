"""The map as an outline: the same to read and to edit."""

import pytest

from cxjourney.models import Card, Lane, PainPoint, Placement, Stage
from tests.board.conftest import build_map
from tests.journeys.answers import events


@pytest.fixture
def map_(workspace):
    return build_map(workspace, title="Moving house", scores=12)


@pytest.fixture
def stage(map_):
    return Stage.objects.filter(map=map_).order_by("id").first()


def page(client, map_, **headers):
    return client.get(f"/w/acme/maps/{map_.pk}/outline/", **headers).content.decode()


def test_everything_stands_in_it(as_edith, map_):
    html = page(as_edith, map_)
    for model, name in ((Card, "card"), (Placement, "placement"), (Stage, "stage"), (Lane, "lane")):
        for thing in model.objects.filter(map=map_):
            assert f'id="{name}-{thing.pk}"' in html
    for pain in PainPoint.objects.filter(workspace=map_.workspace):
        assert f'id="painpoint-{pain.pk}"' in html
    assert html.count("<h2") >= 3  # two stages and the lanes
    assert "Measured " in html


def test_viewers_read_only(as_bob, map_):
    html = page(as_bob, map_).partition('id="outline"')[2].partition("</main>")[0]
    assert "Stage 1" in html
    assert "hx-post" not in html
    assert "hx-get" not in html


def test_htmx_gets_the_outline_alone(as_edith, map_, hx):
    html = page(as_edith, map_, headers=hx)
    assert html.strip().startswith('<div id="outline"')


def test_menus_offer_what_the_map_can_do(as_edith, map_, stage, hx):
    card = Card.objects.filter(stage=stage, lane__kind="steps").first()
    html = as_edith.get(f"/w/acme/cards/{card.pk}/menu/", headers=hx).content.decode()
    for words in ("Edit", "Duplicate", "Remove", "Stage 1", "Thoughts", "Observed", "Yellow"):
        assert words in html
    assert "Up</button>" not in html  # alone in its cell
    placement = Placement.objects.filter(stage=stage).first()
    assert "Stage 1" in as_edith.get(f"/w/acme/placements/{placement.pk}/menu/", headers=hx).content.decode()
    pain = PainPoint.objects.get(touchpoint=placement.touchpoint)
    html = as_edith.get(f"/w/acme/stages/{stage.pk}/pains/{pain.pk}/menu/", headers=hx).content.decode()
    assert "Remove" in html
    assert "Stage 1" not in html  # it goes where its touchpoint goes


def test_up_and_down(as_edith, map_, stage, hx):
    first = Card.objects.filter(stage=stage, lane__kind="steps").first()
    made = as_edith.post(
        f"/w/acme/lanes/{first.lane_id}/stages/{stage.pk}/cards/new/", {"text": "Two"}, headers=hx
    )
    assert "toast" in events(made)
    second = Card.objects.get(text="Two")
    html = as_edith.get(f"/w/acme/cards/{second.pk}/menu/", headers=hx).content.decode()
    assert f"&#34;before&#34;: {first.pk}" in html or f'"before": {first.pk}' in html


def test_not_for_strangers_and_menus_not_for_viewers(as_charlie, as_bob, map_, stage):
    card = Card.objects.filter(stage=stage).first()
    assert as_charlie.get(f"/w/acme/maps/{map_.pk}/outline/").status_code == 404
    assert as_charlie.get(f"/w/rival/cards/{card.pk}/menu/").status_code == 404
    assert as_bob.get(f"/w/acme/cards/{card.pk}/menu/").status_code == 403


def test_several_are_chosen_and_done_with_at_once(as_edith, map_, stage, hx):
    cards = list(Card.objects.filter(stage=stage, lane__kind__in=["steps", "thoughts"]))
    html = page(as_edith, map_)
    assert all(f'value="card-{card.pk}" form="picked"' in html for card in cards)
    names = [f"card-{card.pk}" for card in cards]
    response = as_edith.post(f"/w/acme/maps/{map_.pk}/items/", {"items": names, "do": "remove"}, headers=hx)
    assert events(response)["toast"]["text"] == f"{len(cards)} removed"
    assert not Card.objects.live().filter(pk__in=[card.pk for card in cards]).exists()
