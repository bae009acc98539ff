"""The backlog, and one pain point on its sheet."""

from __future__ import annotations

from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cxjourney.activity import log
from cxjourney.activity.queries import recent
from cxjourney.backlog import actions, forms, queries
from cxjourney.backlog.models import FIVE, Evidence, PainPoint, PainStatus
from cxjourney.journeys.queries import live_stage, live_touchpoint
from cxjourney.kit import htmx
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


def _undo(request: HttpRequest, change) -> str:
    return reverse("activity:change_undo", args=[request.workspace.slug, change.pk]) if change else ""


def _home(request: HttpRequest) -> str:
    return reverse("backlog:pain_list", args=[request.workspace.slug])


def _done(request: HttpRequest, text: object, change=None, **more) -> HttpResponse:
    answer = htmx.done(
        request, text=text, fallback=_home(request), undo=_undo(request, change), refresh=True, **more
    )
    return htmx.trigger(answer, "drawer:refresh") if request.htmx else answer


@workspace_view()
def pain_list(request: HttpRequest) -> HttpResponse:
    form = forms.FilterForm(request.GET)
    form.is_valid()
    chosen = {name: form.cleaned_data.get(name) for name in ("status", "team")}
    found = queries.backlog(
        request.workspace,
        status=chosen["status"] or "",
        team=chosen["team"],
        page=form.cleaned_data.get("page") or 1,
    )
    context = {"backlog": found, "chosen": chosen, "statuses": PainStatus.choices}
    name = "backlog/_pain_table.html" if htmx.wants_fragment(request) else "backlog/pain_list.html"
    return render(request, name, context)


def _place(request: HttpRequest) -> dict:
    """The touchpoint or stage named in the address. Raises Http404 without one."""
    for name, find in (("touchpoint", live_touchpoint), ("stage", live_stage)):
        given = request.GET.get(name, "")
        if given.isdecimal():
            return {name: find(request.workspace, int(given))}
    raise Http404


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def pain_create(request: HttpRequest) -> HttpResponse:
    place = _place(request)
    form = forms.PainForm(request.POST or None, workspace=request.workspace)
    context = {"form": form, "place": place, "five": FIVE}
    if request.method == "GET":
        return render(request, "backlog/_pain_form.html", context)
    if not form.is_valid():
        return render(request, "backlog/_pain_form.html", context, status=422)
    try:
        change = actions.create_pain(
            by=request.membership, key=form.cleaned_data["key"], **place, **form.fields_given()
        )
    except log.Repeated as again:
        change = again.change
    pain = queries.live_pain(request.workspace, change.target_id)
    return _done(
        request, _("Pain point added"), change, template="backlog/_pain_card.html", context={"pain": pain}
    )


@workspace_view()
def pain_show(request: HttpRequest, pain: int) -> HttpResponse:
    """The sheet: a drawer for htmx, a page otherwise."""
    context = _sheet(request, pain)
    name = "backlog/_pain_drawer.html" if htmx.wants_fragment(request) else "backlog/pain_show.html"
    return render(request, name, context)


def _sheet(request: HttpRequest, pk: int) -> dict:
    sheet = queries.sheet(request.workspace, pk)
    return {
        "sheet": sheet,
        "pain": sheet.pain,
        "five": FIVE,
        "statuses": PainStatus.choices,
        "history": recent(request.workspace, limit=20, target=("painpoint", pk)),
        "linkable": queries.linkable(sheet.pain, request.GET.get("find", "")[:100]),
    }


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def pain_edit(request: HttpRequest, pain: int) -> HttpResponse:
    """One field. GET `?field=title|description` is its form."""
    found = queries.live_pain(request.workspace, pain)
    template = "backlog/_pain_text_form.html"
    if request.method == "GET":
        field = "description" if request.GET.get("field") == "description" else "title"
        return render(request, template, {"pain": found, "field": field, "form": None})
    form = forms.PainFieldForm(request.POST, workspace=request.workspace)
    context = {"pain": found, "field": request.POST.get("field"), "form": form}
    if not form.is_valid():
        if context["field"] in ("title", "description"):
            return render(request, template, context, status=422)
        return htmx.refused(request, _("That is not one of the choices."), fallback=_home(request))
    given = form.cleaned_data
    try:
        change = _save(request, found, form, given)
    except log.Conflict as clash:
        return render(request, template, context | {"clash": clash}, status=409)
    return _done(request, _("Saved"), change)


def _save(request: HttpRequest, pain: PainPoint, form: forms.PainFieldForm, given: dict):
    if "values" in given:
        return actions.set_pain(by=request.membership, pain=pain, **given["values"])
    return actions.rewrite_pain(
        by=request.membership, pain=pain, field=given["field"], text=given["value"], **form.seen()
    )


@workspace_view(role=Role.EDITOR, methods=("POST",))
def pain_move(request: HttpRequest, pain: int) -> HttpResponse:
    found = queries.live_pain(request.workspace, pain)
    form = forms.MoveForm(request.POST)
    if not form.is_valid():
        return htmx.refused(request, _("Say where the pain point goes."), fallback=_home(request))
    if found.touchpoint_id:
        text = _("This pain point belongs to “%(name)s”; move the touchpoint instead.")
        return htmx.refused(request, text % {"name": found.touchpoint.name}, fallback=_home(request))
    stage = live_stage(request.workspace, form.cleaned_data["stage"])
    if stage.map_id != found.stage.map_id:
        return htmx.refused(request, _("That stage is on another map."), fallback=_home(request))
    change = actions.move_pain(
        by=request.membership, pain=found, stage=stage, before=form.cleaned_data["before"]
    )
    return _done(request, _("Pain point moved"), change)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def pain_remove(request: HttpRequest, pain: int) -> HttpResponse:
    found = queries.live_pain(request.workspace, pain)
    change = actions.remove_pain(by=request.membership, pain=found)
    if not request.htmx:
        return redirect(_home(request))
    answer = htmx.done(
        request,
        text=_("Pain point removed"),
        fallback=_home(request),
        undo=_undo(request, change),
        refresh=True,
    )
    return htmx.trigger(answer, "drawer:close")


@workspace_view(role=Role.EDITOR, methods=("POST",))
def evidence_add(request: HttpRequest, pain: int) -> HttpResponse:
    found = queries.live_pain(request.workspace, pain)
    form = forms.EvidenceForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        return htmx.refused(request, _("Choose the words to link."), fallback=_home(request))
    given = form.cleaned_data
    try:
        change = actions.add_evidence(
            by=request.membership, pain=found, feedback=given["feedback"], key=given["key"]
        )
    except log.Repeated as again:
        change = again.change
    except IntegrityError:
        change = None  # somebody else linked the same words at the same moment
    return _done(request, _("Linked as evidence"), change)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def evidence_remove(request: HttpRequest, evidence: int) -> HttpResponse:
    links = Evidence.objects.for_workspace(request.workspace).live().filter(pain_point__removed_at=None)
    found = get_object_or_404(links.select_related("pain_point__stage", "feedback"), pk=evidence)
    change = actions.remove_evidence(by=request.membership, evidence=found)
    return _done(request, _("No longer evidence"), change)
