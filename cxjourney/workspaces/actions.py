"""Writes about people: workspaces, their members, invitations and teams.

Memberships and invitations have no version: their changes are in the log, but undo does not touch them.
"""

from __future__ import annotations

import datetime
import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from cxjourney.workspaces import queries
from cxjourney.workspaces.journal import log
from cxjourney.workspaces.models import Invitation, Membership, Role, Team, User, Workspace

INVITATION_DAYS = 14


class LastOwner(Exception):
    """A workspace without an owner could never be administered again."""


class Closed(Exception):
    """The invitation was revoked, used, or is too old."""


class NotYours(Exception):
    """The invitation is for another e-mail address."""


class NameTaken(Exception):
    """Another team of the workspace has this name."""


# Workspaces


@transaction.atomic
def create_workspace(*, user: User, name: str, key: uuid.UUID | None = None) -> Workspace:
    """A new workspace, owned by this person. The same key again gives the same workspace."""
    User.objects.select_for_update().get(pk=user.pk)  # one at a time for one person, so that the key counts
    done = log.find_key(user_id=user.pk, verb="workspace_create", key=key)
    if done:
        return Workspace.objects.get(pk=done.workspace_id)
    workspace = Workspace(name=name, slug=_free_slug(name))
    workspace.save(force_insert=True)
    owner = Membership(workspace=workspace, user=user, role=Role.OWNER)
    owner.save(force_insert=True)
    log.record(by=owner, verb="workspace_create", target=workspace, before={}, after={"name": name}, key=key)
    return workspace


def _free_slug(name: str) -> str:
    """An address made of the name; some letters are added when it is taken."""
    slug = slugify(name)[:40].strip("-") or "workspace"
    if not Workspace.objects.filter(slug=slug).exists():
        return slug
    return f"{slug}-{get_random_string(6, 'abcdefghjkmnpqrstuvwxyz23456789')}"


@transaction.atomic
def rename_workspace(*, by: Membership, name: str) -> None:
    """Another name; the address stays, because people have it in bookmarks."""
    workspace = _hold(by)
    if workspace.name == name:
        return
    before, workspace.name = workspace.name, name
    workspace.save(update_fields=["name"])
    log.record(
        by=by, verb="workspace_rename", target=workspace, before={"name": before}, after={"name": name}
    )


def _hold(by: Membership) -> Workspace:
    """Let one transaction at a time change who belongs to the workspace; other writes go on."""
    return Workspace.objects.select_for_update(no_key=True).get(pk=by.workspace_id)


# Members


@transaction.atomic
def change_role(*, by: Membership, member: Membership, role: str) -> bool:
    """Give a member another role; False when it is the same. Raises LastOwner."""
    log.same_workspace(by, member)
    _hold(by)
    member.refresh_from_db(fields=["role"])
    if member.role == role:
        return False
    _keep_an_owner(member)
    before, member.role = member.role, role
    member.save(update_fields=["role"])
    log.record(by=by, verb=f"member_{role}", target=member, before={"role": before}, after={"role": role})
    return True


@transaction.atomic
def remove_member(*, by: Membership, member: Membership) -> None:
    """Take a member out, or leave oneself. What they made stays. Raises LastOwner."""
    log.same_workspace(by, member)
    _hold(by)
    member.refresh_from_db(fields=["role"])
    _keep_an_owner(member)
    verb = "member_leave" if member.pk == by.pk else "member_remove"
    before = {"role": member.role, "user_id": member.user_id}
    log.record(by=by, verb=verb, target=member, before=before, after={})
    member.delete()


def _keep_an_owner(member: Membership) -> None:
    if member.is_owner and queries.owner_count(member.workspace_id) == 1:
        raise LastOwner


# Invitations


def invite(*, by: Membership, email: str, role: str, key: uuid.UUID | None = None) -> Invitation:
    """An invitation for one address, or with a blank one a link for anyone. Raises log.Repeated."""
    return log.once(_invite)(by=by, email=email, role=role, key=key)


