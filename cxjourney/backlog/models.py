"""What hurts customers, how much, and who works on it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cxjourney.journeys.models import known_field
from cxjourney.workspaces.tenant import Attached, Editable, one_place, rank_field

FIVE = [(number, str(number)) for number in range(1, 6)]


class PainStatus(models.TextChoices):
    NEW = "new", _("New")
    PLANNED = "planned", _("Planned")
    DOING = "doing", _("Doing")
    VERIFYING = "verifying", _("Verifying")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Won't fix")


def one_to_five(label) -> models.PositiveSmallIntegerField:
    limits = [MinValueValidator(1), MaxValueValidator(5)]
    return models.PositiveSmallIntegerField(label, default=3, choices=FIVE, validators=limits)


class PainPoint(Editable, Attached):
    """A pain of the customer on a touchpoint or a stage; score = impact × frequency, 1 to 25."""

    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(_("description"), blank=True, max_length=4000)
    impact = one_to_five(_("impact"))
    frequency = one_to_five(_("frequency"))
    score = models.GeneratedField(
        expression=models.F("impact") * models.F("frequency"),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    team = models.ForeignKey(
        "cxjourney.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    status = models.CharField(_("status"), max_length=10, choices=PainStatus, default=PainStatus.NEW)
    # Since when customers meet the fix: from then on their answers say whether it helped (backlog.effect).
    fixed_on = models.DateField(_("fixed on"), null=True, blank=True)
    known = known_field()
    rank = rank_field()

    class Meta:
        constraints = [
            one_place("pain_one_place"),
            models.CheckConstraint(
                condition=models.Q(impact__range=(1, 5), frequency__range=(1, 5)), name="pain_one_to_five"
            ),
        ]
        indexes = [models.Index(fields=["workspace", "status", "-score"], name="pain_backlog")]

    def __str__(self) -> str:
        return self.title

    @property
    def status_css(self) -> str:
        """How far the ring of its status is filled."""
        return {"verifying": "verify", "dropped": "done"}.get(self.status, self.status)

    @property
    def severity(self) -> int:
        """1–4 bars of the score (1–25): mild, moderate, high, severe."""
        return 1 + sum(self.impact * self.frequency >= edge for edge in (6, 10, 16))


class Evidence(Editable):
    """A customer's words that prove a pain point."""

    pain_point = models.ForeignKey(PainPoint, on_delete=models.CASCADE, related_name="evidence")
    feedback = models.ForeignKey("cxjourney.Feedback", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pain_point", "feedback"],
                condition=models.Q(removed_at=None),
                name="evidence_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.feedback)
