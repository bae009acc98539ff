"""A map with one card, and writes on it as actions make them."""

import uuid

import pytest
from django.db import transaction

from cxjourney.activity import log
from tests import factories


@pytest.fixture
def journey(workspace):
    return factories.JourneyMap(workspace=workspace)


@pytest.fixture
def card(journey):
    return factories.Card(workspace=journey.workspace, map=journey, text="Call the bank")


@pytest.fixture
def write(card):
    """write(by, "text") types a text on the card, whatever stood there."""

    def type_over(by, text: str, group: uuid.UUID | None = None):
        card.refresh_from_db()
        with transaction.atomic():
            return log.change(card, {"text": text}, by=by, verb="card_edit", map=card.map_id, group=group)

    return type_over


@pytest.fixture
def text(card):
    """text() is what stands on the card now."""

    def read() -> str:
        card.refresh_from_db()
        return card.text

    return read
