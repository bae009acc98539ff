"""What the pages' process answers where the live stream would be."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cxjourney.workspaces.access import public

logger = logging.getLogger(__name__)


@public
@require_safe
def no_events(request: HttpRequest) -> HttpResponse:
    """204: nothing to listen to here, do not ask again (HTML, server-sent events). Pages then stand still.

    An ASGI server answers before Django does; this is reached where pages run alone, as in
    `runserver`, or where a proxy does not pass /events/ on.
    """
    logger.warning("/events/ came to a process for pages only: nothing is live. See docs/administration.md")
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
