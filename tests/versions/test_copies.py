"""A map held against a copy of it: what was copied is known by that, whatever it is called now."""

import pytest

from cxjourney.journeys.actions import copies, steps
from cxjourney.models import Card, JourneyMap, Lane, Stage, Step
from cxjourney.versions.comparison import CHANGED, SAME, compare
from cxjourney.versions.picture import draw, read_names
from cxjourney.versions.snapshot import read_at
from tests import factories
from tests.versions.conftest import first_card


@pytest.fixture
def future(map_, edith):
    """A copy of a copy."""
    steps.add_step(by=edith, stage=Stage.objects.filter(map=map_).order_by("id").first())
    between = copies.copy_map(by=edith, map_=map_, title="Between")
    return copies.copy_map(by=edith, map_=between, title="Later")


def difference(old, new):
    names = read_names(old.workspace)
    pictures = [draw(read_at(JourneyMap.objects.get(pk=one.pk)), names) for one in (old, new)]
    return compare(*pictures, one_map=False)


def test_a_copy_is_the_same(map_, future):
    assert difference(map_, future).is_same
    assert difference(future, map_).is_same


def test_other_names_change_what_was_copied(map_, future):
    stage = Stage.objects.filter(map=future).order_by("rank").first()
    Stage.objects.filter(pk=stage.pk).update(name="Utterly different")
    Lane.objects.filter(map=future, kind="steps").update(title="Doings")
    Step.objects.filter(map=future).update(name="Renamed")
    card = first_card(future)
    Card.objects.filter(pk=card.pk).update(text="No word of it is left")
    found = difference(map_, future)
    assert [pair.mark for pair in found.columns][:2] == [CHANGED, SAME]
    assert [pair.mark for pair in found.rows if pair.it.kind == "steps"] == [CHANGED]
    assert {name: found.counts[name] for name in ("added", "removed", "moved")} == {
        "added": 0, "removed": 0, "moved": 0,
    }  # fmt: skip
    [pair] = [one for one in found.pairs if one.it.text == "No word of it is left"]
    assert pair.mark == CHANGED


def test_what_is_new_with_an_old_name_is_new(map_, future):
    stage = Stage.objects.filter(map=future).order_by("rank").first()
    Stage.objects.filter(pk=stage.pk).update(name="Moved on")
    factories.Stage(map=future, workspace=future.workspace, name=stage.name, rank="00V")
    marks = {pair.it.name: pair.mark for pair in difference(map_, future).columns}
    assert (marks["Moved on"], marks[stage.name]) == ("changed", "added")
