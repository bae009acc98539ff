"""How the views of feedback answer a write."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from cxjourney.kit import htmx


def home(request: HttpRequest) -> str:
    return reverse("feedback:feedback_list", args=[request.workspace.slug])


def undo_url(request: HttpRequest, change) -> str:
    """Where the toast takes it back; editors only, as undo is theirs."""
    if change is None or not request.membership.can_edit:
        return ""
    return reverse("activity:change_undo", args=[request.workspace.slug, change.pk])


def show_form(request: HttpRequest, name: str, context: dict, status: int = 200) -> HttpResponse:
    """A form as a fragment for htmx, else on its page."""
    fragment = htmx.wants_fragment(request)
    template = f"feedback/_{name}_form.html" if fragment else f"feedback/{name}.html"
    return render(request, template, {**context, "fragment": fragment, "home": home(request)}, status=status)


def done(
    request: HttpRequest, text: object, *, undo: str = "", template: str = "", **context
) -> HttpResponse:
    """A write that worked: the fragment, a toast, and a refresh of map and drawer; else on to the list."""
    if not request.htmx:
        messages.success(request, str(text))
        return HttpResponseRedirect(home(request))
    answer = render(request, template, context) if template else HttpResponse()
    htmx.trigger(answer, "board:refresh")
    htmx.trigger(answer, "drawer:refresh")
    return htmx.toast(answer, text, undo=undo)
