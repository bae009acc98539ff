"""The lists of choices: how often each is made over all maps, and their names."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cxjourney.activity import words
from cxjourney.journeys import counting, forms
from cxjourney.journeys.actions import choices as actions
from cxjourney.journeys.models import Choice, Taxonomy
from cxjourney.journeys.sheet import Sheet
from cxjourney.journeys.views.answers import done, shut
from cxjourney.kit import htmx
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role

FORM = "journeys/_choice_form.html"


def _here(request: HttpRequest) -> str:
    return reverse("journeys:choice_list", args=[request.workspace.slug])


@workspace_view()
def choice_list(request: HttpRequest) -> HttpResponse:
    name = "_choice_list" if htmx.wants_fragment(request) else "choice_list"
    return render(request, f"journeys/{name}.html", {"lists": counting.count_choices(request.workspace.pk)})


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def choice_edit(request: HttpRequest, choice: int) -> HttpResponse:
    found = get_object_or_404(Choice.objects.for_workspace(request.workspace).live(), pk=choice)
    return _rename(request, found, _("Rename the choice"), _("Choice renamed, on all maps"))


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def taxonomy_edit(request: HttpRequest, taxonomy: int) -> HttpResponse:
    found = get_object_or_404(Taxonomy.objects.for_workspace(request.workspace).live(), pk=taxonomy)
    return _rename(request, found, _("Rename the list"), _("List renamed"))


def _rename(request: HttpRequest, thing: Choice | Taxonomy, title: str, told: str) -> HttpResponse:
    form = forms.NameForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "thing": thing, "kind": thing._meta.model_name}
    sheet = Sheet(FORM, title, _here(request), context, dialog="choice-dialog")
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    given = {"by": request.membership, "name": form.cleaned_data["name"], **form.seen()}
    try:
        if isinstance(thing, Choice):
            change = actions.edit_choice(choice=thing, **given)
        else:
            change = actions.edit_taxonomy(taxonomy=thing, **given)
    except words.Clash as clash:
        return sheet.clash(request, clash)
    except actions.NameTaken:
        form.add_error("name", _("The list has a choice of this name."))
        return sheet.wrong(request)
    return shut(request, told, change=change, to=_here(request))


@workspace_view(role=Role.EDITOR, methods=("POST",))
def choice_remove(request: HttpRequest, choice: int) -> HttpResponse:
    found = get_object_or_404(Choice.objects.for_workspace(request.workspace).live(), pk=choice)
    change = actions.remove_choice(by=request.membership, choice=found)
    text = _("“%(name)s” is offered no more") % {"name": found}
    return done(request, text, change=change, to=_here(request), refresh=True)
