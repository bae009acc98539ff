"""The inbox: customers' words with filters, what becomes of them, and kept views."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cxjourney.activity import log
from cxjourney.activity.queries import newest_change
from cxjourney.feedback import actions, forms, inbox, triage
from cxjourney.feedback.answers import done, home, undo_url
from cxjourney.feedback.followups.reads import states_of
from cxjourney.feedback.models import FeedbackView, Source, Triage
from cxjourney.feedback.places import spot_options
from cxjourney.feedback.queries import MOOD_VALUES
from cxjourney.kit import htmx, periods
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role
from cxjourney.workspaces.queries import teams

PERIODS = [
    ("", gettext_lazy("All time")),
    ("30", gettext_lazy("Last 30 days")),
    ("90", gettext_lazy("Last 90 days")),
    ("365", gettext_lazy("Last year")),
]


@workspace_view()
def feedback_list(request: HttpRequest) -> HttpResponse:
    """Customers' words with filters, 50 a page. Thirteen queries, one more for a search."""
    stamp = newest_change(request.workspace)
    chosen = forms.FilterForm(request.GET).chosen()
    kept = {name: value for name, value in chosen.items() if name != "after"}
    page = inbox.feedback_page(request.workspace, chosen)
    context = {
        "stamp": stamp,
        "page": page,
        "followed": states_of([row.pk for row in page.rows]),
        "chosen": chosen,
        "kept": urlencode(kept),
        "any_time": {name: value for name, value in kept.items() if name != "period"},
        "period": periods.parse(kept["period"], today=timezone.localdate()) if "period" in kept else None,
        "periods": PERIODS,
        "counted": inbox.COUNTED,
        "spots": spot_options(request.workspace),
        "sources": Source.choices,
        "moods": forms.MOODS,
        "statuses": Triage.choices,
        "themes": inbox.theme_options(request.workspace),
        "personas": inbox.persona_options(request.workspace),
        "teams": teams(request.workspace),
        "views": inbox.views_of(request.workspace),
        "may_add": request.membership.may(Role.CONTRIBUTOR),
    }
    template = "_quotes_answer" if htmx.wants_fragment(request) else "feedback_list"
    return render(request, f"feedback/{template}.html", context)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def feedback_bulk(request: HttpRequest) -> HttpResponse:
    """Mark the chosen words, or give them to a team; one press of Undo takes all of it back."""
    form = forms.BulkForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        fault = next(iter(form.errors.values()))[0]
        return htmx.refused(request, fault, fallback=home(request))
    rows = form.cleaned_data["feedback"]
    change = _sort(request, rows, form.cleaned_data)
    count = {"count": len(rows)}
    text = ngettext("One sorted", "%(count)d sorted", len(rows)) % count
    if not request.htmx:
        messages.success(request, text)
        return htmx.back(request, home(request))
    return done(request, text, undo=undo_url(request, change))


def _sort(request: HttpRequest, rows: list, given: dict):
    if given["sentiment"]:
        sentiment = MOOD_VALUES[given["sentiment"]]
        return actions.judge_feedback(by=request.membership, rows=rows, sentiment=sentiment)
    return triage.sort_feedback(by=request.membership, rows=rows, values=given["values"])


@workspace_view(role=Role.EDITOR, methods=("POST",))
def view_create(request: HttpRequest) -> HttpResponse:
    """Keep the filters that hold now under a name."""
    form = forms.ViewForm(request.POST)
    if not form.is_valid():
        return htmx.refused(request, next(iter(form.errors.values()))[0], fallback=home(request))
    given = form.cleaned_data
    try:
        triage.create_view(by=request.membership, name=given["name"], query=given["query"], key=given["key"])
    except triage.NameTaken:
        return htmx.refused(request, _("A view of this name is there already."), fallback=home(request))
    except log.Repeated:
        pass
    messages.success(request, _("View kept"))
    to = f"{home(request)}?{given['query']}"
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": to})
    return HttpResponseRedirect(to)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def view_remove(request: HttpRequest, view: int) -> HttpResponse:
    views = FeedbackView.objects.for_workspace(request.workspace).live()
    change = triage.remove_view(by=request.membership, view=get_object_or_404(views, pk=view))
    return htmx.done(
        request, text=_("View removed"), undo=undo_url(request, change), fallback=home(request), refresh=True
    )