def _invite(*, by: Membership, email: str, role: str, key: uuid.UUID | None) -> Invitation:
    invitation = Invitation(
        workspace_id=by.workspace_id, email=email, role=role, invited_by_id=by.user_id, expires_at=_expiry()
    )
    invitation.save(force_insert=True)
    verb = "invitation_create" if email else "invitation_link"
    after = {"email": email, "role": role}  # not the token: whoever reads the log could join with it
    log.record(by=by, verb=verb, target=invitation, before={}, after=after, key=key)
    return invitation


def _expiry() -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=INVITATION_DAYS)


@transaction.atomic
def renew_invitation(*, by: Membership, invitation: Invitation) -> None:
    """Two more weeks from now, for a mail that is sent again."""
    log.same_workspace(by, invitation)
    before, invitation.expires_at = invitation.expires_at, _expiry()
    invitation.save(update_fields=["expires_at"])
    log.record(
        by=by,
        verb="invitation_renew",
        target=invitation,
        before={"expires_at": log.dump(before)},
        after={"expires_at": log.dump(invitation.expires_at)},
    )


@transaction.atomic
def revoke_invitation(*, by: Membership, invitation: Invitation) -> None:
    """Nobody can join with it any more."""
    log.same_workspace(by, invitation)
    if invitation.revoked_at:
        return
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    after = {"revoked_at": log.dump(invitation.revoked_at)}
    log.record(by=by, verb="invitation_revoke", target=invitation, before={"revoked_at": None}, after=after)


@transaction.atomic
def accept_invitation(*, user: User, token: str) -> Membership:
    """Join by an invitation; who is a member already stays as they are. Raises Closed and NotYours."""
    invitation = Invitation.objects.select_for_update().filter(token=token).first()
    if invitation is None or not invitation.is_open:
        raise Closed
    if not queries.is_for(invitation, user):
        raise NotYours
    member = Membership(workspace_id=invitation.workspace_id, user=user, role=invitation.role)
    _hold(member)
    known = Membership.objects.filter(workspace_id=invitation.workspace_id, user=user).first()
    if known:
        return known
    member.save(force_insert=True)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    after = {"role": member.role, "invitation_id": invitation.pk}
    log.record(by=member, verb="member_join", target=member, before={}, after=after)
    return member


# Teams


def create_team(*, by: Membership, name: str, hue: int, key: uuid.UUID | None = None):
    """A new team; returns the Change. Raises NameTaken and log.Repeated."""
    try:
        return log.once(_create_team)(by=by, name=name, hue=hue, key=key)
    except NameTaken:
        if done := log.by_key(by, key):  # by the same press of the button
            raise log.Repeated(done) from None
        raise


def _create_team(*, by: Membership, name: str, hue: int, key: uuid.UUID | None):
    team = Team(workspace_id=by.workspace_id, name=name, hue=hue)
    try:
        with transaction.atomic():
            return log.create(team, by=by, verb="team_create", key=key)
    except IntegrityError as error:
        raise _name_taken(error) from error


@transaction.atomic
def edit_team(*, by: Membership, team: Team, name: str, hue: int, version: int, base: str | None):
    """Another name or colour; returns the last Change or None. Raises NameTaken and log.Conflict."""
    log.same_workspace(by, team)
    group = uuid.uuid4()
    try:
        with transaction.atomic():
            renamed = log.rewrite(
                team, "name", name, by=by, verb="team_rename", version=version, base=base, group=group
            )
    except IntegrityError as error:
        raise _name_taken(error) from error
    return log.settle(team, {"hue": hue}, by=by, verb="team_recolour", group=group) or renamed


def _name_taken(error: IntegrityError) -> Exception:
    return NameTaken() if "team_name_once" in str(error) else error


@transaction.atomic
def remove_team(*, by: Membership, team: Team):
    """Take a team away; what it owned shows no team until undo brings it back. Returns the Change or None."""
    log.same_workspace(by, team)
    return log.remove(team, by=by, verb="team_remove")


# The person


def edit_profile(*, user: User, name: str) -> None:
    """How others see this person. Not a workspace's matter, so not in a log."""
    user.name = name
    user.save(update_fields=["name"])
