"""Reads of the editor. Everything starts from the workspace; removed things are not found."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Lower
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cxjourney.activity.models import Change
from cxjourney.journeys import whom
from cxjourney.journeys.blueprints.frame import Frame, Words
from cxjourney.journeys.blueprints.library import BY_KEY, LIBRARY, STANDARD
from cxjourney.journeys.channels import GROUPS, grouped_channels
from cxjourney.journeys.kinds import SINGLE_LANES, fits
from cxjourney.journeys.models import (
    Card,
    CardImage,
    Channel,
    Choice,
    Folder,
    JourneyMap,
    Lane,
    MapTemplate,
    Placement,
    Stage,
    Step,
    Taxonomy,
    Touchpoint,
)
from cxjourney.kit.rows import read_row
from cxjourney.workspaces import queries as people
from cxjourney.workspaces.models import Team

SUGGESTIONS = 8
MAPS_NAMED = 3

# (label, [(value, name)]); a value is a fixed channel's slug or own:<id>.
Options = list[tuple[str, list[tuple[str, str]]]]


def live_map(workspace, pk: int) -> JourneyMap:
    """One query. Raises Http404."""
    found = JourneyMap.objects.for_workspace(workspace).live().select_related("persona")
    return get_object_or_404(found, pk=pk)


def folders(workspace) -> QuerySet[Folder]:
    """By name; folders of a removed folder are found too, they stand at the top."""
    return Folder.objects.for_workspace(workspace).live().order_by(Lower("name"), "pk")


def live_folder(workspace, pk: int) -> Folder:
    return get_object_or_404(folders(workspace), pk=pk)


def templates(workspace) -> QuerySet[MapTemplate]:
    """What this workspace saved itself, by name."""
    return MapTemplate.objects.for_workspace(workspace).live().order_by(Lower("name"), "pk")


def live_template(workspace, pk: int) -> MapTemplate:
    return get_object_or_404(templates(workspace), pk=pk)


@dataclass(frozen=True)
class Sample:
    """A template in the gallery. `template` is the row of one of the workspace's own."""

    key: str
    icon: str
    name: Words
    purpose: Words
    about: Words
    frame: Frame
    template: MapTemplate | None = None


def gallery(workspace) -> list[Sample]:
    """The workspace's own templates, then those that come with the product. One query."""
    own = [
        Sample(f"own:{one.pk}", "bookmark", one.name, one.purpose, "", Frame.from_json(one.content), one)
        for one in templates(workspace)
    ]
    return own + built_in()


def built_in() -> list[Sample]:
    """The templates that come with the product. No query."""
    return [Sample(one.key, one.icon, one.name, one.purpose, one.about, one.frame) for one in LIBRARY]


def find_frame(workspace, key: str) -> Frame | None:
    """What a template of this key holds: a built-in one's name, or own:<id>; the standard one for "".

    At most one query.
    """
    if not key:
        return STANDARD.frame
    if key in BY_KEY:
        return BY_KEY[key].frame
    pk = key.removeprefix("own:")
    if pk == key or not pk.isdecimal():
        return None
    found = templates(workspace).filter(pk=int(pk)).first()
    return Frame.from_json(found.content) if found else None


def columns_and_rows(map_: JourneyMap) -> tuple[list[Stage], list[Lane]]:
    """Its stages from left to right and its lanes from top to bottom, hidden ones too. Two queries."""
    own = {"workspace": map_.workspace_id, "map": map_}
    stages = Stage.objects.live().filter(**own).order_by("rank", "pk")
    return list(stages), list(Lane.objects.live().filter(**own).order_by("rank", "pk"))


def first_cards(map_: JourneyMap) -> dict[tuple[int, int], str]:
    """The text of the first card in each cell, by (lane id, stage id). One query."""
    rows = cards_of(map_).order_by("-rank", "-pk").values_list("lane_id", "stage_id", "text")
    return {(lane, stage): text for lane, stage, text in rows}


def cards_of(map_: JourneyMap) -> QuerySet[Card]:
    """In their order; those of removed stages and lanes too."""
    return Card.objects.for_workspace(map_.workspace_id).live().filter(map=map_).order_by("rank", "pk")


def placements_of(map_: JourneyMap) -> QuerySet[Placement]:
    found = Placement.objects.for_workspace(map_.workspace_id).live().filter(map=map_)
    return found.filter(touchpoint__removed_at=None).order_by("rank", "pk")


def live_stage(workspace, pk: int) -> Stage:
    found = Stage.objects.for_workspace(workspace).live().filter(map__removed_at=None)
    return get_object_or_404(found.select_related("map"), pk=pk)


