"""Pages for people who are not signed in, or not members yet."""

from __future__ import annotations

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cxjourney.workspaces import actions, queries, rail
from cxjourney.workspaces.access import LAST_WORKSPACE, public, to_sign_in


@public
@require_safe
def entrance(request: HttpRequest) -> HttpResponse:
    """Who is signed in goes on to work: the workspace shown last, or the making of the first one."""
    if not request.user.is_authenticated:
        return render(request, "entrance.html", {"signup_open": settings.SIGNUP_OPEN})
    member = queries.last_membership(request.user, request.COOKIES.get(LAST_WORKSPACE, ""))
    if member is None:
        return redirect("workspace_create")
    return redirect(rail.home(member.workspace.slug))


@public
@cache_control(public=True, max_age=86_400)
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it beside files that name no icon.

    A page that says "not found" would set a cookie, and take from an open form the token it was made with.
    """
    return redirect(static("favicon.svg"))


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """What an invitation leads to; POST joins."""
    if request.method == "POST":
        return _accept(request, token)
    invitation = queries.find_invitation(token)
    if invitation is None or not invitation.is_open:
        return _closed(request)
    if request.user.is_authenticated and not queries.is_for(invitation, request.user):
        return _not_yours(request)
    onward = urlencode({"next": request.path})
    context = {
        "invitation": invitation,
        "sign_in_url": f"{reverse('account_login')}?{onward}",
        "sign_up_url": f"{reverse('account_signup')}?{onward}",
    }
    return render(request, "workspaces/join.html", context)


def _accept(request: HttpRequest, token: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return to_sign_in(request)
    if not ratelimit.consume(request, action="join"):
        return ratelimit.respond_429(request)
    try:
        member = actions.accept_invitation(user=request.user, token=token)
    except actions.Closed:
        return _closed(request)
    except actions.NotYours:
        return _not_yours(request)
    messages.success(request, _("Welcome to %(name)s.") % {"name": member.workspace.name})
    return redirect(rail.home(member.workspace.slug))


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "workspaces/join_closed.html", status=410)


def _not_yours(request: HttpRequest) -> HttpResponse:
    return render(request, "workspaces/join_not_yours.html", status=403)
