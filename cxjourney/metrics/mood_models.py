"""Moods of words, kept by day."""

from django.db import models

from cxjourney.metrics.models import light_key


class MoodDay(models.Model):
    """How many texts of this mood (bad −1, mixed 0, good 1) were said at a place on a day.

    Written only by the triggers on Feedback, of words that are judged and not removed.
    """

    workspace = light_key("cxjourney.Workspace")
    touchpoint = light_key("cxjourney.Touchpoint", null=True)
    stage = light_key("cxjourney.Stage", null=True)
    day = models.DateField()
    mood = models.SmallIntegerField()
    n = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "day", "touchpoint", "stage", "mood"],
                nulls_distinct=False,
                name="mood_day_once",
            ),
            models.CheckConstraint(condition=models.Q(n__gte=0), name="mood_day_counts"),
        ]
        indexes = [models.Index(fields=["workspace"], condition=models.Q(n=0), name="mood_day_empty")]

    def __str__(self) -> str:
        return f"{self.mood} {self.day}: {self.n}"
