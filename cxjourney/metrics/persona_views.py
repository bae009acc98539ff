"""A persona measured: the rule that finds its customers, and what they answered."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cxjourney.feedback import segments
from cxjourney.metrics import actions
from cxjourney.metrics.rule_form import RuleForm
from cxjourney.metrics.segment import read_segment
from cxjourney.personas.models import Persona
from cxjourney.personas.queries import live_persona, live_personas
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


@workspace_view()
def persona_measured(request: HttpRequest, persona: int) -> HttpResponse:
    """`?beside=` another persona compares with it instead of with everyone else."""
    found = live_persona(request.workspace, persona)
    return _show(request, found, RuleForm(rule=found.rule))


@workspace_view(role=Role.EDITOR, methods=("POST",))
def rule_set(request: HttpRequest, persona: int) -> HttpResponse:
    found = live_persona(request.workspace, persona)
    form = RuleForm(request.POST, rule=found.rule)
    if not form.is_valid():
        return _show(request, found, form, 422)
    if actions.set_rule(by=request.membership, persona=found, rule=form.rule):
        messages.success(request, _("Saved. The answers are now given to their personas."))
    return _back(request, found)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def rule_try(request: HttpRequest, persona: int) -> HttpResponse:
    """How many of the newest customers a rule fits, before it is kept. Two queries."""
    found = live_persona(request.workspace, persona)
    form = RuleForm(request.POST, rule=found.rule)
    rule = form.rule if form.is_valid() else {}
    tried = segments.fitting(request.workspace.pk, rule) if rule else None
    return render(request, "metrics/_rule_try.html", {"tried": tried})


@workspace_view(role=Role.EDITOR, methods=("POST",))
def persona_count(request: HttpRequest, persona: int) -> HttpResponse:
    """Give the answers to the personas again, as after a rule was undone."""
    found = live_persona(request.workspace, persona)
    actions.give_answers(by=request.membership)
    return _back(request, found)


def _back(request: HttpRequest, persona: Persona) -> HttpResponse:
    return HttpResponseRedirect(
        reverse("metrics:persona_measured", args=[request.workspace.slug, persona.pk])
    )


def _show(request: HttpRequest, persona: Persona, form: RuleForm, status: int = 200) -> HttpResponse:
    others = [
        one for one in live_personas(request.workspace).filter(archived_at=None) if one.pk != persona.pk
    ]
    beside = next((one for one in others if str(one.pk) == request.GET.get("beside")), None)
    context = {
        "persona": persona,
        "segment": read_segment(request.workspace, persona, beside),
        "form": form,
        "operators": segments.OPERATORS,
        "facts": segments.known_facts(request.workspace.pk) if request.membership.can_edit else {},
        "others": others,
        "beside": beside,
    }
    return render(request, "metrics/persona_measured.html", context, status=status)
