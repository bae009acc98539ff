"""An import runs in a process of its own, so that pages stay quick. An advisory lock says that it lives.

Progress and the wish to cancel or to pause go over a second connection: the first is inside the import's
transaction. A pause between two blocks keeps what was read for a while and then lets go of it: nothing is
stored before the end, so whoever continues reads the file again, and nothing can be doubled.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from math import exp

import psycopg
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxjourney.feedback.importing import recipes, store
from cxjourney.feedback.importing.load import Loaded, load, reader_of
from cxjourney.feedback.importing.text import Unreadable
from cxjourney.feedback.models import Import, ImportState
from cxjourney.feedback.questions import ScaleTaken

logger = logging.getLogger(__name__)

LOCK = 0x1A9  # class of the advisory locks of imports
TICK = 0.5  # seconds between two looks at the clock, the progress and the wish to cancel
GRACE = 50  # seconds a process may take to start where others work hard
HELD = 300  # seconds that a paused import keeps its transaction, which holds back the database's cleaning
READING = 40  # per cent that are reading; the rest is storing
WRITTEN = 60  # per cent when all scores are written, but not yet counted

_children: list[subprocess.Popen] = []  # asked after at the next start, so that none stays a zombie


class Cancelled(Exception):
    """Somebody asked to stop."""


class Paused(Exception):
    """Somebody asked to pause, and it lasts: the file will be read again."""


def start(imported: Import, by) -> None:
    """Run the import in a process of its own. The caller has set its state to running."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_import", str(imported.pk)]
    _children[:] = [child for child in _children if child.poll() is None]
    _children.append(
        subprocess.Popen([*command, "--by", str(by.pk)], stdin=subprocess.DEVNULL, cwd=settings.BASE_DIR)
    )


def is_alive(imported: Import) -> bool:
    """Whether its process runs, or may still be starting. One query."""
    if imported.started_at and (timezone.now() - imported.started_at).total_seconds() < GRACE:
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = %s "
            "AND objid = %s AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [LOCK, imported.pk % 2**31],
        )
        return cursor.fetchone()[0]


def state_of(imported: Import) -> str:
    """Its state as it is: one whose process died counts as failed, or as paused when it was to pause."""
    if imported.state != ImportState.RUNNING:
        return imported.state
    if imported.pause_asked:
        return ImportState.PAUSED
    return ImportState.RUNNING if is_alive(imported) else ImportState.FAILED


def run(import_id: int, by) -> Import:
    """Do the import in this process, and write down how it ended. Never raises for what is in the file."""
    with _own_connection() as side:
        if not side.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, import_id % 2**31]).fetchone()[0]:  # type: ignore[index]
            raise RuntimeError("This import runs already.")
        imported = Import.objects.get(pk=import_id, workspace_id=by.workspace_id)
        if imported.state != ImportState.RUNNING:
            raise RuntimeError(f"This import is not to be run: it is {imported.state}.")
        try:
            _load(imported, by, side)
        except Cancelled:
            _end(side, imported, ImportState.CANCELLED, _("Cancelled. Nothing was stored."))
        except Paused:
            logger.info("Import %s is paused", import_id)
        except (Unreadable, ScaleTaken) as error:
            _end(side, imported, ImportState.FAILED, str(error))
        except BaseException as error:
            logger.exception("Import %s failed", import_id)
            reason = (
                _("Stopped from outside.") if isinstance(error, KeyboardInterrupt) else _("Something failed.")
            )
            if not (isinstance(error, KeyboardInterrupt) and _let_go(side, import_id)):
                text = _("%(reason)s Nothing was stored.") % {"reason": reason}
                _end(side, imported, ImportState.FAILED, text)
            if not isinstance(error, Exception):
                raise
    imported.refresh_from_db()
    return imported


def _load(imported: Import, by, side: psycopg.Connection) -> Loaded:
    watcher = Watcher(imported, side)
    try:
        # The recipe stays only if the answers do; the load's lock lets no other import write it meanwhile.
        with watcher, transaction.atomic():
            loaded = load(by=by, imported=imported, reader=reader_of(imported), watch=watcher.look)
            recipes.keep(by=by, imported=imported)
    except OperationalError as error:
        if watcher.cancelled:
            raise Cancelled from error
        raise
    if not loaded.rejected:
        store.forget(imported)
        Import.objects.filter(pk=imported.pk).update(path="")
    return loaded


