"""One map for all tests of the editor: two stages, a lane of each look, a card, a touchpoint."""

import pytest

from tests import factories


@pytest.fixture
def map_(workspace):
    return factories.JourneyMap(workspace=workspace, title="Buying a bike")


@pytest.fixture
def stage(map_):
    return factories.Stage(map=map_, workspace=map_.workspace, name="Visit", goal="See it")


@pytest.fixture
def next_stage(map_, stage):
    return factories.Stage(map=map_, workspace=map_.workspace, name="Purchase")


@pytest.fixture
def lane(map_):
    return factories.Lane(map=map_, workspace=map_.workspace, kind="steps", title="Steps")


@pytest.fixture
def thoughts(map_, lane):
    return factories.Lane(map=map_, workspace=map_.workspace, kind="thoughts", title="Thoughts")


@pytest.fixture
def backstage(map_, lane, thoughts):
    return factories.Lane(map=map_, workspace=map_.workspace, kind="backstage", title="Backstage")


@pytest.fixture
def card(map_, lane, stage):
    return factories.Card(
        map=map_, workspace=map_.workspace, lane=lane, stage=stage, text="Tries the blue bike"
    )


@pytest.fixture
def touchpoint(workspace):
    return factories.Touchpoint(workspace=workspace, name="Test ride", channel="store")


@pytest.fixture
def placement(map_, stage, touchpoint):
    return factories.Placement(map=map_, workspace=map_.workspace, stage=stage, touchpoint=touchpoint)


@pytest.fixture
def team(workspace):
    return factories.Team(workspace=workspace, name="Workshop")


@pytest.fixture
def gate(as_bob, as_connie, as_charlie, as_edith):
    """Checks that only editors of this workspace may POST here, and that GET is refused unless `get`."""

    def check(url: str, *, get: bool = False) -> None:
        from cxjourney.activity.models import Change

        rival = url.replace("/w/acme/", "/w/rival/")
        assert as_bob.post(url).status_code == 403
        assert as_connie.post(url).status_code == 403
        assert as_charlie.post(url).status_code == 404
        # Charlie owns a workspace, but what the address names is not in it.
        assert as_charlie.post(rival).status_code == 404 or not any(map(str.isdigit, url))
        assert as_edith.get(url).status_code == (200 if get else 405)
        assert not Change.objects.exists()

    return check
