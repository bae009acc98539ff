"""Maps: make one, rename it, set it, archive it; the workspace's own channels."""

from __future__ import annotations

import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cxjourney.activity import log
from cxjourney.journeys import forms, queries
from cxjourney.journeys.actions import maps as actions
from cxjourney.journeys.actions import touchpoints
from cxjourney.journeys.models import STANDARD_LANES, STANDARD_STAGES, LaneKind
from cxjourney.journeys.views.answers import conflict, done, map_page, refused, undo_url
from cxjourney.kit import htmx, periods
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def map_create(request: HttpRequest) -> HttpResponse:
    form = forms.MapForm(request.POST or None, workspace=request.workspace)
    context = {
        "form": form,
        "stages": STANDARD_STAGES,
        "lanes": [LaneKind(kind).label for kind in STANDARD_LANES],
    }
    if request.method == "GET":
        return render(request, "journeys/map_create.html", context)
    if not form.is_valid():
        return render(request, "journeys/map_create.html", context, status=422)
    given = form.cleaned_data
    try:
        new = actions.create_map(
            by=request.membership, title=given["title"], persona=given["persona"], key=given["key"]
        ).pk
    except log.Repeated as again:
        new = again.change.target_id
    address = map_page(request, new)
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def map_edit(request: HttpRequest, map: int) -> HttpResponse:
    """GET: the form for the name. POST: the name, or choices (status, persona, period)."""
    found = queries.live_map(request.workspace, map)
    if request.method == "POST" and "title" not in request.POST:
        return _set(request, found)
    form = forms.TitleForm(request.POST or None, initial={"title": found.title})
    context = {"form": form, "map": found}
    if request.method == "GET":
        return render(request, "journeys/_map_form.html", context)
    if not form.is_valid():
        return render(request, "journeys/_map_form.html", context, status=422)
    try:
        change = actions.rename_map(
            by=request.membership, map_=found, title=form.cleaned_data["title"], **form.seen()
        )
    except log.Conflict as clash:
        return conflict(request, "journeys/_map_form.html", context, clash)
    answer = done(request, _("Map renamed"), map_id=found.pk, change=change, refresh=True)
    return htmx.trigger(htmx.trigger(answer, "dialog:close"), "map:title", {"title": found.title})


def _set(request: HttpRequest, found) -> HttpResponse:
    form = forms.MapSettingsForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        return refused(request, _("That is not one of the choices."), map_id=found.pk)
    values = form.values()
    if "period" in values:
        try:
            periods.parse(values["period"], today=datetime.datetime.now(tz=datetime.UTC).date())
        except ValueError as error:
            return refused(request, error, map_id=found.pk)
    change = actions.set_map(by=request.membership, map_=found, **values)
    answer = done(request, _("Saved"), map_id=found.pk, change=change)
    # Status and persona stand in the bars above the board: the page is read again.
    if request.htmx:
        answer.headers["HX-Refresh"] = "true"
    return answer


@workspace_view(role=Role.EDITOR, methods=("POST",))
def map_archive(request: HttpRequest, map: int) -> HttpResponse:
    found = queries.live_map(request.workspace, map)
    change = actions.archive_map(by=request.membership, map_=found)
    home = reverse("board:map_list", args=[request.workspace.slug])
    text = _("“%(title)s” is archived") % {"title": found.title}
    answer = htmx.done(request, text=text, fallback=home, undo=undo_url(request, change))
    if request.htmx:
        answer.headers["HX-Location"] = home
    return answer


@workspace_view(role=Role.EDITOR, methods=("POST",))
def map_restore(request: HttpRequest, map: int) -> HttpResponse:
    found = queries.live_map(request.workspace, map)
    change = actions.restore_map(by=request.membership, map_=found)
    text = _("“%(title)s” is back") % {"title": found.title}
    answer = done(request, text, map_id=found.pk, change=change)
    if request.htmx:
        answer.headers["HX-Refresh"] = "true"
    return answer


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def channel_list(request: HttpRequest) -> HttpResponse:
    form = forms.ChannelForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                touchpoints.create_channel(by=request.membership, **form.cleaned_data)
            except log.Repeated:
                pass
            return HttpResponseRedirect(reverse("journeys:channel_list", args=[request.workspace.slug]))
        status = 422
    context = {"form": form, "channels": queries.own_channels(request.workspace), "rail_key": "settings"}
    return render(request, "journeys/channel_list.html", context, status=status)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def channel_remove(request: HttpRequest, channel: int) -> HttpResponse:
    found = get_object_or_404(queries.own_channels(request.workspace), pk=channel)
    change = touchpoints.remove_channel(by=request.membership, channel=found)
    here = reverse("journeys:channel_list", args=[request.workspace.slug])
    answer = htmx.done(request, text=_("Channel removed"), fallback=here, undo=undo_url(request, change))
    if request.htmx:
        answer.headers["HX-Refresh"] = "true"
    return answer
