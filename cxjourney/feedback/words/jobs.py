"""Reading the words runs beside the pages: after an import, daily, or when somebody asks.

An advisory lock says that it lives.
"""

from __future__ import annotations

import logging
import subprocess
import sys

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from cxjourney.feedback.words import moods, themes
from cxjourney.feedback.words.models import WordsRun

logger = logging.getLogger(__name__)

LOCK = 0x1AA  # class of the advisory locks of readings
GRACE = 15  # seconds a process may take to start
COUNTED = 10_000
ROUNDS = 3  # words may come in while it reads

_children: list[subprocess.Popen] = []  # asked after at the next start, so that none stays a zombie


def start(workspace_id: int) -> None:
    """Read in a process of its own. A second one at the same time ends by itself."""
    _note(workspace_id, started_at=timezone.now(), message="")
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "read_words", str(workspace_id)]
    _children[:] = [child for child in _children if child.poll() is None]
    _children.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, cwd=settings.BASE_DIR))


def read_soon(workspace_id: int) -> None:
    """Read what was typed in just now, unless a reading is under way: that one takes it along."""
    if not is_alive(workspace_id, WordsRun.objects.filter(workspace_id=workspace_id).first()):
        start(workspace_id)


def read(workspace_id: int) -> bool:
    """Read all that is new, in this process; False when another one does so already."""
    numbers = [LOCK, workspace_id % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", numbers)
        if not cursor.fetchone()[0]:
            return False
        try:
            _note(workspace_id, started_at=timezone.now(), message="")
            for _again in range(ROUNDS):
                themes.find_languages(workspace_id)
                moods.find_moods(workspace_id)
                themes.find_themes(workspace_id)
                if not waiting(workspace_id):
                    break
            _note(workspace_id, finished_at=timezone.now(), started_at=None)
        except Exception:
            logger.exception("Reading the words of workspace %s failed", workspace_id)
            _note(workspace_id, started_at=None, message=_("Something failed. The server's log says what."))
            raise
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", numbers)
    return True


def _note(workspace_id: int, **values) -> None:
    WordsRun.objects.update_or_create(workspace_id=workspace_id, defaults=values)


def waiting(workspace_id: int) -> int:
    """How many texts are not read yet, counted no further than 10,000. One query."""
    return themes.spoken(workspace_id).filter(language="")[:COUNTED].count()


def is_alive(workspace_id: int, run: WordsRun | None) -> bool:
    """Whether a reading is under way, or may still be starting. One query at most."""
    if run is None or run.started_at is None:
        return False
    if (timezone.now() - run.started_at).total_seconds() < GRACE:
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = %s "
            "AND objid = %s AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [LOCK, workspace_id % 2**31],
        )
        return cursor.fetchone()[0]
