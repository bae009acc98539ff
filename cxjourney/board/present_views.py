"""A map to show to others: on a screen, stage by stage, or on one sheet of paper."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cxjourney.board import queries
from cxjourney.board.context import base_of, board_context, period_key
from cxjourney.journeys.queries import live_map
from cxjourney.workspaces.access import workspace_view


@workspace_view()
def present(request: HttpRequest, map: int) -> HttpResponse:
    """The map without its tools. Nobody edits here, whatever their role. Eleven queries."""
    map_ = queries.find_map(request.workspace.pk, map)
    if map_ is None:
        raise Http404
    period, key = queries.period_or_own(map_, period_key(request))
    board = queries.read_board(map_, period)
    context = board_context(board, base=base_of(request.workspace.slug), key=key, can_edit=False)
    for lane in board.shown:
        if lane.kind == "metrics":
            queries.add_sparks(board, lane)
            context["paint"].sparks = True
    about = live_map(request.workspace, map_.pk)
    context["state"] = about.get_state_display()
    context["persona"] = about.persona if about.persona and not about.persona.removed_at else None
    context["owner"] = about.owner
    context["back"] = reverse("board:map", args=[request.workspace.slug, map_.pk])
    return render(request, "board/present.html", context)
