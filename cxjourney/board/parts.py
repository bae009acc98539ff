"""What a map is made of on the page: plain objects with the attributes templates read."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from markupsafe import Markup

from cxjourney.backlog.models import PainStatus
from cxjourney.board.lanes import KINDS, SPEAKING, Kind, Words, lines_above, note
from cxjourney.board.numbers import Pill, listed
from cxjourney.feedback.models import Sentiment, Source
from cxjourney.journeys.kinds import LaneRole, Raci, role_of
from cxjourney.journeys.models import JourneyMap
from cxjourney.kit.curves import Spark
from cxjourney.kit.jinja import UNKNOWN
from cxjourney.kit.periods import Period
from cxjourney.metrics.measures import Measure
from cxjourney.personas.kinds import known_as


class Team(NamedTuple):
    name: str
    hue: int


class LinkedMap(NamedTuple):
    id: int
    title: str


class Picture(NamedTuple):
    id: int
    width: int
    height: int


class CardItem(NamedTuple):
    """A card as its template needs it; the attributes are those of journeys.Card."""

    id: int
    text: str
    mood: str
    team: Team | None
    hue: int = 0
    evidence: str = "assumed"
    raci: str = ""
    linked: LinkedMap | None = None
    image: Picture | None = None
    choice: Team | None = None
    whom: tuple[tuple[int, str], ...] = ()  # personas it is for, by id and name; none: for everybody

    def get_raci_display(self) -> str:
        return str(Raci(self.raci).label)


def read_card(pk: int, text: str, mood: str, *facts) -> CardItem:
    """A card of the columns sql.CARD."""
    team, team_hue, hue, evidence, raci, linked, title, image, width, height, choice, choice_hue, whom = facts
    return CardItem(
        pk,
        text,
        mood,
        Team(team, team_hue) if team else None,
        hue,
        evidence,
        raci,
        LinkedMap(linked, title) if linked else None,
        Picture(image, width, height) if image else None,
        Team(choice, choice_hue) if choice else None,
        read_whom(whom, least=1),
    )


def read_whom(found: str | None, least: int = 2) -> tuple[tuple[int, str], ...]:
    """Personas as the database tells them in JSON; nobody where fewer than `least` are left."""
    people = tuple([(pk, name) for pk, name in json.loads(found)]) if found else ()
    return people if len(people) >= least else ()


class TouchpointFacts(NamedTuple):
    id: int
    name: str
    icon: str
    moment_of_truth: bool
    team: Team | None


@dataclass(slots=True)
class PlacementItem:
    """A touchpoint in a stage, with the headline of its answers."""

    id: int
    stage_id: int
    touchpoint: TouchpointFacts
    assumed: float | None
    known: str = "assumed"  # what the team says
    measure: Measure | None = None
    told: Measure | None = None  # what contacts tell, shown where nobody answered
    pill: Pill | None = None
    step: int = 0  # of its stage, 0 where that is not split

    @property
    def key(self) -> tuple:
        """All that its card shows."""
        return self.id, self.touchpoint, self.pill, self.known

    @property
    def level(self) -> str:
        """How we know of it: answers measure it."""
        return known_as(self.known, "measured" if self.pill else "assumed")


class PainItem(NamedTuple):
    """A pain point as its template needs it; the attributes are those of backlog.PainPoint."""

    id: int
    title: str
    score: int
    status: str
    touchpoint_id: int | None
    known: str
    evidence_count: int

    @property
    def level(self) -> str:
        """How we know of it: customers' words show it."""
        return known_as(self.known, "observed" if self.evidence_count else "assumed")

    @property
    def severity(self) -> int:
        return severity(self.score)

    def get_status_display(self) -> str:
        return str(PainStatus(self.status).label)


def severity(score: int) -> int:
    """1–4 bars of a score of 1–25, as backlog.PainPoint has it."""
    return 1 + sum(score >= edge for edge in (6, 10, 16))


class Quote(NamedTuple):
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
    pill: Pill
    spark: Spark | None = None

    @property
    def key(self) -> tuple:
        return self.pill, self.spark


@dataclass(slots=True)
class StepColumn:
    """A part of a stage. `left` and `right` are as a stage's."""

    id: int
    name: str
    left: int | str | None = None
    right: int | str | None = None


