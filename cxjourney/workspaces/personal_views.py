"""Pages about the signed-in person, outside any workspace."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cxjourney.workspaces import actions, forms, queries, rail
from cxjourney.workspaces.access import personal
from cxjourney.workspaces.models import User

# Where a new workspace starts, and where it starts while that page does not exist.
FIRST_STEPS = "journeys:map_create"


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # the middleware lets nobody else in
    return request.user


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def workspace_create(request: HttpRequest) -> HttpResponse:
    form = forms.WorkspaceForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "workspaces/workspace_create.html", {"form": form}, status=status)
    data = form.cleaned_data
    slug = actions.create_workspace(user=_me(request), name=data["name"], key=data["key"]).slug
    return redirect(rail.address(FIRST_STEPS, slug) or rail.home(slug))


@personal
@require_safe
def workspace_list(request: HttpRequest) -> HttpResponse:
    mine = [(member, rail.home(member.workspace.slug)) for member in queries.memberships_of(_me(request))]
    return render(request, "workspaces/workspace_list.html", {"memberships": mine})


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def account_profile(request: HttpRequest) -> HttpResponse:
    """The person's name; theme, e-mail and password are one step away."""
    typed = request.POST if request.method == "POST" else None
    form = forms.ProfileForm(typed, initial={"name": request.user.name})
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "workspaces/account_profile.html", {"form": form}, status=status)
    actions.edit_profile(user=_me(request), name=form.cleaned_data["name"])
    messages.success(request, _("Your name is saved."))
    return redirect("account_profile")
