"""Find anything of the workspace by its name: the palette's list, and the same as a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cxjourney.board import palette
from cxjourney.kit import htmx
from cxjourney.workspaces.access import workspace_view


@workspace_view()
def find(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\0", "")
    context = {"groups": palette.find(request.membership, text), "q": text}
    template = "board/_palette_list.html" if htmx.wants_fragment(request) else "board/palette.html"
    return render(request, template, context)
