"""A small map with something in every lane."""

import datetime

import pytest
from django.utils import timezone

from tests import factories

TEXTS = ("goals", "steps", "thoughts", "ideas", "backstage")
KINDS = (*TEXTS, "touchpoints", "experience", "pains", "feedback", "metrics")


def build_map(workspace, *, stages=2, cards=1, scores=20, **fields):
    """`cards` in every cell, `scores` answers on each touchpoint."""
    map_ = factories.JourneyMap(workspace=workspace, **fields)
    shared = {"workspace": workspace, "map": map_}
    lanes = {kind: factories.Lane(**shared, kind=kind, title=kind.capitalize()) for kind in KINDS}
    question = factories.Question(workspace=workspace, wording=f"Map {map_.pk}")
    day = timezone.localdate() - datetime.timedelta(days=1)
    for n in range(stages):
        stage = factories.Stage(**shared, name=f"Stage {n}", assumed=1)
        for _ in range(cards):
            for kind in TEXTS:
                factories.Card(**shared, lane=lanes[kind], stage=stage)
            touchpoint = factories.Touchpoint(workspace=workspace)
            factories.Placement(**shared, stage=stage, touchpoint=touchpoint)
            factories.PainPoint(workspace=workspace, touchpoint=touchpoint)
            factories.Feedback(workspace=workspace, touchpoint=touchpoint)
            if scores:
                factories.Score(
                    workspace=workspace, question=question, touchpoint=touchpoint, answered_on=day,
                    value=2, count=scores,
                )  # fmt: skip
    return map_


@pytest.fixture
def board_map(workspace):
    return build_map(workspace, title="Moving house", source="A survey of movers")
