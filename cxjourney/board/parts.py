"""What a map is made of on the page: plain objects with the attributes templates read."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cxjourney.backlog.models import PainStatus
from cxjourney.board.lanes import KINDS, SPEAKING, Kind, Words, note
from cxjourney.feedback.models import Sentiment, Source
from cxjourney.journeys.models import JourneyMap
from cxjourney.kit.curves import Spark
from cxjourney.kit.periods import Period
from cxjourney.metrics.measures import Measure

FEW = 10  # fewer answers than this are said to be too few
GOOD, POOR = 0.5, -0.5  # on the experience axis, where there is no target
CLOSE = 0.5  # a target missed by less than this is not bad yet, on the experience axis


class Team(NamedTuple):
    name: str
    hue: int


@dataclass(slots=True)
class CardItem:
    """A card as its template needs it; the attributes are those of journeys.Card."""

    id: int
    version: int
    text: str
    mood: str
    team: Team | None


@dataclass(slots=True)
class TouchpointFacts:
    id: int
    name: str
    icon: str
    moment_of_truth: bool
    team: Team | None


@dataclass(slots=True)
class PlacementItem:
    """A touchpoint in a stage, with the headline of its answers."""

    id: int
    version: int
    stage_id: int
    touchpoint: TouchpointFacts
    assumed: float | None
    measure: Measure | None = None


@dataclass(slots=True)
class PainItem:
    """A pain point as its template needs it; the attributes are those of backlog.PainPoint."""

    id: int
    version: int
    title: str
    score: int
    status: str
    evidence_count: int
    touchpoint_id: int | None

    @property
    def severity(self) -> int:
        return severity(self.score)

    def get_status_display(self) -> str:
        return str(PainStatus(self.status).label)


def severity(score: int) -> int:
    """1–4 bars of a score of 1–25, as backlog.PainPoint has it."""
    return 1 + sum(score >= edge for edge in (6, 10, 16))


@dataclass(slots=True)
class Quote:
    """A customer's words. `touchpoint` is where they were said, empty when they were about the stage."""

    text: str
    source_key: str
    said_on: datetime.date
    sentiment: int | None
    touchpoint: str

    @property
    def source(self) -> str:
        return str(Source(self.source_key).label)

    @property
    def mood(self) -> str:
        """good, mixed or bad; empty when nobody has judged it."""
        return "" if self.sentiment is None else Sentiment(self.sentiment).name.lower()


@dataclass(slots=True)
class Tile:
    """One metric of a stage. `spark` is drawn later, when the lane comes into view."""

    measure: Measure
    spark: Spark | None = None

    @property
    def level(self) -> str:
        return level(self.measure)


@dataclass(slots=True)
class StageColumn:
    """A stage with its headline.

    `left` and `right` are the stage it is put before when it moves there: "" = last, None = it can't.
    """

    id: int
    name: str
    goal: str
    assumed: float | None
    version: int
    number: int = 0
    placements: list[PlacementItem] = field(default_factory=list)
    measure: Measure | None = None
    left: int | str | None = None
    right: int | str | None = None

    @property
    def level(self) -> str:
        return level(self.measure) if self.measure else ""

    @property
    def at(self) -> float:
        """Length of the bar, 0–1. Needs a measure."""
        return share(self.measure, self.measure.value)

    @property
    def target_at(self) -> float:
        """Where the target's tick stands, 0–1. Needs a measure with a target."""
        return share(self.measure, self.measure.target)


@dataclass(slots=True)
class Cell:
    stage_id: int
    items: list = field(default_factory=list)


@dataclass(slots=True)
class LaneRow:
    """A lane with a cell for each stage. `up` and `down` are as a stage's `left` and `right`."""

    id: int
    kind: str
    title: str
    note: str
    folded: bool
    hidden: bool
    version: int
    cells: list[Cell] = field(default_factory=list)
    up: int | str | None = None
    down: int | str | None = None

    @property
    def look(self) -> Kind:
        return KINDS[self.kind]

    def words(self, persona) -> Words:
        """The small line under its name."""
        return note(self.kind, self.note, persona)

    @property
    def is_empty(self) -> bool:
        return not any(cell.items for cell in self.cells)

    def teaches(self, index: int) -> bool:
        """Whether an empty cell says what belongs there: the first of an empty lane, and gaps in knowledge."""
        if self.cells[index].items:
            return False
        return index == 0 if self.is_empty else self.kind in SPEAKING


@dataclass
class Board:
    """A whole map: everything its page shows, read already."""

    map: JourneyMap
    period: Period
    stages: list[StageColumn]
    lanes: list[LaneRow]
    curve: Any
    answers: int
    touchpoints: int
    truths: int
    latest: datetime.date | None

    @property
    def persona(self):
        return self.map.persona

    @property
    def shown(self) -> list[LaneRow]:
        """The lanes on the map; hidden ones are only in the list of lanes."""
        return [lane for lane in self.lanes if not lane.hidden]

    @property
    def first_backstage(self) -> int | None:
        """The lane that the line of visibility stands above."""
        return next((lane.id for lane in self.shown if lane.kind == "backstage"), None)


def level(measure: Measure) -> str:
    """good, mixed or bad: against the target when there is one, else by the experience axis."""
    value = measure.experience.value
    if measure.target is None:
        return "good" if value >= GOOD else "bad" if value <= POOR else "mixed"
    if not measure.missed:
        return "good"
    low, high = measure.bounds
    return "bad" if 4 * (measure.target - measure.value) / (high - low) >= CLOSE else "mixed"


def share(measure: Measure, value: float) -> float:
    """Where a value stands on the measure's scale, 0–1: the length of a bar."""
    low, high = measure.bounds
    return min(1.0, max(0.0, (value - low) / (high - low)))
