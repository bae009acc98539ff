"""The list of maps for the live stream: what a map looks like at a glance, the same for every role."""

from __future__ import annotations

from collections.abc import Iterable

from cxjourney.board import home
from cxjourney.board.context import base_of
from cxjourney.board.live.log import snapshot
from cxjourney.board.live.templates import macros
from cxjourney.journeys.queries import stamp_of
from cxjourney.workspaces.models import Workspace


def render_home(workspace_id: int, map_ids: Iterable[int] | None) -> str:
    """The parts of the cards and rows of these maps; of all for None."""
    with snapshot():
        workspace = Workspace.objects.get(pk=workspace_id)
        cards = home.read_maps(workspace, only=None if map_ids is None else list(map_ids))
        draw, base = macros("board/_map_card.html").live, base_of(workspace.slug)
        return "".join(draw(card, base) for card in cards)


def home_stamp(workspace_id: int) -> int:
    """Grows with every change of a map of the workspace. One query."""
    return stamp_of(workspace_id)
