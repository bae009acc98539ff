"""Answers to htmx and to plain browsers, in one place.

A write answers with a fragment and a toast (header `HX-Trigger`); a browser without scripts is sent
back to the page it came from.
"""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme


def trigger(response: HttpResponse, name: str, detail: object = None) -> HttpResponse:
    """Add an event that the browser fires on the body when the answer arrives."""
    events = json.loads(response.headers.get("HX-Trigger", "{}"))
    events[name] = detail if detail is not None else {}
    response.headers["HX-Trigger"] = json.dumps(events)
    return response


def toast(response: HttpResponse, text: object, *, undo: str = "", level: str = "info") -> HttpResponse:
    """Say what happened. `undo` is the address that takes it back; level is info or error."""
    return trigger(response, "toast", {"text": str(text), "undo": undo, "level": level})


def back(request: HttpRequest, fallback: str) -> HttpResponse:
    """To the page the form was on, if it is ours."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure()):
        parts = urlsplit(referer)
        return HttpResponseRedirect(parts.path + (f"?{parts.query}" if parts.query else ""))
    return HttpResponseRedirect(fallback)


def done(
    request: HttpRequest,
    *,
    text: object,
    fallback: str,
    undo: str = "",
    template: str = "",
    context: dict | None = None,
    refresh: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The answer to a write that worked: fragment (or 204) and toast, or a redirect without htmx.

    `refresh` asks the map to load itself again (event board:refresh), for changes that move more
    than one fragment.
    """
    if not request.htmx:
        messages.success(request, str(text))
        return back(request, fallback)
    if template:
        response = render(request, template, context or {}, status=status)
    else:
        response = HttpResponse(status=204)
    if refresh:
        trigger(response, "board:refresh")
    return toast(response, text, undo=undo)


def refused(request: HttpRequest, text: object, *, fallback: str, status: int = 422) -> HttpResponse:
    """The answer to a write that can't be done, in words; nothing is swapped."""
    if not request.htmx:
        messages.error(request, str(text))
        return back(request, fallback)
    response = HttpResponse(status=status, headers={"HX-Reswap": "none"})
    return toast(response, text, level="error")


def wants_fragment(request: HttpRequest) -> bool:
    """An htmx request that is not a boosted or history load of the whole page."""
    return bool(request.htmx) and not request.htmx.boosted and not request.htmx.history_restore_request
