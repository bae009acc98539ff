"""Maps: make one, rename it, set it, archive it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from cxjourney.activity import log
from cxjourney.journeys import forms, queries, words
from cxjourney.journeys.actions import maps as actions
from cxjourney.journeys.models import STANDARD_LANES, STANDARD_STAGES, JourneyMap, LaneKind
from cxjourney.journeys.sheet import Sheet
from cxjourney.journeys.views.answers import closed, done, home, map_page, refused
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def map_create(request: HttpRequest) -> HttpResponse:
    form = forms.MapForm(request.POST if request.method == "POST" else None, workspace=request.workspace)
    lanes = [LaneKind(kind).label for kind in STANDARD_LANES]
    context = {"form": form, "stages": STANDARD_STAGES, "lanes": lanes}
    sheet = Sheet("journeys/_map_new.html", _("New map"), home(request), context, dialog="map-dialog")
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    try:
        new = actions.create_map(by=request.membership, **form.cleaned_data).pk
    except log.Repeated as again:
        new = again.change.target_id
    address = map_page(request, new)
    return HttpResponse(headers={"HX-Redirect": address}) if request.htmx else HttpResponseRedirect(address)


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def map_edit(request: HttpRequest, map: int) -> HttpResponse:
    """GET: the form for the name. POST: the name, or choices (status, persona, period)."""
    found = queries.live_map(request.workspace, map)
    if request.method == "POST" and "title" not in request.POST:
        return _set(request, found)
    form = forms.TitleForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "map": found}
    back = map_page(request, found.pk)
    sheet = Sheet("journeys/_map_form.html", _("Rename the map"), back, context, dialog="map-dialog")
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    title = form.cleaned_data["title"]
    try:
        change = actions.rename_map(by=request.membership, map_=found, title=title, **form.seen())
    except words.Clash as clash:
        return sheet.clash(request, clash)
    return closed(request, _("Map renamed"), change=change, map_id=found.pk)


def _set(request: HttpRequest, found: JourneyMap) -> HttpResponse:
    form = forms.MapSettingsForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        text = form.errors.get("period", [_("That is not one of the choices.")])[0]
        return refused(request, text, map_id=found.pk)
    change = actions.set_map(by=request.membership, map_=found, **form.values())
    return closed(request, _("Saved"), change=change, map_id=found.pk)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def map_archive(request: HttpRequest, map: int) -> HttpResponse:
    found = queries.live_map(request.workspace, map)
    change = actions.archive_map(by=request.membership, map_=found)
    text = _("“%(title)s” is archived") % {"title": found.title}
    return done(request, text, change=change, to=home(request), refresh=True)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def map_restore(request: HttpRequest, map: int) -> HttpResponse:
    found = queries.live_map(request.workspace, map)
    change = actions.restore_map(by=request.membership, map_=found)
    text = _("“%(title)s” is back") % {"title": found.title}
    return done(request, text, change=change, map_id=found.pk, refresh=True)
