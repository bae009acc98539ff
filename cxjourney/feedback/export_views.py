"""The words that pass the inbox's filters as a file, CSV or XLSX."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cxjourney.feedback import forms, inbox
from cxjourney.feedback.importing.rejected import harmless
from cxjourney.kit import workbook
from cxjourney.workspaces.access import workspace_view


@workspace_view()
def feedback_export(request: HttpRequest) -> StreamingHttpResponse:
    """At most 100,000, written while they are read: CSV, or with `?as=xlsx` a workbook."""
    chosen = forms.FilterForm(request.GET).chosen()
    chosen.pop("after", None)
    rows = _rows(request.workspace, chosen)
    if request.GET.get("as") == "xlsx":
        ending, answer = "xlsx", StreamingHttpResponse(workbook.workbook(rows), content_type=workbook.TYPE)
    else:
        ending, answer = "csv", StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    name = f"feedback-{request.workspace.slug}-{timezone.localdate()}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _rows(workspace, chosen: dict) -> Iterator[list[workbook.Cell]]:
    yield [
        _("date"),
        _("words"),
        _("where"),
        _("source"),
        _("sentiment"),
        _("polarity"),
        _("judged by"),
        _("language"),
        _("themes"),
        _("scores"),
        _("status"),
        _("team"),
    ]
    for row in inbox.exported(workspace, chosen):
        judged = row.sentiment is not None
        yield [
            row.said_on,
            row.text,
            str(row.touchpoint or row.stage or ""),
            row.get_source_display(),
            row.get_sentiment_display() if judged else "",
            None if row.polarity is None else round(row.polarity, 2),
            str(row.get_judged_by_display()) if judged else "",
            row.language,
            "; ".join(row.themes),  # type: ignore[attr-defined]
            "; ".join(f"{one.about} {one.value}" for one in row.scores),
            row.get_status_display(),
            str(row.team or ""),
        ]


def _lines(rows: Iterator[list[workbook.Cell]]) -> Iterator[str]:
    line = StringIO()
    write = csv.writer(line).writerow
    yield "\ufeff"  # so that spreadsheets know the encoding
    for row in rows:
        write([_told(cell) for cell in row])
        if line.tell() > 50_000:
            yield _taken(line)
    yield _taken(line)


def _told(cell: workbook.Cell) -> str:
    """A number's minus begins no formula."""
    return f"{cell:.2f}" if isinstance(cell, float) else harmless("" if cell is None else str(cell))


def _taken(line: StringIO) -> str:
    text = line.getvalue()
    line.seek(0)
    line.truncate()
    return text
