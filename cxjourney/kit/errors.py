"""Error pages. The one for 500 asks the database nothing: it may be what failed."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def _page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    # An htmx request has a page around it already: it gets the sentence alone, as a toast.
    return HttpResponse(render_to_string(name, {"status": status}, request=request), status=status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("500.html"), status=500)
