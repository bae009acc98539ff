"""Reads of the pages about versions and comparisons."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from cxjourney.board.queries import find_map
from cxjourney.journeys.models import JourneyMap, State
from cxjourney.versions import comparison as comparing
from cxjourney.versions import levels as leveling
from cxjourney.versions import moments, picture
from cxjourney.versions.comparison import Comparison, Pair
from cxjourney.versions.levels import Level, Overlay
from cxjourney.versions.models import MapVersion
from cxjourney.versions.moments import Day, Moment
from cxjourney.versions.snapshot import Snapshot


def live_map(workspace, pk: int) -> JourneyMap:
    """One query. Raises Http404."""
    found = JourneyMap.objects.for_workspace(workspace).live().select_related("persona")
    return get_object_or_404(found, pk=pk)


def live_version(workspace, pk: int) -> MapVersion:
    found = MapVersion.objects.for_workspace(workspace).live().filter(map__removed_at=None)
    return get_object_or_404(found.select_related("map"), pk=pk)


@dataclass
class Line:
    """One line of the list: a named version, or the end of a day. `key` is that of its moment."""

    key: str
    time: datetime.datetime
    version: MapVersion | None = None
    day: Day | None = None


@dataclass
class History:
    """All moments of a map, the newest first. `older` is the first day that is not shown."""

    lines: list[Line] = field(default_factory=list)
    older: datetime.date | None = None


def history(map_: JourneyMap, before: datetime.date | None = None) -> History:
    """Four queries. Named versions all stand on the first page that reaches back to them."""
    found = moments.days(map_, before)
    shown, rest = found[: moments.DAYS], found[moments.DAYS :]
    lines = [Line(str(day.seq), day.time, day=day) for day in shown]
    for version in moments.versions(map_).defer("content"):
        day = timezone.localtime(version.taken_at).date()
        if (before is None or day < before) and (not rest or day > rest[0].day):
            lines.append(Line(f"v{version.pk}", version.taken_at, version=version))
    lines.sort(key=lambda line: (line.time, line.version is not None), reverse=True)
    return History(lines, shown[-1].day if rest else None)


@dataclass
class Side:
    """One of the two that are compared: how it is called and what it shows."""

    name: str
    moment: Moment
    map: JourneyMap


@dataclass
class Table:
    """Two pictures held against each other, with the experience of both."""

    old: Side
    new: Side
    comparison: Comparison
    levels: list[Level]
    overlay: Overlay

    @property
    def curve_row(self) -> int | None:
        """The number of the experience lane."""
        rows = enumerate(self.comparison.rows)
        return next((at for at, pair in rows if pair.it.kind == "experience"), None)

    def columns(self, view: str) -> list[tuple[int, Pair]]:
        """Those that are shown, with their numbers; `then` is only what was."""
        return [(at, one) for at, one in enumerate(self.comparison.columns) if view != "then" or one.old]

    def rows(self, view: str, only: bool) -> list[tuple[int, Pair]]:
        """The same of the lanes; with `only` those in which something differs."""
        shown = [(at, one) for at, one in enumerate(self.comparison.rows) if view != "then" or one.old]
        return [(at, one) for at, one in shown if not only or self.differs(at)]

    def differs(self, row: int) -> bool:
        if row == self.curve_row and any(one.assumed_by or one.measured_by for one in self.levels):
            return True
        return self.comparison.differs(row)


def table(workspace, old: Side, new: Side, *, one_map: bool) -> Table:
    """Eight queries at most, beside those that read the moments."""
    names = picture.read_names(workspace)
    pictures = [picture.draw(side.moment.snapshot, names) for side in (old, new)]
    found = comparing.compare(*pictures, one_map=one_map)
    measured = [_measured(workspace, side, drawn) for side, drawn in zip((old, new), pictures, strict=True)]
    levels = leveling.levels(found, *measured)
    return Table(old, new, found, levels, leveling.draw(levels))


def _measured(workspace, side: Side, drawn: picture.Picture) -> leveling.Measured:
    map_ = find_map(workspace.pk, side.map.pk)
    snapshot: Snapshot = side.moment.snapshot
    at = None if side.moment.is_now else snapshot.at
    period = leveling.period_at(snapshot.map["period"], at, map_.latest if map_ else None)
    return leveling.measured_in(workspace, drawn, period)


def relatives(map_: JourneyMap) -> list[JourneyMap]:
    """Maps made from this one, or beside it from the same, and what it was made from. Future states first.

    One query.
    """
    family = Q(origin=map_.pk)
    if map_.origin_id:
        family |= Q(pk=map_.origin_id) | Q(origin=map_.origin_id)
    found = JourneyMap.objects.for_workspace(map_.workspace_id).live().filter(family, archived_at=None)
    return sorted(found.exclude(pk=map_.pk), key=lambda one: (one.state != State.FUTURE, -one.pk))


def others(map_: JourneyMap) -> list[JourneyMap]:
    """Every other map of the workspace, by name. One query."""
    found = JourneyMap.objects.for_workspace(map_.workspace_id).live().filter(archived_at=None)
    return list(found.exclude(pk=map_.pk).order_by("title", "pk"))
