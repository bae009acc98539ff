"""What actions refuse, said to whoever asked."""

from django.http import HttpRequest, HttpResponse

from cxjourney.activity.log import Refused
from cxjourney.kit import htmx
from cxjourney.workspaces import rail


class RefusedMiddleware:
    """A view need not catch `Refused`: its words become a toast, or a message after a redirect."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused) or not hasattr(request, "workspace"):
            return None
        return htmx.refused(request, error, fallback=rail.home(request.workspace.slug))
