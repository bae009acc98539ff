"""The one gate: who may call which view. Sign-in by middleware, membership by decorator."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.crypto import constant_time_compare

from cxjourney.kit.rows import read_row
from cxjourney.workspaces.models import Membership, Role, User, Workspace

# Third-party views that serve people who are not signed in, or guard themselves.
OPEN_PREFIXES = ("allauth.", "django.contrib.admin.", "django.contrib.staticfiles.", "django.views.i18n")

MEMBER = """
FROM cxjourney_membership
JOIN cxjourney_user ON cxjourney_user.id = cxjourney_membership.user_id
JOIN cxjourney_workspace ON cxjourney_workspace.id = cxjourney_membership.workspace_id
WHERE cxjourney_user.id = %s AND cxjourney_user.is_active AND cxjourney_workspace.slug = %s
"""

# Which workspace this browser showed last; `/` leads back there.
LAST_WORKSPACE = "workspace"


def public(view: Callable) -> Callable:
    """Marks a view that needs no sign-in. Such views live in files named public_*."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def personal(view: Callable) -> Callable:
    """Marks a view about the signed-in person, outside any workspace. They live in files named personal_*."""
    view.is_personal = True  # type: ignore[attr-defined]
    return view


def workspace_view(role: Role = Role.VIEWER, methods: tuple[str, ...] = ("GET",)) -> Callable:
    """A view under /w/<workspace>/ for members with at least this role.

    Strangers get 404, a weak role 403, another method 405. The view sees `request.workspace` and
    `request.membership`; the address is not passed on. One query for member, person and workspace.
    """
    allowed = {*methods, "HEAD"} if "GET" in methods else set(methods)

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def guarded(request: HttpRequest, workspace: str, **kwargs) -> HttpResponse:
            membership = find_membership(request, workspace)
            if membership is None:
                if not request.session.get(SESSION_KEY):
                    return to_sign_in(request)
                raise Http404
            request.user = request._cached_user = membership.user  # type: ignore[attr-defined]
            request.membership = membership  # type: ignore[attr-defined]
            request.workspace = membership.workspace  # type: ignore[attr-defined]
            if request.method not in allowed:
                return HttpResponseNotAllowed(sorted(allowed))
            if not membership.may(role):
                raise PermissionDenied
            return remember(request, view(request, **kwargs))

        guarded.workspace_role = role  # type: ignore[attr-defined]
        guarded.methods = tuple(methods)  # type: ignore[attr-defined]
        return guarded

    return decorate


def remember(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep in a cookie which workspace was shown last."""
    slug = request.workspace.slug  # type: ignore[attr-defined]
    if request.method == "GET" and request.COOKIES.get(LAST_WORKSPACE) != slug:
        response.set_cookie(
            LAST_WORKSPACE,
            slug,
            max_age=settings.SESSION_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def find_membership(request: HttpRequest, slug: str) -> Membership | None:
    """The signed-in person's membership in the workspace with this address, or None."""
    user_id = request.session.get(SESSION_KEY)
    if not user_id:
        return None
    membership = _read_membership(int(user_id), slug)
    if membership is None:
        return None
    known = request.session.get(HASH_SESSION_KEY, "")
    if not constant_time_compare(known, membership.user.get_session_auth_hash()):
        request.session.flush()
        return None
    return membership


def _read_membership(user_id: int, slug: str) -> Membership | None:
    """Membership, person and workspace in one query."""
    found = read_row((Membership, User, Workspace), MEMBER, [user_id, slug])
    if found is None:
        return None
    membership, membership.user, membership.workspace = found
    return membership


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send to the sign-in page and back afterwards; an htmx request moves the whole page."""
    htmx = getattr(request, "htmx", None)
    here = request.get_full_path()
    if htmx:
        here = htmx.current_url_abs_path or "/"
    elif request.method != "GET":
        here = "/"
    address = f"{resolve_url(settings.LOGIN_URL)}?next={quote(here)}"
    if htmx:
        return HttpResponse(status=200, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


class SignInMiddleware:
    """Lock one: every view needs sign-in unless it says otherwise or has its own gate."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, _args, _kwargs) -> HttpResponse | None:
        if getattr(view, "is_public", False) or hasattr(view, "workspace_role"):
            return None
        if view.__module__.startswith(OPEN_PREFIXES):
            return None
        if request.user.is_authenticated:
            return None
        return to_sign_in(request)
