"""Writes of calls and tickets that no import brought; and forgetting whose they were."""

from __future__ import annotations

import datetime
import secrets
import uuid

from django.db import connection, transaction

from cxjourney.activity import log
from cxjourney.feedback.models import Contact
from cxjourney.feedback.people import code_of
from cxjourney.feedback.places import Spot

# Whoever had no contact since gets a code that no address leads to; who came again is still known.
FORGOTTEN = """
UPDATE cxjourney_contact c
   SET who = overlay(md5(c.who::text || %(salt)s) PLACING '00000000' FROM 1)::uuid, external_id = ''
 WHERE c.workspace_id = %(workspace)s AND c.who::text NOT LIKE '00000000%%' AND c.began_at < %(last)s
   AND NOT EXISTS (SELECT FROM cxjourney_contact o WHERE o.workspace_id = c.workspace_id AND o.who = c.who
                      AND o.began_at >= %(last)s)
"""


@log.once
def create_contact(
    *,
    by,
    spot: Spot,
    began_at: datetime.datetime,
    handled: int | None,
    solved: int | None,
    who: str = "",
    key: uuid.UUID | None = None,
) -> Contact:
    """Keep one call or ticket; durations in seconds, `who` is kept as a code only."""
    log.same_workspace(by, spot.touchpoint, spot.stage)
    contact = Contact(
        workspace_id=by.workspace_id,
        began_at=began_at,
        handled=handled,
        solved=solved,
        who=code_of(by.workspace_id, who) if who else None,
        **spot.fields(),
    )
    contact.save(force_insert=True)
    after = {"handled": handled, "solved": solved, "began_at": began_at.isoformat()}
    shown = spot.shown_on()
    log.record(by=by, verb="contact_create", target=contact, before={}, after=after, key=key, **shown)
    return contact


@transaction.atomic
def remove_contact(*, by, contact: Contact) -> None:
    """Take back a contact kept by hand. Raises ValueError for one of an import."""
    log.same_workspace(by, contact)
    if contact.imported_id:
        raise ValueError("it belongs to an import")
    before = {"handled": contact.handled, "solved": contact.solved, "began_at": contact.began_at.isoformat()}
    shown = Spot(contact.touchpoint, contact.stage).shown_on()
    log.record(by=by, verb="contact_remove", target=contact, before=before, after={}, **shown)
    contact.delete()


def forget_people(workspace_id: int, last: datetime.date) -> None:
    """Of people whose contacts are all older than `last` keep no code that could be made again."""
    salt = secrets.token_hex(16)
    values: dict[str, str | int] = {"workspace": workspace_id, "last": last.isoformat(), "salt": salt}
    with connection.cursor() as cursor:
        cursor.execute(FORGOTTEN, values)
