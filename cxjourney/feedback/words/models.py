"""What the machine found in customers' words."""

from django.db import models

from cxjourney.workspaces.tenant import Tenant


def _bare(to: str, **extra) -> models.ForeignKey:
    # The composite key of the migration holds it; the model's own indexes serve the reads.
    return models.ForeignKey(to, related_name="+", db_index=False, db_constraint=False, **extra)


class Theme(Tenant):
    """What several customers speak of. `key` is the stems of its words, `term` how most write it.

    Made by the machine (feedback.words.themes) and kept while it is found, so that addresses stay good.
    """

    language = models.CharField(max_length=3)
    key = models.CharField(max_length=120)
    term = models.CharField(max_length=120)
    weight = models.FloatField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "language", "key"], name="theme_once")]

    def __str__(self) -> str:
        return self.term


class ThemeMatch(Tenant):
    """That a customer speaks of a theme. A trigger keeps the copies of the feedback's own facts true."""

    theme = _bare("cxjourney.Theme", on_delete=models.CASCADE)
    feedback = _bare("cxjourney.Feedback", on_delete=models.CASCADE)
    touchpoint = _bare("cxjourney.Touchpoint", on_delete=models.CASCADE, null=True)
    said_on = models.DateField()
    sentiment = models.SmallIntegerField(null=True)
    live = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feedback", "theme"], name="themematch_once")]
        indexes = [
            models.Index(fields=["theme", "-said_on", "-feedback"], name="themematch_newest"),
            models.Index(
                fields=["workspace", "said_on"],
                include=["theme", "touchpoint", "sentiment"],
                condition=models.Q(live=True),
                name="themematch_period",
            ),
        ]

    def __str__(self) -> str:
        return str(self.theme_id)


class WordsRun(Tenant):
    """When the words of a workspace were last read, and how far a reading has come."""

    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    message = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace"], name="words_run_once")]

    def __str__(self) -> str:
        return str(self.finished_at or "")


class MoodModel(Tenant):
    """What was learnt of the mood of one language from the workspace's own scored comments.

    `right`, `right_model`, `right_vader` and `right_guess` are how many of the `tested` comments, which it
    had not seen, were judged rightly: blended, by the model alone, by VADER alone, and by always saying the
    more frequent mood. `coefficients` are 32-bit floats, so that nothing stored is ever run.
    """

    language = models.CharField(max_length=3)
    number = models.PositiveIntegerField(default=1)
    trained_at = models.DateTimeField()
    labelled = models.PositiveIntegerField()
    corrections = models.PositiveIntegerField()
    tested = models.PositiveIntegerField()
    right = models.PositiveIntegerField()
    right_model = models.PositiveIntegerField()
    right_vader = models.PositiveIntegerField(null=True)
    right_guess = models.PositiveIntegerField()
    share = models.FloatField()
    bias = models.FloatField()
    coefficients = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "language"], name="moodmodel_once")]

    def __str__(self) -> str:
        return f"{self.language} {self.number}"
