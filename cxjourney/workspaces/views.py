"""The settings of a workspace: its name, members, teams and invitations."""

from __future__ import annotations

from contextlib import suppress

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cxjourney.kit import htmx
from cxjourney.workspaces import actions, forms, mail, queries, rail
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.journal import log
from cxjourney.workspaces.models import Invitation, Membership, Role, Team


def _show(request: HttpRequest, name: str, context: dict, status: int = 200) -> HttpResponse:
    """The page, or for htmx only its list."""
    fragment = "_" if htmx.wants_fragment(request) else ""
    return render(request, f"workspaces/{fragment}{name}.html", context, status=status)


def _done(request: HttpRequest, name: str, context: dict, text: str, undo: str = "") -> HttpResponse:
    """The answer to a write: the list as it is now, and a toast."""
    template = f"workspaces/_{name}.html"
    page = _page(request, name)
    return htmx.done(request, text=text, undo=undo, fallback=page, template=template, context=context)


def _page(request: HttpRequest, name: str) -> str:
    return reverse(f"workspaces:{name}", args=[request.workspace.slug])


def _repeats(request: HttpRequest, form) -> bool:
    """Whether the same press of the button came before and its answer was lost."""
    form.is_valid()
    return log.by_key(request.membership, form.cleaned_data.get("key")) is not None


# General


@workspace_view()
def home(request: HttpRequest) -> HttpResponse:
    """The workspace's bare address, as people type it."""
    return redirect(rail.home(request.workspace.slug))


@workspace_view()
def settings(request: HttpRequest) -> HttpResponse:
    return _show(request, "settings", {"form": forms.WorkspaceForm(initial={"name": request.workspace.name})})


@workspace_view(role=Role.OWNER, methods=("POST",))
def workspace_rename(request: HttpRequest) -> HttpResponse:
    form = forms.WorkspaceForm(request.POST)
    if not form.is_valid():
        return _show(request, "settings", {"form": form}, status=422)
    actions.rename_workspace(by=request.membership, name=form.cleaned_data["name"])
    return _done(request, "settings", {"form": form}, _("The workspace has a new name."))


# Members


@workspace_view()
def member_list(request: HttpRequest) -> HttpResponse:
    return _show(request, "member_list", _members(request))


def _members(request: HttpRequest) -> dict:
    return {"members": queries.members(request.workspace), "roles": forms.ROLES}


def _member(request: HttpRequest, pk: int) -> Membership:
    found = Membership.objects.for_workspace(request.workspace).select_related("user")
    return get_object_or_404(found, pk=pk)


def _last_owner(request: HttpRequest) -> HttpResponse:
    text = _("A workspace needs an owner. Make somebody else an owner first.")
    return htmx.refused(request, text, fallback=_page(request, "member_list"))


@workspace_view(role=Role.OWNER, methods=("POST",))
def member_role(request: HttpRequest, member: int) -> HttpResponse:
    found = _member(request, member)
    form = forms.RoleForm(request.POST)
    if not form.is_valid():
        return htmx.refused(request, _("There is no such role."), fallback=_page(request, "member_list"))
    try:
        actions.change_role(by=request.membership, member=found, role=form.cleaned_data["role"])
    except actions.LastOwner:
        return _last_owner(request)
    if found.pk == request.membership.pk:
        request.membership.role = found.role  # the list offers only what I may do from now on
    said = {"name": found.user.display_name, "role": found.get_role_display()}
    return _done(request, "member_list", _members(request), _("%(name)s: %(role)s") % said)


@workspace_view(role=Role.OWNER, methods=("POST",))
def member_remove(request: HttpRequest, member: int) -> HttpResponse:
    found = _member(request, member)
    try:
        actions.remove_member(by=request.membership, member=found)
    except actions.LastOwner:
        return _last_owner(request)
    if found.user_id == request.user.pk:
        return _gone(request)
    text = _("%(name)s is no longer a member.") % {"name": found.user.display_name}
    if queries.has_open_link(request.workspace):
        text += " " + _("An invitation link is still open to anyone who has it.")
    return _done(request, "member_list", _members(request), text)


@workspace_view(methods=("POST",))
def member_leave(request: HttpRequest) -> HttpResponse:
    try:
        actions.remove_member(by=request.membership, member=request.membership)
    except actions.LastOwner:
        return _last_owner(request)
    return _gone(request)


def _gone(request: HttpRequest) -> HttpResponse:
    """Out of the workspace: on to another one, or to the entrance."""
    messages.success(request, _("You have left %(name)s.") % {"name": request.workspace.name})
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("entrance")})
    return redirect("entrance")


# Teams


@workspace_view()
def team_list(request: HttpRequest) -> HttpResponse:
    return _show(request, "team_list", _teams(request))


def _teams(request: HttpRequest, form: forms.TeamForm | None = None, edited: int = 0) -> dict:
    """`form` is what could not be saved: of the team with the id `edited`, or of a new one."""
    return {"teams": queries.teams(request.workspace), "form": form, "edited": edited, "hues": forms.COLOURS}


def _team(request: HttpRequest, pk: int) -> Team:
    return get_object_or_404(Team.objects.for_workspace(request.workspace).live(), pk=pk)


