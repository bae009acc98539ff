"""Templates: the gallery, and those a workspace saves itself."""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cxjourney.activity import log, words
from cxjourney.journeys import map_forms, queries
from cxjourney.journeys.actions import templates as actions
from cxjourney.journeys.blueprints.frame import Frame
from cxjourney.journeys.sheet import Sheet
from cxjourney.journeys.views.answers import done, home, map_page, shut
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


def _list(request: HttpRequest) -> str:
    return reverse("journeys:template_list", args=[request.workspace.slug])


@workspace_view()
def template_list(request: HttpRequest) -> HttpResponse:
    """Every template with its picture: the workspace's own, and those that come with the product."""
    samples = queries.gallery(request.workspace)
    context = {
        "own": [sample for sample in samples if sample.template],
        "built_in": [sample for sample in samples if not sample.template],
        "back": home(request),
    }
    return render(request, "journeys/template_list.html", context)


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def template_create(request: HttpRequest, map: int) -> HttpResponse:
    """Save a map as a template of the workspace."""
    found = queries.live_map(request.workspace, map)
    stages, lanes = queries.columns_and_rows(found)
    parts = [f"stage-{one.pk}" for one in stages] + [f"lane-{one.pk}" for one in lanes]
    form = map_forms.TemplateForm(request.POST if request.method == "POST" else None, parts=parts)
    context = {"form": form, "map": found, "stages": stages, "lanes": lanes}
    back = map_page(request, found.pk)
    sheet = Sheet("journeys/_template_new.html", _("Save as a template"), back, context, "template-dialog")
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    change = None
    with suppress(log.Repeated):  # the gallery shows it
        change = actions.save_template(by=request.membership, map_=found, **form.cleaned_data)
    return shut(request, _("Saved: “New map” offers it now"), change=change, to=_list(request))


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def template_edit(request: HttpRequest, template: int) -> HttpResponse:
    found = queries.live_template(request.workspace, template)
    parts = Frame.from_json(found.content).parts()
    given = request.POST if request.method == "POST" else None
    form = map_forms.TemplateWordsForm(given, parts=[name for name, _part in parts])
    context = {"form": form, "template": found, "parts": parts}
    title = _("Edit the template")
    sheet = Sheet("journeys/_template_form.html", title, _list(request), context, dialog="template-dialog")
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    try:
        change = actions.edit_template(
            by=request.membership, template=found, locked=form.kept(), **form.typed("name", "purpose")
        )
    except words.Clash as clash:
        return sheet.clash(request, clash)
    return shut(request, _("Template saved"), change=change, to=_list(request))


@workspace_view(role=Role.EDITOR, methods=("POST",))
def template_remove(request: HttpRequest, template: int) -> HttpResponse:
    found = queries.live_template(request.workspace, template)
    change = actions.remove_template(by=request.membership, template=found)
    text = _("“%(name)s” is removed; maps made of it stay") % {"name": found.name}
    return done(request, text, change=change, to=_list(request), refresh=True)
