"""An upload as text: workbooks, JSON and gzip become CSV before anybody looks at them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxjourney.feedback.importing import convert
from cxjourney.feedback.importing.text import Unreadable

TIMES = 5  # how much larger than an upload its text may be
FAULTS = {
    "archive": gettext_lazy("That is an archive, not a workbook. Unpack it and upload the table inside."),
    "broken": gettext_lazy("The file is damaged or locked with a password. Save it again and upload that."),
    "cell": gettext_lazy("Line %(line)d holds a text that is too long."),
    "columns": gettext_lazy("The file has more than %(most)d columns."),
    "empty": gettext_lazy("The file is empty."),
    "json": gettext_lazy("Line %(line)d is not a JSON object."),
    "large": gettext_lazy("What is inside the file is too large. Split it."),
    "line": gettext_lazy("Line %(line)d is too long."),
}


def tidy(path: Path) -> str:
    """Put CSV in the file's place if it is something else; returns the sheet's name if there are several.

    Raises text.Unreadable.
    """
    for _layer in range(2):  # gzip, and what is inside
        with path.open("rb") as file:
            kind = convert.kind_of(file.read(convert.BLOCK))
        if kind == "xls":
            raise Unreadable(_("That is an old workbook (.xls). Save it as .xlsx or CSV and upload that."))
        if kind == "text":
            return ""
        done = _convert(path)
        if not done.get("again"):
            return done["sheet"] if done.get("sheets", 0) > 1 else ""
    raise Unreadable(str(FAULTS["archive"]))


def _convert(path: Path) -> dict:
    made = path.with_suffix(".part")
    command = [sys.executable, "-I", convert.__file__, str(path), str(made)]
    command.append(str(TIMES * settings.UPLOAD_MAX_MB * 1024 * 1024))
    try:
        run = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=convert.SECONDS, check=False
        )
        # Killed for its time or memory, it says nothing.
        done = json.loads(run.stdout or b'{"fault": "large"}')
        if fault := done.get("fault"):
            values = {"line": done.get("line", 0), "most": convert.MOST_COLUMNS}
            raise Unreadable(str(FAULTS[fault]) % values)
        made.replace(path)
        return done
    except subprocess.TimeoutExpired:
        raise Unreadable(str(FAULTS["large"])) from None
    finally:
        made.unlink(missing_ok=True)