def _undo(request: HttpRequest, change) -> str:
    return reverse("activity:change_undo", args=[request.workspace.slug, change.pk]) if change else ""


@workspace_view(role=Role.EDITOR, methods=("POST",))
def team_create(request: HttpRequest) -> HttpResponse:
    form = forms.TeamForm(request.POST, workspace=request.workspace)
    change = None
    if not _repeats(request, form):
        if form.is_valid():
            change = _create_team(request, form)
        if form.errors:
            return _show(request, "team_list", _teams(request, form), status=422)
    return _done(request, "team_list", _teams(request), _("The team is added."), undo=_undo(request, change))


def _create_team(request: HttpRequest, form: forms.TeamForm):
    data = form.cleaned_data
    try:
        return actions.create_team(by=request.membership, name=data["name"], hue=data["hue"], key=data["key"])
    except actions.NameTaken:
        form.add_error("name", forms.NAME_TAKEN)
    except log.Repeated as repeated:
        return repeated.change
    return None


@workspace_view(role=Role.EDITOR, methods=("POST",))
def team_edit(request: HttpRequest, team: int) -> HttpResponse:
    found = _team(request, team)
    form = forms.TeamForm(request.POST, workspace=request.workspace, team=found)
    change = None
    if form.is_valid():
        try:
            change = actions.edit_team(by=request.membership, team=found, **form.edit())
        except actions.NameTaken:
            form.add_error("name", forms.NAME_TAKEN)
        except log.Conflict as conflict:
            return _team_conflict(request, conflict)
    if form.errors:
        return _show(request, "team_list", _teams(request, form, edited=found.pk), status=422)
    text = _("%(name)s is saved.") % {"name": found.name}
    return _done(request, "team_list", _teams(request), text, undo=_undo(request, change))


def _team_conflict(request: HttpRequest, conflict) -> HttpResponse:
    """Two people renamed it: their name stands in the list, mine in the field to be saved once more."""
    text = _("Somebody else has just named this team “%(theirs)s”. Save again to use your name.")
    form = forms.TeamForm(request.POST, workspace=request.workspace, team=conflict.current)
    form.add_error("name", text % {"theirs": conflict.theirs})
    return _show(request, "team_list", _teams(request, form, edited=conflict.current.pk), status=409)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def team_remove(request: HttpRequest, team: int) -> HttpResponse:
    found = _team(request, team)
    change = actions.remove_team(by=request.membership, team=found)
    text = _("%(name)s is removed.") % {"name": found.name}
    return _done(request, "team_list", _teams(request), text, undo=_undo(request, change))


# Invitations


@workspace_view(role=Role.OWNER)
def invitation_list(request: HttpRequest) -> HttpResponse:
    return _show(request, "invitation_list", _invitations(request))


def _invitations(request: HttpRequest, form: forms.InvitationForm | None = None) -> dict:
    found = queries.open_invitations(request.workspace)
    return {
        "invitations": [(item, "" if item.email else mail.join_address(item)) for item in found],
        "form": form or forms.InvitationForm(workspace=request.workspace),
        "roles": forms.ROLES,
        "days": actions.INVITATION_DAYS,
    }


def _invitation(request: HttpRequest, pk: int) -> Invitation:
    return get_object_or_404(queries.open_invitations(request.workspace), pk=pk)


@workspace_view(role=Role.OWNER, methods=("POST",))
def invitation_create(request: HttpRequest) -> HttpResponse:
    form = forms.InvitationForm(request.POST, workspace=request.workspace)
    text = _("The invitation is made.")
    if not _repeats(request, form):
        if not form.is_valid():
            return _show(request, "invitation_list", _invitations(request, form), status=422)
        if not ratelimit.consume(request, action="invite"):
            return ratelimit.respond_429(request)
        with suppress(log.Repeated):
            text = _sent(actions.invite(by=request.membership, **form.cleaned_data))
    return _done(request, "invitation_list", _invitations(request), text)


def _sent(invitation: Invitation) -> str:
    if not invitation.email:
        return _("The link is ready: copy it for whom you want to invite.")
    sent = mail.send_invitation(invitation)
    if sent and mail.only_logged():
        return _("This server sends no mail, it only writes it to its log. Invite by link instead.")
    if sent:
        return _("A mail is on its way to %(email)s.") % {"email": invitation.email}
    return _("The mail to %(email)s could not be sent. Invite by link instead.") % {"email": invitation.email}


@workspace_view(role=Role.OWNER, methods=("POST",))
def invitation_renew(request: HttpRequest, invitation: int) -> HttpResponse:
    """Send the mail again, good for two more weeks."""
    found = _invitation(request, invitation)
    if not ratelimit.consume(request, action="invite"):
        return ratelimit.respond_429(request)
    actions.renew_invitation(by=request.membership, invitation=found)
    text = _sent(found) if found.email else _("The link is good for two more weeks.")
    return _done(request, "invitation_list", _invitations(request), text)


@workspace_view(role=Role.OWNER, methods=("POST",))
def invitation_revoke(request: HttpRequest, invitation: int) -> HttpResponse:
    found = _invitation(request, invitation)
    actions.revoke_invitation(by=request.membership, invitation=found)
    return _done(request, "invitation_list", _invitations(request), _("Nobody can use it any more."))
