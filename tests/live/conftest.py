import pytest

from tests import factories


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/live/" in item.nodeid:
            item.add_marker(pytest.mark.flaky(reruns=1))  # see docs/decisions/0005


@pytest.fixture
def board(transactional_db, workspace):
    """A map with a lane of cards, a stage, and one card; committed, so that other connections see it."""
    map_ = factories.JourneyMap(workspace=workspace)
    here = {"workspace": workspace, "map": map_}
    map_.stage = factories.Stage(**here, name="Awareness")
    map_.lane = factories.Lane(**here, kind="thoughts", title="Thoughts")
    map_.card = factories.Card(**here, lane=map_.lane, stage=map_.stage, text="first words")
    map_.topic = lambda at=0: f"map.{map_.pk}.{at}"
    return map_
