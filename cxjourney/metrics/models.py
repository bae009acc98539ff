"""Numbers kept, not recounted: histograms by day and month, and targets."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cxjourney.feedback.models import QuestionKind
from cxjourney.workspaces.tenant import Attached, Editable, one_place


class Grain(models.TextChoices):
    DAY = "d", _("Day")
    MONTH = "m", _("Month")


class Rollup(models.Model):
    """How many gave this answer here on this day (or in the month that starts on it).

    Written only by the triggers on Score. Months let a page read a year in twelve steps.
    """

    workspace = models.ForeignKey("cxjourney.Workspace", on_delete=models.CASCADE, related_name="+")
    grain = models.CharField(max_length=1, choices=Grain)
    question = models.ForeignKey(
        "cxjourney.Question", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    touchpoint = models.ForeignKey(
        "cxjourney.Touchpoint", null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    stage = models.ForeignKey(
        "cxjourney.Stage", null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    persona = models.ForeignKey(
        "cxjourney.Persona", null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=20, blank=True)
    day = models.DateField()
    value = models.SmallIntegerField()
    count = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "workspace",
                    "touchpoint",
                    "stage",
                    "grain",
                    "day",
                    "question",
                    "value",
                    "persona",
                    "channel",
                ],
                nulls_distinct=False,
                include=["count"],
                name="rollup_once",
            ),
            models.CheckConstraint(condition=models.Q(count__gte=0), name="rollup_counts"),
        ]
        indexes = [models.Index(fields=["workspace", "grain", "-day"], name="rollup_latest")]

    def __str__(self) -> str:
        return f"{self.day} {self.value}: {self.count}"


class Target(Editable, Attached):
    """The number a touchpoint or stage should reach, in the unit of its kind (NPS points, mean)."""

    kind = models.CharField(_("metric"), max_length=8, choices=QuestionKind)
    value = models.DecimalField(_("target"), max_digits=6, decimal_places=2)

    class Meta:
        constraints = [
            one_place("target_one_place"),
            models.UniqueConstraint(
                fields=["touchpoint", "stage", "kind"],
                condition=models.Q(removed_at=None),
                nulls_distinct=False,
                name="target_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"
