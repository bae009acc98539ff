"""One value as another program sends it."""

from __future__ import annotations

import datetime
import hashlib
import json
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from cxjourney.metrics.outside_forms import ReadingForm

NAMES = {"day": "date", "rival": "competitor"}  # what the fields are called where they are sent


MOST_BYTES = 10_000
KNOWN = {"metric", "date", "value", "n", "competitor"}


class Refused(Exception):
    """Why nothing was kept, as it is answered."""

    def __init__(self, status: int, text: str, fields: dict[str, str] | None = None):
        super().__init__(text)
        self.status, self.text, self.fields = status, text, fields or {}


class ValueForm(ReadingForm):
    """Dates are written in one way only, and none is to come."""

    day = forms.CharField(max_length=10)  # type: ignore[assignment]

    def clean_day(self) -> datetime.date:
        text = self.cleaned_data["day"]
        try:
            day = datetime.date.fromisoformat(text) if len(text) == 10 else None
        except ValueError:
            day = None
        if day is None:
            raise forms.ValidationError(_("Write the date like 2026-03-31."))
        if day > timezone.localdate() + datetime.timedelta(days=1):
            raise forms.ValidationError(_("That day is in the future."))
        return day

    def faults(self) -> dict[str, str]:
        """{field as it was sent: what is wrong}."""
        return {NAMES.get(name, name): " ".join(map(str, errors)) for name, errors in self.errors.items()}


def _can_be_kept(text: str) -> bool:
    """JSON can spell characters that no text holds: NUL, and halves of a pair."""
    return "\0" not in text and text.encode("utf-8", "ignore").decode() == text


def read_body(request: HttpRequest) -> tuple[dict[str, Any], str]:
    """What was sent, and its hash. Raises Refused."""
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > MOST_BYTES:
        raise Refused(413, _("At most %(most)d bytes.") % {"most": MOST_BYTES})
    if request.content_type != "application/json":
        raise Refused(415, _("Send application/json."))
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise Refused(413, _("At most %(most)d bytes.") % {"most": MOST_BYTES})
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(400, _("That is no JSON.")) from None
    if not isinstance(given, dict) or not isinstance(given.get("metric"), str):
        raise Refused(400, _("Send one object with metric, date and value."))
    if unknown := sorted(set(given) - KNOWN):
        faults = dict.fromkeys(unknown[:20], _("There is no such field."))
        raise Refused(422, _("The value was not kept."), faults)
    if nested := [name for name, value in given.items() if isinstance(value, dict | list | bool)]:
        raise Refused(422, _("The value was not kept."), dict.fromkeys(nested, _("Give a text or a number.")))
    if unfit := [name for name, value in given.items() if isinstance(value, str) and not _can_be_kept(value)]:
        raise Refused(422, _("The value was not kept."), dict.fromkeys(unfit, _("That is no text.")))
    return given, hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()
