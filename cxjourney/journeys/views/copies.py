"""Copy a map."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from cxjourney.activity import log
from cxjourney.journeys import map_forms, queries
from cxjourney.journeys.actions import copies as actions
from cxjourney.journeys.models import State
from cxjourney.journeys.sheet import Sheet
from cxjourney.journeys.views.answers import map_page
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def map_copy(request: HttpRequest, map: int) -> HttpResponse:
    """A dialog with the name of the copy and what it is; then on to the copy."""
    found = queries.live_map(request.workspace, map)
    form = map_forms.CopyForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "map": found, "states": State.choices, "title_of_copy": _copied(found.title)}
    back = map_page(request, found.pk)
    sheet = Sheet("journeys/_map_copy.html", _("Duplicate the map"), back, context, dialog="copy-dialog")
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    try:
        new = actions.copy_map(by=request.membership, map_=found, **form.cleaned_data).pk
    except log.Repeated as again:
        new = again.change.target_id
    address = map_page(request, new)
    return HttpResponse(headers={"HX-Redirect": address}) if request.htmx else HttpResponseRedirect(address)


def _copied(title: str) -> str:
    return (_("%(title)s, future") % {"title": title})[:120]
