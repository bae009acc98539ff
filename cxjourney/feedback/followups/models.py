"""FollowUp: one customer to answer. FollowUpRule: which answers make one by themselves."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxjourney.feedback.models import Feedback, Score
from cxjourney.workspaces.tenant import Editable


class FollowUpState(models.TextChoices):
    OPEN = "open", gettext_lazy("Open")
    CONTACTED = "contacted", gettext_lazy("Contacted")
    SOLVED = "solved", gettext_lazy("Solved")
    NO_ANSWER = "none", gettext_lazy("No answer")


# The customer was told something; "no answer" says that nobody was reached, or that nothing came back.
ANSWERED = (FollowUpState.CONTACTED, FollowUpState.SOLVED)


class Measured(models.TextChoices):
    """What a rule looks at: a kind of question, or the mood of the words."""

    NPS = "nps", gettext_lazy("NPS")
    CSAT = "csat", gettext_lazy("CSAT")
    CES = "ces", gettext_lazy("CES")
    AGREEMENT = "agree", gettext_lazy("Agreement")
    CUSTOM = "custom", gettext_lazy("Own scale")
    MOOD = "mood", gettext_lazy("Words judged bad")


class Operator(models.TextChoices):
    MOST = "most", gettext_lazy("at most")
    LEAST = "least", gettext_lazy("at least")


class FollowUpRule(Editable):
    """Answers given since `since` that make a follow-up: `kind` is at most, or at least, `value`.

    `asked` is the short name of one question, blank for all of the kind. With `known`, only answers that
    came with an address (kept as a code) or with their number in the tool they come from.
    """

    kind = models.CharField(max_length=8, choices=Measured)
    asked = models.CharField(max_length=40, blank=True)
    operator = models.CharField(max_length=5, choices=Operator, default=Operator.MOST)
    value = models.SmallIntegerField()
    touchpoint = models.ForeignKey(
        "cxjourney.Touchpoint", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    known = models.BooleanField(default=True)
    team = models.ForeignKey(
        "cxjourney.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    days = models.PositiveSmallIntegerField(default=2)
    since = models.DateField()
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        if self.kind == Measured.MOOD:
            return _("Words judged bad")
        name = self.asked or self.get_kind_display()
        values = {"name": name, "value": self.value}
        if self.operator == Operator.MOST:
            return _("%(name)s at most %(value)s") % values
        return _("%(name)s at least %(value)s") % values

    def hit_by(self, score: Score) -> bool:
        """Whether this score is one the rule looks for. Needs `question` selected."""
        question = score.question
        if question.kind != self.kind or self.asked not in ("", question.name):
            return False
        if self.touchpoint_id not in (None, score.touchpoint_id):
            return False
        return score.value <= self.value if self.operator == Operator.MOST else score.value >= self.value


class FollowUp(Editable):
    """That a customer is to be answered by `due`, and what became of it; `told` is what the customer heard.

    `answered_on` is the day they were told. Made by a `rule`, or by hand.
    """

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="+")
    rule = models.ForeignKey(FollowUpRule, null=True, on_delete=models.SET_NULL, related_name="+")
    team = models.ForeignKey(
        "cxjourney.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due = models.DateField()
    state = models.CharField(max_length=9, choices=FollowUpState, default=FollowUpState.OPEN)
    note = models.TextField(max_length=2000, blank=True)
    told = models.TextField(max_length=8000, blank=True)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "feedback"], condition=models.Q(removed_at=None), name="followup_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", answered_on=None)
                | models.Q(state__in=["contacted", "solved"], answered_on__isnull=False)
                | models.Q(state="none"),
                name="followup_answered",
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "due", "id"],
                condition=models.Q(state="open", removed_at=None),
                name="followup_open",
            ),
            models.Index(fields=["workspace", "due"], name="followup_due"),
        ]

    def __str__(self) -> str:
        return str(self.feedback)

    @property
    def is_open(self) -> bool:
        return self.state == FollowUpState.OPEN

    @property
    def due_in(self) -> int:
        """Days until it is due; negative when it is late."""
        return (self.due - timezone.localdate()).days

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_in < 0

    @property
    def in_time(self) -> bool:
        return self.answered_on is not None and self.answered_on <= self.due

    @property
    def score(self) -> Score | None:
        """The score that the rule saw, else the first. Needs `rule`, and `scores` on the feedback."""
        scores: list[Score] = getattr(self.feedback, "scores", [])
        seen = [one for one in scores if self.rule and self.rule.hit_by(one)]
        return next(iter(seen or scores), None)


def outcome(state: str, followup: FollowUp) -> dict[str, Any]:
    """What goes with a state, by attribute: the day of the answer stands from the first one on."""
    answered: Any = followup.answered_on
    if state == FollowUpState.OPEN:
        answered = None
    elif state in ANSWERED:
        answered = answered or timezone.localdate()
    return {"state": str(state), "answered_on": answered}
