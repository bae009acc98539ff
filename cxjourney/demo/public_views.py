"""The way into the demo: one button, no account."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cxjourney.demo import story
from cxjourney.journeys.models import JourneyMap
from cxjourney.workspaces.access import public
from cxjourney.workspaces.models import Membership


@public
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in as the demo's visitor and open its map. Only in a demo: 404 elsewhere."""
    if not settings.DEMO:
        raise Http404
    member = (
        Membership.objects.select_related("user", "workspace")
        .filter(workspace__slug=story.WORKSPACE["slug"], workspace__is_demo=True, user__email=story.EMAIL)
        .first()
    )
    if member is None:
        raise Http404
    login(request, member.user, backend="django.contrib.auth.backends.ModelBackend")
    first = JourneyMap.objects.for_workspace(member.workspace).live().order_by("id").first()
    if first is None:
        return redirect("board:map_list", member.workspace.slug)
    return redirect("board:map", member.workspace.slug, first.pk)
