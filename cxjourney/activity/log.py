"""Writing: every action saves through `create` or `change`, which also write the log.

A map's `seq` is taken last, so its row is locked for the shortest time and always after the edited
row; that order keeps two actions from waiting for each other.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxjourney.activity.models import Change, Kind
from cxjourney.kit.rows import insert_row, update_row


def _nowhere(kind: str, pk: int) -> list[int]:
    return []


class Shown:
    """Says which maps show a row that stands on none, such as a team, or another map; filled in apps.py."""

    maps: Callable[[str, int], list[int]] = staticmethod(_nowhere)


SKIPPED = {"id", "workspace", "version", "created_at", "score", "content"}


class Stale(Exception):
    """The row moved on since it was read. `current` is the row as it is now."""

    def __init__(self, current: models.Model):
        super().__init__("changed by somebody else")
        self.current = current


class Conflict(Stale):
    """Two people changed the same words. Carries both texts and the field."""

    def __init__(self, current: models.Model, field: str, mine: Any, theirs: Any):
        super().__init__(current)
        self.field, self.mine, self.theirs = field, mine, theirs


class Repeated(Exception):
    """The same idempotency key came again; `change` is what the first request made."""

    def __init__(self, change: Change):
        super().__init__("already done")
        self.change = change


class ForeignWorkspace(ValueError):
    """An action was handed objects of two workspaces."""


def dump(value: Any) -> Any:
    """A field's value as it stands in the log's JSON."""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    return value


def same_workspace(by, *objects) -> None:
    """Raises ForeignWorkspace unless everything belongs to the actor's workspace."""
    for thing in objects:
        if thing is not None and thing.workspace_id != by.workspace_id:
            raise ForeignWorkspace(f"{thing!r} is not in this workspace")


class Refused(Exception):
    """It can't be done; says why in the user's words. The answer to a request is made of it in one place."""


class Kept(Refused):
    """The map is approved, so what it shows stays as it is."""


# By these another map knows a map that it shows, or that shows it.
NAMING = {"title", "removed_at"}
HOLD = "SELECT 1 FROM cxjourney_journeymap WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE"

NEXT = """UPDATE cxjourney_journeymap SET seq = seq + 1, changed_at = clock_timestamp() WHERE id = %s
RETURNING seq, status = 'approved'"""


