"""Kinds of lanes, what stands in them, and their roles in a service blueprint."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LaneKind(TextChoices):
    GOALS = "goals", _("Customer goals")
    STEPS = "steps", _("Steps")
    TOUCHPOINTS = "touchpoints", _("Touchpoints")
    THOUGHTS = "thoughts", _("Thoughts")
    EXPERIENCE = "experience", _("Experience")
    PAINS = "pains", _("Pain points")
    IDEAS = "ideas", _("Opportunities")
    FEEDBACK = "feedback", _("Feedback")
    METRICS = "metrics", _("Metrics")
    GAINS = "gains", _("Gains")
    HYPOTHESES = "hypotheses", _("Hypotheses")
    BACKSTAGE = "backstage", _("Backstage")
    SYSTEMS = "systems", _("Systems")
    TEAMS = "teams", _("Teams")
    TEXT = "text", _("Text")
    MAPS = "maps", _("Linked maps")
    IMAGES = "images", _("Images, storyboard")
    CHOICES = "choices", _("Choices from a list")


# Lanes whose cards are words: they may stand in each other's lanes.
TEXT_LANES = (
    LaneKind.GOALS,
    LaneKind.STEPS,
    LaneKind.THOUGHTS,
    LaneKind.IDEAS,
    LaneKind.GAINS,
    LaneKind.HYPOTHESES,
    LaneKind.BACKSTAGE,
    LaneKind.SYSTEMS,
    LaneKind.TEAMS,
    LaneKind.TEXT,
)
# Lanes whose cards show something else, by the field of Card that holds it.
NEEDS = {LaneKind.MAPS: "linked", LaneKind.IMAGES: "image", LaneKind.CHOICES: "choice"}
# Lanes whose cells hold Cards; the others show touchpoints, pain points, answers or the curve.
CARD_LANES = (*TEXT_LANES, *NEEDS)


def fits(kind: str) -> tuple[str, ...]:
    """The kinds of lanes that a card from a lane of this kind may stand in."""
    return TEXT_LANES if kind in TEXT_LANES else (kind,)


# Lanes that show what the map knows already: one of each at most.
SINGLE_LANES = (
    LaneKind.TOUCHPOINTS,
    LaneKind.EXPERIENCE,
    LaneKind.PAINS,
    LaneKind.FEEDBACK,
    LaneKind.METRICS,
)
# What a new map starts with, top to bottom.
STANDARD_LANES = (
    LaneKind.GOALS,
    LaneKind.STEPS,
    LaneKind.TOUCHPOINTS,
    LaneKind.THOUGHTS,
    LaneKind.EXPERIENCE,
    LaneKind.PAINS,
    LaneKind.IDEAS,
    LaneKind.FEEDBACK,
    LaneKind.METRICS,
    LaneKind.BACKSTAGE,
)


class LaneRole(TextChoices):
    """Where a lane stands in a service blueprint, from the customer to what is furthest from them."""

    CUSTOMER = "customer", _("The customer's side")
    FRONT = "front", _("In view of the customer")
    BACK = "back", _("Out of their view")
    SUPPORT = "support", _("Support behind it")

    @property
    def depth(self) -> int:
        return list(LaneRole).index(self)


USUAL_ROLES = {
    LaneKind.BACKSTAGE: LaneRole.BACK,
    LaneKind.TEAMS: LaneRole.BACK,
    LaneKind.SYSTEMS: LaneRole.SUPPORT,
}


def role_of(kind: str, own: str = "") -> LaneRole:
    """The role of a lane: its own, else the usual one of its kind."""
    return LaneRole(own) if own else USUAL_ROLES.get(LaneKind(kind), LaneRole.CUSTOMER)


class Raci(TextChoices):
    """What part a team has in something (RACI)."""

    RESPONSIBLE = "R", _("Responsible: does it")
    ACCOUNTABLE = "A", _("Accountable: answers for it")
    CONSULTED = "C", _("Consulted: is asked before")
    INFORMED = "I", _("Informed: is told")
