"""Customers' words and scores: the list, and the forms that stand on a page or in the drawer."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxjourney.activity import log
from cxjourney.activity.words import Clash, Gone
from cxjourney.feedback import actions, forms, queries
from cxjourney.feedback.answers import done, home, show_form, undo_url
from cxjourney.feedback.questions import ScaleTaken
from cxjourney.feedback.words import jobs
from cxjourney.kit import htmx
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


def _given(request: HttpRequest):
    """What was sent, also when nothing was filled in; None when the form is only asked for."""
    return request.POST if request.method == "POST" else None


@workspace_view(role=Role.CONTRIBUTOR, methods=("GET", "POST"))
def feedback_create(request: HttpRequest) -> HttpResponse:
    """Words given by hand, on `?touchpoint=` or `?stage=`, or where the form says."""
    spot = queries.spot_asked_for(request.workspace, request.GET)
    form = forms.FeedbackForm(_given(request), workspace=request.workspace, spot=spot)
    if request.method == "GET" or not form.is_valid():
        context = {"form": form, "spot": spot}
        return show_form(request, "feedback_create", context, 422 if form.is_bound else 200)
    given = form.fields_given()
    try:
        feedback = actions.create_feedback(
            by=request.membership, spot=form.chosen_spot, key=form.cleaned_data["key"], **given
        )
        change = feedback.change
    except log.Repeated as again:
        change = again.change
    _read_soon(request)
    feedback = queries.live_feedback(request.workspace, change.target_id)
    undo = undo_url(request, change)
    return done(
        request,
        _("Feedback added"),
        undo=undo,
        template="feedback/_quote.html",
        feedback=_with_scores(feedback),
    )


def _read_soon(request: HttpRequest) -> None:
    """Language, mood and themes of what was typed in, beside the page."""
    transaction.on_commit(lambda: jobs.read_soon(request.workspace.pk))


def _with_scores(feedback):
    queries.add_scores([feedback])
    return feedback


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def feedback_edit(request: HttpRequest, feedback: int) -> HttpResponse:
    found = queries.live_feedback(request.workspace, feedback)
    context = {"feedback": found, "clash": None}
    if request.method == "GET":
        return show_form(request, "feedback_edit", {**context, "form": forms.FeedbackEditForm.of(found)})
    context["form"] = form = forms.FeedbackEditForm(request.POST)  # type: ignore[assignment]
    if not form.is_valid():
        return show_form(request, "feedback_edit", context, 422)
    try:
        change = actions.edit_feedback(
            by=request.membership, feedback=found, choices=form.choices(), **form.typed("text")
        )
    except Clash as clash:
        return show_form(request, "feedback_edit", {**context, "clash": clash}, 409)
    except Gone:
        return htmx.refused(request, _("It was removed meanwhile."), fallback=home(request))
    _read_soon(request)
    return done(
        request,
        _("Saved"),
        undo=undo_url(request, change),
        template="feedback/_quote.html",
        feedback=_with_scores(found),
    )


@workspace_view()
def feedback_show(request: HttpRequest, feedback: int) -> HttpResponse:
    """One customer's words, as they stand in a list; a link from elsewhere opens the list there."""
    found = _with_scores(queries.live_feedback(request.workspace, feedback))
    name = "feedback/_quote.html" if htmx.wants_fragment(request) else "feedback/feedback_show.html"
    return render(request, name, {"feedback": found})


@workspace_view(role=Role.EDITOR, methods=("POST",))
def feedback_remove(request: HttpRequest, feedback: int) -> HttpResponse:
    found = queries.live_feedback(request.workspace, feedback)
    change = actions.remove_feedback(by=request.membership, feedback=found)
    return done(request, _("Feedback removed"), undo=undo_url(request, change))


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def score_create(request: HttpRequest) -> HttpResponse:
    """A number given by hand."""
    spot = queries.spot_asked_for(request.workspace, request.GET)
    form = forms.ScoreForm(_given(request), workspace=request.workspace, spot=spot)
    context = {"form": form, "spot": spot}
    if request.method == "GET" or not form.is_valid():
        return show_form(request, "score_create", context, 422 if form.is_bound else 200)
    given = form.cleaned_data
    try:
        score = actions.create_score(
            by=request.membership,
            spot=form.chosen_spot,
            asked=given["asked"],
            value=given["value"],
            count=given["count"] or 1,
            answered_on=given["answered_on"],
            key=given["key"],
        ).pk
    except ScaleTaken as error:
        form.add_error("name", str(error))
        return show_form(request, "score_create", context, 422)
    except log.Repeated as again:
        score = again.change.target_id
    text = ngettext("Score added", "%(count)d scores added", given["count"] or 1) % {
        "count": given["count"] or 1
    }
    undo = reverse("feedback:score_remove", args=[request.workspace.slug, score])
    return done(request, text, undo=undo)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def score_remove(request: HttpRequest, score: int) -> HttpResponse:
    """Take back a score given by hand: the undo of its toast."""
    actions.remove_score(by=request.membership, score=queries.find_score(request.workspace, score))
    return done(request, _("Score taken back"))
