"""What the drawer beside the map shows about a touchpoint standing on it, or about one of its stages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count, Q, Window
from django.utils.translation import gettext as _

from cxjourney.backlog.models import PainPoint
from cxjourney.backlog.queries import CLOSED, live_pains
from cxjourney.board.parts import PlacementItem, StageColumn
from cxjourney.board.queries import add_measures, pooled_contacts, read_placements, read_stages, tiles
from cxjourney.board.story import Event, standing, story
from cxjourney.feedback.models import Feedback, QuestionKind
from cxjourney.feedback.queries import add_scores
from cxjourney.journeys.models import JourneyMap, Placement, Touchpoint
from cxjourney.journeys.queries import Choices, choices
from cxjourney.kit.curves import Spark, spark
from cxjourney.kit.periods import Period
from cxjourney.metrics import formulas
from cxjourney.metrics.chart import Chart, draw
from cxjourney.metrics.explain import explain
from cxjourney.metrics.measures import CONTACT_KINDS, Measure, Measures, Place, Point, Scale, enough, pool
from cxjourney.metrics.outside import Outsider, read_outsides
from cxjourney.metrics.queries import measures, series, wordings

TABS = ("overview", "feedback", "pains", "history")
FEW_QUOTES, MANY_QUOTES = 3, 20


class Neighbour(NamedTuple):
    """What comes before or after on the map."""

    id: int
    name: str


@dataclass(frozen=True)
class Share:
    """The answers of a measure counted another way, such as the share of the satisfied."""

    name: str
    estimate: formulas.Estimate


@dataclass(frozen=True)
class Figure:
    """One metric with all that is known about it."""

    measure: Measure
    spark: Spark | None
    share: Share | None
    wordings: list[str]

    @property
    def level(self) -> str:
        """good when the target is reached, bad when it is missed; without a target nothing is said."""
        if self.measure.target is None or self.measure.is_few:
            return ""
        return "bad" if self.measure.missed else "good"

    @property
    def explanation(self):
        """How it is asked and counted, in words."""
        window = int(self.measure.scale.name) if self.measure.kind == "fcr" else 0
        return explain(self.measure.kind, window)


@dataclass
class Drawer:
    """Read for one tab; what other tabs need stays empty."""

    map: JourneyMap
    period: Period
    tab: str
    stage: StageColumn
    touchpoint: Touchpoint | None = None
    placement: PlacementItem | None = None
    before: Neighbour | None = None
    after: Neighbour | None = None
    figures: list[Figure] = field(default_factory=list)
    told: list[Figure] = field(default_factory=list)  # by contacts
    outsiders: list[Outsider] = field(default_factory=list)  # numbers counted elsewhere
    chart: Chart | None = None
    targets: dict[str, float] = field(default_factory=dict)
    quotes: list = field(default_factory=list)
    said: int = 0
    pains: list[PainPoint] = field(default_factory=list)
    maps: list[Placement] = field(default_factory=list)
    choices: Choices | None = None
    events: list[Event] = field(default_factory=list)
    parts: list[PlacementItem] = field(default_factory=list)  # a stage's touchpoints with answers

    @property
    def place(self) -> Place:
        return ("touchpoint", self.touchpoint.pk) if self.touchpoint else ("stage", self.stage.id)

    @property
    def name(self) -> str:
        return self.touchpoint.name if self.touchpoint else self.stage.name

    @property
    def assumed(self) -> float | None:
        return self.placement.assumed if self.placement else self.stage.assumed

    @property
    def head(self) -> Figure | None:
        """The metric that speaks for the place."""
        return self.figures[0] if self.figures else None

    @property
    def felt(self) -> float | None:
        """What was measured, on the experience axis; None without answers enough."""
        felt = self.head.measure.felt if self.head else None
        return felt.value if felt else None

    @property
    def gap(self) -> float | None:
        """Measured less assumed, on the experience axis."""
        if self.assumed is None or self.felt is None:
            return None
        return self.felt - self.assumed

    @property
    def fixes(self) -> list[tuple[float, PainPoint]]:
        """(where on the chart's width, 0–1; pain point) of what was fixed in its time, oldest first."""
        chart = self.chart
        if chart is None:
            return []
        found = [(chart.at(pain.fixed_on), pain) for pain in self.pains if pain.fixed_on]
        return sorted(((at, pain) for at, pain in found if 0 <= at <= 1), key=lambda one: (one[0], one[1].pk))

    @property
    def open_pains(self) -> int:
        return sum(pain.status not in CLOSED for pain in self.pains)

    @property
    def wanted(self) -> list[tuple[str, str]]:
        """Kinds a target can be set for: those asked and those that have one; else all but own scales."""
        kinds = dict.fromkeys([*(figure.measure.kind for figure in self.figures), *self.targets])
        return [(kind, QuestionKind(kind).label) for kind in kinds or QuestionKind.values[:-1]]  # type: ignore[misc]


def find_placement(map_: JourneyMap, pk: int) -> Placement | None:
    """A touchpoint standing on this map. One query."""
    found = Placement.objects.filter(workspace_id=map_.workspace_id, map_id=map_.pk, pk=pk).live()
    found = found.filter(stage__removed_at=None, touchpoint__removed_at=None)
    return found.select_related("touchpoint__team", "touchpoint__own_channel").first()


def read_drawer(
    map_: JourneyMap,
    period: Period,
    *,
    placement: Placement | None = None,
    stage_id: int | None = None,
    tab: str,
    editable: bool,
) -> Drawer | None:
    """One tab of the drawer about a placement or a stage (one of them); None when that is not on the map.

    Queries: stages, placements, feedback, its scores and pain points (5) on every tab, and the two of choices
    for editors. Overview adds measures, series, wordings, numbers counted elsewhere with their values and
    the maps a touchpoint stands on (6), history at most 5.
    """
    stages = read_stages(map_)
    placed = read_placements(map_, stages)
    drawer = _frame(map_, period, tab, stages, placed, placement, stage_id)
    if drawer is None:
        return None
    _read_words(drawer)
    if tab == "overview":
        _read_numbers(drawer)
        kind, pk = drawer.place
        drawer.outsiders = read_outsides(map_.workspace_id, **{kind: pk})
        if drawer.touchpoint:
            drawer.maps = maps_with(drawer.touchpoint)
    elif tab == "history":
        drawer.events = _read_events(drawer)
    if editable and drawer.touchpoint:
        drawer.choices = choices(map_.workspace_id)
    return drawer


def _frame(
    map_: JourneyMap,
    period: Period,
    tab: str,
    stages: list[StageColumn],
    placed: list[PlacementItem],
    placement: Placement | None,
    stage_id: int | None,
) -> Drawer | None:
    """The drawer with its place on the map. No query."""
    if placement is None:
        column = next((one for one in stages if one.id == stage_id), None)
        if column is None:
            return None
        drawer = Drawer(map_, period, tab, column)
        row = [Neighbour(one.id, one.name) for one in stages]
        _between(drawer, row, column.id)
        return drawer
    item = next((one for one in placed if one.id == placement.pk), None)
    if item is None:
        return None
    column = next(one for one in stages if one.id == item.stage_id)
    drawer = Drawer(map_, period, tab, column, placement.touchpoint, item)
    row = [Neighbour(one.id, one.touchpoint.name) for stage in stages for one in stage.placements]
    _between(drawer, row, item.id)
    return drawer


def _between(drawer: Drawer, row: Sequence[Neighbour], pk: int) -> None:
    at = next(index for index, one in enumerate(row) if one.id == pk)
    drawer.before = row[at - 1] if at else None
    drawer.after = row[at + 1] if at + 1 < len(row) else None


# --- Words ----------------------------------------------------------------------------------------


def _read_words(drawer: Drawer) -> None:
    """The newest feedback with its scores and number, and the pain points, worst first. Three queries."""
    kind, pk = drawer.place
    most = MANY_QUOTES if drawer.tab == "feedback" else FEW_QUOTES
    said = Feedback.objects.for_workspace(drawer.map.workspace_id).live().filter(**{kind: pk})
    drawer.quotes = list(said.annotate(total=Window(Count("pk"))).order_by("-said_on", "-id")[:most])
    add_scores(drawer.quotes)
    drawer.said = drawer.quotes[0].total if drawer.quotes else 0
    pains = live_pains(drawer.map.workspace_id).filter(**{kind: pk})
    drawer.pains = list(pains.order_by("-score", "rank", "id"))


def maps_with(touchpoint: Touchpoint) -> list[Placement]:
    """Where the touchpoint stands, in every live map; `stage` and `map` are selected. One query."""
    standing_on = Placement.objects.filter(workspace_id=touchpoint.workspace_id, touchpoint=touchpoint).live()
    live = Q(stage__removed_at=None, map__removed_at=None, map__archived_at=None)
    return list(standing_on.filter(live).select_related("stage", "map").order_by("map__title", "id"))


def _read_events(drawer: Drawer) -> list[Event]:
    workspace = drawer.map.workspace_id
    if drawer.touchpoint is None:
        return story(workspace, {"stage": [drawer.stage.id]})
    spots = standing(workspace, drawer.touchpoint.pk)
    return story(workspace, {"touchpoint": [drawer.touchpoint.pk], "placement": spots})


# --- Numbers --------------------------------------------------------------------------------------


def _read_numbers(drawer: Drawer) -> None:
    """Every metric of the place, its chart and its targets. Three queries."""
    ids = [drawer.touchpoint.pk] if drawer.touchpoint else _ids(drawer.stage)
    stages = [] if drawer.touchpoint else [drawer.stage.id]
    workspace = drawer.map.workspace_id
    found = measures(workspace, ids, stages, drawer.period)
    lines = series(workspace, ids, stages, drawer.period)
    drawer.targets = found.targets.get(drawer.place, {})
    asked = wordings(workspace, ids, stages)
    drawer.figures = [_figure(drawer, one, lines, asked) for one in _measures(drawer, found)]
    drawer.told = [_figure(drawer, one, lines, asked) for one in _told(drawer, found)]
    if drawer.head:
        head = drawer.head.measure
        if not head.is_few:
            drawer.chart = draw(enough(_line(drawer, head.scale, lines), head.few), head.target)


def _ids(stage: StageColumn) -> list[int]:
    return [placement.touchpoint.id for placement in stage.placements]


def _measures(drawer: Drawer, found: Measures) -> list[Measure]:
    """A touchpoint's own measures; for a stage those of its touchpoints pooled with its own."""
    if drawer.touchpoint:
        return found.of("touchpoint", drawer.touchpoint.pk)
    add_measures([drawer.stage], found)
    drawer.parts = [placement for placement in drawer.stage.placements if placement.measure]
    shown = [tile.measure for tile in tiles(drawer.stage, found)]
    return [one for one in shown if one.kind not in CONTACT_KINDS]


def _told(drawer: Drawer, found: Measures) -> list[Measure]:
    """What contacts tell of a touchpoint, or of a stage and its touchpoints together."""
    if drawer.touchpoint:
        return found.contacts.get(drawer.place, [])
    return pooled_contacts(drawer.stage, found)


def _line(drawer: Drawer, scale: Scale, lines: dict[Place, dict[Scale, list[Point]]]) -> list[Point]:
    """The series of a scale at this place, and at its touchpoints when it is a stage."""
    places = [drawer.place]
    if drawer.touchpoint is None:
        places += [("touchpoint", pk) for pk in _ids(drawer.stage)]
    return pool(scale, (lines.get(place, {}).get(scale, []) for place in places))


def _figure(
    drawer: Drawer,
    measure: Measure,
    lines: dict[Place, dict[Scale, list[Point]]],
    asked: dict[Scale, list[str]],
) -> Figure:
    known = [] if measure.is_few else enough(_line(drawer, measure.scale, lines), measure.few)
    values = [point.value for point in known]
    return Figure(
        measure, spark(values, target=measure.target), _share(measure), asked.get(measure.scale, [])
    )


def _share(measure: Measure) -> Share | None:
    """How many were satisfied, found it easy or agreed; NPS and own scales have no such share."""
    ways = {
        "csat": (_("Satisfied, 4 or 5"), formulas.csat_top2),
        "ces": (_("Easy, 5 to 7"), formulas.ces_share),
        "agree": (_("Agree, 4 or 5"), formulas.agreement_share),
    }
    if measure.kind not in ways or measure.is_few:
        return None
    name, count = ways[measure.kind]
    estimate = count(measure.histogram)
    return Share(name, estimate) if estimate else None