def steps_of(stage: Stage) -> list[Step]:
    """Its steps from left to right. One query."""
    return list(Step.objects.live().filter(stage=stage).order_by("rank", "pk"))


def steps_by_stage(map_: JourneyMap) -> dict[int, list[Step]]:
    """The steps of the stages that are split, from left to right. One query."""
    found: dict[int, list[Step]] = {}
    own = {"workspace": map_.workspace_id, "map": map_}
    for step in Step.objects.live().filter(**own).order_by("rank", "pk"):
        found.setdefault(step.stage_id, []).append(step)
    return {stage: steps for stage, steps in found.items() if len(steps) > 1}


def live_step(workspace, pk: int) -> Step:
    found = Step.objects.for_workspace(workspace).live().filter(stage__removed_at=None, map__removed_at=None)
    return get_object_or_404(found.select_related("stage", "map"), pk=pk)


def step_in(stage: Stage, asked: str) -> Step | None:
    """The step of a stage that an address or a form names; None for its first. One query, if any is named."""
    if not asked.isdecimal() or len(asked) > 18:
        return None
    return Step.objects.live().filter(stage=stage, pk=int(asked)).first()


def live_lane(workspace, pk: int) -> Lane:
    found = Lane.objects.for_workspace(workspace).live().filter(map__removed_at=None)
    return get_object_or_404(found.select_related("map"), pk=pk)


LIVE_CARD = """
FROM cxjourney_card
JOIN cxjourney_lane ON cxjourney_lane.id = cxjourney_card.lane_id
JOIN cxjourney_stage ON cxjourney_stage.id = cxjourney_card.stage_id
JOIN cxjourney_journeymap ON cxjourney_journeymap.id = cxjourney_card.map_id
LEFT JOIN cxjourney_team ON cxjourney_team.id = cxjourney_card.team_id
WHERE cxjourney_card.workspace_id = %s AND cxjourney_card.id = %s
  AND (%s OR cxjourney_card.removed_at IS NULL) AND cxjourney_lane.removed_at IS NULL
  AND cxjourney_stage.removed_at IS NULL AND cxjourney_journeymap.removed_at IS NULL
"""


def live_card(workspace, pk: int, *, removed: bool = False) -> Card:
    """A card of a live cell, with its lane and team; with `removed` also one taken away. One query; two when
    it is for some personas only.
    """
    found = read_row((Card, Lane, Team), LIVE_CARD, [workspace.pk, pk, removed])
    if found is None:
        raise Http404
    card, card.lane, card.team = found
    card.whom = whom.named(workspace.pk, card.persona_ids)
    return card


def image_bytes(workspace, pk: int, *, thumb: bool) -> bytes:
    """The picture of a card as WebP. One query. Raises Http404."""
    found = CardImage.objects.for_workspace(workspace).values_list("thumb" if thumb else "data", flat=True)
    return bytes(get_object_or_404(found, pk=pk))


def cards_made_by(change: Change) -> QuerySet[Card]:
    """The live cards that one action made, in their order. One query."""
    made = Change.objects.filter(group=change.group, verb="card_create", target_type="card")
    found = Card.objects.for_workspace(change.workspace_id).live().filter(pk__in=made.values("target_id"))
    return found.select_related("team").order_by("rank", "pk")


def live_placement(workspace, pk: int) -> Placement:
    found = Placement.objects.for_workspace(workspace).live()
    found = found.filter(stage__removed_at=None, map__removed_at=None, touchpoint__removed_at=None)
    return get_object_or_404(
        found.select_related("touchpoint__team", "touchpoint__own_channel", "stage"), pk=pk
    )


def change_that_placed(placement: Placement) -> Change | None:
    """The row of the log that undo goes by. One query."""
    made = Change.objects.for_workspace(placement.workspace_id).filter(
        target_type="placement", target_id=placement.pk, verb="placement_create"
    )
    return made.order_by("-pk").first()


def live_touchpoint(workspace, pk: int) -> Touchpoint:
    found = Touchpoint.objects.for_workspace(workspace).live()
    return get_object_or_404(found.select_related("team", "own_channel"), pk=pk)


def live_channel(workspace, pk: int) -> Channel:
    return get_object_or_404(Channel.objects.for_workspace(workspace).live(), pk=pk)


def cell(workspace, lane_id: int, stage_id: int) -> tuple[Lane, Stage]:
    """Lane and stage of one map whose cell holds cards. Two queries; raises Http404."""
    lane, stage = live_lane(workspace, lane_id), live_stage(workspace, stage_id)
    if lane.map_id != stage.map_id or not lane.holds_cards:
        raise Http404
    return lane, stage


