"""How the built-in templates are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cxjourney.journeys.blueprints.frame import Frame, LanePart, StagePart, Words
from cxjourney.journeys.kinds import STANDARD_LANES, LaneKind

# For a cell of which a template says nothing of its own.
GENERAL = {
    LaneKind.GOALS: _("What do they want to get done, and how do they want to feel?"),
    LaneKind.PAINS: _("What goes wrong, slows them down or worries them?"),
    LaneKind.IDEAS: _("How might this be easier, faster or kinder?"),
    LaneKind.HYPOTHESES: _("If we change this, what should we see, and in which number?"),
    LaneKind.SYSTEMS: _("Which software, machines or suppliers does this run on?"),
    LaneKind.TEAMS: _("Who does it, who answers for it, who is asked, who is told?"),
}


@dataclass(frozen=True)
class Blueprint:
    """A template that comes with the product. `purpose` says in a line what it is for."""

    key: str
    icon: str
    name: Words
    purpose: Words
    about: Words
    frame: Frame


def stages(*pairs: tuple[Words, Words]) -> tuple[StagePart, ...]:
    """(name, the customer's goal) of each stage."""
    return tuple(StagePart(name, goal) for name, goal in pairs)


def row(kind: str, *prompts: Words, title: Words = "", note: Words = "", role: str = "") -> LanePart:
    """A lane with an example for each stage."""
    return LanePart(kind, title, note, GENERAL.get(LaneKind(kind), ""), prompts, role=role)


def rows(*own: LanePart, order: Sequence[str] = STANDARD_LANES) -> tuple[LanePart, ...]:
    """The lanes of `order`, those in `own` as they are there; lanes of text stand where `order` has them."""
    queues: dict[str, list[LanePart]] = {}
    for part in own:
        queues.setdefault(part.kind, []).append(part)
    return tuple(queues[kind].pop(0) if queues.get(kind) else row(kind) for kind in order)
