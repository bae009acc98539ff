"""Uploaded files: under the data directory, out of the web's reach, and not longer than needed."""

from __future__ import annotations

import datetime
import uuid
from pathlib import Path

from django.conf import settings
from django.utils import timezone

# They hold personal data as the tool gave it, also what an import would leave out.
KEPT = datetime.timedelta(days=7)


def folder() -> Path:
    return Path(settings.DATA_DIR) / "uploads"


def path_of(imported) -> Path:
    """Where the import's file lies. It may be gone (`path` is then empty, or nothing is there)."""
    return folder() / imported.path


def book_of(path: Path) -> Path:
    """Where the workbook lies that a file was read from, while another sheet of it may be chosen."""
    return path.with_suffix(".book")


def exists(imported) -> bool:
    return bool(imported.path) and path_of(imported).is_file()


def keep(upload, workspace_id: int) -> str:
    """Write an upload bit by bit to disk; returns its name inside the folder."""
    name = f"{workspace_id}-{uuid.uuid4().hex}.csv"
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder() / name).open("xb") as file:
        for chunk in upload.chunks(1024 * 1024):
            file.write(chunk)
    return name


def forget(imported) -> None:
    """Delete the file of an import; the caller clears `path`."""
    if imported.path:
        drop(path_of(imported))


def drop(path: Path) -> None:
    """Delete a file and the workbook it was read from."""
    path.unlink(missing_ok=True)
    book_of(path).unlink(missing_ok=True)


def sweep() -> None:
    """Delete files that nobody came back for."""
    oldest = (timezone.now() - KEPT).timestamp()
    for path in [*folder().glob("*.csv"), *folder().glob("*.book")]:
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
