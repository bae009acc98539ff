"""A map as it was at any moment: its rows of now, walked back through the log.

Every change says what stood there before, so undoing in memory all that came after a moment gives the map of
that moment. Touchpoints and pain points belong to the workspace; they are walked back with it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from cxjourney.activity.log import SKIPPED, dump
from cxjourney.activity.models import Change
from cxjourney.backlog.models import PainPoint
from cxjourney.board.live.log import snapshot as one_moment
from cxjourney.journeys.models import JourneyMap, OnMap, Touchpoint

Row = dict[str, Any]  # by attribute name, values as in the log
# Of the map itself what is not about its content, or never in the log.
OF_MAP = ("title", "persona_id", "also_ids", "state", "period", "source")


class Unknown(LookupError):
    """The log does not reach back to this moment, or it has not come yet."""


@dataclass
class Snapshot:
    """All rows of a map, removed ones too, after its change `seq`; by model name and id."""

    seq: int
    at: datetime.datetime
    rows: dict[str, dict[int, Row]] = field(default_factory=dict)

    def live(self, kind: str) -> list[tuple[int, Row]]:
        """(id, row) of what stood there, in its order."""
        found = [(pk, row) for pk, row in self.rows.get(kind, {}).items() if not row["removed_at"]]
        return sorted(found, key=lambda one: (one[1].get("rank", ""), one[0]))

    @property
    def map(self) -> Row:
        return next(iter(self.rows["journeymap"].values()))

    def to_json(self) -> dict:
        return {kind: {str(pk): row for pk, row in rows.items()} for kind, rows in self.rows.items()}

    @classmethod
    def from_json(cls, seq: int, at: datetime.datetime, content: dict) -> Snapshot:
        rows = {kind: {int(pk): row for pk, row in of.items()} for kind, of in content.items()}
        return cls(seq, at, rows)


def on_map() -> list[type[OnMap]]:
    """Every kind of thing that stands on a map: stages, lanes, cards, placements …"""
    return [model for model in apps.get_app_config("cxjourney").get_models() if issubclass(model, OnMap)]


def fields_of(model: type[models.Model]) -> list[str]:
    """The attributes that the log knows."""
    names = [one.attname for one in model._meta.concrete_fields if one.name not in SKIPPED]
    return [*OF_MAP, "removed_at"] if model is JourneyMap else names


def read_now(map_: JourneyMap) -> Snapshot:
    """The map as it is. A query for each kind of thing, and one for its number."""
    own = {"workspace": map_.workspace_id, "map": map_}
    rows = {_name(model): _rows(model.objects.filter(**own)) for model in on_map()}
    touchpoints = {row["touchpoint_id"] for row in rows["placement"].values()}
    here = Touchpoint.objects.for_workspace(map_.workspace_id)
    rows["touchpoint"] = _rows(here.filter(pk__in=touchpoints))
    pains = PainPoint.objects.for_workspace(map_.workspace_id)
    rows["painpoint"] = _rows(pains.filter(Q(stage__in=list(rows["stage"])) | Q(touchpoint__in=touchpoints)))
    found = JourneyMap.objects.filter(pk=map_.pk)
    rows["journeymap"] = _rows(found)
    seq, at = found.values_list("seq", "changed_at").get()
    return Snapshot(seq, at, rows)


def _name(model: type[models.Model]) -> str:
    return model._meta.model_name or ""


def _rows(found: models.QuerySet) -> dict[int, Row]:
    names = fields_of(found.model)
    return {
        pk: {name: dump(value) for name, value in zip(names, values, strict=True)}
        for pk, *values in found.values_list("pk", *names)
    }


def read_at(map_: JourneyMap, seq: int | None = None) -> Snapshot:
    """The map right after its change `seq` (None: as it is now). Raises Unknown. Some dozen queries."""
    with one_moment():
        snapshot = read_now(map_)
        if seq is None or seq == snapshot.seq:
            return snapshot
        later = list(_of(map_).filter(map=map_, seq__gt=seq).order_by("seq"))
        if not later or later[0].seq != seq + 1:
            raise Unknown(seq)
        cut = later[0].echo_of_id or later[0].pk
        elsewhere = [
            change
            for kind in ("touchpoint", "painpoint")
            for change in _of(map_).filter(
                target_type=kind, target_id__in=list(snapshot.rows[kind]), pk__gte=cut, echo_of=None
            )
        ]
        last = Change.objects.filter(map=map_, seq=seq).values_list("created_at", flat=True).first()
    walk_back(snapshot, [change for change in later if change.echo_of_id is None] + elsewhere)
    snapshot.seq, snapshot.at = seq, last or later[0].created_at
    return snapshot


def _of(map_: JourneyMap) -> models.QuerySet[Change]:
    return Change.objects.for_workspace(map_.workspace_id).only(
        "seq", "target_type", "target_id", "before", "echo_of_id", "created_at"
    )


def walk_back(snapshot: Snapshot, changes: Iterable[Change]) -> None:
    """Take back these changes, the newest first; each once."""
    for change in sorted({one.pk: one for one in changes}.values(), key=lambda one: one.pk, reverse=True):
        row = snapshot.rows.get(change.target_type, {}).get(change.target_id)
        if row is not None:
            row.update({name: value for name, value in change.before.items() if name in row})
