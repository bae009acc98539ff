"""What the templates of a map need beside its board; the same for its page and for live fragments."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cxjourney.board.paint import Painter
from cxjourney.board.parts import Board
from cxjourney.journeys.models import Hue, Status
from cxjourney.personas.kinds import Evidence


def base_of(slug: str) -> str:
    """Address of the workspace, with a slash at its end."""
    return reverse("board:map_list", args=[slug]).removesuffix("maps/")


def period_key(request: HttpRequest) -> str:
    """The period in the address: `period=`, or the days of the form `from=` and `to=`."""
    first, last = request.GET.get("from", ""), request.GET.get("to", "")
    return f"{first}..{last}" if first or last else request.GET.get("period", "")


def period_choices() -> list[tuple[str, str]]:
    """The periods one click away, with their names."""
    return [
        ("30", _("Last 30 days")),
        ("90", _("Last 90 days")),
        ("365", _("Last year")),
        ("all", _("All answers")),
    ]


def board_context(board: Board, *, base: str, key: str, can_edit: bool) -> dict:
    """`key` is the period in the address ("" = the map's own); an archived or approved map is not edited."""
    editable = can_edit and board.map.is_open
    query = f"?period={board.period.key}" if key else ""
    return {
        "board": board,
        "base": base,
        "query": query,
        "editable": editable,
        "paint": Painter(board, base=base, query=query, editable=editable),
        "periods": period_choices(),
        "statuses": Status.choices,
        "hues": tuple(Hue.choices),
        "levels": tuple(Evidence.choices),
    }
