"""Versions of a map: the list of its moments, a map as it was, what differs, and the way back."""

from __future__ import annotations

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cxjourney.activity import log, words
from cxjourney.journeys.models import JourneyMap
from cxjourney.journeys.sheet import Sheet
from cxjourney.journeys.views.answers import done, map_page, refused, shut
from cxjourney.kit.jinja import long_date
from cxjourney.versions import actions, forms, moments, queries
from cxjourney.versions.moments import Moment
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role

VIEWS = ("merged", "side")
DIALOG = "version-dialog"


def page(request: HttpRequest, map_: JourneyMap, template: str, **context) -> HttpResponse:
    """A page about a map; undo on it is the map's."""
    request.undo_map_id = map_.pk  # type: ignore[attr-defined]
    editable = request.membership.can_edit and map_.is_open
    return render(request, f"versions/{template}.html", {"map": map_, "editable": editable, **context})


def list_url(request: HttpRequest, map_: JourneyMap) -> str:
    return reverse("versions:version_list", args=[request.workspace.slug, map_.pk])


@workspace_view()
def version_list(request: HttpRequest, map: int) -> HttpResponse:
    """Named versions and the end of each day; `?day=` opens one day, `?before=` shows older ones."""
    found = queries.live_map(request.workspace, map)
    day = _day(request.GET.get("day", ""))
    context = {
        "history": queries.history(found, _day(request.GET.get("before", ""))),
        "day": day,
        "steps": moments.steps(found, day) if day else [],
    }
    return page(request, found, "version_list", **context)


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


@workspace_view()
def version_show(request: HttpRequest, map: int) -> HttpResponse:
    """The map as it was at the moment `?at=`, to be read; what is otherwise today says so."""
    found = queries.live_map(request.workspace, map)
    moment = moments.find_moment(found, request.GET.get("at", ""))
    table = _table(request, found, moment, moments.find_moment(found, moments.NOW))
    return page(request, found, "version_show", moment=moment, table=table, view="then")


@workspace_view()
def version_compare(request: HttpRequest, map: int) -> HttpResponse:
    """What differs between two moments, `?from=` and `?to=`; the older one first, whatever was asked."""
    found = queries.live_map(request.workspace, map)
    old, new = (moments.find_moment(found, request.GET.get(name, "")) for name in ("from", "to"))
    if (old.snapshot.seq, not old.is_now) > (new.snapshot.seq, not new.is_now) or old.is_now:
        old, new = new, old
    context = {"table": _table(request, found, old, new), "old": old, "new": new, **_view(request)}
    return page(request, found, "version_compare", **context)


def _view(request: HttpRequest) -> dict:
    view = request.GET.get("view", "")
    return {"view": view if view in VIEWS else VIEWS[0], "only": bool(request.GET.get("only"))}


def _table(request: HttpRequest, map_: JourneyMap, old: Moment, new: Moment) -> queries.Table:
    sides = (queries.Side(moment.name, moment, map_) for moment in (old, new))
    return queries.table(request.workspace, *sides, one_map=True)


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def version_create(request: HttpRequest, map: int) -> HttpResponse:
    """Give a moment a name: `at`, else now."""
    found = queries.live_map(request.workspace, map)
    form = forms.VersionForm(request.POST if request.method == "POST" else None)
    at = (request.POST if request.method == "POST" else request.GET).get("at", "")
    moment = moments.find_moment(found, at)
    context = {"form": form, "map": found, "moment": moment, "version": None}
    back = list_url(request, found)
    sheet = Sheet("versions/_version_form.html", _("Name this version"), back, context, dialog=DIALOG)
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    given = {name: form.cleaned_data[name] for name in ("name", "note", "key")}
    try:
        change = actions.name_version(by=request.membership, map_=found, snapshot=moment.snapshot, **given)
    except log.Repeated:
        return shut(request, "", change=None, to=back)
    return shut(request, _("Version named"), change=change, to=back)


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def version_edit(request: HttpRequest, version: int) -> HttpResponse:
    found = queries.live_version(request.workspace, version)
    form = forms.VersionForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "map": found.map, "version": found}
    back = list_url(request, found.map)
    sheet = Sheet("versions/_version_form.html", _("Name of the version"), back, context, dialog=DIALOG)
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    typed = form.typed("name", "note")
    try:
        change = actions.edit_version(
            by=request.membership, version=found, texts=typed["texts"], version_seen=typed["version"]
        )
    except words.Clash as clash:
        return sheet.clash(request, clash)
    return shut(request, _("Version saved"), change=change, to=back)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def version_remove(request: HttpRequest, version: int) -> HttpResponse:
    found = queries.live_version(request.workspace, version)
    change = actions.remove_version(by=request.membership, version=found)
    text = _("The name is gone; the moment stays in the list")
    return done(request, text, change=change, to=list_url(request, found.map), refresh=True)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def map_revert(request: HttpRequest, map: int) -> HttpResponse:
    """The whole map back to the moment `at`."""
    found = queries.live_map(request.workspace, map)
    moment = moments.find_moment(found, request.POST.get("at", ""))
    change = actions.revert_map(by=request.membership, map_=found, snapshot=moment.snapshot)
    if change is None:
        return refused(request, _("The map is as it was then already."), map_id=found.pk)
    text = _("The map is as it was on %(moment)s") % {"moment": long_date(moment.snapshot.at)}
    return done(request, text, change=change, to=map_page(request, found.pk), refresh=True)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def item_revert(request: HttpRequest, map: int) -> HttpResponse:
    """One card, touchpoint in a stage, stage or lane back to the moment `at`."""
    found = queries.live_map(request.workspace, map)
    form = forms.ItemForm(request.POST)
    if not form.is_valid():
        return refused(request, _("Load the page again, then try once more."), map_id=found.pk)
    given = form.cleaned_data
    moment = moments.find_moment(found, given["at"])
    try:
        change = actions.revert_item(
            by=request.membership, map_=found, snapshot=moment.snapshot, kind=given["kind"], pk=given["item"]
        )
    except LookupError:
        return refused(request, _("That is not on this map."), map_id=found.pk)
    if change is None:
        return refused(request, _("It is as it was then already."), map_id=found.pk)
    return done(request, _("Put back as it was"), change=change, map_id=found.pk, refresh=True)


@workspace_view()
def map_compare(request: HttpRequest, map: int) -> HttpResponse:
    """The maps that this one can be compared with."""
    found = queries.live_map(request.workspace, map)
    family = queries.relatives(found)
    known = {one.pk for one in family}
    rest = [one for one in queries.others(found) if one.pk not in known]
    return page(request, found, "map_compare", family=family, rest=rest)


@workspace_view()
def map_difference(request: HttpRequest, map: int, other: int) -> HttpResponse:
    """Two maps side by side or merged: this one as it is, and what the other adds, leaves out and changes."""
    maps = [queries.live_map(request.workspace, pk) for pk in (map, other)]
    sides = [queries.Side(one.title, moments.find_moment(one, moments.NOW), one) for one in maps]
    table = queries.table(request.workspace, *sides, one_map=map == other)
    return page(request, maps[0], "map_difference", other=maps[1], table=table, **_view(request))
