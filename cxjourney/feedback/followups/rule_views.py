"""The rules that make follow-ups: what they look for, and how many answers they would find now."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cxjourney.activity import log
from cxjourney.feedback.answers import undo_url
from cxjourney.feedback.followups import actions, forms, making, reads
from cxjourney.kit import htmx
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


def _home(request: HttpRequest) -> str:
    return reverse("feedback:rule_list", args=[request.workspace.slug])


@workspace_view()
def rule_list(request: HttpRequest) -> HttpResponse:
    """The rules. One query beside those of every page."""
    return render(request, "feedback/rule_list.html", {"rules": list(reads.rules(request.workspace))})


def _form(request: HttpRequest, form: forms.RuleForm, rule=None, status: int = 200, **more) -> HttpResponse:
    return render(request, "feedback/rule_form.html", {"form": form, "rule": rule, **more}, status=status)


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def rule_create(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return _form(request, forms.RuleForm(workspace=request.workspace))
    form = forms.RuleForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        return _form(request, form, status=422)
    values = form.values()
    try:
        actions.create_rule(by=request.membership, since=form.since(), key=form.cleaned_data["key"], **values)
    except actions.TooMany:
        text = _("That would make more than %(most)d follow-ups at once. Go back fewer days.")
        form.add_error("back", text % {"most": actions.MOST_AT_ONCE})
        return _form(request, form, status=422)
    except log.Repeated:
        pass
    messages.success(request, _("The rule is kept."))
    return HttpResponseRedirect(_home(request))


@workspace_view(role=Role.EDITOR, methods=("POST",))
def rule_count(request: HttpRequest) -> HttpResponse:
    """How many answers that are here already a new rule would find, before it is kept."""
    form = forms.RuleForm(request.POST, workspace=request.workspace)
    count = None
    if form.is_valid():
        values = form.values()
        for name in ("team_id", "days"):
            del values[name]
        values["touchpoint"] = values.pop("touchpoint_id")
        count = making.count_hits(request.workspace.pk, since=form.since(), **values)
    if not htmx.wants_fragment(request):
        return _form(request, form, count=count)
    return render(request, "feedback/_rule_count.html", {"count": count, "most": actions.MOST_AT_ONCE})


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def rule_edit(request: HttpRequest, rule: int) -> HttpResponse:
    found = reads.live_rule(request.workspace, rule)
    if request.method == "GET":
        return _form(request, forms.RuleForm.of(found), found)
    form = forms.RuleForm(request.POST, workspace=request.workspace, rule=found)
    if not form.is_valid():
        return _form(request, form, found, 422)
    actions.edit_rule(by=request.membership, rule=found, values=form.values())
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(_home(request))


@workspace_view(role=Role.EDITOR, methods=("POST",))
def rule_remove(request: HttpRequest, rule: int) -> HttpResponse:
    found = reads.live_rule(request.workspace, rule)
    change = actions.remove_rule(by=request.membership, rule=found)
    undo = undo_url(request, change)
    return htmx.done(request, text=_("Rule removed"), undo=undo, fallback=_home(request), refresh=True)
