"""What allauth asks us: who may sign up, and what a new person is called."""

from __future__ import annotations

import logging
import smtplib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from django.conf import settings
from django.forms import ValidationError
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from cxjourney.workspaces import queries
from cxjourney.workspaces.mail import NotSent
from cxjourney.workspaces.models import Invitation

logger = logging.getLogger(__name__)


def invitation_of(request: HttpRequest) -> Invitation | None:
    """The open invitation that a sign-up page leads back to (its `next`)."""
    try:
        match = resolve(get_next_redirect_url(request) or "")
    except Resolver404:
        return None
    if match.url_name != "join":
        return None
    invitation = queries.find_invitation(match.kwargs["token"])
    return invitation if invitation and invitation.is_open else None


class AccountAdapter(DefaultAccountAdapter):
    """Closed installations let only invited people sign up."""

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Raises mail.NotSent; the next try is not counted as one too many then."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException) as error:
            logger.exception("The mail %s could not be sent", template_prefix)
            for action in ("confirm_email", "reset_password"):
                ratelimit.clear(self.request, action=action, key=email.lower())
            raise NotSent from error

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGNUP_OPEN or invitation_of(request) is not None

    def clean_email(self, email: str) -> str:
        """An invitation by mail opens a closed installation to its own address only."""
        email = super().clean_email(email)
        if settings.SIGNUP_OPEN or not self._is_signup():
            return email
        invitation = invitation_of(self.request)
        if invitation and invitation.email and invitation.email.lower() != email.lower():
            raise ValidationError(_("Your invitation is for another e-mail address."))
        return email

    def _is_signup(self) -> bool:
        match = self.request.resolver_match
        return bool(match) and match.url_name == "account_signup"

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        """Whoever comes from our mail has shown that the address is theirs: its link stands nowhere else."""
        if super().is_email_verified(request, email):
            return True
        invitation = invitation_of(request)
        return invitation is not None and invitation.email.lower() == email.lower()

    def save_user(self, request: HttpRequest, user, form, commit: bool = True):
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)
