"""Closing the loop: who is to be answered, and answering them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxjourney.activity import log
from cxjourney.activity.queries import newest_change
from cxjourney.activity.words import Clash, Gone
from cxjourney.feedback.answers import undo_url
from cxjourney.feedback.followups import actions, forms, reads
from cxjourney.feedback.followups.models import FollowUp, FollowUpState
from cxjourney.feedback.models import Feedback
from cxjourney.journeys.sheet import Sheet
from cxjourney.kit import htmx
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role
from cxjourney.workspaces.queries import teams


def _home(request: HttpRequest) -> str:
    return reverse("feedback:followup_list", args=[request.workspace.slug])


def _done(request: HttpRequest, text: str, change, *, close: bool = False) -> HttpResponse:
    """Say so, offer to take it back, and let every list of follow-ups be read again."""
    answer = htmx.done(
        request, text=text, undo=undo_url(request, change), fallback=_home(request), refresh=True
    )
    return htmx.trigger(answer, "dialog:close") if close and request.htmx else answer


@workspace_view()
def followup_list(request: HttpRequest) -> HttpResponse:
    """Who is to be answered, 50 a page: five queries beside those of every page."""
    stamp = newest_change(request.workspace)
    chosen = forms.FilterForm(request.GET).chosen()
    kept = {name: value for name, value in chosen.items() if name != "after"}
    context = {
        "stamp": stamp,
        "page": reads.followup_page(request.workspace, chosen, request.user),
        "counts": reads.count_followups(request.workspace, request.user),
        "chosen": chosen,
        "kept": urlencode(kept),
        "teams": teams(request.workspace),
    }
    fragment = htmx.wants_fragment(request)
    return render(request, "feedback/_followups.html" if fragment else "feedback/followup_list.html", context)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def followup_bulk(request: HttpRequest) -> HttpResponse:
    """Give the chosen ones to a team, or take them; one press of Undo takes all of it back."""
    form = forms.BulkForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        return htmx.refused(request, next(iter(form.errors.values()))[0], fallback=_home(request))
    values = form.values(request.user)
    if not values:
        return htmx.refused(request, _("Say what is to be done with them."), fallback=_home(request))
    rows = form.cleaned_data["followup"]
    change = actions.sort_followups(by=request.membership, rows=rows, values=values)
    text = ngettext("One assigned", "%(count)d assigned", len(rows)) % {"count": len(rows)}
    return _done(request, text, change)


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def followup_create(request: HttpRequest) -> HttpResponse:
    """The dialog that follows up words chosen in the inbox (`feedback=`)."""
    rows = _words(request)
    title = ngettext("Follow up", "Follow up %(count)d", len(rows)) % {"count": len(rows)}
    inbox = reverse("feedback:feedback_list", args=[request.workspace.slug])
    posted = request.POST if request.method == "POST" else None
    form = forms.FollowUpForm(posted, workspace=request.workspace)
    context = {"form": form, "rows": rows}
    sheet = Sheet("feedback/_followup_create.html", title, inbox, context, dialog="followup-dialog")
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    given = form.cleaned_data
    try:
        change = actions.create_followups(
            by=request.membership,
            rows=given["feedback"],
            due=given["due"],
            note=given["note"],
            key=given["key"],
            **form.people(),
        )
    except log.Repeated as again:
        change = again.change
    text = _("To be answered") if change else _("They are followed up already.")
    return _done(request, text, change, close=True)


def _words(request: HttpRequest) -> list[Feedback]:
    """What the address or the form names, all of this workspace. Raises Http404."""
    data = request.POST if "feedback" in request.POST else request.GET
    asked = {one for one in data.getlist("feedback") if one.isdecimal() and len(one) < 19}
    rows = Feedback.objects.for_workspace(request.workspace).live().exclude(text="").filter(pk__in=asked)
    found = list(rows.order_by("pk"))
    if not found or len(found) != len(asked):
        raise Http404
    return found


def _shown(request: HttpRequest, followup: FollowUp, *, status: int = 200, **more) -> HttpResponse:
    """One follow-up, open with its form, or as it stands in the list (`?folded=1`)."""
    folded = "folded" in request.GET
    form = more.pop("form", None) or forms.EditForm.of(followup)
    fragment = htmx.wants_fragment(request)
    shown = {"followup": followup, "form": form, "folded": folded, "clash": None, "page": not fragment}
    name = "feedback/_followup.html" if fragment else "feedback/followup_show.html"
    return render(request, name, shown | more, status=status)


@workspace_view()
def followup_show(request: HttpRequest, followup: int) -> HttpResponse:
    return _shown(request, reads.live_followup(request.workspace, followup))


@workspace_view(role=Role.EDITOR, methods=("POST",))
def followup_edit(request: HttpRequest, followup: int) -> HttpResponse:
    found = reads.live_followup(request.workspace, followup)
    form = forms.EditForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        return _shown(request, found, form=form, status=422)
    typed = form.typed("note", "told")
    try:
        change = actions.edit_followup(by=request.membership, followup=found, choices=form.choices(), **typed)
    except Clash as clash:
        return _shown(request, found, form=form, clash=clash, status=409)
    except Gone:
        return htmx.refused(request, _("It was removed meanwhile."), fallback=_home(request))
    if not request.htmx:
        return _done(request, _("Saved"), change)
    context = {"followup": found, "folded": True}
    answer = render(request, "feedback/_followup.html", context)
    return htmx.toast(htmx.trigger(answer, "board:refresh"), _("Saved"), undo=undo_url(request, change))


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def followup_reply(request: HttpRequest, followup: int) -> HttpResponse:
    """Write down what the customer was told."""
    found = reads.live_followup(request.workspace, followup)
    form = forms.ReplyForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "followup": found, "clash": None}
    sheet = Sheet("feedback/_followup_reply.html", _("Reply"), _home(request), context, dialog="reply-dialog")
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    choices = {"state": form.cleaned_data["state"]}
    try:
        change = actions.edit_followup(
            by=request.membership, followup=found, choices=choices, **form.typed("told")
        )
    except Clash as clash:
        return sheet.clash(request, clash)
    except Gone:
        return htmx.refused(request, _("It was removed meanwhile."), fallback=_home(request))
    solved = choices["state"] == FollowUpState.SOLVED
    return _done(request, _("Solved") if solved else _("Contacted"), change, close=True)


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def followup_pass(request: HttpRequest, followup: int) -> HttpResponse:
    """Give it to another team."""
    found = reads.live_followup(request.workspace, followup)
    posted = request.POST if request.method == "POST" else None
    form = forms.PassForm(posted, workspace=request.workspace, initial={"team": found.team_id})
    context = {"form": form, "followup": found}
    sheet = Sheet("feedback/_followup_pass.html", _("Pass on"), _home(request), context, dialog="pass-dialog")
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    team = form.cleaned_data["team"]
    change = actions.sort_followups(by=request.membership, rows=[found], values={"team_id": team.pk})
    return _done(request, _("Passed on to %(team)s") % {"team": team}, change, close=True)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def followup_remove(request: HttpRequest, followup: int) -> HttpResponse:
    found = reads.live_followup(request.workspace, followup)
    change = actions.remove_followup(by=request.membership, followup=found)
    if not request.htmx:
        messages.success(request, _("Follow-up removed"))
        return HttpResponseRedirect(_home(request))
    answer = htmx.trigger(HttpResponse(), "board:refresh")
    return htmx.toast(answer, _("Follow-up removed"), undo=undo_url(request, change))
