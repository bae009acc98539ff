"""The library of personas, and each on its own page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cxjourney.activity import log
from cxjourney.kit import htmx
from cxjourney.personas import actions, forms, queries
from cxjourney.personas.models import PORTRAITS
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


@workspace_view()
def persona_list(request: HttpRequest) -> HttpResponse:
    return render(
        request, "personas/persona_list.html", {"personas": queries.live_personas(request.workspace)}
    )


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def persona_create(request: HttpRequest) -> HttpResponse:
    form = forms.PersonaForm(request.POST or None)
    context = {"form": form, "persona": None, "portraits": PORTRAITS}
    if request.method == "GET":
        return render(request, "personas/persona_edit.html", context)
    if not form.is_valid():
        return render(request, "personas/persona_edit.html", context, status=422)
    given = {name: form.cleaned_data[name] for name in [*actions.WORDS, "portrait"]}
    try:
        change = actions.create_persona(by=request.membership, key=form.cleaned_data["key"], **given)
    except log.Repeated as again:
        change = again.change
    return redirect("personas:persona_show", request.workspace.slug, change.target_id)


@workspace_view()
def persona_show(request: HttpRequest, persona: int) -> HttpResponse:
    found = queries.live_persona(request.workspace, persona)
    return render(request, "personas/persona_show.html", {"persona": found, "maps": queries.maps_of(found)})


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def persona_edit(request: HttpRequest, persona: int) -> HttpResponse:
    found = queries.live_persona(request.workspace, persona)
    # A form of its own copy: a ModelForm writes what is typed into the row it is given.
    form = forms.PersonaForm(request.POST or None, instance=None if request.method == "POST" else found)
    context = {"form": form, "persona": found, "portraits": PORTRAITS}
    if request.method == "GET":
        return render(request, "personas/persona_edit.html", context)
    if not form.is_valid():
        return render(request, "personas/persona_edit.html", context, status=422)
    try:
        actions.edit_persona(
            by=request.membership,
            persona=found,
            texts=form.texts(),
            version=form.cleaned_data["version"] or 0,
            portrait=form.cleaned_data["portrait"],
        )
    except log.Conflict as clash:
        found.refresh_from_db()
        return render(request, "personas/persona_edit.html", context | {"clash": clash}, status=409)
    return redirect("personas:persona_show", request.workspace.slug, found.pk)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def persona_remove(request: HttpRequest, persona: int) -> HttpResponse:
    found = queries.live_persona(request.workspace, persona)
    change = actions.remove_persona(by=request.membership, persona=found)
    home = reverse("personas:persona_list", args=[request.workspace.slug])
    undo = reverse("activity:change_undo", args=[request.workspace.slug, change.pk]) if change else ""
    answer = htmx.done(
        request, text=_("“%(name)s” is removed") % {"name": found.name}, fallback=home, undo=undo
    )
    if request.htmx:
        answer.headers["HX-Location"] = home
    return answer
