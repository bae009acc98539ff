"""Words that people type over each other: merged where they can be, never overwritten unseen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.kit.merge import merge_words

ATTEMPTS = 20


@dataclass(frozen=True)
class Met:
    """What was typed and what stands there. When `clean`, `mine` holds both changes."""

    mine: str
    theirs: str
    clean: bool


class Clash(log.Conflict):
    """The same words were changed by two. `texts` maps every field that was sent to what became of it."""

    def __init__(self, current: models.Model, texts: dict[str, Met]):
        self.texts = texts
        field, first = next(iter(self.disputed.items()))
        super().__init__(current, field, first.mine, first.theirs)

    @property
    def disputed(self) -> dict[str, Met]:
        """Only the fields whose words could not be merged."""
        return {field: met for field, met in self.texts.items() if not met.clean}


class Gone(log.Stale):
    """It was removed while somebody typed."""


@transaction.atomic
def save_words(
    thing: models.Model,
    texts: dict[str, tuple[str, str | None]],
    *,
    by,
    verb: str,
    version: int,
    choices: dict[str, Any] | None = None,
    **kwargs,
) -> Change | None:
    """Save texts typed over other texts, and with them `choices`, where the last one wins.

    `texts` maps a field to (text, the text it was typed over); `version` is the row's version then. Raises
    Clash when the same words were changed meanwhile, Gone when the row was removed; nothing is saved then.
    `kwargs` go to the log. Returns None when nothing differs.
    """
    choices = choices or {}
    for _attempt in range(ATTEMPTS):
        if thing.removed_at and "removed_at" not in choices:
            raise Gone(thing)
        met = {field: _meet(thing, field, text, base, version) for field, (text, base) in texts.items()}
        if not all(text.clean for text in met.values()):
            raise Clash(thing, met)
        values = {field: text.mine for field, text in met.items()} | choices
        try:
            return log.change(thing, values, by=by, verb=verb, **kwargs)
        except log.Stale:
            thing.refresh_from_db()
    raise log.Stale(thing)


def _meet(thing: models.Model, field: str, mine: str, base: str | None, version: int) -> Met:
    theirs = getattr(thing, field)
    if thing.version == version or theirs in (base, mine):
        return Met(mine, theirs, True)
    if base is None:  # nobody knows what it was typed over
        return Met(mine, theirs, False)
    merge = merge_words(base, mine, theirs)
    longest = thing._meta.get_field(field).max_length
    if merge.clean and (longest is None or len(merge.text) <= longest):
        return Met(merge.text, theirs, True)
    return Met(mine, theirs, False)
