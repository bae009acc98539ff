"""The library of personas."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.kit import htmx
from cxjourney.personas import actions, forms, queries
from cxjourney.personas.kinds import PersonaKind
from cxjourney.personas.models import PORTRAITS
from cxjourney.personas.views import answers
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


@workspace_view()
def persona_list(request: HttpRequest) -> HttpResponse:
    """Current personas, the archived ones under `?archived=1`; narrowed by `?q=`, `?kind=` and `?tag=`."""
    wish = forms.LibraryForm(request.GET).wish()
    context = {
        "library": queries.read_library(request.workspace, wish),
        "wish": wish,
        "kinds": PersonaKind.choices,
    }
    name = "_library_answer" if htmx.wants_fragment(request) else "persona_list"
    return render(request, f"personas/{name}.html", context)


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def persona_create(request: HttpRequest) -> HttpResponse:
    form = forms.PersonaForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "portraits": PORTRAITS}
    if request.method == "GET":
        return render(request, "personas/persona_create.html", context)
    if not form.is_valid():
        return render(request, "personas/persona_create.html", context, status=422)
    try:
        change = actions.create_persona(by=request.membership, **form.cleaned_data)
    except log.Repeated as again:
        change = again.change
    return redirect("personas:persona_show", request.workspace.slug, change.target_id)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def persona_duplicate(request: HttpRequest, persona: int) -> HttpResponse:
    found = queries.live_persona(request.workspace, persona)
    form = forms.Keyed(request.POST)
    try:
        key = form.cleaned_data["key"] if form.is_valid() else None
        change = actions.duplicate_persona(by=request.membership, persona=found, key=key)
    except log.Repeated as again:
        change = again.change
    text = _("“%(name)s” is copied") % {"name": found.name}
    return _moved_on(request, text, change, to=answers.page(request, change.target_id))


@workspace_view(role=Role.EDITOR, methods=("POST",))
def persona_archive(request: HttpRequest, persona: int) -> HttpResponse:
    found = queries.live_persona(request.workspace, persona)
    change = actions.archive_persona(by=request.membership, persona=found)
    return _moved_on(request, _("“%(name)s” is archived") % {"name": found.name}, change)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def persona_restore(request: HttpRequest, persona: int) -> HttpResponse:
    found = queries.live_persona(request.workspace, persona)
    change = actions.restore_persona(by=request.membership, persona=found)
    return _moved_on(request, _("“%(name)s” is back in the library") % {"name": found.name}, change)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def persona_remove(request: HttpRequest, persona: int) -> HttpResponse:
    found = queries.live_persona(request.workspace, persona)
    change = actions.remove_persona(by=request.membership, persona=found)
    return _moved_on(request, _("“%(name)s” is removed") % {"name": found.name}, change)


def _moved_on(request: HttpRequest, text: str, change: Change | None, *, to: str = "") -> HttpResponse:
    """To the library, or to `to`; what happened and its Undo wait there."""
    to = to or answers.library(request)
    if change:
        messages.success(request, text, extra_tags=answers.undo_url(request, change))
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    return HttpResponseRedirect(to)
