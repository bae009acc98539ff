"""A metric for one map, stage or touchpoint: made, and given up."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cxjourney.metrics import actions, watch
from cxjourney.metrics.place_form import PlaceForm
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def metric_create(request: HttpRequest) -> HttpResponse:
    """On to its settings, for target and threshold."""
    form = PlaceForm(request.POST if request.method == "POST" else None, workspace=request.workspace)
    if request.method == "GET" or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "metrics/metric_create.html", {"form": form}, status=status)
    made = actions.create_metric(by=request.membership, **form.chosen)
    messages.success(request, _("Added. Give it a target and a threshold."))
    return HttpResponseRedirect(reverse("metrics:metric_edit", args=[request.workspace.slug, made.pk]))


@workspace_view(role=Role.EDITOR, methods=("POST",))
def metric_remove(request: HttpRequest, metric: int) -> HttpResponse:
    """One of a single place only: the workspace keeps one for every scale."""
    found = watch.live_metric(request.workspace, metric)
    try:
        actions.remove_metric(by=request.membership, metric=found)
    except ValueError:
        messages.error(request, _("Every scale keeps its metric of the whole workspace."))
        return HttpResponseRedirect(reverse("metrics:metric_show", args=[request.workspace.slug, found.pk]))
    messages.success(request, _("Removed. The activity log brings it back."))
    return HttpResponseRedirect(reverse("metrics:metric_list", args=[request.workspace.slug]))
