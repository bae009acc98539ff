"""A large map stays small on the wire: 12 stages, 10 lanes, 360 cards."""

import zlib
from html.parser import HTMLParser

import pytest

from tests import factories

KINDS = ("goals", "steps", "thoughts", "ideas", "backstage", "text", "text", "text")
TEXT = "Compares three offers, asks a colleague, and puts it off until the weekend, number {}"


class Nodes(HTMLParser):
    """Counts elements."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def handle_starttag(self, tag, attrs) -> None:
        self.count += 1


@pytest.fixture
def html(as_edith, workspace) -> bytes:
    here = {"workspace": workspace}
    on_map = here | {"map": factories.JourneyMap(**here)}
    team = factories.Team(**here)
    lanes = [factories.Lane(**on_map, kind=kind) for kind in KINDS]
    for kind in ("touchpoints", "pains", "experience"):
        factories.Lane(**on_map, kind=kind)
    for number in range(12):
        stage = factories.Stage(**on_map, goal=TEXT.format(number))
        for lane in lanes:
            for copy in range(3):
                factories.Card(**on_map, lane=lane, stage=stage, team=team, text=TEXT.format(copy))
        for _copy in range(3):
            touchpoint = factories.Touchpoint(**here, team=team)
            factories.Placement(**on_map, stage=stage, touchpoint=touchpoint, assumed="1.0")
            factories.PainPoint(**here, touchpoint=touchpoint, team=team)
    return as_edith.get(f"/w/acme/maps/{on_map['map'].pk}/").content


def test_of_360_cards(html):
    nodes = Nodes()
    nodes.feed(html.decode())
    assert html.count(b"data-item") == 360
    assert len(html) <= 200_000
    assert len(zlib.compress(html, 6)) <= 35_000
    assert nodes.count <= 6_000
