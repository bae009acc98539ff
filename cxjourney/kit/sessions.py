"""Django's sessions in the database, read by a query written by hand: they stand before every page."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from cxjourney.kit.rows import read_row

LIVE = "FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        found = read_row((Session,), LIVE, [self.session_key, timezone.now()])
        if found is None:
            self._session_key = None
            return None
        return found[0]
