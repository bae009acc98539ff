"""Loads the demo workspace through the same actions people use, and the real answers through the import."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from django.db import transaction

from cxjourney.activity import log
from cxjourney.backlog.actions import create_pain
from cxjourney.demo import more, story
from cxjourney.demo.counted import count
from cxjourney.demo.persona import SHARE, SHEET
from cxjourney.feedback.importing.load import load_counts
from cxjourney.journeys.actions.cards import create_card
from cxjourney.journeys.actions.maps import create_map
from cxjourney.journeys.actions.stages import assume, create_lane, create_stage, set_lane
from cxjourney.journeys.actions.touchpoints import place_touchpoint
from cxjourney.journeys.kinds import STANDARD_LANES, LaneKind
from cxjourney.journeys.models import JourneyMap, Lane, Stage, Touchpoint
from cxjourney.metrics.models import Target
from cxjourney.personas.actions import create_items, create_persona
from cxjourney.personas.models import Persona
from cxjourney.workspaces.models import Membership, Role, Team, User, Workspace

MORE_LANES = (LaneKind.HYPOTHESES, LaneKind.SYSTEMS)
FILE = Path(__file__).with_name("uspto_trademarks_csat.csv")


def is_loaded() -> bool:
    """One query."""
    return Workspace.objects.filter(slug=story.WORKSPACE["slug"], is_demo=True).exists()


@transaction.atomic
def load() -> Membership:
    """Make the workspace, its map and its scores. Raises IntegrityError when the address is taken."""
    by = _visitor()
    teams = {name: _team(by, name, hue) for name, hue in story.TEAMS}
    persona = _persona(by)
    map_ = create_map(
        by=by, title=story.TITLE, persona=persona, standard=False, period="all", source=story.SOURCE
    )
    stages = [_stage(by, map_, name, goal) for name, goal in story.STAGES]
    lanes = {kind: _lane(by, map_, kind) for kind in (*STANDARD_LANES, *MORE_LANES)}
    set_lane(by=by, lane=lanes[LaneKind.FEEDBACK], verb="lane_hide", hidden=True)  # the file has no words
    _cards(by, lanes, stages, teams)
    touchpoints = _touchpoints(by, stages, teams)
    more.split(by, stages[story.STEPS["stage"]])
    more.keep_first_version(by, map_)
    _pains(by, touchpoints, teams)
    more.add_teams(by, map_, stages, teams)
    more.add_future(by, map_)
    more.add_inside(by, map_, stages, touchpoints)
    load_counts(by=by, path_or_file=FILE, touchpoints=touchpoints)
    more.add_gains(by, map_, stages, FILE)
    more.watch(by, touchpoints)
    return by


def _visitor() -> Membership:
    workspace = Workspace.objects.create(**story.WORKSPACE, is_demo=True)
    user, new = User.objects.get_or_create(email=story.EMAIL, defaults={"name": "Demo visitor"})
    if new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return Membership.objects.create(workspace=workspace, user=user, role=Role.OWNER)


def _persona(by: Membership) -> Persona:
    made = create_persona(by=by, share=Decimal(SHARE), **story.PERSONA)
    persona = Persona.objects.get(pk=made.target_id)
    for section in persona.sections.all():
        if items := SHEET.get(section.kind):
            create_items(by=by, section=section, items=items)
    return persona


def _team(by: Membership, name: str, hue: int) -> Team:
    team = Team(workspace=by.workspace, name=name, hue=hue)
    log.create(team, by=by, verb="team_create")
    return team


def _stage(by: Membership, map_: JourneyMap, name: str, goal: str) -> Stage:
    return Stage.objects.get(pk=create_stage(by=by, map_=map_, name=name, goal=goal).target_id)


def _lane(by: Membership, map_: JourneyMap, kind: LaneKind) -> Lane:
    change = create_lane(by=by, map_=map_, kind=kind, note=story.LANE_NOTES.get(kind, ""))
    return Lane.objects.get(pk=change.target_id)


def _cards(by: Membership, lanes: dict, stages: list[Stage], teams: dict[str, Team]) -> None:
    for kind, columns in story.CARDS.items():
        for stage, cards in zip(stages, columns, strict=True):
            for card in cards:
                text, mark = card if isinstance(card, tuple) else (card, "")
                more = {"team": teams[mark]} if kind == "backstage" else {"mood": mark}
                create_card(by=by, lane=lanes[kind], stage=stage, text=text, **more)


def _touchpoints(by: Membership, stages: list[Stage], teams: dict[str, Team]) -> dict[str, Touchpoint]:
    """By the name they have in the file."""
    found = {}
    for stage, known_as, name, channel, team, truth, assumed, target in story.TOUCHPOINTS:
        placement = place_touchpoint(
            by=by,
            stage=stages[stage],
            name=name,
            channel=channel,
            team=teams[team],
            moment_of_truth=truth,
        )
        assume(by=by, thing=placement, value=Decimal(assumed))
        found[known_as] = placement.touchpoint
        goal = Target(
            workspace=by.workspace, touchpoint=placement.touchpoint, kind="csat", value=Decimal(target)
        )
        log.create(goal, by=by, verb="target_set")
    return found


def _pains(by: Membership, touchpoints: dict[str, Touchpoint], teams: dict[str, Team]) -> None:
    places = list(touchpoints.items())
    for at, title, impact, frequency, team, status, begins in story.PAINS:
        known_as, touchpoint = places[at]
        found = count(FILE, known_as, begins)
        words = {"low": f"{found.low:.0f} %", "n": f"{found.n:,}", "question": found.question}
        create_pain(
            by=by,
            title=title,
            touchpoint=touchpoint,
            impact=impact,
            frequency=frequency,
            team=teams[team],
            status=status,
            description=story.PAIN_NOTE.format(**words),
        )
