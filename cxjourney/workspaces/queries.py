"""Reads of the pages about people: who is in a workspace, what is open to join, where somebody belongs."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import models
from django.utils import timezone

from cxjourney.workspaces.models import Invitation, Membership, Role, Team, User, Workspace


def memberships_of(user: User) -> list[Membership]:
    """Where this person belongs, by name of the workspace. One query."""
    mine = Membership.objects.filter(user=user).select_related("workspace")
    return list(mine.order_by("workspace__name", "pk"))


def last_membership(user: User, slug: str) -> Membership | None:
    """The membership in the workspace shown last, else the oldest. One query."""
    mine = Membership.objects.filter(user=user).select_related("workspace")
    shown_last = models.Case(models.When(workspace__slug=slug, then=0), default=1)
    return mine.order_by(shown_last, "pk").first()


def members(workspace: Workspace) -> list[Membership]:
    """Everybody in the workspace, owners first. One query."""
    found = Membership.objects.for_workspace(workspace).select_related("user")
    return sorted(
        found,
        key=lambda member: (-Role(member.role).strength, member.user.display_name.lower()),
    )


def owner_count(workspace: Workspace | int) -> int:
    """`workspace` may be an id."""
    return Membership.objects.for_workspace(workspace).filter(role=Role.OWNER).count()


def teams(workspace: Workspace) -> list[Team]:
    """The workspace's teams by name. One query."""
    return list(Team.objects.for_workspace(workspace).live().order_by(models.functions.Lower("name"), "pk"))


def open_invitations(workspace: Workspace) -> models.QuerySet[Invitation]:
    """Invitations that can still be used, newest first. One query."""
    unused = models.Q(email="") | models.Q(accepted_at=None)
    live = Invitation.objects.for_workspace(workspace).filter(revoked_at=None, expires_at__gt=timezone.now())
    return live.filter(unused).select_related("workspace", "invited_by").order_by("-created_at", "-pk")


def is_invited(workspace: Workspace, email: str) -> bool:
    return open_invitations(workspace).filter(email__iexact=email).exists()


def has_open_link(workspace: Workspace) -> bool:
    """Whether anybody with a link could join now."""
    return open_invitations(workspace).filter(email="").exists()


def is_member(workspace: Workspace, *, email: str) -> bool:
    return Membership.objects.for_workspace(workspace).filter(user__email__iexact=email).exists()


def find_invitation(token: str) -> Invitation | None:
    """The invitation with this secret, open or not, with its workspace. One query."""
    found = Invitation.objects.select_related("workspace", "invited_by").filter(token=token)
    return found.first()


def is_for(invitation: Invitation, user: User) -> bool:
    """Whether this person may use it: a link is for anyone, a mail for the address it went to."""
    wanted = invitation.email.lower()
    if not wanted or user.email.lower() == wanted:
        return True
    return EmailAddress.objects.filter(user=user, email__iexact=wanted, verified=True).exists()
