"""What goes when an import is taken back: touchpoints that it made, and what is known of people."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.feedback.models import Contact, Feedback, Import, Score
from cxjourney.journeys.models import Placement, Touchpoint
from cxjourney.workspaces.tenant import Editable

MADE = ("touchpoint_create", "placement_create")


def forget_answers(workspace_id: int, imported: Import) -> int:
    """Take away what customers answered, facts and codes with it; returns how many said something.

    The rows stay, removed and blank: to delete a million costs a look at all that may hang on each. What a
    pain point or a begun follow-up rests on keeps its words.
    """
    said = Feedback.objects.filter(workspace_id=workspace_id, imported=imported)
    taken = said.live().exclude(text="").count()
    unused = said
    for model, name in _pointing_at(Feedback):
        if issubclass(model, Editable):
            unused = unused.exclude(Exists(model._base_manager.filter(**{name: OuterRef("pk")})))
    now = timezone.now()
    nothing = {"text": "", "touchpoint": None, "stage": None, "sentiment": None, "polarity": None}
    known: dict[str, Any] = {"attributes": {}, "external_id": "", "respondent_hash": None}
    unused.update(removed_at=now, **nothing, **known)
    said.filter(removed_at=None).update(removed_at=now)
    return taken


def take_back_places(*, by, imported: Import, group: uuid.UUID) -> int:
    """Remove the touchpoints that the import made, unless people or other answers have used them since."""
    ran = Change.objects.filter(
        workspace_id=by.workspace_id, verb="import_run", target_id=imported.pk, echo_of=None
    )
    made = Change.objects.filter(workspace_id=by.workspace_id, group__in=ran.values("group"), verb__in=MADE)
    ids: dict[str, list[int]] = {verb: [] for verb in MADE}
    for verb, pk in made.filter(echo_of=None).values_list("verb", "target_id"):
        ids[verb].append(pk)
    new = set(ids["touchpoint_create"])
    placed = Placement.objects.live().filter(version=1, pk__in=ids["placement_create"])
    touchpoints = Touchpoint.objects.for_workspace(by.workspace_id).live()
    touchpoints = touchpoints.filter(Q(pk__in=new, version=1) | Q(pk__in=placed.values("touchpoint")))
    count, answered = 0, _answered(by.workspace_id, touchpoints)
    for touchpoint in touchpoints.exclude(pk__in=answered).order_by("pk"):
        mine = placed.filter(touchpoint=touchpoint).order_by("map_id")
        # One that was here before only leaves the map on which this import put it.
        goes = touchpoint.pk in new and touchpoint.version == 1
        if not _in_use(touchpoint, mine) and _take_off(by, touchpoint if goes else None, mine, group):
            count += goes
    return count


def _pointing_at(model: type[Model]) -> Iterator[tuple[type[Model], str]]:
    """(model, name of the foreign key) of all that belongs to rows of a model."""
    for field in model._meta.get_fields(include_hidden=True):
        if field.auto_created and not field.concrete and field.related_model:
            yield field.related_model, field.field.name  # type: ignore[misc, union-attr]


def _answered(workspace_id: int, touchpoints: QuerySet[Touchpoint]) -> set[int]:
    """Those with answers of others. Scores have no index by place, so they are read once for all."""
    ids, found = list(touchpoints.values_list("pk", flat=True)), set()
    for rows in (Score.objects, Contact.objects):
        here = rows.filter(workspace_id=workspace_id, touchpoint__in=ids)
        found |= set(here.order_by().values_list("touchpoint_id", flat=True).distinct())
    return found


def _in_use(touchpoint: Touchpoint, mine: QuerySet[Placement]) -> bool:
    """Whether people put anything but these placements on it."""
    for model, name in _pointing_at(Touchpoint):
        if not issubclass(model, Editable):
            continue
        rows = model._base_manager.filter(**{name: touchpoint}, removed_at=None)
        if model is Placement:
            rows = rows.exclude(pk__in=mine.values("pk"))
        if rows.exists():
            return True
    return False


def _take_off(by, touchpoint: Touchpoint | None, placements: QuerySet[Placement], group: uuid.UUID) -> bool:
    """Whether it worked: an approved map keeps what it shows."""
    try:
        with transaction.atomic():
            for placement in list(placements):
                log.remove(placement, by=by, verb="placement_remove", map=placement.map_id, group=group)
    except log.Kept:
        return False
    if touchpoint:
        log.remove(touchpoint, by=by, verb="touchpoint_remove", group=group)
    return True
