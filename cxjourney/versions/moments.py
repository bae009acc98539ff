"""The moments of a map that can be looked at: named versions, the end of each day, every single change."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import TruncDate
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cxjourney.activity.models import Change
from cxjourney.activity.sentences import sentence
from cxjourney.journeys.models import JourneyMap
from cxjourney.kit.jinja import long_date
from cxjourney.versions.models import MapVersion
from cxjourney.versions.snapshot import Snapshot, Unknown, on_map, read_at
from cxjourney.workspaces.models import User

NOW = "now"
DAYS = 60  # on one page
STEPS = 200  # of one day


@dataclass(frozen=True)
class Moment:
    """A moment and how it is called. `key` is how it stands in addresses: now, 12, or v5 (a version's id)."""

    key: str
    name: str
    snapshot: Snapshot
    version: MapVersion | None = None

    @property
    def is_now(self) -> bool:
        return self.key == NOW


def find_moment(map_: JourneyMap, key: str) -> Moment:
    """The map at the moment that `key` names. Raises Http404 when there is none, or no more."""
    if key in ("", NOW):
        return Moment(NOW, _("Now"), read_at(map_))
    if key.startswith("v") and key[1:].isdecimal():
        version = get_object_or_404(versions(map_), pk=int(key[1:]))
        snapshot = Snapshot.from_json(version.seq, version.taken_at, version.content)
        return Moment(key, version.name, snapshot, version)
    if not key.isdecimal() or len(key) > 15:
        raise Http404
    try:
        snapshot = read_at(map_, int(key))
    except Unknown as error:
        raise Http404 from error
    return Moment(key, long_date(snapshot.at), snapshot)


def versions(map_: JourneyMap):
    """The named versions of a map, the newest first."""
    found = MapVersion.objects.for_workspace(map_.workspace_id).live().filter(map=map_)
    return found.select_related("author").order_by("-taken_at", "-pk")


@dataclass(frozen=True)
class Day:
    """A day on which the map was changed; `seq` is its last change."""

    day: datetime.date
    seq: int
    time: datetime.datetime
    count: int
    people: list[User]


def days(map_: JourneyMap, before: datetime.date | None = None) -> list[Day]:
    """Days with changes of the map, the newest first, those before `before`. Two queries."""
    found = _of_content(map_).annotate(day=TruncDate("created_at", tzinfo=timezone.get_current_timezone()))
    if before:
        found = found.filter(day__lt=before)
    rows = list(
        found.values("day")
        .annotate(last=Max("seq"), time=Max("created_at"), count=Count("group", distinct=True))
        .order_by("-day")[: DAYS + 1]
    )
    shown = [row["day"] for row in rows]
    people: dict[datetime.date, list[int]] = {}
    for day, actor in found.filter(day__in=shown).values_list("day", "actor").distinct():
        people.setdefault(day, []).append(actor)
    users = User.objects.in_bulk({pk for actors in people.values() for pk in actors if pk})
    return [
        Day(row["day"], row["last"], row["time"], row["count"],
            [users[pk] for pk in sorted(filter(None, people[row["day"]])) if pk in users])
        for row in rows
    ]  # fmt: skip


def _of_content(map_: JourneyMap):
    """The changes of what the map shows: answers of customers come by the thousand and are not versions."""
    kinds = [model._meta.model_name for model in on_map()] + ["touchpoint", "painpoint"]
    found = Change.objects.for_workspace(map_.workspace_id).filter(map=map_)
    return found.filter(Q(target_type__in=kinds) | Q(target_type="journeymap", target_id=map_.pk))


@dataclass(frozen=True)
class Step:
    """One action; `seq` is its last change."""

    seq: int
    actor: User | None
    sentence: SafeString
    time: datetime.datetime


def steps(map_: JourneyMap, day: datetime.date) -> list[Step]:
    """What was done on one day, the newest first, up to 200 actions. Two queries."""
    zone = timezone.get_current_timezone()
    found = _of_content(map_).annotate(day=TruncDate("created_at", tzinfo=zone)).filter(day=day)
    groups = found.values("group").annotate(first=Min("seq"), last=Max("seq"))
    wanted = {row["first"]: row["last"] for row in groups.order_by("-last")[:STEPS]}
    changes = found.filter(seq__in=wanted).select_related("actor").order_by("-seq")
    return [Step(wanted[one.seq], one.actor, sentence(one), one.created_at) for one in changes]


def oldest(map_: JourneyMap) -> int:
    """The number of the first moment that the log still tells of. One query."""
    first = Change.objects.filter(map=map_).order_by("seq").values_list("seq", flat=True).first()
    return (first or 1) - 1