def next_seq(map_id: int) -> tuple[int, bool]:
    """Count one up on the map, and say whether it is approved; holds its row until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [map_id])
        return cursor.fetchone()


def _count(map_id: int | None, also_on: Iterable[int], target: models.Model, after: dict) -> dict[int, int]:
    """The numbers of this change on each map. Raises Kept."""
    # Always in id order: two actions that show on the same maps must not wait for each other's.
    counted = {each: next_seq(each) for each in sorted({*also_on} | ({map_id} if map_id else set()))}
    if map_id in counted and counted[map_id][1]:
        _refuse_if_kept(target, after)
    return {each: seq for each, (seq, _approved) in counted.items()}


def _refuse_if_kept(target: models.Model, after: dict) -> None:
    """An approved map keeps what it shows; its status can change."""
    kept: frozenset[str] = getattr(target, "kept_when_approved", frozenset())
    if "status" not in after and ("*" in kept or not kept.isdisjoint(after)):
        raise Kept(_("This map is approved and kept as it is. Reopen it to change it."))


def record(
    *,
    by,
    verb: str,
    target: models.Model,
    before: dict,
    after: dict,
    map=None,
    also_on: Iterable[int] = (),
    key: uuid.UUID | None = None,
    group: uuid.UUID | None = None,
    kind: Kind = Kind.DO,
) -> Change:
    """Write one row of the log, and an echo for every other map (ids in `also_on`) that shows the target.

    Raises Kept when the map is approved, and Repeated when `key` was used by this person before (the
    transaction is then unusable and must be left, which `transaction.atomic` does).
    """
    shared = dict(
        workspace_id=by.workspace_id,
        actor_id=by.user_id,
        kind=kind,
        verb=verb,
        target_type=target._meta.model_name,
        target_id=target.pk,
        target_label=str(target)[:200],
        before=before,
        after=after,
        group=group or uuid.uuid4(),
    )
    map_id = getattr(map, "pk", map)
    if map_id is None and not also_on:
        also_on = Shown.maps(shared["target_type"], target.pk)
    seqs = _count(map_id, also_on, target, after)
    first = _insert(Change(**shared, map_id=map_id, seq=seqs.pop(map_id, None), key=key))
    for other, seq in seqs.items():
        _insert(Change(**shared, map_id=other, seq=seq, echo_of=first))
    return first


def _insert(change: Change) -> Change:
    try:
        insert_row(change)
    except IntegrityError as error:
        if "change_key_once" in str(error):
            raise KeyUsed from error
        raise
    return change


class KeyUsed(Exception):
    """Internal: the key was taken; the outer `once` looks up the first answer."""


def once(action):
    """Decorator of creating actions with `by=` and `key=`: the same key again raises Repeated."""

    def run(*, by, key: uuid.UUID | None = None, **kwargs):
        if done := by_key(by, key):
            raise Repeated(done)
        try:
            with transaction.atomic():
                return action(by=by, key=key, **kwargs)
        except KeyUsed:
            done = by_key(by, key)
            if done is None:
                raise
            raise Repeated(done) from None

    run.__doc__, run.__name__, run.__wrapped__ = action.__doc__, action.__name__, action
    return run


def by_key(by, key: uuid.UUID | None) -> Change | None:
    """What this person did in this workspace with this key before."""
    if key is None:
        return None
    return Change.objects.filter(workspace_id=by.workspace_id, actor_id=by.user_id, key=key).first()


def find_key(*, user_id: int, verb: str, key: uuid.UUID | None) -> Change | None:
    """What this person did with this key in any workspace, where there is no workspace to look in yet."""
    if key is None:
        return None
    return Change.objects.filter(actor_id=user_id, verb=verb, key=key).first()


def create(obj: models.Model, *, by, verb: str, map=None, key=None, group=None, also_on=()) -> Change:
    """Insert a new row and log it. Must run inside a transaction."""
    obj.save(force_insert=True)
    after = {
        field.attname: dump(getattr(obj, field.attname))
        for field in obj._meta.concrete_fields
        if field.name not in SKIPPED and getattr(obj, field.attname) not in (None, "")
    }
    before = {"removed_at": dump(timezone.now())} if hasattr(obj, "removed_at") else {}
    after["removed_at"] = None
    return record(
        by=by,
        verb=verb,
        target=obj,
        before=before,
        after=after,
        map=map,
        key=key,
        group=group,
        also_on=also_on,
    )


def change(
    obj: models.Model,
    values: dict[str, Any],
    *,
    by,
    verb: str,
    map=None,
    also_on=(),
    key=None,
    group=None,
    kind: Kind = Kind.DO,
) -> Change | None:
    """Save the changed `values` (by attribute name) of a row read earlier and log it.

    Writes only if the row still has the version that was read. Returns None when nothing differs.
    Raises Stale (with the row as it is now) otherwise. Must run inside a transaction.
    """
    before = {name: getattr(obj, name) for name in values}
    changed = {name: value for name, value in values.items() if before[name] != value}
    if not changed:
        return None
    elsewhere = _hold(obj, changed, also_on)
    _save(obj, changed)
    return record(
        by=by,
        verb=verb,
        target=obj,
        before={name: dump(before[name]) for name in changed},
        after={name: dump(value) for name, value in changed.items()},
        map=map,
        also_on=elsewhere,
        key=key,
        group=group,
        kind=kind,
    )


def _save(obj: models.Model, changed: dict[str, Any]) -> None:
    """Raises Stale unless the row still has the version that was read."""
    if not update_row(obj, changed):
        raise Stale(type(obj)._default_manager.get(pk=obj.pk))
    for name, value in changed.items():
        setattr(obj, name, value)
    obj.version += 1


def _hold(obj: models.Model, changed: dict, also_on: Iterable[int]) -> Iterable[int]:
    """`also_on`; for a map's name the maps that show it, all held in id order, as `_count` does."""
    if obj._meta.model_name != "journeymap" or NAMING.isdisjoint(changed):
        return also_on
    others = list(also_on) or Shown.maps("journeymap", obj.pk)
    if others:
        with connection.cursor() as cursor:
            cursor.execute(HOLD, [[*others, obj.pk]])
    return others


@transaction.atomic
def settle(obj: models.Model, values: dict[str, Any], *, by, **kwargs) -> Change | None:
    """`change`, but the last writer wins: for moves, folds and flags, where no words can be lost."""
    # A stale row is noticed before anything is written, so trying again needs no savepoint.
    for _attempt in range(20):
        try:
            return change(obj, values, by=by, **kwargs)
        except Stale:
            obj.refresh_from_db()
    raise Stale(obj)


@transaction.atomic
def rewrite(
    obj: models.Model, field: str, text: str, *, by, verb: str, version: int, base: str | None, **kwargs
) -> Change | None:
    """Save a text typed over `base` at `version`; words changed elsewhere meanwhile are merged in.

    Raises Conflict with both texts when the same words were changed.
    """
    from cxjourney.kit.merge import merge_words

    for _attempt in range(20):
        theirs, merged = getattr(obj, field), text
        if obj.version != version and base is not None and theirs != base and theirs != text:
            merge = merge_words(base, text, theirs)
            if not merge.clean:
                raise Conflict(obj, field, text, theirs)
            merged = merge.text
        try:
            return change(obj, {field: merged}, by=by, verb=verb, **kwargs)
        except Stale:
            obj.refresh_from_db()
    raise Stale(obj)


def remove(obj: models.Model, *, by, verb: str, **kwargs) -> Change | None:
    """Take a row away; undo brings it back."""
    return settle(obj, {"removed_at": timezone.now()}, by=by, verb=verb, **kwargs)
