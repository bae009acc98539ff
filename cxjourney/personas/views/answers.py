"""What the views of a sheet answer alike."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cxjourney.activity.models import Change
from cxjourney.kit import htmx
from cxjourney.personas import queries
from cxjourney.personas.kinds import EVIDENCE_HELP, Evidence, PersonaKind
from cxjourney.personas.models import PORTRAITS, Persona, PersonaSection
from cxjourney.personas.neighbours import NEIGHBOURS
from cxjourney.personas.sent import Sent

HEAD = "head"
SHEET = {
    "portraits": PORTRAITS,
    "kinds": PersonaKind.choices,
    "levels": [(level.value, level.label, EVIDENCE_HELP[level]) for level in Evidence],
}


def library(request: HttpRequest) -> str:
    return reverse("personas:persona_list", args=[request.workspace.slug])


def page(request: HttpRequest, persona_id: int, edit: object = "") -> str:
    """The sheet; with `edit` a part of it (an id, or "head") is open for typing."""
    url = reverse("personas:persona_show", args=[request.workspace.slug, persona_id])
    return f"{url}?edit={edit}#{HEAD if edit == HEAD else f'section-{edit}'}" if edit else url


def undo_url(request: HttpRequest, change: Change) -> str:
    return reverse("activity:change_undo", args=[request.workspace.slug, change.pk])


def show_sheet(request: HttpRequest, persona_id: int, *, edit: set[str], status: int = 200, **more):
    """The whole sheet with some of its parts open. `more` is about the part that was sent."""
    sheet = queries.read_sheet(request.workspace, persona_id)
    context = SHEET | {
        "sheet": sheet,
        "persona": sheet.persona,
        "edit": edit if request.membership.can_edit else set(),
        "maps": NEIGHBOURS.maps(request.workspace, sheet.persona),
        "channels": NEIGHBOURS.channels(),
        **more,
    }
    name = "_sheet" if htmx.wants_fragment(request) else "persona_show"
    return render(request, f"personas/{name}.html", context, status=status)


def show_part(
    request: HttpRequest, section: PersonaSection, *, open_: bool, status: int = 200, **more
) -> HttpResponse:
    """One section, to read or open for typing; without htmx on its sheet."""
    if not htmx.wants_fragment(request):
        edit = {str(section.pk)} if open_ else set()
        return show_sheet(request, section.persona_id, edit=edit, status=status, **more)
    context = SHEET | {
        "part": queries.read_part(section),
        "persona": section.persona,
        "channels": NEIGHBOURS.channels(),
        **more,
    }
    name = "_section_edit" if open_ else "_section"
    return render(request, f"personas/{name}.html", context, status=status)


def show_head(request: HttpRequest, persona: Persona, *, open_: bool, status: int = 200, **more):
    """Portrait, name, role line, quote and kind, to read or open for typing."""
    if not htmx.wants_fragment(request):
        return show_sheet(request, persona.pk, edit={HEAD} if open_ else set(), status=status, **more)
    context = SHEET | {"persona": persona, **more}
    return render(request, f"personas/_head{'_edit' if open_ else ''}.html", context, status=status)


def kept(request: HttpRequest, thing, form_id: str, names: tuple[str, ...], *, to: str) -> HttpResponse:
    """Saved by itself: the page hears the version and the words as they stand now, others' merged in."""
    if not request.htmx:
        return HttpResponseRedirect(to)
    values = {name: "" if (value := getattr(thing, name)) is None else str(value) for name in names}
    told = {"form": form_id, "version": thing.version, "values": values}
    return htmx.trigger(HttpResponse(status=204), "persona:saved", told)


def again(
    request: HttpRequest, template: str, sent: Sent, whole: Callable[..., HttpResponse], **context
) -> HttpResponse:
    """The form alone, or without htmx `whole`: the sheet with the form in it."""
    if not htmx.wants_fragment(request):
        return whole(status=sent.status, sent=sent)
    return render(request, template, SHEET | context | {"sent": sent}, status=sent.status)


def gone(request: HttpRequest, persona_id: int) -> HttpResponse:
    text = _("Somebody removed this while you were typing. Undo in the activity log brings it back.")
    return htmx.refused(request, text, fallback=page(request, persona_id), status=409)


def done(
    request: HttpRequest, answer: HttpResponse, text: object, change: Change | None, *, to: str
) -> HttpResponse:
    """A write with a toast that takes it back; without htmx on to the page."""
    if not request.htmx:
        if change:
            messages.success(request, str(text))
        return HttpResponseRedirect(to)
    return htmx.toast(answer, text, undo=undo_url(request, change)) if change else answer
