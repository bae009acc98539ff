"""Paste a table from a spreadsheet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxjourney.activity import log
from cxjourney.journeys import queries
from cxjourney.journeys.actions import cards as actions
from cxjourney.journeys.sheet import Sheet
from cxjourney.journeys.table import TableForm
from cxjourney.journeys.views.answers import closed, map_page
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def table_paste(request: HttpRequest, map: int) -> HttpResponse:
    """A dialog with the table and where it goes; `?lane=` and `?stage=` say where it begins."""
    found = queries.live_map(request.workspace, map)
    start = {name: request.GET.get(name, "") for name in ("lane", "stage")}
    if step := request.GET.get("step", ""):
        start["stage"] += f"_{step}"
    form = TableForm(request.POST if request.method == "POST" else None, map_=found)
    context = {"form": form, "map": found, "start": start}
    back = map_page(request, found.pk)
    sheet = Sheet("journeys/_table_form.html", _("Paste a table"), back, context, dialog="table-dialog")
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    cells = form.cleaned_data["cells"]
    try:
        change = actions.fill_cells(by=request.membership, cells=cells, key=form.cleaned_data["key"])
    except log.Repeated:
        change = None  # the map shows it
    count = sum(len(texts) for *_where, texts in cells)
    text = ngettext("%(num)s card added", "%(num)s cards added", count) % {"num": count}
    return closed(request, text, change=change, map_id=found.pk)
