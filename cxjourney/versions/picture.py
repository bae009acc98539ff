"""A snapshot as people read it: columns, rows, and things in cells with their facts in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from cxjourney.board.lanes import KINDS
from cxjourney.journeys.channels import channel_icon, channel_label
from cxjourney.journeys.models import CARD_LANES, Channel, JourneyMap, LaneKind
from cxjourney.kit.jinja import signed
from cxjourney.personas.models import Persona
from cxjourney.versions.snapshot import Row, Snapshot
from cxjourney.workspaces.models import Team

# What of a row is said by where it stands and what is written on it, or by nobody.
SILENT = {
    "map_id", "lane_id", "stage_id", "step_id", "touchpoint_id", "rank", "removed_at", "text", "title",
    "name", "goal", "description", "prompts", "locked", "folded", "kind", "linked_id", "choice_id",
    "taxonomy_id", "origin",
}  # fmt: skip


@dataclass(frozen=True)
class Names:
    """What ids stand for today."""

    teams: dict[int, str]
    channels: dict[int, Channel]
    maps: dict[int, str]
    personas: dict[int, str]


def read_names(workspace) -> Names:
    """Four queries."""
    teams = Team.objects.for_workspace(workspace).values_list("pk", "name")
    channels = Channel.objects.for_workspace(workspace)
    maps = JourneyMap.objects.for_workspace(workspace).values_list("pk", "title")
    personas = Persona.objects.for_workspace(workspace).values_list("pk", "name")
    return Names(dict(teams), {one.pk: one for one in channels}, dict(maps), dict(personas))


@dataclass
class Item:
    """A card, a touchpoint in a stage, or a pain point. `facts` are label → words."""

    kind: str
    id: int
    column: int
    row: int
    text: str
    goal: str = ""  # a second, longer text
    facts: dict[str, str] = field(default_factory=dict)
    same: tuple = ()  # what tells that another thing is the same in another map
    icon: str = ""
    truth: bool = False
    image: int = 0  # the uploaded picture it describes
    mood: str = ""
    severity: int = 0
    assumed: float | None = None
    step: int = 0  # in its stage, if that is split: which, counted from 0, and what it is called
    step_id: int = 0
    step_origin: int = 0
    step_name: str = ""
    origin: int = 0  # what it was first copied from: itself, if from nothing
    spot: tuple[int, int] = (0, 0)  # number of the row and of the column, in a comparison

    @property
    def about(self) -> str:
        """What its second text is called."""
        return _("Description")


@dataclass
class Column:
    id: int
    name: str
    goal: str
    assumed: float | None
    touchpoints: list[int] = field(default_factory=list)
    points: list[float] = field(default_factory=list)  # assumed for its touchpoints
    steps: dict[int, str] = field(default_factory=dict)  # by id, if it is split
    step_origins: dict[int, int] = field(default_factory=dict)
    origin: int = 0

    @property
    def text(self) -> str:
        return self.name

    @property
    def about(self) -> str:
        """What its second text is called."""
        return _("Goal")

    @property
    def facts(self) -> dict[str, str]:
        """Points of touchpoints are said at the touchpoints."""
        found = {_("Steps"): ", ".join(self.steps.values())} if self.steps else {}
        return found if self.assumed is None else {_("Assumed experience"): signed(self.assumed), **found}

    def put(self, item: Item, step: int | None) -> None:
        """Into the step of this id; into the first where there is none."""
        if self.steps:
            ids = list(self.steps)
            item.step_id = step if step in self.steps else ids[0]
            item.step, item.step_name = ids.index(item.step_id), self.steps[item.step_id]
            item.step_origin = self.step_origins[item.step_id]

    @property
    def level(self) -> float | None:
        """What is assumed in it: the mean of its touchpoints' points, else its own."""
        return sum(self.points) / len(self.points) if self.points else self.assumed


@dataclass
class RowOf:
    id: int
    kind: str
    title: str
    goal: str
    facts: dict[str, str] = field(default_factory=dict)
    origin: int = 0

    @property
    def text(self) -> str:
        return self.title

    @property
    def about(self) -> str:
        return _("Note")

    @property
    def icon(self) -> str:
        return KINDS[self.kind].icon


@dataclass
class Picture:
    """`items` are in their order, those of a cell one after another."""

    title: str
    columns: list[Column]
    rows: list[RowOf]
    items: list[Item]
    facts: dict[str, str]


def draw(snapshot: Snapshot, names: Names) -> Picture:
    """No query but one for the persona."""
    columns = [
        Column(pk, row["name"], row["goal"], _float(row["assumed"]), origin=_origin(pk, row))
        for pk, row in snapshot.live("stage")
    ]
    rows = [_row(pk, row) for pk, row in snapshot.live("lane") if not row["hidden"]]
    at = {column.id: column for column in columns}
    _split(snapshot, at)
    places = _placements(snapshot, at, names)
    items: list[Item] = []
    by_kind = {row.kind: row.id for row in rows}
    lanes = {row.id for row in rows if row.kind in CARD_LANES}
    items += _cards(snapshot, at, lanes, names)
    if (lane := by_kind.get(LaneKind.TOUCHPOINTS)) is not None:
        for item in places:
            item.row = lane
        items += places
    if (lane := by_kind.get(LaneKind.PAINS)) is not None:
        items += _pains(snapshot, columns, lane, names)
    items.sort(key=lambda item: item.step)  # a cell from its first step to its last
    return Picture(snapshot.map["title"], columns, rows, items, _about(snapshot.map))


