"""The backlog, and one pain point on its sheet."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxjourney.activity import log, words
from cxjourney.activity.models import Change
from cxjourney.activity.queries import newest_change, recent
from cxjourney.backlog import actions, forms, queries
from cxjourney.backlog.models import FIVE, Evidence, PainPoint, PainStatus
from cxjourney.feedback.models import Feedback
from cxjourney.feedback.queries import spot_asked_for
from cxjourney.journeys.queries import live_stage
from cxjourney.journeys.sheet import Sheet
from cxjourney.kit import htmx
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role

HISTORY = 20
OPTIONS = "backlog/_evidence_options.html"


def _home(request: HttpRequest) -> str:
    return reverse("backlog:pain_list", args=[request.workspace.slug])


def _page(request: HttpRequest, pain: PainPoint) -> str:
    return reverse("backlog:pain_show", args=[request.workspace.slug, pain.pk])


def _refused(request: HttpRequest, text: object) -> HttpResponse:
    return htmx.refused(request, text, fallback=_home(request))


def _done(
    request: HttpRequest, text: object, change: Change | None, *, to: str = "", fragment: tuple | None = None
) -> HttpResponse:
    """A write that worked: map, drawer and list read themselves again; without htmx on to `to` or back.

    `change` is None when nothing was written: then there is no toast.
    """
    if not request.htmx:
        if change:
            messages.success(request, str(text))
        return HttpResponseRedirect(to) if to else htmx.back(request, _home(request))
    answer = render(request, *fragment) if fragment else HttpResponse(status=204)
    htmx.trigger(htmx.trigger(answer, "board:refresh"), "drawer:refresh")
    return htmx.toast(answer, text, undo=_undo(request, change)) if change else answer


def _undo(request: HttpRequest, change: Change) -> str:
    return reverse("activity:change_undo", args=[request.workspace.slug, change.pk])


# --- The list -------------------------------------------------------------------------------------


@workspace_view()
def pain_list(request: HttpRequest) -> HttpResponse:
    wish = forms.FilterForm(request.GET).wish()

    def link(**changed) -> str:
        """The address of this list with something else chosen; another choice starts at the first page."""
        query = request.GET.copy()
        for name, value in ({"page": ""} | changed).items():
            query.pop(name, None)
            if value not in ("", None):
                query[name] = str(value)
        return f"{request.path}?{query.urlencode()}" if query else request.path

    context = {
        "stamp": newest_change(request.workspace),
        "backlog": queries.backlog(request.workspace, wish),
        "wish": wish,
        "link": link,
        "statuses": PainStatus.choices,
    }
    name = "backlog/_pain_table.html" if htmx.wants_fragment(request) else "backlog/pain_list.html"
    return render(request, name, context)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def pain_bulk(request: HttpRequest) -> HttpResponse:
    """One thing done with all that are ticked in the list; one press of Undo takes all of it back."""
    form = forms.BulkForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        return _refused(request, next(iter(form.errors.values()))[0])
    given = form.cleaned_data
    if given["do"]:
        changes = actions.remove_pains(by=request.membership, pains=given["pain"])
        text = ngettext("%(num)s pain point removed", "%(num)s pain points removed", len(changes))
    else:
        changes = actions.set_pains(by=request.membership, pains=given["pain"], **given["values"])
        text = ngettext("%(num)s pain point changed", "%(num)s pain points changed", len(changes))
    if not changes:
        return _refused(request, _("They are like that already."))
    return _done(request, text % {"num": len(changes)}, changes[0])


# --- A new one ------------------------------------------------------------------------------------


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def pain_create(request: HttpRequest) -> HttpResponse:
    """In a cell of the map with `?touchpoint=` or `?stage=`; else, or with `?dialog=1`, as a larger form."""
    spot = spot_asked_for(request.workspace, request.GET)
    posted = request.POST if request.method == "POST" else None
    form = forms.PainForm(posted, workspace=request.workspace, spot=spot)
    short = bool(spot and "dialog" not in request.GET and request.htmx)
    sheet = Sheet(
        "backlog/_pain_form.html" if short else "backlog/_pain_new.html",
        _("New pain point"),
        _home(request),
        {"form": form, "spot": spot, "five": FIVE, "action": request.get_full_path()},
        dialog="" if short else "pain-dialog",
    )
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    change, again = _create(request, form)
    pain = queries.live_pain(request.workspace, change.target_id)
    card = ("backlog/_pain_card.html", {"pain": pain}) if short else None
    answer = _done(
        request,
        _("Pain point added"),
        None if again else change,
        to=_page(request, pain),
        fragment=card,
    )
    return answer if short or not request.htmx else htmx.trigger(answer, "dialog:close")


def _create(request: HttpRequest, form: forms.PainForm) -> tuple[Change, bool]:
    """The change, and whether an earlier press of the same button made it."""
    try:
        key = form.cleaned_data["key"]
        return actions.create_pain(by=request.membership, key=key, **form.fields_given()), False
    except log.Repeated as again:
        return again.change, True


# --- One of them ----------------------------------------------------------------------------------


@workspace_view()
def pain_show(request: HttpRequest, pain: int) -> HttpResponse:
    """The sheet: a page of its own; for htmx a drawer, or with `?page=1` what is on that page.

    `?find=` narrows the words that can be linked.
    """
    fragment = htmx.wants_fragment(request)
    as_page = "page" in request.GET or not fragment
    context = _sheet_context(request, pain, as_page=as_page)
    name = "_pain_page.html" if as_page else "_pain_drawer.html"
    return render(request, f"backlog/{name if fragment else 'pain_show.html'}", context)


def _sheet_context(request: HttpRequest, pain: int, *, as_page: bool) -> dict:
    stamp = newest_change(request.workspace) if as_page else 0
    sheet = queries.sheet(request.workspace, pain)
    find = request.GET.get("find", "")[:100]
    return {
        "stamp": stamp,
        "sheet": sheet,
        "pain": sheet.pain,
        "five": FIVE,
        "statuses": PainStatus.choices,
        "history": recent(request.workspace, limit=HISTORY, target=("painpoint", pain)),
        "find": find,
        "linkable": queries.linkable(sheet.pain, find) if request.membership.can_edit else [],
        "as_page": as_page,
    }


def pain_drawer(request: HttpRequest, pain: str) -> str:
    """The drawer of a pain point, for a page that shows it from the start; empty when there is none."""
    if not (pain.isascii() and pain.isdecimal() and len(pain) < 19):
        return ""
    try:
        context = _sheet_context(request, int(pain), as_page=False)
    except Http404:
        return ""
    return render_to_string("backlog/_pain_drawer.html", context, request)


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def pain_edit(request: HttpRequest, pain: int) -> HttpResponse:
    """One field. GET `?field=title|description` is its form."""
    found = queries.live_pain(request.workspace, pain)
    posted = request.POST if request.method == "POST" else None
    form = forms.PainFieldForm(posted, workspace=request.workspace)
    asked = (request.POST if posted is not None else request.GET).get("field", "title")
    name = asked if asked in form.WORDS else "title"
    context = {"pain": found, "field": name, "form": form}
    sheet = Sheet("backlog/_pain_text_form.html", found.title, _page(request, found), context)
    if posted is None:
        return sheet.show(request)
    if not form.is_valid():
        wrong = form.errors.get("value", [_("That is not one of the choices.")])[0]
        return sheet.wrong(request) if asked in form.WORDS else _refused(request, wrong)
    try:
        change = _save(request, found, form)
    except words.Clash as clash:
        return sheet.clash(request, clash)
    except words.Gone:
        return _refused(request, _("Somebody removed this pain point. Your text was not saved."))
    to = _page(request, found) if asked in form.WORDS else ""
    return _done(request, _("Pain point saved"), change, to=to)


def _save(request: HttpRequest, pain: PainPoint, form: forms.PainFieldForm) -> Change | None:
    given = form.cleaned_data
    if "values" in given:
        return actions.set_pain(by=request.membership, pain=pain, **given["values"])
    return actions.rewrite_pain(
        by=request.membership, pain=pain, field=given["field"], text=given["text"], **form.seen()
    )


@workspace_view(role=Role.EDITOR, methods=("POST",))
def pain_move(request: HttpRequest, pain: int) -> HttpResponse:
    found = queries.live_pain(request.workspace, pain)
    form = forms.MoveForm(request.POST)
    if not form.is_valid():
        return _refused(request, _("Say where the pain point goes."))
    if found.touchpoint_id:
        text = _("This pain point belongs to “%(name)s”; move the touchpoint instead.")
        return _refused(request, text % {"name": found.touchpoint.name})
    stage = live_stage(request.workspace, form.cleaned_data["stage"])
    if stage.map_id != found.stage.map_id:
        return _refused(request, _("That stage is on another map."))
    before = form.cleaned_data["before"]
    change = actions.move_pain(by=request.membership, pain=found, stage=stage, before=before)
    return _done(request, _("Pain point moved"), change)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def pain_remove(request: HttpRequest, pain: int) -> HttpResponse:
    """`?page=1` says that its sheet is a page of its own, which then is left for the list."""
    found = queries.live_pain(request.workspace, pain)
    change = actions.remove_pain(by=request.membership, pain=found)
    text = _("Pain point removed")
    if request.htmx and "page" in request.GET:
        if change:
            messages.success(request, text, extra_tags=_undo(request, change))
        return HttpResponse(status=204, headers={"HX-Redirect": _home(request)})
    answer = _done(request, text, change, to=_home(request))
    return htmx.trigger(answer, "drawer:close") if request.htmx else answer


# --- Evidence -------------------------------------------------------------------------------------


@workspace_view(role=Role.EDITOR)
def evidence_search(request: HttpRequest, pain: int) -> HttpResponse:
    """Words said at the same place that hold what was typed (`?find=`), to be linked."""
    found = queries.live_pain(request.workspace, pain)
    find = request.GET.get("find", "")[:100]
    context = {"pain": found, "find": find, "linkable": queries.linkable(found, find)}
    return render(request, OPTIONS, context)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def evidence_add(request: HttpRequest, pain: int) -> HttpResponse:
    found = queries.live_pain(request.workspace, pain)
    form = forms.EvidenceForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        return _refused(request, _("Those words are not there any more."))
    feedback, key = form.cleaned_data["feedback"], form.cleaned_data["key"]
    try:
        change = actions.add_evidence(by=request.membership, pain=found, feedback=feedback, key=key)
    except log.Repeated:
        change = None
    return _done(request, _("Linked as evidence"), change)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def evidence_remove(request: HttpRequest, evidence: int) -> HttpResponse:
    links = Evidence.objects.for_workspace(request.workspace).live().filter(pain_point__removed_at=None)
    found = get_object_or_404(links.select_related("pain_point__stage", "feedback"), pk=evidence)
    change = actions.remove_evidence(by=request.membership, evidence=found)
    return _done(request, _("No longer evidence"), change)


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def evidence_link(request: HttpRequest) -> HttpResponse:
    """The dialog that links words chosen in the inbox (`feedback=`) to a pain point, or a new one."""
    data = request.POST if "feedback" in request.POST else request.GET
    form = forms.LinkForm(data, workspace=request.workspace)
    form.is_valid()
    rows = form.cleaned_data.get("feedback", [])
    if not rows or not _all_here(request):
        raise Http404
    if request.method == "GET":
        form.errors.clear()
    sheet = Sheet(
        "backlog/_evidence_link.html",
        _("Link to a pain point"),
        reverse("feedback:feedback_list", args=[request.workspace.slug]),
        {"form": form, "rows": rows, "groups": queries.pains_to_link(request.workspace, rows)},
        dialog="link-dialog",
    )
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    given = form.cleaned_data
    try:
        _pain, change, _count = actions.prove(
            by=request.membership,
            rows=rows,
            pain=given["pain"],
            title=given["title"],
            spot=given["spot"],
            key=given["key"],
        )
    except log.Repeated:
        change = None
    answer = _done(request, _("Linked as evidence"), change, to=sheet.back)
    return htmx.trigger(answer, "dialog:close") if request.htmx else answer


def _all_here(request: HttpRequest) -> bool:
    """Whether the words that the address names are of this workspace."""
    asked = {one for one in request.GET.getlist("feedback") if one.isdecimal() and len(one) < 19}
    found = Feedback.objects.for_workspace(request.workspace).live().filter(pk__in=asked)
    return not asked or found.count() == len(asked)
