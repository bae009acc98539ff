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
    PAUSED = "paused", _("Paused")
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
    pause_asked = models.BooleanField(default=False, db_default=False)

    def __str__(self) -> str:
        return self.file_name


class ImportRecipe(Editable):
    """How files with these columns are read: kept when an import is done, used for the next such file."""

    name = models.CharField(max_length=200)
    signature = models.CharField(max_length=32)
    plan = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "signature"], condition=models.Q(removed_at=None), name="recipe_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


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


class Judge(models.TextChoices):
    """Who said in which mood words are. GIVEN: nobody yet, or it came with them."""

    GIVEN = "", _("given with the words")
    HAND = "hand", _("a person")
    SCORE = "score", _("the customer's own scores")
    VADER = "vader", _("VADER")
    MODEL = "model", _("a model of your comments")


class Triage(models.TextChoices):
    NEW = "new", _("To read")
    DONE = "done", _("Done")


def _newest_words(name: str, *fields: str, where: models.Q | None = None) -> models.Index:
    """An index that lists words of a workspace, newest first, by what the inbox filters."""
    spoken = ~models.Q(text="")
    condition = spoken & where if where else spoken
    return models.Index(fields=["workspace", *fields, "-said_on", "-id"], condition=condition, name=name)


class Feedback(Editable, Attached):
    """What one customer answered: words, and what is known about them.

    Without words (`text` is then blank) it only holds the scores of one respondent together and sits
    nowhere; with words it sits on a place, or on none when the words are about the whole journey.
    `respondent_hash` finds a person's answers again without naming them (feedback.people).
    """

    text = models.TextField(_("what the customer said"), max_length=8000, blank=True)
    source = models.CharField(_("source"), max_length=12, choices=Source, default=Source.SURVEY)
    said_on = models.DateField(_("date"))
    sentiment = models.SmallIntegerField(_("sentiment"), choices=Sentiment, null=True, blank=True)
    imported = models.ForeignKey(Import, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    attributes = models.JSONField(_("about the customer"), default=dict, blank=True)
    external_id = models.CharField(max_length=100, blank=True)
    respondent_hash = models.UUIDField(null=True, blank=True)
    # The default stands in the database too, since imports insert without naming it.
    status = models.CharField(_("status"), max_length=4, choices=Triage, default=Triage.NEW, db_default="new")
    team = models.ForeignKey(
        "cxjourney.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # Whose rule fits the customer (feedback.segments); kept only where there are words, for the inbox.
    persona = models.ForeignKey(
        "cxjourney.Persona", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    polarity = models.FloatField(null=True, blank=True)
    judged_by = models.CharField(max_length=5, blank=True, choices=Judge, default="", db_default="")
    judge_number = models.PositiveIntegerField(null=True, blank=True)
    # Blank until the words were read (feedback.words); a trigger blanks it when they change.
    language = models.CharField(max_length=3, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(touchpoint=None) | models.Q(stage=None), name="feedback_one_place"
            ),
            models.CheckConstraint(
                condition=~models.Q(text="") | models.Q(touchpoint=None, stage=None),
                name="feedback_silent_nowhere",
            ),
        ]
        # Respondents without words come by the hundred thousand and are never listed.
        indexes = [
            models.Index(
                fields=["workspace", "touchpoint", "-said_on"],
                condition=~models.Q(touchpoint=None),
                name="feedback_touchpoint",
            ),
            models.Index(
                fields=["workspace", "stage", "-said_on"],
                condition=~models.Q(stage=None),
                name="feedback_stage",
            ),
            _newest_words("feedback_recent"),
            _newest_words("feedback_status", "status"),
            # Filters that pass next to nothing must not walk through all words to find that out.
            _newest_words("feedback_source", "source"),
            _newest_words("feedback_sentiment", "sentiment"),
            _newest_words("feedback_team", "team", where=~models.Q(team=None)),
            _newest_words("feedback_persona", "persona", where=~models.Q(persona=None)),
            models.Index(
                fields=["workspace", "respondent_hash"],
                condition=~models.Q(respondent_hash=None),
                name="feedback_respondent",
            ),
            # The newest customers of whom something is known: on them a persona's rule is tried.
            models.Index(
                fields=["workspace", "-id"], condition=~models.Q(attributes={}), name="feedback_known"
            ),
            # How many words there are, by day and place, without reading the words.
            models.Index(
                fields=["workspace", "said_on"],
                include=["touchpoint", "language"],
                condition=~models.Q(language="") & ~models.Q(text="") & models.Q(removed_at=None),
                name="feedback_read",
            ),
            models.Index(
                fields=["workspace", "id"],
                condition=~models.Q(text="") & models.Q(language="", removed_at=None),
                name="feedback_unread",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80] or str(_("Answer without words"))

    @property
    def mood(self) -> str:
        """good, mixed or bad; empty when nobody has judged it."""
        return {-1: "bad", 0: "mixed", 1: "good"}.get(self.sentiment, "")  # type: ignore[arg-type]

    @property
    def judge(self) -> str:
        """Who judged the mood, in words; blank where it was given with the words or by a person."""
        machine = self.judged_by in (Judge.SCORE, Judge.VADER, Judge.MODEL)
        return str(Judge(self.judged_by).label) if machine else ""


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


class Contact(models.Model):
    """One call or ticket: how long the customer was served, and how long until it was first solved.

    Written once like scores, but that a later export may say when it was solved; triggers keep `metrics.Span`
    equal to what these rows say. `who` is the code of the case or of the person (feedback.people), by which
    it is known whether somebody had to come again.
    """

    workspace = _light("cxjourney.Workspace")
    touchpoint = _light("cxjourney.Touchpoint", null=True, blank=True)
    stage = _light("cxjourney.Stage", null=True, blank=True)
    imported = _light("cxjourney.Import", null=True, blank=True)
    began_at = models.DateTimeField()
    handled = models.PositiveIntegerField(null=True)  # seconds of talk, hold and after-call work
    solved = models.PositiveIntegerField(null=True)  # seconds from its creation to when it was first solved
    who = models.UUIDField(null=True)
    external_id = models.CharField(max_length=100, blank=True)
    solved_number = models.BigIntegerField(null=True)  # of the later import that said it was solved

    class Meta:
        constraints = [one_place("contact_one_place")]
        indexes = [
            BrinIndex(fields=["imported"], name="contact_imported", pages_per_range=32),
            models.Index(
                fields=["workspace", "external_id"],
                condition=models.Q(solved=None) & ~models.Q(external_id=""),
                name="contact_unsolved",
            ),
            models.Index(
                fields=["solved_number"], condition=~models.Q(solved_number=None), name="contact_solved_later"
            ),
            models.Index(fields=["workspace", "who"], condition=~models.Q(who=None), name="contact_who"),
        ]

    def __str__(self) -> str:
        return str(self.began_at)


class ImportedRow(models.Model):
    """That a row of a file was stored, so that the same row of the next file is not.

    `fingerprint` is made of the row's own number or of all its cells; equal rows of one file stand here once
    with how many `times` they came. `import_number` is no key for the same reason as those of Score.
    """

    pk = models.CompositePrimaryKey("workspace_id", "fingerprint", "import_number")
    workspace = _light("cxjourney.Workspace")
    fingerprint = models.UUIDField()
    import_number = models.BigIntegerField()
    times = models.IntegerField()

    class Meta:
        indexes = [
            BrinIndex(fields=["import_number"], name="importedrow_import", pages_per_range=32),
        ]

    def __str__(self) -> str:
        return str(self.fingerprint)


class FeedbackView(Editable):
    """Filters of the inbox under a name, for everybody of the workspace. `query` is their address."""

    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"], condition=models.Q(removed_at=None), name="feedback_view_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Retention(Editable):
    """How many months a workspace keeps customers' answers as they gave them."""

    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace"], name="retention_once")]

    def __str__(self) -> str:
        return str(self.months or "")


class PersonaRun(Tenant):
    """By which rules answers were last given to personas, to say when that is to be done again."""

    rules = models.JSONField(default=list)
    finished_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace"], name="persona_run_once")]

    def __str__(self) -> str:
        return str(self.finished_at)
