"""Cards in their cells."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxjourney.activity import log, words
from cxjourney.journeys import forms, queries, whom
from cxjourney.journeys.actions import cards as actions
from cxjourney.journeys.kinds import TEXT_LANES
from cxjourney.journeys.models import Card, Lane, Stage, Step
from cxjourney.journeys.sheet import Sheet
from cxjourney.journeys.views.answers import done, map_page, refused
from cxjourney.kit import images
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role

CARD, FORM = "journeys/_card.html", "journeys/_card_form.html"


def _shown(card: Card) -> dict:
    """What `done` needs to answer with the card."""
    return {"map_id": card.map_id, "template": CARD, "context": {"card": card, "lane": card.lane}}


def _sheet(request: HttpRequest, form: forms.CardForm, lane: Lane, title: str, **context) -> Sheet:
    back = map_page(request, lane.map_id)
    return Sheet(FORM, title, back, {"form": form, "lane": lane, "texts": TEXT_LANES, **context}, item=True)


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def card_create(request: HttpRequest, lane: int, stage: int) -> HttpResponse:
    row, column = queries.cell(request.workspace, lane, stage)
    step = queries.step_in(column, request.POST.get("step") or request.GET.get("step", ""))
    sent = request.POST if request.method == "POST" else None
    form = forms.NewCardForm(sent, request.FILES or None, workspace=request.workspace, lane=row)
    sheet = _sheet(request, form, row, _("New card"), stage=column, step=step, card=None)
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    if form.cleaned_data["split"]:
        return _create_many(request, form, row, column, step)
    try:
        change = actions.create_card(
            by=request.membership,
            lane=row,
            stage=column,
            step=step,
            text=form.cleaned_data["text"],
            **form.facts(),
        )
    except log.Repeated as again:
        card = queries.live_card(request.workspace, again.change.target_id)
        return done(request, "", change=None, **_shown(card))
    card = queries.live_card(request.workspace, change.target_id)
    return done(request, _("Card added"), change=change, **_shown(card))


def _create_many(
    request: HttpRequest, form: forms.NewCardForm, lane: Lane, stage: Stage, step: Step | None
) -> HttpResponse:
    """Several lines were pasted: a card for each."""
    try:
        change = actions.create_cards(
            by=request.membership, lane=lane, stage=stage, step=step, texts=form.lines(), **form.facts()
        )
        made, told = change, change
    except log.Repeated as again:
        made, told = again.change, None
    cards = list(queries.cards_made_by(made))
    text = ngettext("%(num)s card added", "%(num)s cards added", len(cards)) % {"num": len(cards)}
    context = {"cards": cards, "lane": lane}
    return done(
        request, text, change=told, map_id=lane.map_id, template="journeys/_cards.html", context=context
    )


@workspace_view()
def card_show(request: HttpRequest, card: int) -> HttpResponse:
    found = queries.live_card(request.workspace, card)
    return render(request, CARD, {"card": found, "lane": found.lane})


@workspace_view(role=Role.EDITOR, methods=("GET", "POST"))
def card_edit(request: HttpRequest, card: int) -> HttpResponse:
    found = queries.live_card(request.workspace, card, removed=True)
    if request.method == "GET" and found.removed_at:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = forms.CardForm(sent, request.FILES or None, workspace=request.workspace, lane=found.lane)
    sheet = _sheet(request, form, found.lane, _("Edit the card"), card=found)
    if request.method == "GET":
        return sheet.show(request)
    if not form.is_valid():
        return sheet.wrong(request)
    given = form.cleaned_data
    try:
        change = actions.edit_card(
            by=request.membership,
            card=found,
            text=given["text"],
            revive=given["revive"],
            **form.seen(),
            **form.choices(),
        )
    except words.Clash as clash:
        return sheet.clash(request, clash)
    except words.Gone:
        return sheet.show(request, status=409, gone=True)
    found.whom = whom.named(request.workspace.pk, found.persona_ids)
    return done(request, _("Card saved"), change=change, **_shown(found))


@workspace_view(role=Role.EDITOR, methods=("POST",))
def card_move(request: HttpRequest, card: int) -> HttpResponse:
    found = queries.live_card(request.workspace, card)
    form = forms.CardMoveForm(request.POST)
    if not form.is_valid():
        return refused(request, _("Say where the card goes."), map_id=found.map_id)
    lane, stage, step, before = (form.cleaned_data[name] for name in ("lane", "stage", "step", "before"))
    if step or (lane, stage) != (found.lane_id, found.stage_id):
        cell = queries.may_hold(found.lane, lane, stage, step)
        if cell is None:
            return refused(request, _("Cards can't stand there."), map_id=found.map_id)
        step = cell[0]
    from_lane = found.lane_id
    moved = actions.move_card(
        by=request.membership, card=found, lane_id=lane, stage_id=stage, step_id=step, before=before
    )
    # Another lane draws the card another way, and a card that went last is not where it was dropped.
    refresh = lane != from_lane or not moved.as_wished
    return done(request, _("Card moved"), change=moved.change, map_id=found.map_id, refresh=refresh)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def card_remove(request: HttpRequest, card: int) -> HttpResponse:
    found = queries.live_card(request.workspace, card)
    change = actions.remove_card(by=request.membership, card=found)
    return done(
        request,
        _("Card removed"),
        change=change,
        map_id=found.map_id,
        template="journeys/_removed.html",
        context={"target": f"#card-{found.pk}"},
    )


@workspace_view(role=Role.EDITOR, methods=("POST",))
def card_duplicate(request: HttpRequest, card: int) -> HttpResponse:
    found = queries.live_card(request.workspace, card)
    form = forms.Keyed(request.POST)
    if not form.is_valid():
        return refused(request, _("Load the page again, then try once more."), map_id=found.map_id)
    try:
        change = actions.duplicate_card(by=request.membership, card=found, key=form.cleaned_data["key"])
    except log.Repeated:
        return done(request, "", change=None, map_id=found.map_id, refresh=True)
    copy = queries.live_card(request.workspace, change.target_id)
    return done(
        request,
        _("Card duplicated"),
        change=change,
        map_id=found.map_id,
        template="journeys/_duplicate.html",
        context={"original": found, "card": copy, "lane": copy.lane},
    )


@workspace_view()
def card_picture(request: HttpRequest, card: int) -> HttpResponse:
    """The picture of a card as large as it is, in a dialog."""
    found = queries.live_card(request.workspace, card)
    if found.image_id is None:
        raise Http404
    sheet = Sheet(
        "journeys/_card_picture.html",
        found.lane.title,
        map_page(request, found.map_id),
        {"card": found},
        dialog="picture-dialog",
    )
    return sheet.show(request)


@workspace_view()
def image_show(request: HttpRequest, card_image: int) -> HttpResponse:
    data = queries.image_bytes(request.workspace, card_image, thumb=False)
    return images.answer(request, data, f"card-{card_image}")


@workspace_view()
def image_thumb(request: HttpRequest, card_image: int) -> HttpResponse:
    data = queries.image_bytes(request.workspace, card_image, thumb=True)
    return images.answer(request, data, f"card-{card_image}-thumb")