def _split(snapshot: Snapshot, columns: dict[int, Column]) -> None:
    for pk, row in snapshot.live("step"):
        if row["stage_id"] in columns:
            columns[row["stage_id"]].steps[pk] = row["name"]
            columns[row["stage_id"]].step_origins[pk] = _origin(pk, row)
    for column in columns.values():
        if len(column.steps) < 2:  # one alone does not split it
            column.steps = {}


def _row(pk: int, row: Row) -> RowOf:
    return RowOf(pk, row["kind"], row["title"], row["note"], origin=_origin(pk, row))


def _origin(pk: int, row: Row) -> int:
    """Versions named long ago may not know it."""
    return row.get("origin") or pk


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def _cards(snapshot: Snapshot, columns: dict[int, Column], lanes: set[int], names: Names) -> Iterable[Item]:
    for pk, row in snapshot.live("card"):
        if row["stage_id"] in columns and row["lane_id"] in lanes:
            text = names.maps.get(row.get("linked_id") or 0) or row["text"]
            item = Item("card", pk, row["stage_id"], row["lane_id"], text, mood=row["mood"])
            item.origin, item.image = _origin(pk, row), row.get("image_id") or 0
            item.facts, item.same = facts_of("card", row, names), (text.casefold(),)
            columns[item.column].put(item, row.get("step_id"))
            yield item


def _placements(snapshot: Snapshot, columns: dict[int, Column], names: Names) -> list[Item]:
    found = []
    touchpoints = dict(snapshot.live("touchpoint"))
    for pk, row in snapshot.live("placement"):
        column, point = columns.get(row["stage_id"]), touchpoints.get(row["touchpoint_id"])
        if column is None or point is None:
            continue
        own = names.channels.get(point["own_channel_id"])
        icon = channel_icon(point["channel"], own.group if own else "")
        item = Item("placement", pk, column.id, 0, point["name"], point["description"], icon=icon)
        item.facts = facts_of("touchpoint", point, names) | facts_of("placement", row, names)
        item.origin = _origin(pk, row)
        item.same, item.truth = (row["touchpoint_id"],), point["moment_of_truth"]
        item.assumed = _float(row["assumed"])
        column.put(item, row.get("step_id"))
        column.touchpoints.append(row["touchpoint_id"])
        if item.assumed is not None:
            column.points.append(item.assumed)
        found.append(item)
    return found


def _pains(snapshot: Snapshot, columns: list[Column], lane: int, names: Names) -> Iterable[Item]:
    """Those of stages, then those of touchpoints in the first stage where they stand, as on the board."""
    own = {column.id: column.id for column in columns}
    first: dict[int, int] = {}
    for column in columns:
        for touchpoint in column.touchpoints:
            first.setdefault(touchpoint, column.id)
    pains = snapshot.live("painpoint")
    for pk, row in sorted(pains, key=lambda one: one[1]["touchpoint_id"] is not None):
        stage = own.get(row["stage_id"]) or first.get(row["touchpoint_id"])
        if stage:
            item = Item("painpoint", pk, stage, lane, row["title"], row["description"])
            item.facts, item.same = facts_of("painpoint", row, names), (row["title"].casefold(),)
            item.severity = 1 + sum(row["impact"] * row["frequency"] >= edge for edge in (6, 10, 16))
            yield item


def facts_of(kind: str, row: Row, names: Names) -> dict[str, str]:
    """What is known of a thing beside its text: label → words. Says nothing of what is not set."""
    model = apps.get_model("cxjourney", kind)
    fields = {one.attname: one for one in model._meta.concrete_fields}
    found = {}
    for name, value in row.items():
        if name not in SILENT and value not in (None, "", [], {}, False) and name in fields:
            found[str(fields[name].verbose_name).capitalize()] = say(fields[name], value, names)
    return found


def say(of: models.Field, value: Any, names: Names) -> str:
    if of.attname == "team_id":
        return names.teams.get(value, _("something removed"))
    if of.attname == "persona_ids":
        return ", ".join(sorted(names.personas.get(pk, _("something removed")) for pk in value))
    if of.attname == "own_channel_id":
        return names.channels[value].name if value in names.channels else _("something removed")
    if of.attname == "image_id":
        return _("picture %(id)s") % {"id": value}
    if of.is_relation:
        return _("number %(id)s") % {"id": value}
    if of.attname == "channel":
        return channel_label(value)
    if of.attname == "assumed":
        return signed(float(value))
    if isinstance(value, bool):
        return _("yes")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(dict(of.flatchoices).get(value, value)) if of.choices else str(value)


def _about(row: Row) -> dict[str, str]:
    """What is said of the map itself. One query, if it has a persona."""
    persona = Persona.objects.filter(pk=row["persona_id"]).first() if row["persona_id"] else None
    found = {
        _("Name"): row["title"],
        _("Persona"): persona.name if persona else "",
        _("Source"): row["source"],
    }
    return {label: words for label, words in found.items() if words}
