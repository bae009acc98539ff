"""What is written on lanes by kind: icon, default note, the word for adding, the sentence when empty."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cxjourney.journeys.kinds import LaneRole

Words = str | Promise


@dataclass(frozen=True)
class Kind:
    """`sort` is what its cells hold for the browser ("" = nothing that is moved)."""

    icon: str
    note: Words
    add: Words
    empty: Words
    sort: str = "card"


KINDS = {
    "goals": Kind("target", "", _("Add goal"), _("What does the customer want here?")),
    "steps": Kind("footprints", _("What the customer does"), _("Add step"), _("What does the customer do?")),
    "touchpoints": Kind(
        "map-pin",
        _("Channel, owner, score"),
        _("Add touchpoint"),
        _("Where do you and the customer meet?"),
        sort="placement",
    ),
    "thoughts": Kind("brain", _("In their words"), _("Add thought"), _("What goes through their mind?")),
    "experience": Kind("activity", "", "", "", sort=""),
    "pains": Kind(
        "triangle-alert",
        _("Severity, evidence, status"),
        _("Add pain point"),
        _("No pain point yet."),
        sort="pain",
    ),
    "ideas": Kind("lightbulb", _("What could be better"), _("Add opportunity"), _("What could be better?")),
    "feedback": Kind(
        "message-square-quote", _("Newest first"), _("Add feedback"), _("No words of customers yet."), sort=""
    ),
    "metrics": Kind(
        "gauge", _("Over the period, dotted target"), "", _("No answers in this period."), sort=""
    ),
    "backstage": Kind("building-2", "", _("Add process"), _("What has to run for this?")),
    "gains": Kind("thumbs-up", _("What goes well already"), _("Add gain"), _("What do they get out of it?")),
    "hypotheses": Kind(
        "circle-help",
        _("To be tested"),
        _("Add hypothesis"),
        _("What do you believe, and how could it be shown?"),
    ),
    "systems": Kind("monitor", "", _("Add system"), _("Which systems does this run on?")),
    "teams": Kind("users", _("Who is involved, and how"), _("Add team"), _("Who is involved here?")),
    "maps": Kind(
        "route", _("Journeys within this one"), _("Add map"), _("Which journey is this stage?"), sort="map"
    ),
    "images": Kind("image", _("As it looks"), _("Add picture"), _("What does it look like?"), sort="image"),
    "choices": Kind(
        "tags", _("From a list all maps share"), _("Add choice"), _("Which apply here?"), sort="choice"
    ),
    "text": Kind("file-text", "", _("Add card"), _("Nothing yet.")),
}

# The lines of a service blueprint by the role of the first lane below them.
LINES = {LaneRole.FRONT: "interaction", LaneRole.BACK: "visibility", LaneRole.SUPPORT: "internal"}


def lines_above(lanes: list[tuple[int, LaneRole]]) -> dict[int, str]:
    """The name of the line above each lane (id, role) that is further from the customer than all before.

    Support right below what the customer sees is out of their view first of all.
    """
    found, deepest = {}, LaneRole.CUSTOMER
    for pk, role in lanes:
        if role.depth > deepest.depth:
            hides = role == LaneRole.SUPPORT and deepest != LaneRole.BACK
            found[pk] = LINES[LaneRole.BACK if hides else role]
            deepest = role
    return found


# Lanes in which an empty cell is worth a word even when its neighbours are full.
SPEAKING = ("pains", "feedback", "metrics")


def note(kind: str, own: str, persona: object | None) -> Words:
    """The small line under a lane's name: its own, else what suits the kind."""
    if own:
        return own
    if kind == "steps" and persona is not None:
        return _("What %(name)s does") % {"name": persona}
    return KINDS[kind].note
