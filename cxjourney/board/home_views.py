"""Home: the list of maps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cxjourney.activity.queries import recent
from cxjourney.board import home
from cxjourney.workspaces.access import workspace_view

ACTIVITY = 8  # lines of recent activity
GAPS = 4


@workspace_view()
def map_list(request: HttpRequest) -> HttpResponse:
    """Every map at a glance, the archived ones under `?archived=1`, and what happened lately."""
    archived = request.GET.get("archived") == "1"
    stamp = home.stamp_of(request.workspace)
    cards = home.read_maps(request.workspace, archived=archived)
    context = {
        "stamp": stamp,
        "cards": cards[: home.SHOWN_AS_CARDS],
        "more": cards[home.SHOWN_AS_CARDS :],
        "count": len(cards),
        "archived": archived,
        "gaps": sorted((card for card in cards if card.gap), key=lambda card: -abs(card.gap.gap or 0))[:GAPS],
        "activity": recent(request.workspace, limit=ACTIVITY),
        "base": reverse("board:map_list", args=[request.workspace.slug]).removesuffix("maps/"),
    }
    return render(request, "board/map_list.html", context)
