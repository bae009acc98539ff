"""What all tests share: the database they run on. The people in them are in `cast.py`."""

import os
from importlib.util import find_spec

import hypothesis
import pytest

pytest_plugins = ["tests.cast"] if find_spec("tests.cast") else []

# No deadline: the machine may be busy with other tests. The same examples every time: a change is not judged
# by the luck of the draw. HYPOTHESIS_SEARCH=1 looks for new ones.
search = bool(os.environ.get("HYPOTHESIS_SEARCH"))
hypothesis.settings.register_profile("shared", deadline=None, database=None, derandomize=not search)
hypothesis.settings.load_profile("shared")


def pytest_configure(config):
    """Start the embedded database, or join the one another run has started; the last to end stops it."""
    from django.conf import settings

    from cxjourney.kit import embedded
    from tests import tables

    if settings.DATABASE_EMBEDDED:
        embedded.ensure_running(settings.DATA_DIR, for_tests=True)
        tables.empty_after_commits()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A page closed in the middle of a request may leave a session, which must not keep the database."""
    yield
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
