"""The workspace's own channels, a page of its settings."""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cxjourney.activity import log, words
from cxjourney.journeys import forms, queries
from cxjourney.journeys.actions import channels as actions
from cxjourney.journeys.channels import GROUPS
from cxjourney.journeys.views.answers import done
from cxjourney.kit import htmx
from cxjourney.workspaces.access import workspace_view
from cxjourney.workspaces.models import Role


def _context(request: HttpRequest, form=None, edited: int = 0, clash=None) -> dict:
    """`form` holds what could not be saved: of the channel with the id `edited`, or of a new one when 0."""
    return {
        "groups": GROUPS,
        "options": queries.channel_options(request.workspace),
        "channels": list(queries.own_channels(request.workspace)),
        "form": form,
        "edited": edited,
        "clash": clash,
        "rail_key": "settings",
    }


def _show(request: HttpRequest, status: int = 200, **context) -> HttpResponse:
    name = "_channel_list" if htmx.wants_fragment(request) else "channel_list"
    return render(request, f"journeys/{name}.html", _context(request, **context), status=status)


def _done(request: HttpRequest, text: str, change) -> HttpResponse:
    here = reverse("journeys:channel_list", args=[request.workspace.slug])
    template = "journeys/_channel_list.html"
    return done(request, text, change=change, to=here, template=template, context=_context(request))


@workspace_view(role=Role.EDITOR)
def channel_list(request: HttpRequest) -> HttpResponse:
    return _show(request)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def channel_create(request: HttpRequest) -> HttpResponse:
    form = forms.ChannelForm(request.POST, workspace=request.workspace)
    # The same press again: its own channel must not be taken for another of this name.
    form.is_valid()
    if log.by_key(request.membership, form.cleaned_data.get("key")):
        return _done(request, "", None)
    if form.errors:
        return _show(request, status=422, form=form)
    given = {name: form.cleaned_data[name] for name in ("group", "name", "key")}
    change = None
    with suppress(log.Repeated):  # the list shows it
        change = actions.create_channel(by=request.membership, **given)
    return _done(request, _("The channel is there."), change)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def channel_edit(request: HttpRequest, channel: int) -> HttpResponse:
    found = queries.live_channel(request.workspace, channel)
    form = forms.ChannelForm(request.POST, workspace=request.workspace, channel=found)
    if not form.is_valid():
        return _show(request, status=422, form=form, edited=found.pk)
    given = {name: form.cleaned_data[name] for name in ("group", "name")}
    try:
        change = actions.edit_channel(by=request.membership, channel=found, **given, **form.seen())
    except words.Clash as clash:
        return _show(request, status=409, form=form, edited=found.pk, clash=clash)
    return _done(request, _("%(name)s is saved.") % {"name": found.name}, change)


@workspace_view(role=Role.EDITOR, methods=("POST",))
def channel_remove(request: HttpRequest, channel: int) -> HttpResponse:
    found = queries.live_channel(request.workspace, channel)
    change = actions.remove_channel(by=request.membership, channel=found)
    return _done(request, _("%(name)s is removed.") % {"name": found.name}, change)
