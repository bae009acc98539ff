"""Take back one's own changes, and do them again, without touching what others changed since."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxjourney.activity import log
from cxjourney.activity.models import Change, Kind
from cxjourney.workspaces.tenant import Editable


class CannotUndo(Exception):
    """Why a change can't be taken back, in the user's words."""


@dataclass
class Undone:
    """What was taken back: the changes of one action, newest first."""

    changes: list[Change]

    @property
    def label(self) -> str:
        """The first thing it was about, and how many more."""
        first = min(self.changes, key=lambda change: change.pk).target_label
        more = len({(change.target_type, change.target_id) for change in self.changes}) - 1
        if not more:
            return first
        return ngettext("%(what)s and %(num)s more", "%(what)s and %(num)s more", more) % {
            "what": first,
            "num": more,
        }


@cache
def undoable() -> list[str]:
    """The kinds of rows that can be swung back: those with a version. People and invitations have none."""
    return [
        model._meta.model_name or ""
        for model in apps.get_app_config("cxjourney").get_models()
        if issubclass(model, Editable)
    ]


def _mine(by, map_id: int | None) -> models.QuerySet[Change]:
    return _swingable(by).filter(_here(map_id))


def _swingable(by) -> models.QuerySet[Change]:
    """The actor's changes whose whole group can be swung back: not what came with an import's answers."""
    others = Change.objects.filter(group=models.OuterRef("group")).exclude(target_type__in=undoable())
    done = Change.objects.filter(
        workspace_id=by.workspace_id, actor_id=by.user_id, kind=Kind.DO, echo_of=None
    )
    return done.filter(~models.Exists(others), target_type__in=undoable())


# On a map, and in a list of the workspace as well: home, backlog, feedback, customers to answer, metrics.
IN_LISTS = (
    "journeymap",
    "painpoint",
    "evidence",
    "feedback",
    "followup",
    "metric",
    "target",
    "outside",
    "reading",
)


def _here(map_id: int | None) -> models.Q:
    """What was done on a map; without one, what was done on no map, or to what the lists show."""
    return models.Q(map_id=map_id) if map_id else models.Q(map_id=None) | models.Q(target_type__in=IN_LISTS)


def last_done(by, map_id: int | None) -> Change | None:
    """The actor's newest change here that can be undone; on a map, or on the workspace (None)."""
    return _mine(by, map_id).filter(undone_at=None).order_by("-id").first()


def last_undone(by, map_id: int | None) -> Change | None:
    """The change the actor undid last, unless they did something new since."""
    mine = Change.objects.filter(
        _here(map_id), workspace_id=by.workspace_id, actor_id=by.user_id, echo_of=None
    )
    undone = mine.filter(kind=Kind.DO).exclude(undone_at=None).order_by("-undone_at", "id").first()
    if undone and mine.filter(kind=Kind.DO, undone_at=None, created_at__gt=undone.undone_at).exists():
        return None
    return undone


def undo(*, by, map_id: int | None = None, change_id: int | None = None) -> Undone:
    """Undo the actor's last change, or the given one of theirs. Raises CannotUndo with the reason."""
    change = _own(by, change_id) if change_id else last_done(by, map_id)
    if change is None or change.undone_at:
        raise CannotUndo(_("Nothing to undo."))
    return _swing(by, change, back=True)


def redo(*, by, map_id: int | None = None) -> Undone:
    """Do again what the actor undid last. Raises CannotUndo with the reason."""
    change = last_undone(by, map_id)
    if change is None:
        raise CannotUndo(_("Nothing to redo."))
    return _swing(by, change, back=False)


def _own(by, change_id: int) -> Change | None:
    return _swingable(by).filter(pk=change_id).first()


@transaction.atomic
def _swing(by, change: Change, *, back: bool) -> Undone:
    rows = list(
        Change.objects.select_for_update()
        .filter(workspace_id=by.workspace_id, group=change.group, kind=Kind.DO, echo_of=None)
        .order_by("-id" if back else "id")
    )
    if any(bool(row.undone_at) == back for row in rows):
        raise CannotUndo(_("Nothing to undo.") if back else _("Nothing to redo."))
    kind, group = (Kind.UNDO if back else Kind.REDO), uuid.uuid4()
    for row in rows:
        _apply(by, row, back=back, kind=kind, group=group)
    Change.objects.filter(pk__in=[row.pk for row in rows]).update(undone_at=timezone.now() if back else None)
    return Undone(rows)


def _apply(by, row: Change, *, back: bool, kind: Kind, group: uuid.UUID) -> None:
    model = apps.get_model("cxjourney", row.target_type)
    target = model._default_manager.filter(pk=row.target_id, workspace_id=by.workspace_id).first()
    if target is None:
        raise CannotUndo(_("“%(what)s” is gone for good.") % {"what": row.target_label})
    expected, wanted = (row.after, row.before) if back else (row.before, row.after)
    # A created row's log holds every field after, but only its presence can be swung.
    values = {name: load(model, name, wanted[name]) for name in row.before.keys() & row.after.keys()}
    _check_nothing_lost(by, row, target, values, expected)
    echoes = Change.objects.filter(echo_of=row).values_list("map_id", flat=True)
    try:
        with transaction.atomic():
            log.change(
                target,
                values,
                by=by,
                verb=row.verb,
                map=row.map_id,
                also_on=list(echoes),
                group=group,
                kind=kind,
            )
    except (log.Stale, IntegrityError) as error:
        raise CannotUndo(
            _("“%(what)s” can't go back: something else has taken its place.") % {"what": row.target_label}
        ) from error


def _check_nothing_lost(by, row: Change, target: models.Model, values: dict, expected: dict) -> None:
    """Raises CannotUndo when these fields were changed since: by another, or to something else."""
    what = {"what": row.target_label}
    others = Change.objects.filter(
        workspace_id=by.workspace_id, pk__gt=row.pk, kind=Kind.DO, undone_at=None, echo_of=None
    ).exclude(actor_id=by.user_id)
    of_target = others.filter(target_type=row.target_type, target_id=row.target_id)
    if of_target.filter(after__has_any_keys=list(values)).exists():
        raise CannotUndo(
            _("“%(what)s” was changed by somebody else since; undo would lose their change.") % what
        )
    if values.get("removed_at") and others.filter(_refers_to(target)).exists():
        raise CannotUndo(_("“%(what)s” is used by somebody else since; undo would take it from them.") % what)
    for name in values:
        now, then = getattr(target, name), expected.get(name)
        # When it was removed does not matter, only whether it is.
        same = bool(now) == bool(then) if name == "removed_at" else now == load(type(target), name, then)
        if not same:
            raise CannotUndo(_("“%(what)s” was changed again since; undo that first.") % what)


def _refers_to(target: models.Model) -> models.Q:
    """Changes that put something on this row, such as a card on a stage."""
    found = models.Q(pk=None)
    for relation in type(target)._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and issubclass(relation.related_model, Editable):
            found |= models.Q(after__contains={relation.field.attname: target.pk})
    return found


def load(model: type[models.Model], name: str, value):
    field = next(field for field in model._meta.concrete_fields if field.attname == name)
    target = field.target_field if field.is_relation else field
    return target.to_python(value)
