"""Maps: make one, rename it, set it, archive it; many at once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxjourney.activity import log, words
from cxjourney.activity.models import Change
from cxjourney.journeys import map_forms, queries
from cxjourney.journeys.actions import maps as actions
from cxjourney.journeys.models import JourneyMap
from cxjourney.journeys.sheet import Sheet
from cxjourney.journeys.views.answers import closed, done, home, map_page, refused
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def map_create(request: HttpRequest) -> HttpResponse:
    """The gallery of templates, one of which the new map starts from; `?template=` and `?folder=` choose."""
    if request.method == "GET":
        chosen = {name: request.GET.get(name, "") for name in ("template", "folder")}
        form = map_forms.MapForm(initial=chosen, workspace=request.workspace)
        return _gallery(request, form, chosen["template"])
    form = map_forms.MapForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        return _gallery(request, form, request.POST.get("template", ""), status=422)
    try:
        new = actions.create_map(by=request.membership, **form.values()).pk
    except log.Repeated as again:
        new = again.change.target_id
    address = map_page(request, new)
    return HttpResponse(headers={"HX-Redirect": address}) if request.htmx else HttpResponseRedirect(address)


def _gallery(request: HttpRequest, form: map_forms.MapForm, chosen: str, status: int = 200) -> HttpResponse:
    samples = queries.gallery(request.workspace)
    known = {sample.key for sample in samples}
    context = {
        "form": form,
        "samples": samples,
        "chosen": chosen if chosen in known else queries.STANDARD.key,
        "back": home(request),
    }
    return render(request, "journeys/map_new.html", context, status=status)


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def map_edit(request: HttpRequest, map: int) -> HttpResponse:
    """GET: the form for the name. POST: the name, or choices (status, persona, period, folder …)."""
    found = queries.live_map(request.workspace, map)
    if request.method == "POST" and "title" not in request.POST:
        return _set(request, found)
    form = map_forms.TitleForm(request.POST if request.method == "POST" else None)
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
    form = map_forms.MapSettingsForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        said = next(
            (form.errors[name][0] for name in ("period", "review_on", "new_persona") if name in form.errors),
            None,
        )
        return refused(request, said or _("That is not one of the choices."), map_id=found.pk)
    change = actions.set_map(by=request.membership, map_=found, **form.values())
    verdicts = {"map_approve": _("The map is approved"), "map_reopen": _("The map is open again")}
    text = verdicts.get(change.verb, _("Saved")) if change else ""
    return closed(request, text, change=change, map_id=found.pk)


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


@workspace_view(role=Role.EDITOR, methods=("POST",))
def map_bulk(request: HttpRequest) -> HttpResponse:
    """One thing done with all maps that are ticked on home: move, set, archive, restore. Undone as one."""
    form = map_forms.BulkForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        return refused(request, form.complaint())
    given, by = form.cleaned_data, request.membership
    if "values" in given:
        changes = actions.set_maps(by=by, maps=given["maps"], verb=given["verb"], **given["values"])
    elif given["do"] == "archive":
        changes = actions.archive_maps(by=by, maps=given["maps"])
    else:
        changes = actions.restore_maps(by=by, maps=given["maps"])
    change = changes[0] if changes else None
    return done(request, _told(given, changes), change=change, to=home(request), refresh=True)


def _told(given: dict, changes: list[Change]) -> str:
    """What was done, in the words of the toast."""
    number = {"num": len(changes)}
    if given["do"] == "archive":
        return ngettext("%(num)s map archived", "%(num)s maps archived", len(changes)) % number
    if given["do"] == "restore":
        return ngettext("%(num)s map is back", "%(num)s maps are back", len(changes)) % number
    if given["verb"] == "map_move" and given["folder"]:
        text = ngettext(
            "%(num)s map moved to “%(folder)s”", "%(num)s maps moved to “%(folder)s”", len(changes)
        )
        return text % (number | {"folder": given["folder"].name})
    return ngettext("%(num)s map changed", "%(num)s maps changed", len(changes)) % number
