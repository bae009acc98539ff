"""The rows that cannot be stored, with the reasons, as a file to mend and upload again."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO

from django.utils.translation import gettext as _

from cxjourney.feedback.importing.cells import Problem
from cxjourney.feedback.importing.check import open_reader
from cxjourney.feedback.importing.plan import Plan
from cxjourney.feedback.importing.text import Unreadable
from cxjourney.feedback.models import Import

# A spreadsheet takes a cell that begins so for a formula.
FORMULA = re.compile(r"\s*[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def harmless(cell: str) -> str:
    """The cell so that no spreadsheet runs it. Plain numbers stay as they are."""
    return f"'{cell}" if FORMULA.match(cell) and not NUMBER.fullmatch(cell) else cell


def rejected_rows(imported: Import, plan: Plan) -> Iterator[str]:
    """The lines of the file: the reason and the row's number first, then the row as it was."""
    line = StringIO()
    write = csv.writer(line, delimiter=plan.delimiter).writerow

    def lines() -> Iterator[list[str]]:
        yield [_("reason"), _("row"), *(column.header for column in plan.columns)]
        try:
            for number, row, answer in open_reader(imported, plan):
                if isinstance(answer, Problem):
                    reason = f"{answer.column}: {answer.text}" if answer.column else answer.text
                    yield [reason, str(number), *row]
        except Unreadable as error:
            yield [str(error)]

    yield "\ufeff"  # so that spreadsheets know the encoding
    for cells in lines():
        write([harmless(cell) for cell in cells])
        yield line.getvalue()
        line.seek(0)
        line.truncate()
