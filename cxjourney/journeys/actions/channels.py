"""The workspace's own channels."""

from __future__ import annotations

import uuid

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.activity.words import save_words
from cxjourney.journeys.models import Channel


@log.once
def create_channel(*, by, group: str, name: str, key: uuid.UUID | None = None) -> Change:
    channel = Channel(workspace_id=by.workspace_id, group=group, name=name)
    return log.create(channel, by=by, verb="channel_create", key=key)


def edit_channel(
    *, by, channel: Channel, name: str, group: str, version: int, base: str | None
) -> Change | None:
    """Another name or group. Raises words.Clash."""
    log.same_workspace(by, channel)
    texts = {"name": (name, base)}
    return save_words(channel, texts, by=by, verb="channel_edit", version=version, choices={"group": group})


def remove_channel(*, by, channel: Channel) -> Change | None:
    """Touchpoints keep it; it is only offered no more."""
    log.same_workspace(by, channel)
    return log.remove(channel, by=by, verb="channel_remove")
