"""What customers answered: words (Feedback) and numbers (Score), and how they came in (Import)."""

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from cxjourney.workspaces.tenant import Attached, Editable, Tenant, one_place


class QuestionKind(models.TextChoices):
    NPS = "nps", _("NPS, 0–10")
    CSAT = "csat", _("CSAT, 1–5")
    CES = "ces", _("CES, 1–7")
    AGREEMENT = "agree", _("Agreement, 1–5")
    CUSTOM = "custom", _("Own scale")


SCALES = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7), "agree": (1, 5)}
# Answers a scale can have at most: the rollup keeps one column for each.
STEPS = 11
# The kind that speaks for a touchpoint when several were asked.
HEADLINE_ORDER = ("csat", "nps", "ces", "agree", "custom")


class Question(Editable):
    """What was asked and on which scale. `name` is the short form shown on pills (CSAT, Trust)."""

    kind = models.CharField(_("kind"), max_length=8, choices=QuestionKind)
    name = models.CharField(_("short name"), max_length=40)
    wording = models.CharField(_("wording"), max_length=300, blank=True)
    low = models.SmallIntegerField(_("lowest answer"))
    high = models.SmallIntegerField(_("highest answer"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(low__lt=models.F("high"), high__lt=models.F("low") + STEPS),
                name="question_scale",
            ),
            models.UniqueConstraint(
                fields=["workspace", "kind", "name", "wording"],
                condition=models.Q(removed_at=None),
                name="question_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ImportState(models.TextChoices):
    PREVIEW = "preview", _("Waiting for your choice")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Failed")
    UNDONE = "undone", _("Taken back")


class Layout(models.TextChoices):
    ANSWERS = "answers", _("One row an answer")
    COUNTS = "counts", _("Counts of each answer")


class Import(Tenant):
    """One uploaded file and what became of its rows.

    `columns` says how the file is read (feedback.importing.plan), `report` what the check found.
    """

    file_name = models.CharField(max_length=200)
    path = models.CharField(max_length=300, blank=True)
    layout = models.CharField(max_length=10, choices=Layout, blank=True)
    columns = models.JSONField(default=dict, blank=True)
    report = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.PREVIEW)
    rows = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    answers = models.PositiveBigIntegerField(default=0)
    percent = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    cancel_asked = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.file_name


class Source(models.TextChoices):
    SURVEY = "survey", _("Survey")
    REVIEW = "review", _("Review")
    SOCIAL = "social", _("Social")
    INTERVIEW = "interview", _("Interview")
    FOCUS_GROUP = "focus", _("Focus group")
    CALL = "call", _("Call")
    CHAT = "chat", _("Chat")
    EMAIL = "email", _("E-mail")
    OBSERVATION = "observation", _("Observation")
    COMPETITOR = "competitor", _("Competitor")


class Sentiment(models.IntegerChoices):
    BAD = -1, _("Bad")
    MIXED = 0, _("Mixed")
    GOOD = 1, _("Good")


class Feedback(Editable, Attached):
    """One customer's words."""

    text = models.TextField(_("what the customer said"), max_length=8000)
    source = models.CharField(_("source"), max_length=12, choices=Source, default=Source.SURVEY)
    said_on = models.DateField(_("date"))
    sentiment = models.SmallIntegerField(_("sentiment"), choices=Sentiment, null=True, blank=True)
    imported = models.ForeignKey(Import, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [one_place("feedback_one_place")]
        indexes = [
            models.Index(fields=["workspace", "touchpoint", "-said_on"], name="feedback_touchpoint"),
            models.Index(fields=["workspace", "stage", "-said_on"], name="feedback_stage"),
            models.Index(fields=["workspace", "-said_on", "-id"], name="feedback_recent"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def mood(self) -> str:
        """good, mixed or bad; empty when nobody has judged it."""
        return {-1: "bad", 0: "mixed", 1: "good"}.get(self.sentiment, "")  # type: ignore[arg-type]


def _light(to: str, **extra) -> models.ForeignKey:
    # No index and no key of its own: scores come by the million, and a key costs 5 µs a row. The
    # trigger that rolls them up checks the parents once a statement, rows and tenants alike.
    return models.ForeignKey(
        to, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False, **extra
    )


class Score(models.Model):
    """One number a customer gave; `count` customers when the source only counted answers.

    Rows are written once and never edited, so they carry no version; the statement-level triggers
    keep `metrics.Rollup` equal to their sum, and refuse a value off the question's scale.
    """

    workspace = _light("cxjourney.Workspace")
    question = _light("cxjourney.Question")
    touchpoint = _light("cxjourney.Touchpoint", null=True, blank=True)
    stage = _light("cxjourney.Stage", null=True, blank=True)
    persona = _light("cxjourney.Persona", null=True, blank=True)
    feedback = _light("cxjourney.Feedback", null=True, blank=True)
    imported = _light("cxjourney.Import", null=True, blank=True)
    channel = models.CharField(max_length=20, blank=True)
    answered_on = models.DateField()
    value = models.SmallIntegerField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            one_place("score_one_place"),
            models.CheckConstraint(condition=models.Q(count__gt=0), name="score_counts"),
        ]
        indexes = [
            # The rows of an import lie together, so a few pages say where.
            BrinIndex(fields=["imported"], name="score_imported", pages_per_range=32),
            models.Index(fields=["feedback"], condition=~models.Q(feedback=None), name="score_feedback"),
        ]

    def __str__(self) -> str:
        return str(self.value)
