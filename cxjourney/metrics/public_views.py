"""Where other programs send values. They have no session: a token says whose workspace it is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from cxjourney.metrics import actions, outside, tokens
from cxjourney.metrics.value_form import Refused, ValueForm, read_body
from cxjourney.workspaces.access import public

LONGEST_KEY = 100


@public
@csrf_exempt
@never_cache
def value_receive(request: HttpRequest) -> HttpResponse:
    """One value as JSON: metric, date, value, and if known n and competitor. Errors are JSON too."""
    try:
        return _receive(request)
    except Refused as refused:
        body: dict[str, Any] = {"error": refused.text}
        if refused.fields:
            body["fields"] = refused.fields
        answer = JsonResponse(body, status=refused.status)
        if refused.status == 401:
            answer["WWW-Authenticate"] = "Bearer"
        if refused.status == 405:
            answer["Allow"] = "POST"
        if refused.status == 429:
            answer["Retry-After"] = "60"
        return answer


def _receive(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        raise Refused(405, _("Send it by POST."))
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    found = tokens.find_token(secret.strip()) if kind.casefold() == "bearer" else None
    if found is None:
        raise Refused(401, _("Give a valid token as “Authorization: Bearer …”."))
    token, by = found
    if actions.use_token(token) > tokens.A_MINUTE:
        raise Refused(429, _("At most %(most)d values a minute.") % {"most": tokens.A_MINUTE})
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST_KEY:
        raise Refused(
            400, _("The idempotency key has more than %(most)d characters.") % {"most": LONGEST_KEY}
        )
    given, asked = read_body(request)
    number = outside.live_outsides(by.workspace).filter(name=given["metric"]).first()
    if number is None:
        missing = {"metric": _("There is no such number in this workspace; make it under Metrics first.")}
        raise Refused(422, _("The value was not kept."), missing)
    form = ValueForm({**given, "day": given.get("date"), "rival": given.get("competitor")}, outside=number)
    if not form.is_valid():
        raise Refused(422, _("The value was not kept."), form.faults())
    try:
        answer, before = actions.receive_value(
            by=by, token=token, outside=number, row=form.row(), key=key, asked=asked
        )
    except actions.OtherWords:
        raise Refused(409, _("This idempotency key was used for something else.")) from None
    if answer["changed"] and not before:
        actions.judge_outsides(by=by)
    response = JsonResponse(answer)
    if before:
        response["Idempotency-Replayed"] = "true"
    return response
