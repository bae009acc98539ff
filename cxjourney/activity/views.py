"""Undo, redo, and the log as a page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from cxjourney.activity import queries, undo
from cxjourney.activity.models import Change
from cxjourney.kit import htmx
from cxjourney.workspaces import rail
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role

PAGE = 50


@workspace_view(role=Role.EDITOR, methods=("POST",))
def map_undo(request: HttpRequest, map: int) -> HttpResponse:
    _need_map(request, map)
    return _swing(request, undo.undo, _("Undone: %(what)s"), map_id=map)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def map_redo(request: HttpRequest, map: int) -> HttpResponse:
    _need_map(request, map)
    return _swing(request, undo.redo, _("Done again: %(what)s"), map_id=map)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def workspace_undo(request: HttpRequest) -> HttpResponse:
    return _swing(request, undo.undo, _("Undone: %(what)s"))


@workspace_view(role=Role.EDITOR, methods=("POST",))
def workspace_redo(request: HttpRequest) -> HttpResponse:
    return _swing(request, undo.redo, _("Done again: %(what)s"))


@workspace_view(role=Role.EDITOR, methods=("POST",))
def change_undo(request: HttpRequest, change: int) -> HttpResponse:
    """Take back one change of one's own, from its toast."""
    found = get_object_or_404(Change.objects.for_workspace(request.workspace), pk=change)
    if found.actor_id != request.user.pk:
        return _refused(request, _("Only the person who did this can undo it."))
    return _swing(request, undo.undo, _("Undone: %(what)s"), change_id=change)


@workspace_view()
def change_list(request: HttpRequest) -> HttpResponse:
    """The log, newest first; `?before=<id>` shows what is older."""
    before = request.GET.get("before", "")
    entries = queries.recent(
        request.workspace, limit=PAGE + 1, before=int(before) if before.isdecimal() else None
    )
    older = entries[PAGE - 1].id if len(entries) > PAGE else None
    context = {"entries": entries[:PAGE], "older": older}
    fragment = htmx.wants_fragment(request)
    return render(request, f"activity/{'_entries' if fragment else 'change_list'}.html", context)


def _need_map(request: HttpRequest, map_id: int) -> None:
    if not queries.has_map(request.workspace, map_id):
        raise Http404


def _swing(request: HttpRequest, action: Callable[..., undo.Undone], text: str, **kwargs) -> HttpResponse:
    try:
        done = action(by=request.membership, **kwargs)
    except undo.CannotUndo as reason:
        return _refused(request, reason)
    label = {"what": done.label}
    return htmx.done(request, text=text % label, fallback=rail.home(request.workspace.slug), refresh=True)


def _refused(request: HttpRequest, reason: object) -> HttpResponse:
    return htmx.refused(request, reason, fallback=rail.home(request.workspace.slug))
