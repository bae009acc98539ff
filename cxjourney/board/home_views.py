"""Home: the list of maps, and what a map says about itself there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cxjourney.activity.queries import recent
from cxjourney.board import home, tree
from cxjourney.board.context import base_of, period_choices
from cxjourney.board.wish import Wish
from cxjourney.feedback.followups.reads import due_on_home
from cxjourney.journeys import queries
from cxjourney.journeys.models import State, Status
from cxjourney.kit import htmx
from cxjourney.kit.periods import parse
from cxjourney.personas.models import Persona
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role
from cxjourney.workspaces.queries import members

FEW = 4  # maps, below which templates are offered
STARTERS = 4
ACTIVITY = 8  # lines of recent activity


@workspace_view()
def map_list(request: HttpRequest) -> HttpResponse:
    """The maps that the address asks for, at a glance, who is to be answered, and what happened lately.

    Twelve queries, two more when customers wait for an answer, and one for each further period that the
    shown maps are read in.
    """
    wish = Wish.read(request.GET)
    folder = f"?folder={wish.folder}" if wish.folder else ""
    found = home.read_home(request.workspace, wish, request.user)
    context = {
        "home": found,
        "samples": queries.built_in()[:STARTERS] if found.counts.current < FEW else [],
        "shown_as_cards": home.SHOWN_AS_CARDS,
        "due": due_on_home(request.workspace),
        "activity": recent(request.workspace, limit=ACTIVITY),
        "base": base_of(request.workspace.slug),
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
    people = Persona.objects.for_workspace(workspace).live()
    personas = people.filter(archived_at=None).order_by("name").values_list("pk", "name")
    return {
        "statuses": Status.choices,
        "states": State.choices,
        "personas": list(personas),
        "owners": [(member.user_id, member.user.display_name) for member in members(workspace)],
        "sorts": [("changed", _("Last changed")), ("name", _("Name")), ("gap", _("Widest gap"))],
    }


@workspace_view()
def map_tree(request: HttpRequest) -> HttpResponse:
    """All current maps, those within others under them."""
    folders = home.read_folders(request.workspace)
    context = {
        "tree": tree.read_tree(request.workspace),
        "home": home.Home(Wish(), home.count_maps(request.workspace, request.user), folders, [], 0, 1),
        "base": base_of(request.workspace.slug),
        "new_map": reverse("journeys:map_create", args=[request.workspace.slug]),
    }
    return render(request, "board/map_tree.html", context)


@workspace_view()
def map_strip(request: HttpRequest, map: int) -> HttpResponse:
    """The strip of a map, for a card that links it."""
    card = next(iter(home.read_maps(request.workspace, only=[map])), None)
    if card is None:
        raise Http404
    return render(request, "board/_strip.html", {"one": card})


def reviewers(workspace) -> list[tuple[int, str]]:
    """Who can be asked to approve a map. One query."""
    return [(one.user_id, one.user.display_name) for one in members(workspace) if one.may(Role.EDITOR)]


@workspace_view(role=Role.EDITOR)
def map_settings(request: HttpRequest, map: int) -> HttpResponse:
    """The dialog with a map's persona, owner, folder, dates and source; journeys:map_edit saves it."""
    map_ = queries.live_map(request.workspace, map)
    periods = period_choices()
    if map_.period not in dict(periods):
        periods.append((map_.period, parse(map_.period, today=timezone.localdate()).label))
    offered = choices(request.workspace)
    own = map_.persona
    if (
        own and own.archived_at and own.removed_at is None
    ):  # not offered, but kept while nobody chooses another
        offered["personas"].append((own.pk, own.name))
    folders = [(one.id, one.path) for one in home.flat(home.read_folders(request.workspace))]
    context = offered | {
        "map": map_,
        "origin": map_.origin if map_.origin_id and map_.origin.removed_at is None else None,
        "action": reverse("journeys:map_edit", args=[request.workspace.slug, map_.pk]),
        "base": base_of(request.workspace.slug),
        "personas": [("", _("Nobody in particular")), *offered["personas"]],
        "owners": [("", _("Nobody")), *offered["owners"]],
        "folders": [("", _("In no folder")), *folders],
        "periods": periods,
        "reviewers": [("", _("Everyone who edits")), *reviewers(request.workspace)],
    }
    return render(request, "board/_settings.html", context)
