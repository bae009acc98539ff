"""Names that stand on other maps than where they were changed: linked maps and choices."""

import pytest

from cxjourney.activity import undo
from cxjourney.activity.live.renderers import RENDERERS, Audience
from cxjourney.activity.models import Change
from cxjourney.journeys.actions import choices, maps
from cxjourney.models import JourneyMap
from tests import factories
from tests.board import page
from tests.board.test_live import fresh

EDITOR = Audience(True)


@pytest.fixture
def build(workspace):
    """build(title, lane kind, **what its card stands for) → a map with one card."""

    def make(title, kind="steps", **card):
        map_ = factories.JourneyMap(workspace=workspace, title=title)
        here = {"workspace": workspace, "map": map_}
        lane = factories.Lane(**here, kind=kind, title="Lane")
        factories.Card(**here, stage=factories.Stage(**here), lane=lane, text=title, **card)
        return map_

    return make


@pytest.fixture
def watch(as_edith):
    """watch(map) → a function that gives (what the page has become, what a fresh page is)."""

    def begin(map_):
        renderer = RENDERERS.map(map_.pk, map_.workspace_id)
        renderer.prime(EDITOR)
        shown = page.parse(fresh(as_edith, map_))

        def look():
            if batch := renderer.render({EDITOR}):
                page.apply(shown, batch.html[EDITOR])
            return page.seen(shown), page.seen(fresh(as_edith, map_))

        return look

    return begin


def rename(by, map_, title):
    map_.refresh_from_db()
    return maps.rename_map(by=by, map_=map_, title=title, version=map_.version, base=map_.title)


def test_a_linked_map_is_renamed_above_and_below(build, watch, edith):
    inner = build("Inside")
    middle = build("Claim", "maps", linked=inner)
    outer = build("Insurance", "maps", linked=middle)
    looks = [watch(one) for one in (inner, outer)]
    change = rename(edith, middle, "Report a claim")
    for look in looks:
        is_now, should_be = look()
        assert is_now == should_be
        assert "Report a claim" in is_now
    undo.undo(by=edith, change_id=change.pk)
    for look in looks:
        is_now, should_be = look()
        assert is_now == should_be
        assert "Report a claim" not in is_now


def test_only_names_are_told_elsewhere(build, edith):
    middle = build("Claim")
    build("Insurance", "maps", linked=middle)
    maps.set_map(by=edith, map_=middle, period="90")
    assert not Change.objects.exclude(echo_of=None).exists()


def test_two_maps_that_lead_to_each_other_are_renamed_in_the_order_of_their_ids(build, edith):
    first = build("First")
    second = build("Second", "maps", linked=first)
    rename(edith, second, "Two")
    assert list(JourneyMap.objects.order_by("pk").values_list("seq", flat=True)) == [1, 1]


def test_a_choice_is_renamed_on_every_map(workspace, build, watch, edith):
    taxonomy = factories.Taxonomy(workspace=workspace)
    choice = factories.Choice(workspace=workspace, taxonomy=taxonomy, name="Worried")
    looks = [watch(build(title, "choices", choice=choice)) for title in ("Moving", "Leaving")]
    choices.edit_choice(by=edith, choice=choice, name="Anxious", version=choice.version, base="Worried")
    for look in looks:
        is_now, should_be = look()
        assert is_now == should_be
        assert "Anxious" in is_now
