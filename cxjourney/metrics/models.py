"""Numbers kept, not recounted: histograms by day, ten days and month; targets and metrics."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cxjourney.feedback.models import STEPS, QuestionKind
from cxjourney.workspaces.tenant import Attached, Editable, at_most_one_place, one_place


class Grain(models.TextChoices):
    DAY = "d", _("Day")
    TEN_DAYS = "t", _("Ten days of a month, from the 1st, 11th or 21st")
    MONTH = "m", _("Month")


# The columns of a histogram: `a0` counts the lowest answer of the question's scale, `a1` the next.
ANSWERS = tuple(f"a{step}" for step in range(STEPS))


def light_key(to: str, **extra) -> models.ForeignKey:
    # The composite key (workspace, id) in the locks migration checks the row and its tenant.
    return models.ForeignKey(
        to, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False, **extra
    )


class Rollup(models.Model):
    """How many gave each answer here on this day (or in the ten days or month that start on it).

    Written only by the triggers on Score. With the coarser grains any period is a few rows a place:
    at most 9 days and 2 × ten days at each end, and the months between. `n` is the sum of a0 … a10.
    """

    workspace = light_key("cxjourney.Workspace")
    grain = models.CharField(max_length=1, choices=Grain)
    question = light_key("cxjourney.Question")
    touchpoint = light_key("cxjourney.Touchpoint", null=True)
    stage = light_key("cxjourney.Stage", null=True)
    persona = light_key("cxjourney.Persona", null=True)
    channel = models.CharField(max_length=20, blank=True)
    day = models.DateField()
    n = models.IntegerField()
    a0 = models.IntegerField(default=0)
    a1 = models.IntegerField(default=0)
    a2 = models.IntegerField(default=0)
    a3 = models.IntegerField(default=0)
    a4 = models.IntegerField(default=0)
    a5 = models.IntegerField(default=0)
    a6 = models.IntegerField(default=0)
    a7 = models.IntegerField(default=0)
    a8 = models.IntegerField(default=0)
    a9 = models.IntegerField(default=0)
    a10 = models.IntegerField(default=0)

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
                    "persona",
                    "channel",
                ],
                nulls_distinct=False,
                name="rollup_once",
            ),
            models.CheckConstraint(
                condition=models.Q(**{f"{answer}__gte": 0 for answer in ANSWERS}), name="rollup_counts"
            ),
            # Fails when a score is off its question's scale: no column counts it.
            models.CheckConstraint(
                condition=models.Q(n=sum((models.F(answer) for answer in ANSWERS[1:]), models.F("a0"))),
                name="rollup_adds_up",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "-day"], condition=models.Q(grain="d"), name="rollup_latest")
        ]

    def __str__(self) -> str:
        return f"{self.day} ({self.grain}): {self.n}"


class Counted(models.TextChoices):
    """What is told by contacts: their steps are kept (metrics.spans), or the days until the next one."""

    HANDLED = "aht", _("Average handle time, AHT")
    SOLVED = "ttr", _("Time to resolve, TTR")
    AGAIN = "fcr", _("First contact resolution, FCR")


class RollupStamp(models.Model):
    """A number that is another whenever what `metrics.queries.counts` reads of a workspace is another.

    Drawn from a sequence by the lock that all writers of rollups take, and by triggers on targets and
    questions. So what was counted under a number may be kept for as long as the number stands.
    """

    workspace = models.OneToOneField(
        "cxjourney.Workspace",
        on_delete=models.CASCADE,
        related_name="+",
        primary_key=True,
        db_constraint=False,
    )
    number = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.number)


class Span(models.Model):
    """How many contacts took so long, or were followed by another after so many days.

    Written only by the triggers on Contact. `step` is that of metrics.spans for durations; for FCR whole days
    until the same person or case came again, NEVER for nobody who did.
    """

    workspace = light_key("cxjourney.Workspace")
    touchpoint = light_key("cxjourney.Touchpoint", null=True)
    stage = light_key("cxjourney.Stage", null=True)
    counted = models.CharField(max_length=3, choices=Counted)
    grain = models.CharField(max_length=1, choices=Grain)
    day = models.DateField()
    step = models.SmallIntegerField()
    n = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "touchpoint", "stage", "counted", "grain", "day", "step"],
                nulls_distinct=False,
                name="span_once",
            ),
            models.CheckConstraint(condition=models.Q(n__gte=0), name="span_counts"),
        ]
        indexes = [
            models.Index(fields=["workspace", "-day"], condition=models.Q(grain="d"), name="span_latest"),
            models.Index(fields=["workspace"], condition=models.Q(n=0), name="span_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.counted} {self.day} ({self.grain}): {self.n}"


NEVER = 91  # days: nobody looks further for somebody who comes again


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
        return f"{self.get_kind_display()} {self.value}"


class Count(models.TextChoices):
    MEAN = "mean", _("Mean of the answers")
    TOP = "top", _("Share of the upper answers")


class Better(models.TextChoices):
    UP = "up", _("Higher is better")
    DOWN = "down", _("Lower is better")


class MetricKind(models.TextChoices):
    NPS = "nps", _("NPS, 0–10")
    CSAT = "csat", _("CSAT, 1–5")
    CES = "ces", _("CES, 1–7")
    AGREEMENT = "agree", _("Agreement, 1–5")
    CUSTOM = "custom", _("Own scale")
    HANDLED = "aht", Counted.HANDLED.label
    SOLVED = "ttr", Counted.SOLVED.label
    AGAIN = "fcr", Counted.AGAIN.label
    LOOP = "loop", _("Customers answered in time")
    MOOD = "mood", _("Sentiment of customers' words")


# The units of those that know only one.
UNITS = {"nps": "points", "aht": "minutes", "ttr": "hours", "fcr": "share", "loop": "share", "mood": "points"}


class Metric(Editable, Attached):
    """A number the workspace watches: what is asked, how it is counted, and what it should reach.

    Answers belong to it by `kind`, `asked` (the questions' short name), `low` and `high`; with a touchpoint,
    stage or map only those given there. A trigger makes one for each scale when its first question comes.
    Those told by contacts (Counted) ask nothing; `window` is FCR's. `target` and `alert` are in the number's
    unit: points, mean, per cent for a share, minutes of handling or hours to resolve.
    """

    kind = models.CharField(_("kind"), max_length=8, choices=MetricKind)
    asked = models.CharField(max_length=40)
    low = models.SmallIntegerField()
    high = models.SmallIntegerField()
    name = models.CharField(_("name"), max_length=60)
    wording = models.CharField(_("wording"), max_length=300, blank=True)
    count = models.CharField(_("counted as"), max_length=4, choices=Count, default=Count.MEAN)
    better = models.CharField(_("direction"), max_length=4, choices=Better, default=Better.UP)
    window = models.PositiveSmallIntegerField(_("window in days"), default=7, db_default=7)
    target = models.DecimalField(_("target"), max_digits=8, decimal_places=2, null=True, blank=True)
    alert = models.DecimalField(_("alert threshold"), max_digits=8, decimal_places=2, null=True, blank=True)
    map = models.ForeignKey(
        "cxjourney.JourneyMap", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            at_most_one_place("metric_one_place"),
            models.UniqueConstraint(
                fields=["workspace", "kind", "asked", "low", "high", "count", "touchpoint", "stage", "map"],
                condition=models.Q(removed_at=None),
                nulls_distinct=False,
                name="metric_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place_name(self) -> str:
        """Where it is attached; empty for the whole workspace. Needs the three selected."""
        return str(self.touchpoint or self.stage or self.map or "")

    @property
    def unit(self) -> str:
        """points, mean, share, minutes or hours, as in formulas.Estimate."""
        return UNITS.get(self.kind) or ("share" if self.count == Count.TOP else "mean")


class FewAnswers(Editable):
    """How many answers a workspace wants before it believes a number."""

    few = models.PositiveSmallIntegerField(_("fewest answers"), default=10)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace"], name="few_answers_once")]

    def __str__(self) -> str:
        return str(self.few)
