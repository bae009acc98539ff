"""Settings: the tokens by which other programs send values."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxjourney.kit.forms import LineField, line_input
from cxjourney.metrics import actions, outside, tokens
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role

MOST = 20


class TokenForm(forms.Form):
    name = LineField(
        label=gettext_lazy("Which program it is for"),
        max_length=60,
        needed=gettext_lazy("Give it a name."),
        widget=line_input(),
    )


@workspace_view(role=Role.OWNER, methods=("GET", "POST"))
def token_list(request: HttpRequest) -> HttpResponse:
    """All tokens; a new one's secret is shown in the answer to its POST, and never again."""
    if request.method == "GET":
        return _show(request, TokenForm())
    form = TokenForm(request.POST)
    if form.is_valid() and tokens.live_tokens(request.workspace).count() >= MOST:
        form.add_error("name", _("There are %(most)d tokens: revoke one first.") % {"most": MOST})
    if not form.is_valid():
        return _show(request, form, status=422)
    _token, secret = actions.create_token(by=request.membership, name=form.cleaned_data["name"])
    return _show(request, TokenForm(), secret=secret)


@workspace_view(role=Role.OWNER, methods=("POST",))
def token_revoke(request: HttpRequest, token: int) -> HttpResponse:
    found = get_object_or_404(tokens.live_tokens(request.workspace), pk=token)
    actions.revoke_token(by=request.membership, token=found)
    messages.success(request, _("Revoked: what is sent by it is refused from now on."))
    return HttpResponseRedirect(reverse("metrics:token_list", args=[request.workspace.slug]))


def _show(request: HttpRequest, form: TokenForm, *, secret: str = "", status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "secret": secret,
        "tokens": tokens.live_tokens(request.workspace),
        "address": f"{settings.BASE_URL}{reverse('value_receive')}",
        "number": outside.live_outsides(request.workspace).first(),
        "today": timezone.localdate().isoformat(),
        "most": tokens.A_MINUTE,
    }
    answer = render(request, "metrics/token_list.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
