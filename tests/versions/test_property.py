"""Whatever is done to a map: undone it is as before, and the log tells how it was at every moment."""

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxjourney.activity.undo import last_done
from cxjourney.models import JourneyMap
from cxjourney.versions.snapshot import Snapshot, read_at, read_now
from tests.board.conftest import build_map
from tests.versions.walk import STEPS, MapWalk

quick = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
walks = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 40)), min_size=4, max_size=16)


def standing(snapshot: Snapshot) -> dict:
    """What is to be seen: all rows that are not removed."""
    return {kind: dict(snapshot.live(kind)) for kind in snapshot.rows}


def start(by) -> MapWalk:
    map_ = build_map(by.workspace, stages=2, cards=1, scores=0)
    return MapWalk(map_, by)


def fresh(walk: MapWalk) -> JourneyMap:
    return JourneyMap.objects.get(pk=walk.map.pk)


@quick
@given(steps=walks)
def test_everything_undone_is_the_same_map(steps, edith):
    with transaction.atomic():
        walk = start(edith)
        before = standing(read_now(walk.map))
        for name, number in steps:
            getattr(walk, name)(number)
        walk.undo_all()
        assert last_done(edith, walk.map.pk) is None
        assert standing(read_now(walk.map)) == before
        transaction.set_rollback(True)


@quick
@given(steps=walks)
def test_the_log_tells_the_map_of_every_moment(steps, edith):
    with transaction.atomic():
        walk = start(edith)
        seen = {0: standing(read_now(walk.map))}
        for name, number in steps:
            getattr(walk, name)(number)
            seen[fresh(walk).seq] = standing(read_now(walk.map))
        for seq, state in seen.items():
            assert standing(read_at(fresh(walk), seq)) == state
        transaction.set_rollback(True)
