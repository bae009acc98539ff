"""Where feedback and scores sit: on a touchpoint of the workspace or on a stage of a map."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from cxjourney.activity import log
from cxjourney.journeys.actions.touchpoints import find_by_name, maps_of
from cxjourney.journeys.models import JourneyMap, Placement, Stage, Status, Touchpoint


class Spot(NamedTuple):
    """A touchpoint or a stage (the other is None); neither for words about the whole journey."""

    touchpoint: Touchpoint | None = None
    stage: Stage | None = None

    @property
    def key(self) -> str:
        """As it stands in forms: "touchpoint:5" or "stage:3"; blank for no place."""
        if self.touchpoint:
            return f"touchpoint:{self.touchpoint.pk}"
        return f"stage:{self.stage.pk}" if self.stage else ""

    @property
    def name(self) -> str:
        return str(self.touchpoint or self.stage or "")

    def fields(self) -> dict[str, Touchpoint | Stage | None]:
        """The values of a row's two columns."""
        return {"touchpoint": self.touchpoint, "stage": self.stage}

    def shown_on(self) -> dict:
        """Where the log says it happened: the stage's map, and every map its touchpoint stands on."""
        if self.stage:
            return {"map": self.stage.map_id}
        return {"also_on": maps_of(self.touchpoint.pk)} if self.touchpoint else {}


def touchpoints(workspace):
    return Touchpoint.objects.for_workspace(workspace).live()


def stages(workspace):
    """Live stages of maps that are neither removed nor archived, with their map."""
    found = Stage.objects.for_workspace(workspace).live()
    return found.filter(map__removed_at=None, map__archived_at=None).select_related("map")


def find_spot(workspace, key: str) -> Spot | None:
    """The live place that a form's value names, or None. One query."""
    kind, _colon, number = key.partition(":")
    if not number.isdecimal() or len(number) > 18:
        return None
    if kind == "touchpoint":
        found = touchpoints(workspace).filter(pk=number).first()
        return Spot(touchpoint=found) if found else None
    if kind == "stage":
        found = stages(workspace).filter(pk=number).first()
        return Spot(stage=found) if found else None
    return None


def spot_options(workspace) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every place that can be chosen, grouped: touchpoints, then the stages of each map. Two queries."""
    names = touchpoints(workspace).order_by(Lower("name"), "pk").values_list("pk", "name")
    groups = [(_("Touchpoints"), [(f"touchpoint:{pk}", name) for pk, name in names])]
    by_map: dict[int, tuple[str, list[tuple[str, str]]]] = {}
    for stage in stages(workspace).order_by(Lower("map__title"), "map_id", "rank"):
        title = _("Stages of %(map)s") % {"map": stage.map.title}
        by_map.setdefault(stage.map_id, (title, []))[1].append((f"stage:{stage.pk}", stage.name))
    return [group for group in [*groups, *by_map.values()] if group[1]]


def live_maps(workspace) -> list[tuple[int, str]]:
    """(id, title) of the maps that are neither removed, archived nor approved. One query."""
    found = JourneyMap.objects.for_workspace(workspace).live().filter(archived_at=None)
    found = found.exclude(status=Status.APPROVED)
    return list(found.order_by(Lower("title"), "pk").values_list("pk", "title"))


def known_touchpoints(workspace) -> dict[str, tuple[int, str]]:
    """{name in lower case: (id, name)} of the live touchpoints; of two alike, the older. One query."""
    rows = touchpoints(workspace).order_by("-pk").values_list("pk", "name")
    return {name.casefold(): (pk, name) for pk, name in rows}


def known_names(workspace) -> list[str]:
    """The names of the live touchpoints, for a list to choose from. One query."""
    return list(touchpoints(workspace).order_by(Lower("name")).values_list("name", flat=True)[:1000])


def maps_with(places: Iterable[tuple[str, int]]) -> list[int]:
    """Ids of the live maps that show any of these ("touchpoint" or "stage", id). Two queries."""
    ids: dict[str, list[int]] = {"touchpoint": [], "stage": []}
    for kind, pk in places:
        ids[kind].append(pk)
    placed = Placement.objects.live().filter(
        touchpoint_id__in=ids["touchpoint"], stage__removed_at=None, map__removed_at=None
    )
    staged = Stage.objects.live().filter(pk__in=ids["stage"], map__removed_at=None)
    return sorted({*placed.values_list("map_id", flat=True), *staged.values_list("map_id", flat=True)})


def make_touchpoint(*, by, name: str, group: uuid.UUID) -> tuple[Touchpoint, bool]:
    """The touchpoint of this name, and whether it was made because there was none; then it is logged.

    Must run inside a transaction.
    """
    with connection.cursor() as cursor:
        # The same lock as the editor takes: two at once make one.
        held = f"{by.workspace_id}:{name.casefold()}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [held])
    if found := find_by_name(by.workspace_id, name):
        return found, False
    touchpoint = Touchpoint(workspace_id=by.workspace_id, name=name)
    log.create(touchpoint, by=by, verb="touchpoint_create", group=group)
    return touchpoint, True
