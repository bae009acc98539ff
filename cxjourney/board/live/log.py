"""What happened on a map since somebody looked, and a still picture of the database to draw it from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from psycopg import IsolationLevel

from cxjourney.activity.models import Change
from cxjourney.activity.sentences import plain
from cxjourney.board.sql import rows
from cxjourney.workspaces.models import User

MOST = 200  # changes that are followed one by one; after more the whole board is quicker

LOG = """
SELECT m.seq, c.seq, c.kind, c.verb, c.target_type, c.target_id, c.target_label, c.before, c.after,
       c.actor_id, u.name, u.email
  FROM cxjourney_journeymap m
  LEFT JOIN cxjourney_change c ON c.map_id = m.id AND c.seq > %(after)s
  LEFT JOIN cxjourney_user u ON u.id = c.actor_id
 WHERE m.id = %(map)s AND m.workspace_id = %(workspace)s
 ORDER BY c.seq
 LIMIT %(most)s
"""

# Things with numbers or words of customers: they come in floods, and touch no card.
NUMBERS = {"score", "feedback", "target", "import"}
# Things that have an element of their own on the board.
# Things whose names stand on text cards, which know nothing of them.
NAMED = {"team", "persona", "choice", "journeymap"}
SHOWN = {"card", "placement", "painpoint", "stage", "step", "lane"}
# Words that have a form in place, but are not drawn as a card is: told with the change itself.
WORDS = {"stage": ("name", "goal"), "step": ("name",), "lane": ("title", "note"), "journeymap": ("title",)}


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is of one moment, so what is drawn is exactly what the map's `seq` says."""
    if connection.in_atomic_block:  # as in tests: it is one moment already, or nearly
        yield
        return
    connection.ensure_connection()
    raw = connection.connection  # said with its BEGIN, which spares a statement
    raw.isolation_level, raw.read_only = IsolationLevel.REPEATABLE_READ, True
    try:
        with transaction.atomic():
            yield
    finally:
        if not raw.closed:
            raw.isolation_level = raw.read_only = None


@dataclass
class News:
    """The changes after some number up to `seq`; `complete` says that none of them is missing."""

    seq: int
    changes: list[Change]
    complete: bool


def read_news(map_id: int, workspace_id: int, after: int) -> News | None:
    """The newest changes of a map with their actors; None when there is no such map. One query."""
    found = rows(LOG, map=map_id, workspace=workspace_id, after=after, most=MOST + 1)
    if not found:
        return None
    seq = found[0][0]
    changes = [_change(*row[1:]) for row in found if row[1] is not None]
    complete = len(changes) <= MOST and [change.seq for change in changes] == list(range(after + 1, seq + 1))
    return News(seq, changes, complete)


def _change(seq, kind, verb, target_type, target_id, label, before, after, actor_id, name, email) -> Change:
    change = Change(
        seq=seq,
        kind=kind,
        verb=verb,
        target_type=target_type,
        target_id=target_id,
        target_label=label,
        before=json.loads(before) if isinstance(before, str) else before,
        after=json.loads(after) if isinstance(after, str) else after,
        actor_id=actor_id,
    )
    change.actor = User(id=actor_id, name=name, email=email) if actor_id else None
    return change


def is_card(change: Change) -> bool:
    return change.target_type == "card"


def is_number(change: Change) -> bool:
    return change.target_type in NUMBERS


def is_name(change: Change, map_id: int) -> bool:
    """Whether this may change what stands on text cards that were not changed themselves."""
    return change.target_type in NAMED and (change.target_type, change.target_id) != ("journeymap", map_id)


def tell(change: Change) -> dict:
    """A change in words, as the browser gets it. `target` is the id of its element, "" when it has none."""
    shown = change.target_type in SHOWN
    edited = change.before.keys() & change.after.keys()
    words = {name: change.after[name] for name in WORDS.get(change.target_type, ()) if name in edited}
    told = {
        "seq": change.seq,
        "by": change.actor_id,
        "name": str(change.actor or ""),
        "verb": change.verb,
        "target": f"{change.target_type}-{change.target_id}" if shown else "",
        "text": plain(change),
    }
    return told | {"words": words} if words else told
