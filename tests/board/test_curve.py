"""The experience curve: what can be pressed on it keeps its room."""

import re

import pytest

from cxjourney.board.curve import HEIGHT, NARROWEST_STAGE
from cxjourney.models import Stage, Touchpoint
from tests import factories
from tests.board.conftest import build_map

TARGET = 24  # px
POINT = re.compile(
    r'class="curve__(point|handle).*?style="--x:([\d.]+)%;--y:([\d.]+)%(?:;--away:(-?[\d.]+)px)?"'
)


def places(html: str) -> list[tuple[str, float, float]]:
    """Measured and assumed points, left to right: which, and where their middle is in pixels, on the one
    stage there is, as narrow as it gets."""
    found = [
        (kind, float(x) / 100 * NARROWEST_STAGE, float(y) / 100 * HEIGHT + float(away or 0))
        for kind, x, y, away in POINT.findall(html)
    ]
    return sorted(found, key=lambda point: point[1])


@pytest.mark.parametrize("count", [1, 2, 5, 6])
@pytest.mark.parametrize("assumed", ["-2", "0.8", "1", "1.1", "1.3", "2"])
def test_points_that_nearly_meet_keep_their_room(as_edith, workspace, count, assumed):
    map_ = build_map(workspace, stages=1, cards=count)
    Stage.objects.update(assumed=assumed)
    question = factories.Question(workspace=workspace)
    for number, touchpoint in enumerate(Touchpoint.objects.order_by("pk")):
        factories.Score(
            workspace=workspace, question=question, touchpoint=touchpoint, value=4 + number % 2, count=5_000
        )
    points = places(as_edith.get(f"/w/acme/maps/{map_.pk}/").content.decode())
    assert [kind for kind, _x, _y in points].count("point") == count
    assert [kind for kind, _x, _y in points].count("handle") == 1
    for at, (_kind, x, y) in enumerate(points):
        assert TARGET / 2 <= y <= HEIGHT - TARGET / 2
        for _other, right, other_y in points[at + 1 :]:
            assert right - x >= TARGET or abs(other_y - y) >= TARGET, points
