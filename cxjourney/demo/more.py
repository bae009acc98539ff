"""What the demo shows beside its first map: a journey inside it, its future, a version, an alert."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from cxjourney.demo import story
from cxjourney.demo.counted import count
from cxjourney.journeys.actions.cards import create_card, move_card, remove_card
from cxjourney.journeys.actions.copies import copy_map
from cxjourney.journeys.actions.maps import create_map, set_map
from cxjourney.journeys.actions.stages import assume, create_lane, create_stage
from cxjourney.journeys.actions.steps import add_step, rename_step
from cxjourney.journeys.actions.touchpoints import place_touchpoint
from cxjourney.journeys.kinds import LaneKind
from cxjourney.journeys.models import Card, JourneyMap, Lane, Stage, State, Status, Touchpoint
from cxjourney.journeys.queries import steps_of
from cxjourney.metrics.actions import create_metric, edit_metric, judge_metrics
from cxjourney.metrics.models import Metric
from cxjourney.personas.kinds import Evidence
from cxjourney.versions.actions import name_version
from cxjourney.versions.snapshot import read_now
from cxjourney.workspaces.models import Membership, Team

INSIDE_LANES = (
    LaneKind.GOALS, LaneKind.STEPS, LaneKind.TOUCHPOINTS, LaneKind.THOUGHTS, LaneKind.EXPERIENCE,
    LaneKind.PAINS,
)  # fmt: skip


def keep_first_version(by: Membership, map_: JourneyMap) -> None:
    """The map before the answers came, under a name."""
    name, note = story.VERSION
    name_version(by=by, map_=map_, snapshot=read_now(map_), name=name, note=note)


def split(by: Membership, stage: Stage) -> None:
    """The stage of the letter has two steps: it comes, and something has to be answered."""
    add_step(by=by, stage=stage)
    steps = steps_of(stage)
    for step, name in zip(steps, story.STEPS["names"], strict=True):
        rename_step(by=by, step=step, name=name, version=step.version, base=step.name)
    for card in Card.objects.filter(stage=stage, text__in=story.STEPS["second"]):
        move_card(by=by, card=card, lane_id=card.lane_id, stage_id=stage.pk, step_id=steps[1].pk, before=None)


def add_gains(by: Membership, map_: JourneyMap, stages: list[Stage], file: Path) -> None:
    """What goes well, as it was measured."""
    made = create_lane(by=by, map_=map_, kind=LaneKind.GAINS, note=story.LANE_NOTES["gains"])
    lane = Lane.objects.get(pk=made.target_id)
    for stage, (touchpoint, begins, words) in zip(stages, story.GAINS, strict=True):
        found = count(file, touchpoint, begins)
        text = f"{found.high:.0f} % of {found.n:,} {words}"
        create_card(by=by, lane=lane, stage=stage, text=text, evidence=Evidence.MEASURED)


def add_teams(by: Membership, map_: JourneyMap, stages: list[Stage], teams: Mapping[str, Team]) -> None:
    """Who is involved, and how."""
    made = create_lane(by=by, map_=map_, kind=LaneKind.TEAMS, note=story.LANE_NOTES["teams"])
    lane = Lane.objects.get(pk=made.target_id)
    for stage, parts in zip(stages, story.RACI, strict=True):
        for name, part in parts:
            create_card(by=by, lane=lane, stage=stage, text=name, team=teams[name], raci=part)


def add_inside(
    by: Membership, map_: JourneyMap, stages: list[Stage], touchpoints: Mapping[str, Touchpoint]
) -> None:
    """The stage of the letter as a journey of its own, linked from the map."""
    inside = create_map(
        by=by,
        title=story.INSIDE["title"],
        persona=map_.persona,
        standard=False,
        period=map_.period,
        source=map_.source,
    )
    parts = []
    for name, goal, known_as, assumed in story.INSIDE["stages"]:
        stage = Stage.objects.get(pk=create_stage(by=by, map_=inside, name=name, goal=goal).target_id)
        placement = place_touchpoint(by=by, stage=stage, touchpoint=touchpoints[known_as])
        assume(by=by, thing=placement, value=Decimal(assumed))
        parts.append(stage)
    for kind in INSIDE_LANES:
        made = create_lane(by=by, map_=inside, kind=kind, note=story.LANE_NOTES.get(kind, ""))
        for stage, cards in zip(parts, story.INSIDE["cards"].get(kind, [()] * len(parts)), strict=True):
            for card in cards:
                text, mood = card if isinstance(card, tuple) else (card, "")
                lane = Lane.objects.get(pk=made.target_id)
                create_card(by=by, lane=lane, stage=stage, text=text, mood=mood)
    made = create_lane(by=by, map_=map_, kind=LaneKind.MAPS)
    lane, at = Lane.objects.get(pk=made.target_id), stages[story.INSIDE["stage"]]
    create_card(by=by, lane=lane, stage=at, text=inside.title, linked=inside)


def add_future(by: Membership, map_: JourneyMap) -> None:
    """The same journey with a better letter: an idea."""
    future = copy_map(by=by, map_=map_, title=story.FUTURE["title"], state=State.FUTURE)
    set_map(by=by, map_=future, status=Status.IDEA)
    stage = Stage.objects.filter(map=future).order_by("rank")[story.FUTURE["stage"]]
    for kind in (LaneKind.STEPS, LaneKind.THOUGHTS):
        lane = Lane.objects.get(map=future, kind=kind)
        for card in Card.objects.filter(lane=lane, stage=stage):
            remove_card(by=by, card=card)
        for words, step in zip(story.FUTURE[kind], steps_of(stage), strict=False):
            text, mood = words if isinstance(words, tuple) else (words, "")
            create_card(by=by, lane=lane, stage=stage, step=step, text=text, mood=mood)


def watch(by: Membership, touchpoints: Mapping[str, Touchpoint]) -> None:
    """A threshold on the letter's satisfaction; whether it raises an alert, the answers say."""
    known_as, threshold = story.ALERT
    whole = Metric.objects.get(workspace=by.workspace, kind="csat", touchpoint=None, stage=None, map=None)
    place = {"touchpoint": touchpoints[known_as]}
    letter = create_metric(by=by, of=whole, place=place, name=story.ALERT_NAME, owner_id=by.user_id)
    choices = {"alert": Decimal(threshold)}
    edit_metric(by=by, metric=letter, texts={}, version=letter.version, choices=choices)
    judge_metrics(by=by, mail=False)
