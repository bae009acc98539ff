"""An upload as text: workbooks, JSON and gzip become CSV before anybody looks at them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxjourney.feedback.importing import convert
from cxjourney.feedback.importing.store import book_of
from cxjourney.feedback.importing.text import Unreadable

TIMES = 5  # how much larger than an upload its text may be
FAULTS = {
    "archive": gettext_lazy("That is an archive, not a workbook. Unpack it and upload the table inside."),
    "broken": gettext_lazy("The file is damaged or locked with a password. Save it again and upload that."),
    "cell": gettext_lazy("Line %(line)d holds a text that is too long."),
    "columns": gettext_lazy("The file has more than %(most)d columns."),
    "empty": gettext_lazy("The file is empty."),
    "json": gettext_lazy("Line %(line)d is not a JSON object. Mend or delete it and upload the file again."),
    "large": gettext_lazy("What is inside the file is too large. Split it."),
    "line": gettext_lazy("Line %(line)d is too long."),
}


class Sheets(NamedTuple):
    """Which sheet was read of which; nothing when there is only one. `lines` had no header, as JSON."""

    read: str = ""
    names: list[str] = []
    lines: bool = False


def tidy(path: Path, most: int = 0) -> Sheets:
    """Put CSV in the file's place if it is something else; a workbook of several sheets stays beside it.

    `most` bytes may be inside, or five times an upload. Raises text.Unreadable.
    """
    for _layer in range(2):  # gzip, and what is inside
        with path.open("rb") as file:
            kind = convert.kind_of(file.read(convert.BLOCK))
        if kind == "xls":
            raise Unreadable(_("That is an old workbook (.xls). Save it as .xlsx or CSV and upload that."))
        if kind == "text":
            return Sheets()
        done = _convert(path, path, most=most)
        if len(done.get("sheets", [])) > 1:
            return Sheets(done["sheet"], done["sheets"])
        book_of(path).unlink(missing_ok=True)
        if not done.get("again"):
            return Sheets(lines=bool(done.get("lines")))
    raise Unreadable(str(FAULTS["archive"]))


def read_sheet(path: Path, sheet: str) -> None:
    """Put another sheet of the workbook in the file's place. Raises text.Unreadable."""
    if not book_of(path).is_file():
        raise Unreadable(_("The file is gone. Upload it again."))
    _convert(book_of(path), path, sheet)


def _convert(source: Path, path: Path, sheet: str = "", most: int = 0) -> dict:
    made = path.with_suffix(".part")
    command = [sys.executable, "-I", convert.__file__, str(source), str(made)]
    command += [str(most or TIMES * settings.UPLOAD_MAX_MB * 1024 * 1024), sheet]
    try:
        run = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=convert.SECONDS, check=False
        )
        # Killed for its time or memory, it says nothing.
        done = json.loads(run.stdout or b'{"fault": "large"}')
        if fault := done.get("fault"):
            values = {"line": done.get("line", 0), "most": convert.MOST_COLUMNS}
            raise Unreadable(str(FAULTS[fault]) % values)
        if source == path:
            path.replace(book_of(path))
        made.replace(path)
        return done
    except subprocess.TimeoutExpired:
        raise Unreadable(str(FAULTS["large"])) from None
    finally:
        made.unlink(missing_ok=True)
