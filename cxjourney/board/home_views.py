"""Home: the list of maps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cxjourney.activity.queries import recent
from cxjourney.board import home
from cxjourney.board.wish import Wish
from cxjourney.journeys.models import State, Status
from cxjourney.kit import htmx
from cxjourney.personas.models import Persona
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.queries import members

ACTIVITY = 8  # lines of recent activity


@workspace_view()
def map_list(request: HttpRequest) -> HttpResponse:
    """The maps that the address asks for, at a glance, and what happened lately.

    Eleven queries, and one more for each further period that the shown maps are read in.
    """
    wish = Wish.read(request.GET)
    folder = f"?folder={wish.folder}" if wish.folder else ""
    context = {
        "home": home.read_home(request.workspace, wish, request.user),
        "shown_as_cards": home.SHOWN_AS_CARDS,
        "activity": recent(request.workspace, limit=ACTIVITY),
        "base": reverse("board:map_list", args=[request.workspace.slug]).removesuffix("maps/"),
        "new_map": reverse("journeys:map_create", args=[request.workspace.slug]) + folder,
        **choices(request.workspace),
    }
    if not htmx.wants_fragment(request):
        return render(request, "board/map_list.html", context)
    answer = render(request, "board/_home_answer.html", context)
    answer["HX-Push-Url"] = request.path + wish.address()  # without the fields that say nothing
    return answer


def choices(workspace) -> dict:
    """What filters and bulk changes offer. Two queries."""
    personas = Persona.objects.for_workspace(workspace).live().order_by("name").values_list("pk", "name")
    return {
        "statuses": Status.choices,
        "states": State.choices,
        "personas": list(personas),
        "owners": [(member.user_id, member.user.display_name) for member in members(workspace)],
        "sorts": [("changed", _("Last changed")), ("name", _("Name")), ("gap", _("Widest gap"))],
    }
