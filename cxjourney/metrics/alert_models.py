"""What was wrong with a number, and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cxjourney.metrics.models import Metric
from cxjourney.metrics.outside_models import Outside
from cxjourney.workspaces.tenant import Tenant


class Reason(models.TextChoices):
    CROSSED = "crossed", _("crossed its threshold")
    FELL = "fell", _("got worse against its own past")


class Alert(Tenant):
    """That a metric or a number counted elsewhere went wrong, once, until it recovers.

    The estimate and the threshold are as they were when that was noticed. `n` is 0 where nobody knows it:
    then `low` and `high` are the value.
    """

    metric = models.ForeignKey(Metric, null=True, on_delete=models.CASCADE, related_name="alerts")
    outside = models.ForeignKey(Outside, null=True, on_delete=models.CASCADE, related_name="alerts")
    reason = models.CharField(max_length=8, choices=Reason)
    value = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    n = models.IntegerField()
    change = models.FloatField(null=True)
    threshold = models.FloatField(null=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(metric=None) ^ models.Q(outside=None), name="alert_of_one"
            ),
            models.UniqueConstraint(
                fields=["metric", "outside", "reason"],
                condition=models.Q(closed_at=None),
                nulls_distinct=False,
                name="alert_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.get_reason_display()}"

    @property
    def subject(self) -> Metric | Outside:
        """What went wrong. Needs the two selected."""
        found = self.metric or self.outside
        assert found is not None
        return found
