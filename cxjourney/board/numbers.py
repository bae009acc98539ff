"""Measures in words and signs, said once here so that templates only place them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language, ngettext

from cxjourney.kit.jinja import number, percent, signed
from cxjourney.kit.jinja import quick_gettext as _
from cxjourney.metrics.measures import CONTACT_KINDS, UNITS, Measure

GOOD, POOR = 0.5, -0.5  # on the experience axis, where there is no target
SHORT = {"minutes": "min", "hours": "h"}
CLOSE = 0.5  # a target missed by less than this is not bad yet, on the experience axis


@dataclass(slots=True, eq=False)
class Pill:
    """A measure as it stands on a card; the same measure gives the same pill.

    `change` is "up", "down", "same" or "" (nothing to compare with). Of too `few` answers only their number
    is said.
    """

    name: str
    kind: str
    value: str
    n: str
    few: bool
    level: str
    title: str
    change: str
    size: str
    word: str
    chance: bool
    target: str
    missed: bool
    at: float
    target_at: float


def pill(measure: Measure) -> Pill:
    """The measure with its n, 95 % interval, trend and target in words."""
    return _pill(measure, get_language())


@lru_cache(maxsize=4096)
def _pill(measure: Measure, _language: str | None) -> Pill:
    answered = measure.kind not in CONTACT_KINDS
    if measure.is_few:
        return _few(measure, answered)
    change, size, word, chance = _trend(measure)
    title = _("%(name)s %(value)s, 95 %% between %(low)s and %(high)s, %(answers)s") % {
        "name": measure.name,
        "value": figure(measure, measure.value),
        "low": bound(measure, measure.estimate.low),
        "high": bound(measure, measure.estimate.high),
        "answers": answers(measure.n) if answered else contacts(measure.n),
    }
    if change:
        title += ", " + _compared(change, size, word, chance)
    target = measure.target
    return Pill(
        name=measure.name,
        kind=measure.kind,
        value=figure(measure, measure.value),
        n=number(measure.n),
        few=False,
        level=level(measure) if answered else "mixed",
        title=title,
        change=change,
        size=size,
        word=word,
        chance=chance,
        target="" if target is None else figure(measure, target),
        missed=measure.missed,
        at=_share(measure, measure.value) if answered else 0.0,
        target_at=0.0 if target is None else _share(measure, target),
    )


def _few(measure: Measure, answered: bool) -> Pill:
    """Only that there are too few, and how many."""
    n = number(measure.n)
    words = answers(measure.n) if answered else contacts(measure.n)
    return Pill(
        name=measure.name,
        kind=measure.kind,
        value=f"n={n}",
        n=n,
        few=True,
        level="mixed",
        title=_("%(name)s: %(answers)s, too few to rely on") % {"name": measure.name, "answers": words},
        change="",
        size="",
        word="",
        chance=False,
        target="",
        missed=False,
        at=0.0,
        target_at=0.0,
    )


def figure(measure: Measure, value: float) -> str:
    """A value of the measure as text: NPS with its sign, means with one digit, durations with their unit."""
    if measure.kind == "fcr":
        return percent(value)
    if measure.kind in CONTACT_KINDS:
        return f"{number(value, measure.places)} {SHORT[UNITS[measure.kind]]}"
    return signed(value, 0) if measure.kind == "nps" else number(value, measure.places)


def bound(measure: Measure, value: float) -> str:
    """An end of the interval as text."""
    if measure.kind in CONTACT_KINDS:
        return figure(measure, value)
    return number(value, measure.places)


def contacts(n: int) -> str:
    """ "2,140 contacts" """
    return ngettext("%(n)s contact", "%(n)s contacts", n) % {"n": number(n)}


def answers(n: int) -> str:
    """ "2,140 answers" """
    return ngettext("%(n)s answer", "%(n)s answers", n) % {"n": number(n)}


def listed(values: list[float]) -> str:
    """Points of the experience axis as text: a few one by one, many as their range."""
    if len(values) > 3:
        return _("%(low)s to %(high)s") % {"low": signed(min(values)), "high": signed(max(values))}
    return ", ".join(signed(value) for value in values)


def _trend(measure: Measure) -> tuple[str, str, str, bool]:
    trend = measure.trend
    if trend is None:
        return "", "", "", False
    share = measure.kind == "fcr"
    size = number(abs(trend.change) * (100 if share else 1), 0 if share else measure.places)
    if not size.strip("0."):
        return "same", "0", _("unchanged"), False
    up = trend.change > 0
    return "up" if up else "down", size, _("up") if up else _("down"), not trend.significant


def _compared(change: str, size: str, word: str, chance: bool) -> str:
    if change == "same":
        return word
    text = f"{word} {size}"
    return text + ", " + _("which may be chance") if chance else text


def level(measure: Measure) -> str:
    """good, mixed or bad: against the target when there is one, else by the experience axis."""
    value = measure.experience.value
    if measure.target is None:
        return "good" if value >= GOOD else "bad" if value <= POOR else "mixed"
    if not measure.missed:
        return "good"
    low, high = measure.bounds
    return "bad" if 4 * (measure.target - measure.value) / (high - low) >= CLOSE else "mixed"


def _share(measure: Measure, value: float) -> float:
    """Where a value stands on the measure's scale, in % of a bar."""
    low, high = measure.bounds
    return round(100 * min(1.0, max(0.0, (value - low) / (high - low))), 1)
