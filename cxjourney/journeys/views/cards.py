"""Cards in their cells."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cxjourney.activity import log
from cxjourney.journeys import forms, queries
from cxjourney.journeys.actions import cards as actions
from cxjourney.journeys.models import Card
from cxjourney.journeys.views.answers import conflict, done, refused
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role

CARD, FORM = "journeys/_card.html", "journeys/_card_form.html"


def _shown(request: HttpRequest, card: Card, text: object, change, **more) -> HttpResponse:
    context = {"card": card, "lane": card.lane}
    return done(request, text, map_id=card.map_id, change=change, template=CARD, context=context, **more)


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def card_create(request: HttpRequest, lane: int, stage: int) -> HttpResponse:
    row, column = queries.cell(request.workspace, lane, stage)
    form = forms.CardForm(request.POST or None, workspace=request.workspace)
    context = {"form": form, "lane": row, "stage": column, "card": None}
    if request.method == "GET":
        return render(request, FORM, context)
    if not form.is_valid():
        return render(request, FORM, context, status=422)
    given = form.cleaned_data
    try:
        change = actions.create_card(
            by=request.membership,
            lane=row,
            stage=column,
            text=given["text"],
            mood=given["mood"],
            team=given["team"],
            key=given["key"],
        )
    except log.Repeated as again:
        change = again.change
    card = queries.live_card(request.workspace, change.target_id)
    return _shown(request, card, _("Card added"), change)


@workspace_view()
def card_show(request: HttpRequest, card: int) -> HttpResponse:
    found = queries.live_card(request.workspace, card)
    return render(request, CARD, {"card": found, "lane": found.lane})


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def card_edit(request: HttpRequest, card: int) -> HttpResponse:
    found = queries.live_card(request.workspace, card)
    form = forms.CardForm(request.POST or None, workspace=request.workspace)
    context = {"form": form, "lane": found.lane, "card": found}
    if request.method == "GET":
        return render(request, FORM, context)
    if not form.is_valid():
        return render(request, FORM, context, status=422)
    try:
        change = actions.edit_card(
            by=request.membership,
            card=found,
            text=form.cleaned_data["text"],
            **form.seen(),
            **form.choices(),
        )
    except log.Conflict as clash:
        return conflict(request, FORM, context, clash)
    return _shown(request, found, _("Saved"), change)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def card_move(request: HttpRequest, card: int) -> HttpResponse:
    found = queries.live_card(request.workspace, card)
    form = forms.CardMoveForm(request.POST)
    if not form.is_valid():
        return refused(request, _("Say where the card goes."), map_id=found.map_id)
    lane, stage = form.cleaned_data["lane"], form.cleaned_data["stage"]
    same = (lane, stage) == (found.lane_id, found.stage_id)
    if not same and not queries.may_hold(found.map_id, lane, stage):
        return refused(request, _("Cards cannot stand there."), map_id=found.map_id)
    change = actions.move_card(
        by=request.membership, card=found, lane_id=lane, stage_id=stage, before=form.cleaned_data["before"]
    )
    # Another kind of lane draws the card another way.
    other_look = lane != found.lane.pk
    return done(request, _("Card moved"), map_id=found.map_id, change=change, refresh=other_look)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def card_remove(request: HttpRequest, card: int) -> HttpResponse:
    found = queries.live_card(request.workspace, card)
    change = actions.remove_card(by=request.membership, card=found)
    return done(request, _("Card removed"), map_id=found.map_id, change=change, refresh=True)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def card_duplicate(request: HttpRequest, card: int) -> HttpResponse:
    found = queries.live_card(request.workspace, card)
    form = forms.Keyed(request.POST)
    key = form.cleaned_data["key"] if form.is_valid() else None
    try:
        change = actions.duplicate_card(by=request.membership, card=found, key=key)
    except log.Repeated as again:
        change = again.change
    return done(request, _("Card duplicated"), map_id=found.map_id, change=change, refresh=True)
