"""Steps of stages in versions: what they were, what differs, the way back."""

from types import SimpleNamespace

import pytest

from cxjourney.journeys.actions import cards, steps
from cxjourney.models import JourneyMap, Stage, Step
from cxjourney.versions.comparison import MOVED, compare
from cxjourney.versions.picture import draw, read_names
from cxjourney.versions.snapshot import read_at
from tests.versions.conftest import first_card


@pytest.fixture
def split(map_, edith) -> SimpleNamespace:
    """After 2 changes a stage is split, after 3 a card stands in its second step, after 4 that has a name."""
    stage = Stage.objects.filter(map=map_).order_by("id").first()
    steps.add_step(by=edith, stage=stage)
    one, two = Step.objects.order_by("rank")
    card = first_card(map_)
    where = {"lane_id": card.lane_id, "stage_id": stage.pk, "step_id": two.pk}
    cards.move_card(by=edith, card=card, before=None, **where)
    steps.rename_step(by=edith, step=two, name="At home", version=two.version, base=two.name)
    map_ = JourneyMap.objects.get(pk=map_.pk)
    return SimpleNamespace(map=map_, stage=stage, one=one, two=two, card=card)


def difference(map_, old: int, new: int | None = None):
    """What changed from one moment to another."""
    names = read_names(map_.workspace)
    pictures = [draw(read_at(map_, seq), names) for seq in (old, new)]
    return compare(*pictures, one_map=True)


def test_splitting_changes_the_stage_alone(split):
    found = difference(split.map, 0, 2)
    assert found.counts == {"added": 0, "removed": 0, "changed": 1, "moved": 0}
    fact = found.columns[0].facts[0]
    assert (fact.label, fact.before, fact.after) == ("Steps", "", "Step 1, Step 2")


def test_a_card_in_another_step_has_moved(split):
    found = difference(split.map, 2, 3)
    pairs = [pair for cell in found.cells.values() for pair in cell if pair.mark == MOVED]
    assert [(pair.it.id, pair.place) for pair in pairs] == [(split.card.pk, "Step 1")]


def test_a_new_name_moves_nothing(split):
    found = difference(split.map, 3)
    assert found.counts["moved"] == 0
    assert found.columns[0].facts[0].after == "Step 1, At home"


def test_the_map_as_it_was_names_its_steps(as_bob, split):
    page = as_bob.get(f"/w/acme/maps/{split.map.pk}/versions/at/?at=3").content.decode()
    assert '<li class="diff__step">Step 2</li>' in page


def test_back_and_forth(as_edith, split, hx):
    url = f"/w/acme/maps/{split.map.pk}/versions/"
    as_edith.post(f"{url}revert/", {"at": "0"}, headers=hx)
    assert not Step.objects.live().exists()
    as_edith.post(f"{url}revert-one/", {"at": "3", "kind": "stage", "item": split.stage.pk}, headers=hx)
    assert list(Step.objects.live().order_by("rank").values_list("name", flat=True)) == ["Step 1", "Step 2"]


def test_the_future_beside_the_present(as_edith, split):
    as_edith.post(f"/w/acme/maps/{split.map.pk}/copy/", {"title": "Later", "state": "future"})
    later = JourneyMap.objects.get(title="Later")
    names = read_names(split.map.workspace)
    pictures = [draw(read_at(one), names) for one in (split.map, later)]
    assert compare(*pictures, one_map=False).is_same
