"""What the editor's views answer alike."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from cxjourney.activity.models import Change
from cxjourney.kit import htmx


def map_page(request: HttpRequest, map_id: int) -> str:
    return reverse("board:map", args=[request.workspace.slug, map_id])


def home(request: HttpRequest) -> str:
    return reverse("board:map_list", args=[request.workspace.slug])


def undo_url(request: HttpRequest, change: Change | None) -> str:
    return reverse("activity:change_undo", args=[request.workspace.slug, change.pk]) if change else ""


def done(
    request: HttpRequest,
    text: object,
    *,
    change: Change | None,
    map_id: int | None = None,
    to: str = "",
    template: str = "",
    context: dict | None = None,
    refresh: bool = False,
) -> HttpResponse:
    """A write that worked: fragment or 204 and a toast with undo; without htmx on to the map (or `to`).

    `change` is None when nothing was written, as when the same key came again: then there is no toast.
    """
    if not request.htmx:
        if change:
            messages.success(request, str(text))
        return HttpResponseRedirect(to or (map_page(request, map_id) if map_id else home(request)))
    answer = render(request, template, context or {}) if template else HttpResponse(status=204)
    if refresh:
        htmx.trigger(answer, "board:refresh")
    return htmx.toast(answer, text, undo=undo_url(request, change)) if change else answer


def closed(request: HttpRequest, text: object, *, change: Change | None, map_id: int) -> HttpResponse:
    """A dialog has done its work: it closes, and the map is read again."""
    return shut(request, text, change=change, to=map_page(request, map_id))


def shut(request: HttpRequest, text: object, *, change: Change | None, to: str) -> HttpResponse:
    """The same on any page; without htmx on `to` another."""
    answer = done(request, text, change=change, to=to, refresh=True)
    return htmx.trigger(answer, "dialog:close") if request.htmx else answer


def refused(request: HttpRequest, text: object, *, map_id: int | None = None) -> HttpResponse:
    """It can't be done, in words."""
    return htmx.refused(request, text, fallback=map_page(request, map_id) if map_id else home(request))
