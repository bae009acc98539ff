"""Mail that workspaces send."""

from __future__ import annotations

import logging
import smtplib

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from cxjourney.workspaces.models import Invitation

logger = logging.getLogger(__name__)


def join_address(invitation: Invitation) -> str:
    """The invitation's whole address, to be copied into a message."""
    return settings.BASE_URL + reverse("join", args=[invitation.token])


def send_invitation(invitation: Invitation) -> bool:
    """Mail the invitation to its address. False when no mail server takes it."""
    names = {"who": str(invitation.invited_by), "workspace": invitation.workspace.name}
    subject = _("%(who)s invites you to %(workspace)s") % names
    text = render_to_string(
        "workspaces/invitation.txt", {"invitation": invitation, "address": join_address(invitation)}
    )
    try:
        send_mail(" ".join(subject.split()), text, None, [invitation.email])
    except (OSError, smtplib.SMTPException):
        logger.exception("The mail for invitation %s could not be sent", invitation.pk)
        return False
    return True


class NotSent(Exception):
    """The mail server took no mail that somebody waits for."""


class NotSentMiddleware:
    """Says so on a page, instead of a fault of the program."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return (
            render(request, "account/mail_not_sent.html", status=503) if isinstance(error, NotSent) else None
        )


def only_logged() -> bool:
    """Whether mail stays on this server's console, as in a demo and while developing."""
    return "console" in settings.EMAIL_BACKEND
