"""Numbers counted elsewhere: made, shown with their course and competitors, filled by hand or by a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxjourney.activity.words import Clash, Gone
from cxjourney.metrics import actions, outside, where
from cxjourney.metrics.outside_forms import OutsideForm, ReadingFile, ReadingForm
from cxjourney.metrics.outside_models import Outside
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def outside_create(request: HttpRequest) -> HttpResponse:
    """`?beside=` a metric, whose competitors it will tell."""
    initial = {"beside": request.GET.get("beside", "")}
    form = OutsideForm(request.POST or None, workspace=request.workspace, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = actions.create_outside(by=request.membership, **form.fields_of_it())
        return _to(request, made)
    status = 422 if request.method == "POST" else 200
    return render(request, "metrics/outside_create.html", {"form": form}, status=status)


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def outside_edit(request: HttpRequest, outside_id: int) -> HttpResponse:
    """Its words, place and owner, and what is wanted of it."""
    found, here = outside.live_outside(request.workspace, outside_id), request.workspace
    if request.method == "GET":
        names = ("name", "unit", "origin", "better", "target", "alert")
        initial = {name: getattr(found, name) for name in names}
        initial |= {
            "place": where.key_of(found),
            "owner": found.owner_id or "",
            "beside": found.beside_id or "",
        }
        return _form(request, found, OutsideForm(workspace=here, outside=found, initial=initial))
    form = OutsideForm(request.POST, workspace=here, outside=found)
    if not form.is_valid():
        return _form(request, found, form, 422)
    typed = form.typed("name", "unit", "origin")
    try:
        actions.edit_outside(by=request.membership, outside=found, choices=form.choices(), **typed)
    except Clash as clash:
        for field, met in clash.disputed.items():
            form.add_error(field, _("Somebody else wrote meanwhile: “%(text)s”.") % {"text": met.theirs})
        found.refresh_from_db()
        return _form(request, found, form, 409)
    except Gone:
        return HttpResponseRedirect(reverse("metrics:metric_list", args=[here.slug]))
    actions.judge_outsides(by=request.membership)
    messages.success(request, _("Saved."))
    return _to(request, found)


@workspace_view()
def outside_show(request: HttpRequest, outside_id: int) -> HttpResponse:
    return _show(request, outside.live_outside(request.workspace, outside_id))


@workspace_view(role=Role.EDITOR, methods=("POST",))
def reading_set(request: HttpRequest, outside_id: int) -> HttpResponse:
    """One value by hand."""
    found = outside.live_outside(request.workspace, outside_id)
    form = ReadingForm(request.POST, outside=found)
    if not form.is_valid():
        return _show(request, found, 422, form=form)
    actions.set_readings(by=request.membership, outside=found, rows=[form.row()])
    actions.judge_outsides(by=request.membership)
    messages.success(request, _("Saved."))
    return _to(request, found)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def reading_file(request: HttpRequest, outside_id: int) -> HttpResponse:
    """Many values from CSV, all or none."""
    found = outside.live_outside(request.workspace, outside_id)
    form = ReadingFile(request.POST, request.FILES, outside=found)
    if not form.is_valid():
        return _show(request, found, 422, upload=form)
    count = actions.set_readings(by=request.membership, outside=found, rows=form.cleaned_data["file"])
    actions.judge_outsides(by=request.membership)
    text = ngettext("%(count)d value is new or changed.", "%(count)d values are new or changed.", count)
    messages.success(request, text % {"count": count})
    return _to(request, found)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def reading_remove(request: HttpRequest, reading: int) -> HttpResponse:
    found = outside.live_reading(request.workspace, reading)
    actions.remove_reading(by=request.membership, reading=found)
    actions.judge_outsides(by=request.membership)
    messages.success(request, _("Removed. The activity log brings it back."))
    return _to(request, found.outside)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def outside_remove(request: HttpRequest, outside_id: int) -> HttpResponse:
    found = outside.live_outside(request.workspace, outside_id)
    actions.remove_outside(by=request.membership, outside=found)
    messages.success(request, _("Removed. The activity log brings it back."))
    return HttpResponseRedirect(reverse("metrics:metric_list", args=[request.workspace.slug]))


def _form(request: HttpRequest, found: Outside, form: OutsideForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "outside": found}
    return render(request, "metrics/outside_edit.html", context, status=status)


def _to(request: HttpRequest, found: Outside) -> HttpResponse:
    return HttpResponseRedirect(reverse("metrics:outside_show", args=[request.workspace.slug, found.pk]))


def _show(request: HttpRequest, found: Outside, status: int = 200, **forms) -> HttpResponse:
    context = {
        "outsider": outside.read_outside(found),
        "outside": found,
        "untold": found.alert is not None and not where.is_told(found),
        "form": ReadingForm(outside=found, initial={"day": timezone.localdate()}),
        "upload": ReadingFile(outside=found),
    }
    return render(request, "metrics/outside_show.html", context | forms, status=status)
