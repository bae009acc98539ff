"""Targets, set in the drawer of a touchpoint or in the dialog of a stage."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cxjourney.feedback.models import QuestionKind
from cxjourney.feedback.queries import spot_asked_for
from cxjourney.kit import htmx
from cxjourney.metrics import actions, forms
from cxjourney.metrics.models import Target
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def target_set(request: HttpRequest) -> HttpResponse:
    """The form for `?touchpoint=` or `?stage=` (GET `&kind=` chooses the metric), and its saving."""
    spot = spot_asked_for(request.workspace, request.GET)
    if spot is None:
        raise Http404
    if request.method == "GET":
        return _show(request, spot, forms.TargetForm(initial=_initial(request, spot)))
    form = forms.TargetForm(request.POST)
    if not form.is_valid():
        return _show(request, spot, form, 422)
    given = form.cleaned_data
    change = actions.set_target(by=request.membership, spot=spot, kind=given["kind"], value=given["value"])
    text = _("Target set") if given["value"] is not None else _("Target removed")
    undo = reverse("activity:change_undo", args=[request.workspace.slug, change.pk]) if change else ""
    fallback = reverse("board:map_list", args=[request.workspace.slug])
    answer = htmx.done(request, text=text, fallback=fallback, undo=undo, refresh=True)
    if not request.htmx:
        return answer
    answer.status_code = 200  # 204 would leave the form where it is
    return htmx.trigger(answer, "drawer:refresh")


def _initial(request: HttpRequest, spot) -> dict:
    kind = request.GET.get("kind", "")
    kind = kind if kind in QuestionKind.values else QuestionKind.CSAT
    target = Target.objects.for_workspace(request.workspace).live().filter(kind=kind, **spot.fields()).first()
    return {"kind": kind, "value": target.value if target else None}


def _show(request: HttpRequest, spot, form, status: int = 200) -> HttpResponse:
    fragment = htmx.wants_fragment(request)
    template = "metrics/_target_form.html" if fragment else "metrics/target_set.html"
    context = {"form": form, "spot": spot, "fragment": fragment}
    return render(request, template, context, status=status)
