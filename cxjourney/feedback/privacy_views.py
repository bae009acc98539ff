"""Settings: how long customers' answers are kept, and erasing what one person answered."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cxjourney.feedback import erasing, queries
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


class RetentionForm(forms.Form):
    months = forms.IntegerField(
        label=gettext_lazy("Months"), min_value=1, max_value=240, required=False, widget=forms.NumberInput
    )


class EraseForm(forms.Form):
    address = forms.CharField(
        label=gettext_lazy("E-mail address"),
        max_length=200,
        error_messages={"required": gettext_lazy("Give the address.")},
    )


def _show(request: HttpRequest, *, status: int = 200, **forms_given) -> HttpResponse:
    months = queries.retention(request.workspace)
    context = {"months": months, "form": RetentionForm(initial={"months": months}), "erase": EraseForm()}
    return render(request, "feedback/privacy.html", context | forms_given, status=status)


def _here(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("feedback:privacy", args=[request.workspace.slug]))


@workspace_view(role=Role.OWNER, methods=("GET", "POST"))
def privacy(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return _show(request)
    form = RetentionForm(request.POST)
    if not form.is_valid():
        return _show(request, status=422, form=form)
    erasing.set_retention(by=request.membership, months=form.cleaned_data["months"])
    messages.success(request, _("Saved."))
    return _here(request)


@workspace_view(role=Role.OWNER, methods=("POST",))
def person_erase(request: HttpRequest) -> HttpResponse:
    form = EraseForm(request.POST)
    if not form.is_valid():
        return _show(request, status=422, erase=form)
    erased = erasing.erase_person(by=request.membership, address=form.cleaned_data["address"])
    if erased:
        text = ngettext("%(count)d answer is erased.", "%(count)d answers are erased.", erased)
        messages.success(request, text % {"count": erased})
    else:
        messages.info(request, _("Nothing of this address is here."))
    return _here(request)
