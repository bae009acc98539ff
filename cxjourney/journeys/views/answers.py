"""What the editor's views answer alike."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.kit import htmx


def map_page(request: HttpRequest, map_id: int) -> str:
    return reverse("board:map", args=[request.workspace.slug, map_id])


def undo_url(request: HttpRequest, change: Change | None) -> str:
    return reverse("activity:change_undo", args=[request.workspace.slug, change.pk]) if change else ""


def done(
    request: HttpRequest, text: object, *, map_id: int, change: Change | None = None, **more
) -> HttpResponse:
    """A write that worked, on a map: fragment or 204, toast with undo."""
    fallback = map_page(request, map_id)
    return htmx.done(request, text=text, fallback=fallback, undo=undo_url(request, change), **more)


def refused(request: HttpRequest, text: object, *, map_id: int) -> HttpResponse:
    return htmx.refused(request, text, fallback=map_page(request, map_id))


def conflict(request: HttpRequest, template: str, context: dict, clash: log.Conflict) -> HttpResponse:
    """409: the form again with what was typed, and beside it what somebody else wrote meanwhile."""
    return render(request, template, context | {"clash": clash}, status=409)
