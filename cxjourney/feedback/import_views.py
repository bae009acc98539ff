"""Imports: upload, preview with what is wrong, progress, and taking it back."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxjourney.activity import log
from cxjourney.feedback import actions, forms, queries
from cxjourney.feedback.followups import making
from cxjourney.feedback.followups.actions import follow_up_rest
from cxjourney.feedback.importing import jobs, likert, placing, recipes, store
from cxjourney.feedback.importing.plan import Plan, role_options
from cxjourney.feedback.importing.rejected import rejected_rows
from cxjourney.feedback.importing.text import ENCODINGS, Unreadable
from cxjourney.feedback.models import Import, ImportState
from cxjourney.feedback.places import known_names, spot_options
from cxjourney.feedback.plan_form import DURATIONS, FACTS, KINDS, PlanForm
from cxjourney.kit import htmx
from cxjourney.kit.jinja import number
from cxjourney.kit.periods import USUAL_PERIOD
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role

LISTED = 100


def page(request: HttpRequest, imported: Import | int) -> str:
    return reverse("feedback:import_show", args=[request.workspace.slug, getattr(imported, "pk", imported)])


def go(request: HttpRequest, to: str, text: object = "", *, error: bool = False) -> HttpResponse:
    """On to a page, with a message there."""
    if text:
        (messages.error if error else messages.success)(request, str(text))
    return HttpResponseRedirect(to)


@workspace_view(role=Role.EDITOR)
def import_list(request: HttpRequest) -> HttpResponse:
    found = list(queries.imports(request.workspace)[:LISTED])
    for imported in found:
        imported.state = jobs.state_of(imported)
    kept = queries.recipes(request.workspace)[:LISTED]
    return render(request, "feedback/import_list.html", {"imports": found, "recipes": kept})


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def import_create(request: HttpRequest) -> HttpResponse:
    """Upload a file; `?touchpoint=` or `?stage=` says where its rows belong when no column does."""
    spot = queries.spot_asked_for(request.workspace, request.GET)
    given = request.method == "POST"
    form = forms.UploadForm(request.POST if given else None, request.FILES if given else None)
    context = {"form": form, "spot": spot}
    if request.method == "GET" or not form.is_valid():
        return render(request, "feedback/import_create.html", context, status=422 if form.is_bound else 200)
    store.sweep()

    def plan_for(path) -> Plan:
        plan = recipes.plan_for(request.workspace.pk, path)
        if spot and not plan.positions("touchpoint"):
            plan.place = spot.key
        return plan

    try:
        imported = actions.create_import(
            by=request.membership,
            upload=form.cleaned_data["file"],
            plan_for=plan_for,
            key=form.cleaned_data["key"],
        ).pk
    except Unreadable as error:
        form.add_error("file", str(error))
        return render(request, "feedback/import_create.html", context, status=422)
    except log.Repeated as again:
        imported = again.change.target_id
    return HttpResponseRedirect(page(request, imported))


@workspace_view(role=Role.EDITOR)
def import_show(request: HttpRequest, imported: int) -> HttpResponse:
    """The preview, the progress or the result; htmx gets the part that changes."""
    found = queries.find_import(request.workspace, imported)
    found.state = jobs.state_of(found)
    if htmx.wants_fragment(request) and found.state in (ImportState.RUNNING, ImportState.PAUSED):
        context = {"imported": found, "reading": jobs.READING}
        return render(request, "feedback/_import_progress.html", context)
    if htmx.wants_fragment(request):  # it ended: the whole page is another one
        return HttpResponse(headers={"HX-Redirect": page(request, found)})
    return render(request, "feedback/import_show.html", _context(request, found))


def _context(request: HttpRequest, imported: Import, form: PlanForm | None = None) -> dict:
    waits = imported.state in actions.STARTABLE and store.exists(imported)
    context = {"imported": imported, "waits": waits, "form": form, "report": imported.report}
    context["reading"] = jobs.READING
    if waits:
        plan = form.plan if form else Plan.from_json(imported.columns)
        context |= {
            "plan": plan,
            "form": form or PlanForm(None, workspace=request.workspace, plan=plan),
            "roles": role_options(plan.layout),
            "kinds": KINDS,
            "encodings": ENCODINGS,
            "facts": FACTS,
            "durations": DURATIONS,
            "words_said": likert.said,
            "spots": spot_options(request.workspace),
            "touchpoint_names": known_names(request.workspace),
            "likely_place": placing.map_title(imported.file_name),
            **_new_touchpoints(request, plan, imported.report),
            "ready": bool(imported.accepted) and not imported.report.get("fault"),
        }
    if imported.state == ImportState.DONE:
        context |= {"places": queries.places_of(imported), "period": _period(imported.report)}
        most = max(imported.report.get(name, 0) for name in ("followups", "words"))
        if most >= making.MOST_OF_IMPORT:
            context["left"] = making.left_of_import(imported.workspace_id, imported.pk)
    context["has_rejected"] = store.exists(imported) and imported.rejected > 0
    return context


def _period(report: dict) -> str:
    """The days of the answers as maps take them in their address; blank when maps show them anyway."""
    first, last = (report.get(name) or "" for name in ("first", "last"))
    shown = timezone.localdate() - datetime.timedelta(days=int(USUAL_PERIOD))
    return f"{first}..{last}" if first and last < shown.isoformat() else ""


def _new_touchpoints(request: HttpRequest, plan: Plan, report: dict) -> dict:
    """The touchpoints that the import makes, or that are on no map, with the stages proposed for them."""
    made = report.get("unknown", []) if plan.makes_places else []
    made = [*made, *report.get("unplaced", [])]
    stages = placing.map_stages(request.workspace.pk, plan.map) if plan.map and made else []
    return {"stages": stages, "new_touchpoints": placing.proposals(plan, made, stages)}


@workspace_view(role=Role.EDITOR, methods=("POST",))
def import_plan(request: HttpRequest, imported: int) -> HttpResponse:
    """Read the file another way: check it again and show what that gives."""
    found = queries.find_import(request.workspace, imported)
    if not store.exists(found):
        return go(request, page(request, found), _("The file is gone. Upload it again."), error=True)
    fragment = htmx.wants_fragment(request)
    template = "feedback/_import_waiting.html" if fragment else "feedback/import_show.html"
    form = PlanForm(request.POST, workspace=request.workspace, plan=Plan.from_json(found.columns))
    if not form.is_valid():
        return render(request, template, _context(request, found, form), status=422)
    try:
        sheet = form.cleaned_data["sheet"]
        if sheet and sheet != form.plan.sheet:
            actions.choose_sheet(by=request.membership, imported=found, sheet=sheet)
        else:
            made = actions.make_map(by=request.membership, imported=found) if form.wants_map else None
            plan = form.new_plan(store.path_of(found), made.pk if made else None)
            actions.set_plan(by=request.membership, imported=found, plan=plan)
    except Unreadable as error:
        form.add_error("encoding", str(error))
        return render(request, template, _context(request, found, form), status=422)
    except actions.NotNow:
        return go(request, page(request, found), _("This import was started already."), error=True)
    if fragment:
        return render(request, template, _context(request, found))
    return HttpResponseRedirect(page(request, found) + "#preview")


@workspace_view(role=Role.EDITOR, methods=("POST",))
def import_start(request: HttpRequest, imported: int) -> HttpResponse:
    found = queries.find_import(request.workspace, imported)
    here = page(request, found)
    if not store.exists(found):
        return go(request, here, _("The file is gone. Upload it again."), error=True)
    if not found.accepted:
        return go(request, here, _("No row can be imported."), error=True)
    try:
        actions.start_import(by=request.membership, imported=found)
    except actions.NotNow:
        return go(request, here, _("This import was started already."), error=True)
    except actions.TooManyRunning:
        return go(
            request, here, _("Other imports are running. Start this one when they are done."), error=True
        )
    return go(request, here)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def import_cancel(request: HttpRequest, imported: int) -> HttpResponse:
    """Stop a running import, or import nothing of a file that waits."""
    found = queries.find_import(request.workspace, imported)
    try:
        actions.cancel_import(by=request.membership, imported=found)
    except actions.NotNow:
        return go(request, page(request, found), _("This import is done already."), error=True)
    return go(request, page(request, found))


@workspace_view(role=Role.EDITOR, methods=("POST",))
def import_pause(request: HttpRequest, imported: int) -> HttpResponse:
    """Let a running import wait between two blocks of rows."""
    found = queries.find_import(request.workspace, imported)
    try:
        actions.pause_import(by=request.membership, imported=found)
    except actions.NotNow:
        return go(request, page(request, found), _("This import cannot be paused any more."), error=True)
    return go(request, page(request, found))


@workspace_view(role=Role.EDITOR, methods=("POST",))
def import_resume(request: HttpRequest, imported: int) -> HttpResponse:
    """Let a paused import go on."""
    found = queries.find_import(request.workspace, imported)
    here = page(request, found)
    if not store.exists(found):
        return go(request, here, _("The file is gone. Upload it again."), error=True)
    try:
        actions.resume_import(by=request.membership, imported=found)
    except actions.NotNow:
        return go(request, here, _("This import is not paused."), error=True)
    except actions.TooManyRunning:
        return go(
            request, here, _("Other imports are running. Start this one when they are done."), error=True
        )
    return go(request, here)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def import_undo(request: HttpRequest, imported: int) -> HttpResponse:
    """Take back everything an import brought."""
    found = queries.find_import(request.workspace, imported)
    try:
        scores, words, contacts = actions.undo_import(by=request.membership, imported=found)
    except actions.NotNow:
        return go(request, page(request, found), _("There is nothing to take back."), error=True)
    parts = [
        text % {"count": number(count)}
        for text, count in (
            (ngettext("%(count)s score", "%(count)s scores", scores), scores),
            (ngettext("%(count)s comment", "%(count)s comments", words), words),
            (ngettext("%(count)s contact", "%(count)s contacts", contacts), contacts),
        )
        if count
    ]
    return go(request, page(request, found), _("Removed: %(what)s.") % {"what": ", ".join(parts)})


@workspace_view(role=Role.EDITOR, methods=("POST",))
def import_followups(request: HttpRequest, imported: int) -> HttpResponse:
    """Follow up the customers of a large import that its limit left out."""
    found = queries.find_import(request.workspace, imported)
    made = follow_up_rest(by=request.membership, imported=found)
    text = ngettext("%(count)d customer to answer.", "%(count)d customers to answer.", made)
    return go(request, page(request, found), text % {"count": made})


@workspace_view(role=Role.EDITOR)
def import_rejected(request: HttpRequest, imported: int) -> HttpResponse:
    """The rows that cannot be stored, with the reasons, as CSV."""
    found = queries.find_import(request.workspace, imported)
    if not store.exists(found):
        raise Http404
    lines = rejected_rows(found, Plan.from_json(found.columns))
    name = slugify(found.file_name.rsplit(".", 1)[0])[:60] or "rows"
    headers = {"Content-Disposition": f'attachment; filename="{name}-rejected.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)  # type: ignore[return-value]


@workspace_view(role=Role.EDITOR, methods=("POST",))
def recipe_remove(request: HttpRequest, recipe: int) -> HttpResponse:
    found = queries.find_recipe(request.workspace, recipe)
    actions.remove_recipe(by=request.membership, recipe=found)
    here = reverse("feedback:import_list", args=[request.workspace.slug])
    return go(request, here, _("Files like “%(file)s” are looked at afresh.") % {"file": found.name})