# By hand: every move asks this, and the database answers sooner than the ORM has put the question.
CELL = """
SELECT (SELECT id FROM cxjourney_step step
         WHERE step.id = %s::bigint AND step.stage_id = stage.id AND step.removed_at IS NULL)
  FROM cxjourney_stage stage, cxjourney_lane lane
 WHERE stage.id = %s AND stage.map_id = %s AND stage.removed_at IS NULL
   AND lane.id = %s AND lane.map_id = %s AND lane.removed_at IS NULL AND lane.kind = ANY(%s)
   AND lane.taxonomy_id IS NOT DISTINCT FROM %s::bigint
"""


def may_hold(lane: Lane, lane_id: int, stage_id: int, step_id: int | None) -> tuple[int | None] | None:
    """The step, None where it is not one of the stage's, if this is a cell of the same map that takes cards
    of `lane`. One query.
    """
    kinds = sorted(fits(lane.kind))
    with connection.cursor() as cursor:
        cursor.execute(CELL, [step_id, stage_id, lane.map_id, lane_id, lane.map_id, kinds, lane.taxonomy_id])
        return cursor.fetchone()


def kinds_taken(map_: JourneyMap) -> set[str]:
    """Kinds of lanes that stand on the map and can't stand on it twice. One query."""
    single = Lane.objects.live().filter(map=map_, kind__in=SINGLE_LANES)
    return set(single.values_list("kind", flat=True))


def suggest_touchpoints(workspace, stage: Stage | None, text: str) -> QuerySet[Touchpoint]:
    """The workspace's touchpoints whose name holds the words, those not in the stage and with a like
    beginning first. One query.

    `here` says that it stands in the stage already, `map_titles` names up to three maps where it stands.
    """
    found = Touchpoint.objects.for_workspace(workspace).live().select_related("own_channel")
    for word in text.split():
        found = found.filter(name__icontains=word)
    placed = Placement.objects.live().filter(
        touchpoint=OuterRef("pk"), stage__removed_at=None, map__removed_at=None
    )
    titles = placed.order_by("map__title").values("map__title").distinct()[:MAPS_NAMED]
    here, begins = Exists(placed.filter(stage=stage)), Q(name__istartswith=text)
    found = found.annotate(here=here, begins=begins, map_titles=ArraySubquery(titles))
    return found.order_by("here", "-begins", Lower("name"), "pk")[:SUGGESTIONS]


def own_channels(workspace) -> QuerySet[Channel]:
    return Channel.objects.for_workspace(workspace).live().order_by(Lower("name"), "pk")


def channel_options(workspace) -> Options:
    """The fixed channels under their groups, each with the workspace's own in it. One query."""
    extra: dict[str, list[tuple[str, str]]] = {}
    for channel in own_channels(workspace):
        extra.setdefault(channel.group, []).append((f"own:{channel.pk}", channel.name))
    return [
        (label, fixed + extra.get(key, []))
        for (key, _label), (label, fixed) in zip(GROUPS, grouped_channels(), strict=True)
    ]


@dataclass(frozen=True)
class Choices:
    """What the fields of a touchpoint can be."""

    channels: Options
    teams: list[Team]

    def channel_value(self, touchpoint: Touchpoint) -> str:
        """The option that stands for the touchpoint's channel, "" for none."""
        return f"own:{touchpoint.own_channel_id}" if touchpoint.own_channel_id else touchpoint.channel

    def channels_with(self, touchpoint: Touchpoint) -> Options:
        """The options, and the touchpoint's own channel also when it was removed since."""
        value = self.channel_value(touchpoint)
        if not value or any(value == key for _label, group in self.channels for key, _name in group):
            return self.channels
        return [*self.channels, (_("No longer offered"), [(value, touchpoint.channel_name)])]


def choices(workspace) -> Choices:
    """Two queries."""
    return Choices(channel_options(workspace), people.teams(workspace))


def taxonomies(workspace_id: int) -> QuerySet[Taxonomy]:
    """The lists of choices by name."""
    return Taxonomy.objects.for_workspace(workspace_id).live().order_by(Lower("name"), "pk")


def choices_of(taxonomy_id: int | None) -> QuerySet[Choice]:
    """What a list offers, by name."""
    return Choice.objects.live().filter(taxonomy=taxonomy_id).order_by(Lower("name"), "pk")


def stamp_of(workspace) -> int:
    """Grows with every change of a map of the workspace; removed maps count too. One query."""
    return JourneyMap.objects.for_workspace(workspace).aggregate(stamp=Sum("seq", default=0))["stamp"]
