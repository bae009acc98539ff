"""Tokens by which other programs send values: how they look, and the reads about them."""

from __future__ import annotations

import hashlib
import secrets

from django.db.models import QuerySet

from cxjourney.metrics.outside_models import ValueToken
from cxjourney.workspaces.models import Membership

PREFIX = "cxv_"
A_MINUTE = 60  # values that one token may send


def new_secret() -> str:
    """What the other program is given, once; 32 random bytes need no slow hash."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def live_tokens(workspace) -> QuerySet[ValueToken]:
    """Those that were not revoked, newest first."""
    return ValueToken.objects.for_workspace(workspace).filter(revoked_at=None).order_by("-pk")


def find_token(secret: str) -> tuple[ValueToken, Membership] | None:
    """The token and its maker, in whose name it writes; None when either may not any more. Two queries."""
    rows = ValueToken.objects.filter(digest=digest_of(secret), revoked_at=None)
    token = rows.select_related("workspace").first()
    if token is None or token.made_by_id is None:
        return None
    members = Membership.objects.select_related("user", "workspace").filter(user__is_active=True)
    by = members.filter(workspace_id=token.workspace_id, user_id=token.made_by_id).first()
    return (token, by) if by and by.can_edit else None
