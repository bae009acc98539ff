"""The parts of a persona sheet: which sections there are, and what an item of each looks like."""

from __future__ import annotations

from typing import NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class PersonaKind(models.TextChoices):
    CUSTOMER = "customer", _("Customer")
    EMPLOYEE = "employee", _("Employee")
    BUYER = "buyer", _("Buying-group role")


class Evidence(models.TextChoices):
    """How we know: the team's belief, what it saw or heard, or numbers."""

    ASSUMED = "assumed", _("Assumed")
    OBSERVED = "observed", _("Observed")
    MEASURED = "measured", _("Measured")


def known_as(by_hand: str, found: str) -> str:
    """The higher of two levels: what a team says it knows, and what answers or words show."""
    return max(by_hand, found, key=Evidence.values.index)


# What each level asks for, in the legend.
EVIDENCE_HELP = {
    Evidence.ASSUMED: _("The team believes it; nobody has checked."),
    Evidence.OBSERVED: _("Seen or heard: interviews, visits, calls, diaries."),
    Evidence.MEASURED: _("Counted: surveys, usage, sales."),
}


class Shape(models.TextChoices):
    """What an item holds: `lead`, `text`, `aim` and `level` of PersonaItem, or some of them."""

    LINE = "line"
    FACT = "fact"  # lead: text
    JOB = "job"  # when lead, I want to text, so I can aim
    LEVEL = "level"  # text, 0–5
    TRAIT = "trait"  # between lead and text, 0–10
    NONE = "none"


class SectionKind(models.TextChoices):
    FACTS = "facts", _("Demographics")
    GOALS = "goals", _("Goals")
    FUNCTIONAL = "functional", _("Functional needs")
    EMOTIONAL = "emotional", _("Emotional needs")
    SOCIAL = "social", _("Social needs")
    EXPECTATIONS = "expectations", _("Expectations")
    FRUSTRATIONS = "frustrations", _("Frustrations")
    BEHAVIOURS = "behaviours", _("Behaviours")
    INTERESTS = "interests", _("Interests")
    TRAITS = "traits", _("How they decide")
    JOBS = "jobs", _("Jobs to be done")
    CHANNELS = "channels", _("Preferred channels")
    SHARE = "share", _("Share of customers")
    TAGS = "tags", _("Tags")
    OWN = "own", _("Own section")


class Look(NamedTuple):
    """How a kind of section is drawn and what it asks for when it is empty. `tone` is good, bad or ""."""

    shape: Shape
    icon: str
    prompt: Promise | str
    tone: str = ""


LOOKS = {
    SectionKind.FACTS: Look(Shape.FACT, "contact", _("Age, work, home: what sets the scene.")),
    SectionKind.GOALS: Look(Shape.LINE, "target", _("What do they want to achieve? Most important first.")),
    SectionKind.FUNCTIONAL: Look(Shape.LINE, "gauge", _("What must work for them?")),
    SectionKind.EMOTIONAL: Look(Shape.LINE, "heart", _("How do they want to feel?")),
    SectionKind.SOCIAL: Look(Shape.LINE, "users", _("How do they want to be seen?")),
    SectionKind.EXPECTATIONS: Look(Shape.LINE, "check", _("What do they take for granted?"), "good"),
    SectionKind.FRUSTRATIONS: Look(Shape.LINE, "frown", _("What gets in their way?"), "bad"),
    SectionKind.BEHAVIOURS: Look(Shape.LINE, "footprints", _("What do they do, how often, with what?")),
    SectionKind.INTERESTS: Look(Shape.LINE, "star", _("What else matters in their life?")),
    SectionKind.TRAITS: Look(Shape.TRAIT, "sliders-horizontal", _("Price or time? Habit or curiosity?")),
    SectionKind.JOBS: Look(Shape.JOB, "briefcase", _("When … I want to … so I can …")),
    SectionKind.CHANNELS: Look(Shape.LEVEL, "radio", _("How do they like to reach you? From 0 to 5.")),
    SectionKind.SHARE: Look(Shape.NONE, "users", _("How many of your customers are like this?")),
    SectionKind.TAGS: Look(Shape.LINE, "tag", _("Words to find this persona by.")),
    SectionKind.OWN: Look(Shape.LINE, "list", _("Whatever else you know.")),
}
# Every sheet has one of each of these; own sections are added by hand.
FIXED = [kind for kind in SectionKind if kind != SectionKind.OWN]

MOST_ITEMS = 60  # in a section
MOST_OWN = 20  # own sections of a persona
