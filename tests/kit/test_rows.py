"""Rows read by hand are what the models would have read."""

import pytest

from cxjourney.journeys import queries
from cxjourney.models import Card
from tests import factories

pytestmark = pytest.mark.django_db


def test_every_field_is_as_the_model_reads_it(workspace):
    map_ = factories.JourneyMap(workspace=workspace)
    here = {"workspace": workspace, "map": map_}
    stage = factories.Stage(**here)
    lane = factories.Lane(**here, kind="steps", prompts={str(stage.pk): "What do they do?"})
    made = factories.Card(**here, lane=lane, stage=stage, text="Asks a friend", team=None)
    found = queries.live_card(workspace, made.pk)
    assert found.team is None
    assert found.lane.prompts == lane.prompts
    kept = Card.objects.get(pk=made.pk)
    for field in Card._meta.concrete_fields:
        assert getattr(found, field.attname) == getattr(kept, field.attname)
