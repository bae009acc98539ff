"""What is asked: usual names and wordings, a guess from a wording, and one Question for each."""

from __future__ import annotations

import uuid
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cxjourney.activity import log
from cxjourney.feedback.models import SCALES, STEPS, Question, QuestionKind

# kind -> short name, wording. These are names of measures, so they stay as they are in every language.
USUAL = {
    "nps": ("NPS", "How likely are you to recommend us to a friend or colleague?"),
    "csat": ("CSAT", "How satisfied are you?"),
    "ces": ("CES", "It was easy to do what I wanted."),
    "agree": ("Agreement", ""),
}
# Words in a wording -> kind and short name; the first that fits counts.
WORDS = (
    (("satisf",), "csat", "CSAT"),
    (("recommend",), "nps", "NPS"),
    (("easy", "easily", "effort"), "agree", "Ease"),
    (("trust", "confiden"), "agree", "Trust"),
    (("clear", "clarity"), "agree", "Clarity"),
    (("amount of time", "reasonable time", "how long"), "agree", "Time"),
    (("fair",), "agree", "Fairness"),
    (("need was addressed", "resolved", "accomplish", "solved"), "agree", "Result"),
    (("helpful",), "agree", "Helpfulness"),
)


class Asked(NamedTuple):
    """What a question is before it is stored: its identity in a workspace and its scale."""

    kind: str
    name: str
    wording: str
    low: int
    high: int

    @property
    def label(self) -> str:
        return _("%(name)s, %(low)d–%(high)d") % {"name": self.name, "low": self.low, "high": self.high}


class ScaleTaken(ValueError):
    """The same question is known with another scale. The message is for people."""


def usual(kind: str, name: str = "", wording: str = "", low: int = 0, high: int = 0) -> Asked:
    """A question of a kind with its usual name, wording and scale where none is given."""
    if kind == QuestionKind.CUSTOM:
        return Asked(kind, name or _("Score"), wording, low, high)
    usual_name, usual_wording = USUAL[kind]
    return Asked(kind, name or usual_name, wording or usual_wording, *SCALES[kind])


def guess(wording: str, low: int = 1, high: int = 5) -> tuple[str, str]:
    """(kind, short name) of a question by its words, for answers from `low` to `high`."""
    text = wording.casefold()
    kind, name = next(
        ((kind, name) for words, kind, name in WORDS if any(word in text for word in words)), ("", "")
    )
    scale = (low, high)
    if scale == SCALES["csat"]:
        return (kind, name) if kind in ("csat", "agree") else ("agree", "Agreement")
    if scale == SCALES["nps"] and kind in ("nps", ""):
        return "nps", "NPS"
    if scale == SCALES["ces"] and name in ("Ease", ""):
        return "ces", "CES"
    return "custom", name or "Score"


def on_scale(value: int, low: int, high: int) -> str:
    """Empty when the value is on the scale, else the sentence that says which scale it is off."""
    if low <= value <= high:
        return ""
    return _("%(value)s is off the scale %(low)d–%(high)d") % {"value": value, "low": low, "high": high}


def scale_fault(low: int, high: int) -> str:
    """Empty when a scale of one's own can be kept, else why not."""
    if low >= high:
        return _("The highest answer must be above the lowest.")
    if high - low >= STEPS:
        return _("A scale has at most %(most)d steps.") % {"most": STEPS}
    return ""


def get_question(*, by, asked: Asked, group: uuid.UUID | None = None) -> Question:
    """The workspace's question of this kind, name and wording; made when there is none yet.

    With `group`, that of an import, a new one is logged; else it is part of the score's Change. No undo takes
    it away, because scores of others may have come to it.

    Raises ScaleTaken when it is known with another scale. Must run inside a transaction.
    """
    found = Question.objects.for_workspace(by.workspace_id).live()
    known = {"kind": asked.kind, "name": asked.name[:40], "wording": asked.wording[:300]}
    question = found.filter(**known).first()
    if question is None:
        question = Question(workspace_id=by.workspace_id, low=asked.low, high=asked.high, **known)
        try:
            with transaction.atomic():
                question.save(force_insert=True)
                if group:
                    after = {**known, "low": asked.low, "high": asked.high}
                    log.record(
                        by=by, verb="question_create", target=question, before={}, after=after, group=group
                    )
        except IntegrityError:  # somebody else was quicker
            question = found.get(**known)
    if (question.low, question.high) != (asked.low, asked.high):
        text = _("“%(name)s” is already asked on the scale %(low)d–%(high)d. Choose another name.")
        values = {"name": question.name, "low": question.low, "high": question.high}
        raise ScaleTaken(text % values)
    return question