def _let_go(side: psycopg.Connection, import_id: int) -> bool:
    """Say that the import waits without a process; False when nobody wants it to pause any more."""
    done = side.execute(
        "UPDATE cxjourney_import SET state = %s, percent = 0 WHERE id = %s AND state = %s "
        "AND pause_asked AND NOT cancel_asked",
        [str(ImportState.PAUSED), import_id, str(ImportState.RUNNING)],
    )
    return bool(done.rowcount)


def _end(side: psycopg.Connection, imported: Import, state: str, message: str) -> None:
    side.execute(
        "UPDATE cxjourney_import SET state = %s, message = %s, finished_at = now(), percent = 0 "
        "WHERE id = %s",
        [str(state), message[:500], imported.pk],
    )


@contextmanager
def _own_connection() -> Iterator[psycopg.Connection]:
    """A connection beside Django's, which commits at once."""
    values = connection.get_connection_params()
    for name in ("cursor_factory", "context", "prepare_threshold", "pool"):
        values.pop(name, None)
    with psycopg.connect(**values, autocommit=True) as side:
        yield side


class Watcher(threading.Thread):
    """Writes the progress down and notices wishes, that to cancel also while the database is busy storing."""

    def __init__(self, imported: Import, side: psycopg.Connection):
        super().__init__(daemon=True)
        self.import_id, self.side = imported.pk, side
        self.rows, self.share, self.scores = 0, 0.0, 0
        self.stored_at = self.written_at = 0.0
        self.storing, self.done = threading.Event(), threading.Event()
        self.cancelled = self.paused = False
        self.busy: psycopg.Connection | None = None

    def __enter__(self) -> Watcher:
        connection.ensure_connection()
        self.busy = connection.connection
        self.first_id = self._last_id()
        self.start()
        return self

    def __exit__(self, *_error) -> None:
        self.done.set()
        self.join()

    def look(self, rows: int, share: float, scores: int = 0) -> None:
        """Called by the load, between two blocks; waits while it is to pause. Raises Cancelled and Paused."""
        self.rows, self.share, self.scores = rows, share, scores
        until = time.monotonic() + HELD
        while self.paused and not self.cancelled:
            if time.monotonic() >= until and _let_go(self.side, self.import_id):
                raise Paused
            self.done.wait(TICK)
        if share >= 1:
            self.stored_at = time.monotonic()
            self.storing.set()
        if self.cancelled:
            raise Cancelled

    def run(self) -> None:
        while not self.done.wait(TICK):
            with suppress(psycopg.Error):
                self._tick()

    def _tick(self) -> None:
        found = self.side.execute(
            "UPDATE cxjourney_import SET rows = %s, percent = %s WHERE id = %s AND state = %s "
            "RETURNING cancel_asked, pause_asked",
            [int(self.rows), self._percent(), self.import_id, str(ImportState.RUNNING)],
        ).fetchone()
        self.paused = bool(found and found[1])
        if found and found[0]:
            self.cancelled = True
            # Again at every tick: the database may have been between two statements.
            if self.storing.is_set() and self.busy is not None:
                self.busy.cancel_safe()

    def _percent(self) -> int:
        if not self.storing.is_set():
            return int(self.share * READING)
        # Ids are given out as scores are written, so the sequence says how far that is. Then the database
        # checks and counts them, of which nothing is seen; that takes about three times as long.
        now, written = time.monotonic(), self._last_id() - self.first_id
        if written < self.scores:
            return READING + int(written / self.scores * (WRITTEN - READING))
        self.written_at = self.written_at or now
        took = max(TICK, self.written_at - self.stored_at)
        return WRITTEN + int((1 - exp((self.written_at - now) / (3 * took))) * (99 - WRITTEN))

    def _last_id(self) -> int:
        return self.side.execute("SELECT last_value FROM cxjourney_score_id_seq").fetchone()[0]  # type: ignore[index]
