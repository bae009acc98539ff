"""The log in words. Each package hands over its sentences in apps.py; a translator sees whole sentences.

In a sentence `{who}` is the person and `{what}` the thing, as they were called at that time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxjourney.activity.models import Change, Kind

_sentences: dict[str, str | Promise] = {}
known: Mapping[str, str | Promise] = MappingProxyType(_sentences)

FRAMES = {
    Kind.UNDO: gettext_lazy("{sentence} – undone"),
    Kind.REDO: gettext_lazy("{sentence} – done again"),
}


def register(sentences: Mapping[str, str | Promise]) -> None:
    """Add the sentences of some verbs. Raises ValueError when a verb has one already."""
    taken = sentences.keys() & _sentences.keys()
    if any(_sentences[verb] != sentences[verb] for verb in taken):
        raise ValueError(f"These verbs have sentences already: {', '.join(sorted(taken))}")
    _sentences.update(sentences)


def sentence(change: Change) -> SafeString:
    """What happened, as HTML with the thing's name in bold. Needs `actor` selected."""
    return _say(change, format_html("<b>{}</b>", _what(change)), format_html)


def plain(change: Change) -> str:
    """The same as text."""
    return _say(change, _what(change), str.format)


def _what(change: Change) -> str:
    return change.target_label or _("something without a name")


def _say(change: Change, what: str, put: Callable) -> Any:
    text = _sentences.get(change.verb) or _("{who} changed {what}")
    said = put(str(text), who=str(change.actor) if change.actor else _("Somebody who has left"), what=what)
    frame = FRAMES.get(Kind(change.kind))
    return put(str(frame), sentence=said) if frame else said