@dataclass(slots=True, eq=False)
class StageColumn:
    """A stage with its headline.

    `left` and `right` are the stage it is put before when it moves there: "" = last, None = it can't.
    `steps` are the columns that it is split into, none or several; `start` counts the columns before it.
    """

    id: int
    name: str
    goal: str
    assumed: float | None
    version: int
    locked: bool = False
    steps: tuple[StepColumn, ...] = ()
    number: int = 0
    start: int = 0
    placements: list[PlacementItem] = field(default_factory=list)
    measure: Measure | None = None
    pill: Pill | None = None
    left: int | str | None = None
    right: int | str | None = None

    @property
    def key(self) -> tuple:
        """All that the experience lane shows of it."""
        places = tuple([(p.id, p.touchpoint.name, p.assumed, p.measure, p.step) for p in self.placements])
        return self.id, self.name, self.assumed, self.measure, self.columns, places

    @property
    def width(self) -> int:
        """How many columns it takes."""
        return len(self.steps) or 1

    @property
    def places(self) -> list[tuple[str, int]]:
        """Where something can be put, by name: the stage, or each of its steps (its id)."""
        return [(f"{self.name}: {step.name}", step.id) for step in self.steps] or [(self.name, 0)]

    @property
    def columns(self) -> tuple[int, ...]:
        """Its steps by their ids; 0 for the one column of a stage that is not split."""
        return tuple([step.id for step in self.steps]) or (0,)

    @property
    def believed(self) -> str:
        """What was assumed in it, as text: of its touchpoints, else of itself; many as their range."""
        values = [p.assumed for p in self.placements if p.assumed is not None]
        if not values and self.assumed is not None:
            values = [self.assumed]
        return listed(values) or UNKNOWN


def step_of(columns: Sequence[int], step: int | None) -> int:
    """The column of a stage where something put into `step` stands: the first if that is none of them."""
    return step if step and step in columns else columns[0]


@dataclass(slots=True)
class Cell:
    """Of a stage, or of one of its steps; `span` is how many columns it takes."""

    stage_id: int
    items: list = field(default_factory=list)
    step: int = 0
    span: int = 1
    later: bool = False  # not the first of its stage

    @property
    def id(self) -> str:
        """What stands behind the lane in the id of its element."""
        return f"{self.stage_id}_{self.step}" if self.step else str(self.stage_id)


@dataclass(slots=True)
class LaneRow:
    """A lane with a cell for each stage. `up` and `down` are as a stage's `left` and `right`.

    `prompts` are examples for empty cells: by id of the stage, and under "" for a lane without a card.
    """

    id: int
    kind: str
    title: str
    note: str
    folded: bool
    hidden: bool
    version: int
    prompts: dict[str, str] = field(default_factory=dict)
    role: str = ""
    locked: bool = False
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
    def is_behind(self) -> bool:
        """Whether it is out of the customer's view."""
        return role_of(self.kind, self.role).depth >= LaneRole.BACK.depth

    @property
    def is_empty(self) -> bool:
        return not any(cell.items for cell in self.cells)

    def of(self, stage_id: int) -> list[int]:
        """The numbers of the cells of a stage."""
        return [at for at, cell in enumerate(self.cells) if cell.stage_id == stage_id]

    def teaches(self, index: int) -> bool:
        """Whether an empty cell says what belongs there: the first of an empty lane, gaps in knowledge."""
        if self.cells[index].items:
            return False
        return index == 0 if self.is_empty else self.kind in SPEAKING

    def says(self, index: int, can_edit: bool) -> Words:
        """What an empty cell shows in grey: to editors the example for it, else what belongs there."""
        cell = self.cells[index]
        if can_edit and not cell.items and self.prompts:
            if own := self.prompts.get(str(cell.stage_id)):
                return own
            if index == 0 and self.is_empty and "" in self.prompts:
                return self.prompts[""]
        return self.look.empty if self.teaches(index) else ""


@dataclass
class Board:
    """A whole map: everything its page shows, read already. `sketch` draws the experience lane.

    `drawn` is for the painter, who keeps there what it drew of the whole.
    """

    map: JourneyMap
    period: Period
    stages: list[StageColumn]
    lanes: list[LaneRow]
    sketch: Callable[[], Any]
    answers: int
    touchpoints: int
    truths: int
    latest: datetime.date | None
    drawn: dict[Any, Markup] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def curve(self) -> Any:
        """The experience lane as a picture, drawn when it is asked for."""
        return self.sketch()

    @property
    def columns(self) -> int:
        """How many there are across, one at least."""
        return sum(stage.width for stage in self.stages) or 1

    @property
    def split(self) -> bool:
        """Whether any stage is split into steps."""
        return any(stage.steps for stage in self.stages)

    @property
    def persona(self):
        return self.map.persona

    @property
    def shown(self) -> list[LaneRow]:
        """The lanes on the map; hidden ones are only in the list of lanes."""
        return [lane for lane in self.lanes if not lane.hidden]

    @cached_property
    def lines(self) -> dict[int, str]:
        """The lines of the blueprint, by the lane that each stands above."""
        return lines_above([(lane.id, role_of(lane.kind, lane.role)) for lane in self.shown])
