"""The tables of the test database: emptied after a test that commits, and the demo put into them quickly."""

from contextlib import contextmanager
from functools import cache

from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

from cxjourney.demo import load
from cxjourney.models import Membership

# What migrations write; every test needs them, none changes them.
STAY = {"django_content_type", "auth_permission"}
LARGE = 2_000_000  # bytes
_demo: dict[str, bytes] = {}


@cache
def _names() -> tuple[str, ...]:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return tuple(sorted(set(names) - STAY))


def _filled(cursor) -> list[str]:
    """Tables with rows."""
    parts = [f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in _names()]  # noqa: S608
    cursor.execute(" UNION ALL ".join(parts))
    return [name for (name,) in cursor.fetchall()]


@contextmanager
def _without_triggers():
    """Rows come and go as they are, in any order; only a superuser may do that."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield cursor
        finally:
            cursor.execute("SET session_replication_role = origin")


def empty() -> None:
    """Remove all rows. To truncate all sixty tables, as Django does, takes thirty times as long."""
    with _without_triggers() as cursor:
        filled = _filled(cursor)
        if filled:
            cursor.execute("; ".join(f"DELETE FROM {name}" for name in filled))  # noqa: S608
        for name in filled:
            cursor.execute("SELECT pg_relation_size(%s)", [name])
            if cursor.fetchone()[0] > LARGE:  # later tests would read over what is left of the rows
                cursor.execute(f"VACUUM {name}")


def empty_after_commits() -> None:
    """Let transactional tests end with `empty`, where the test database is our own."""
    TransactionTestCase._fixture_teardown = lambda self: empty()


def demo() -> Membership:
    """The demo workspace, as `load` makes it; from the second time on, its rows are copied in."""
    if not _demo:
        with connection.cursor() as cursor:
            alone = settings.DATABASE_EMBEDDED and not _filled(cursor)
            by = load.load()
            for name in _filled(cursor) if alone else ():
                with cursor.copy(f"COPY {name} TO STDOUT") as rows:
                    _demo[name] = b"".join(rows)
        return by
    with _without_triggers() as cursor:
        for name, rows in _demo.items():
            with cursor.copy(f"COPY {name} FROM STDIN") as into:
                into.write(rows)
    return Membership.objects.get(workspace__is_demo=True)
