"""Who answered, as a code: the same address gives the same code in one workspace, and no way leads back."""

from __future__ import annotations

import calendar
import datetime
import re
import uuid

from django.utils.crypto import salted_hmac

SALT = "cxjourney.feedback.people"


def code_of(workspace_id: int, address: str) -> uuid.UUID:
    """The code of an e-mail address, phone number or name, however it is spaced and capitalised."""
    plain = re.sub(r"\s+", "", address).casefold()
    made = salted_hmac(f"{SALT}:{workspace_id}", plain, algorithm="sha256")
    return uuid.UUID(bytes=made.digest()[:16])


def months_before(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months ago; the last of the month where there is no such day."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
