"""Who takes part: a map of 360 cards, and people with sessions of their own who may edit it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

SCORES = 20_000
CSRF = "livebench" + "0" * 23  # a browser's cookie; the same words in the header make a POST its own


@dataclass(frozen=True)
class Person:
    user: int
    session: str

    @property
    def cookies(self) -> str:
        return f"sessionid={self.session}; csrftoken={CSRF}"


@dataclass
class EditedCard:
    pk: int
    version: int
    text: str


def world(count: int, **size: int):
    """The map and `count` people. Sessions are written into the database, as after a sign-in."""
    from benchmarks.setup import big_map
    from cxjourney import models

    member, map_ = big_map(**({"scores": SCORES} | size))
    emails = [f"live{number}@example.com" for number in range(count)]
    models.User.objects.bulk_create(
        [models.User(email=email, name=f"Live {number}") for number, email in enumerate(emails)],
        ignore_conflicts=True,
    )
    users = list(models.User.objects.filter(email__in=emails).order_by("id"))
    models.Membership.objects.bulk_create(
        [models.Membership(workspace=member.workspace, user=user, role="editor") for user in users],
        ignore_conflicts=True,
    )
    return member.workspace, map_, sign_in(users)


def sign_in(users: list) -> list[Person]:
    """Sessions as Django's own sign-in would write them."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    store, until = Session.get_session_store_class()(), timezone.now() + datetime.timedelta(days=1)
    sessions = []
    for user in users:
        words = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        key = f"live{user.pk:028d}"
        sessions.append(Session(session_key=key, session_data=store.encode(words), expire_date=until))
    changed = ["session_data", "expire_date"]
    Session.objects.bulk_create(
        sessions, update_conflicts=True, unique_fields=["session_key"], update_fields=changed
    )
    return [Person(user.pk, one.session_key) for user, one in zip(users, sessions, strict=True)]


def cards(map_, count: int) -> list[EditedCard]:
    """One card for each who edits."""
    from cxjourney.models import Card

    found = Card.objects.live().filter(map=map_).order_by("id").values_list("pk", "version", "text")
    return [EditedCard(*row) for row in found[:count]]


def commits(map_, after: int) -> dict[int, tuple[int, float]]:
    """Of every change after `after`: who made it, and when the database committed it (its own clock)."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT seq, actor_id, extract(epoch FROM pg_xact_commit_timestamp(xmin))::float8
                 FROM cxjourney_change WHERE map_id = %s AND seq > %s ORDER BY seq""",
            [map_.pk, after],
        )
        return {seq: (actor, at) for seq, actor, at in cursor.fetchall()}


def keep_commit_times() -> None:
    """Let the database note when it commits; the embedded one is restarted for it once."""
    from django.conf import settings
    from django.db import connection

    from cxjourney.kit import embedded

    with connection.cursor() as cursor:
        cursor.execute("SHOW track_commit_timestamp")
        if cursor.fetchone()[0] == "on":
            return
        if not settings.DATABASE_EMBEDDED:
            raise SystemExit("Set track_commit_timestamp = on in the database, then restart it.")
        connection.set_autocommit(True)
        cursor.execute("ALTER SYSTEM SET track_commit_timestamp = on")
    connection.close()
    connection.close_pool()
    embedded.leave(settings.DATA_DIR)
    embedded.ensure_running(settings.DATA_DIR)
