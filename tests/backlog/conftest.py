import pytest

from tests import factories


@pytest.fixture
def touchpoint(workspace):
    return factories.Touchpoint(workspace=workspace, name="Examiner's letter")


@pytest.fixture
def stage(workspace):
    map_ = factories.JourneyMap(workspace=workspace, title="Registering a trademark")
    return factories.Stage(workspace=workspace, map=map_, name="Examination", rank="a")


@pytest.fixture
def placement(stage, touchpoint):
    return factories.Placement(workspace=stage.workspace, map=stage.map, stage=stage, touchpoint=touchpoint)


@pytest.fixture
def pain(workspace, touchpoint, placement):
    """A pain point on a touchpoint that stands on one map."""
    return factories.PainPoint(
        workspace=workspace, touchpoint=touchpoint, title="The letter is hard to read", impact=4, frequency=3
    )


@pytest.fixture
def stage_pain(workspace, stage):
    return factories.PainPoint(
        workspace=workspace, touchpoint=None, stage=stage, title="It takes long", rank="a"
    )


@pytest.fixture
def feedback(workspace, touchpoint):
    return factories.Feedback(
        workspace=workspace, touchpoint=touchpoint, text="I had to call a lawyer to understand it."
    )
