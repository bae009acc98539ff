"""Folders of maps: make, rename, move, remove."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxjourney.activity import log, words
from cxjourney.activity.models import Change
from cxjourney.journeys import map_forms, queries
from cxjourney.journeys.actions import folders as actions
from cxjourney.journeys.sheet import Sheet
from cxjourney.journeys.views.answers import done, home, refused, shut
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role

FORM = "journeys/_folder_form.html"
TAKEN = gettext_lazy("There is a folder of this name here.")


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def folder_create(request: HttpRequest) -> HttpResponse:
    """A folder, at the top or (`?parent=`) in another."""
    form = map_forms.FolderForm(
        request.POST if request.method == "POST" else None,
        initial={"parent": request.GET.get("parent", "")},
        workspace=request.workspace,
    )
    sheet = Sheet(FORM, _("New folder"), home(request), {"form": form}, dialog="folder-dialog")
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    given, change = form.cleaned_data, None
    try:
        change = actions.create_folder(
            by=request.membership, name=given["name"], parent=given["parent"], key=given["key"]
        )
    except log.Repeated:
        pass  # home shows it
    except actions.NameTaken:
        return _taken(request, sheet, form)
    return _back(request, _("Folder made"), change)


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def folder_edit(request: HttpRequest, folder: int) -> HttpResponse:
    found = queries.live_folder(request.workspace, folder)
    form = map_forms.FolderForm(
        request.POST if request.method == "POST" else None, workspace=request.workspace
    )
    context = {"form": form, "folder": found}
    sheet = Sheet(FORM, _("Rename the folder"), home(request), context, dialog="folder-dialog")
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    name = form.cleaned_data["name"]
    try:
        change = actions.rename_folder(by=request.membership, folder=found, name=name, **form.seen())
    except words.Clash as clash:
        return sheet.clash(request, clash)
    except actions.NameTaken:
        return _taken(request, sheet, form)
    return _back(request, _("Folder renamed"), change)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def folder_remove(request: HttpRequest, folder: int) -> HttpResponse:
    found = queries.live_folder(request.workspace, folder)
    change = actions.remove_folder(by=request.membership, folder=found)
    text = _("“%(name)s” is removed; its maps are still there") % {"name": found.name}
    return done(request, text, change=change, refresh=True)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def folder_move(request: HttpRequest, folder: int) -> HttpResponse:
    """Into the folder `parent`, or out of all."""
    found = queries.live_folder(request.workspace, folder)
    form = map_forms.FolderMoveForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        return refused(request, form.errors["parent"][0])
    try:
        change = actions.move_folder(by=request.membership, folder=found, parent=form.cleaned_data["parent"])
    except actions.NameTaken:
        return refused(request, TAKEN)
    except actions.TooDeep:
        return refused(request, _("A folder in a folder can't hold another."))
    return done(request, _("Folder moved"), change=change, refresh=True)


def _taken(request: HttpRequest, sheet: Sheet, form: map_forms.FolderForm) -> HttpResponse:
    form.add_error("name", TAKEN)
    return sheet.wrong(request)


def _back(request: HttpRequest, text: str, change: Change | None) -> HttpResponse:
    return shut(request, text, change=change, to=home(request))
