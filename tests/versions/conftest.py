"""A map with a history: a card edited, one added, a stage removed; and moments of it."""

from types import SimpleNamespace

import pytest

from cxjourney.journeys.actions import cards, stages
from cxjourney.models import Card, JourneyMap, Stage
from tests.board.conftest import build_map


def first_card(map_) -> Card:
    found = Card.objects.filter(map=map_, lane__kind="steps").select_related("lane", "stage")
    return found.order_by("id").first()


@pytest.fixture
def map_(workspace):
    return build_map(workspace, title="Moving house")


@pytest.fixture
def story(map_, edith) -> SimpleNamespace:
    """`start` is the moment before it; since then one card was edited, one added, one stage removed."""
    card = first_card(map_)
    before = card.text
    cards.edit_card(by=edith, card=card, text="Packs the boxes", version=card.version, base=card.text)
    added = cards.create_card(by=edith, lane=card.lane, stage=card.stage, text="Calls the movers")
    gone = Stage.objects.filter(map=map_).order_by("id").last()
    stages.remove_stage(by=edith, stage=gone)
    return SimpleNamespace(
        map=JourneyMap.objects.get(pk=map_.pk), card=card, before=before, gone=gone, start=0,
        added=Card.objects.get(pk=added.target_id), url=f"/w/acme/maps/{map_.pk}/versions/",
    )  # fmt: skip
