"""What a map is: stages across, lanes down, cards and touchpoints in the cells."""

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from cxjourney.journeys.channels import CHANNELS, GROUPS, channel_icon, channel_label
from cxjourney.journeys.kinds import CARD_LANES, SINGLE_LANES, LaneKind, LaneRole, Raci, role_of
from cxjourney.personas.kinds import Evidence
from cxjourney.workspaces.models import HUES
from cxjourney.workspaces.tenant import Editable, Tenant, rank_field


class Status(models.TextChoices):
    IDEA = "idea", _("Idea")
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    APPROVED = "approved", _("Approved")


class State(models.TextChoices):
    CURRENT = "current", _("Current state")
    FUTURE = "future", _("Future state")


class Folder(Editable):
    """Maps that belong together. A folder may stand in another, one level deep.

    Maps of a removed folder stand in none; when undo brings it back, they are in it again.
    """

    name = models.CharField(_("name"), max_length=60)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.F("workspace"),
                models.F("parent"),
                Lower("name"),
                condition=models.Q(removed_at=None),
                nulls_distinct=False,
                name="folder_name_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


def persona_ids_field() -> ArrayField:
    """Personas by their ids. They are only ever looked up within the workspace, so a strange id is nobody."""
    return ArrayField(models.BigIntegerField(), verbose_name=_("personas"), default=list, blank=True)


class JourneyMap(Editable):
    """One journey of one kind of customer. `seq` numbers the changes made on it.

    `persona` is whose journey it is first of all, `also_ids` are other personas that it is compared for.

    `origin` is the map it was copied from, as a future state is from the current one. `reviewer` is who was
    asked to approve it; an approved map is kept as it is until somebody reopens it.
    """

    kept_when_approved = frozenset({"title", "persona_id", "also_ids", "state", "source"})

    title = models.CharField(_("title"), max_length=120)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CURRENT)
    folder = models.ForeignKey(Folder, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    review_on = models.DateField(_("review date"), null=True, blank=True)
    origin = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    persona = models.ForeignKey(
        "cxjourney.Persona", null=True, blank=True, on_delete=models.SET_NULL, related_name="maps"
    )
    also_ids = persona_ids_field()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    period = models.CharField(_("period"), max_length=24, default="90")
    source = models.CharField(_("source of the numbers"), max_length=300, blank=True)
    seq = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    whom: tuple[tuple[int, str], ...] = ()  # id and name of the personas it compares, where a read gives them

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it can be edited: archived maps are put away, approved ones kept (`activity.log.Kept`)."""
        return self.archived_at is None and self.status != Status.APPROVED


def assumed_field() -> models.DecimalField:
    """What the team believes the customer feels here, −2 (awful) to +2 (delighted)."""
    limits = [MinValueValidator(Decimal(-2)), MaxValueValidator(Decimal(2))]
    return models.DecimalField(
        _("assumed experience"), max_digits=3, decimal_places=1, null=True, blank=True, validators=limits
    )


def assumed_limits(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(assumed__range=(-2, 2)), name=name)


def known_field() -> models.CharField:
    """How the team says it knows of it; answers and linked words raise what is shown (`kinds.known_as`)."""
    return models.CharField(_("evidence"), max_length=8, choices=Evidence, default=Evidence.ASSUMED)


class OnMap(Editable):
    """`origin` is the id of what it was first copied from, on another map and through all copies: by it two
    maps are compared. It may be long gone, so it is no key.
    """

    kept_when_approved = frozenset("*")

    map = models.ForeignKey(JourneyMap, on_delete=models.CASCADE, related_name="+")
    rank = rank_field()
    origin = models.BigIntegerField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class Stage(OnMap):
    """A phase of the journey: a column."""

    name = models.CharField(_("name"), max_length=80)
    goal = models.CharField(_("customer's goal"), max_length=240, blank=True)
    assumed = assumed_field()
    locked = models.BooleanField(_("kept by the template"), default=False)

    class Meta:
        constraints = [assumed_limits("stage_assumed")]

    def __str__(self) -> str:
        return self.name


class Step(OnMap):
    """A part of a stage: a column within it. A stage has none or several; one alone does not split it."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        indexes = [models.Index(fields=["map", "stage", "rank"], name="step_of_stage")]

    def __str__(self) -> str:
        return self.name


def step_field() -> models.ForeignKey:
    """In which step of its stage it stands; None, or one that is not there any more, is the first."""
    return models.ForeignKey(
        Step, verbose_name=_("step"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )


class Taxonomy(Editable):
    """A list of choices that lanes of any map of the workspace share, so that they can be counted."""

    name = models.CharField(_("name"), max_length=60)

    def __str__(self) -> str:
        return self.name


class Choice(Editable):
    """One entry of a list. Cards keep one that was removed; it is only offered no more."""

    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.CASCADE, related_name="choices")
    name = models.CharField(_("name"), max_length=60)
    hue = models.PositiveSmallIntegerField(_("colour"), choices=HUES, default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "taxonomy", Lower("name"), condition=models.Q(removed_at=None), name="choice_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Lane(OnMap):
    """One aspect of the journey: a row.

    `role` is its place in a service blueprint, "" the usual one of its kind.
    `prompts` are examples that empty cells show in grey: by id of the stage, and under "" for the others.
    """

    kind = models.CharField(max_length=12, choices=LaneKind)
    role = models.CharField(_("role"), max_length=8, choices=LaneRole, blank=True)
    title = models.CharField(_("title"), max_length=60)
    note = models.CharField(_("note"), max_length=120, blank=True)
    taxonomy = models.ForeignKey(Taxonomy, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    folded = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)
    locked = models.BooleanField(_("kept by the template"), default=False)
    prompts = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["map", "kind"],
                condition=models.Q(removed_at=None, kind__in=SINGLE_LANES),
                name="lane_kind_once",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def holds_cards(self) -> bool:
        return self.kind in CARD_LANES

    @property
    def level(self) -> LaneRole:
        """Its role, its own or that of its kind."""
        return role_of(self.kind, self.role)


class Mood(models.TextChoices):
    NONE = "", _("No mood")
    GOOD = "good", _("Good")
    MIXED = "mixed", _("Mixed")
    BAD = "bad", _("Bad")


class Hue(models.IntegerChoices):
    """What a team marks cards with; the meaning is its own. Each has a kind of line beside the colour."""

    NONE = 0, _("No colour")
    YELLOW = 1, _("Yellow")
    BLUE = 2, _("Blue")
    PINK = 3, _("Pink")
    GREEN = 4, _("Green")


class CardImage(Tenant):
    """An uploaded picture, written anew as WebP. It never changes: another upload is another row."""

    data = models.BinaryField()
    thumb = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"


class Card(OnMap):
    """A short text in a cell: a goal, a step, a thought, an opportunity, a backstage process.

    In some lanes it stands for something else: a map (`linked`), a picture (`image`, which it describes), a
    `choice` of its lane's list.
    """

    lane = models.ForeignKey(Lane, on_delete=models.CASCADE, related_name="+")
    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="+")
    step = step_field()
    text = models.CharField(_("text"), max_length=500)
    mood = models.CharField(_("mood"), max_length=5, choices=Mood, blank=True)
    raci = models.CharField(_("part in it"), max_length=1, choices=Raci, blank=True)
    team = models.ForeignKey(
        "cxjourney.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    linked = models.ForeignKey(
        JourneyMap, null=True, blank=True, on_delete=models.SET_NULL, related_name="links"
    )
    image = models.ForeignKey(CardImage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    choice = models.ForeignKey(Choice, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    hue = models.PositiveSmallIntegerField(_("colour"), choices=Hue, default=Hue.NONE)
    evidence = known_field()
    persona_ids = persona_ids_field()
    whom: tuple[tuple[int, str], ...] = ()  # id and name of these personas, where a read has looked them up

    class Meta:
        indexes = [models.Index(fields=["map", "lane", "stage", "rank"], name="card_cell")]

    def __str__(self) -> str:
        return self.text


class Channel(Editable):
    """A channel of the workspace's own, inside one of the fixed groups."""

    group = models.CharField(_("group"), max_length=12, choices=GROUPS)
    name = models.CharField(_("name"), max_length=60)

    def __str__(self) -> str:
        return self.name


class Touchpoint(Editable):
    """Where customer and company meet. Belongs to the workspace; placements put it on maps."""

    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True, max_length=4000)
    channel = models.CharField(_("channel"), max_length=20, choices=CHANNELS, blank=True)
    own_channel = models.ForeignKey(
        Channel, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    direct = models.BooleanField(_("direct"), default=True, help_text=_("We run it ourselves"))
    moment_of_truth = models.BooleanField(_("moment of truth"), default=False)
    team = models.ForeignKey(
        "cxjourney.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(channel="") | models.Q(own_channel=None), name="touchpoint_one_channel"
            )
        ]
        indexes = [models.Index(fields=["workspace", "name"], name="touchpoint_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def icon(self) -> str:
        """Name of the icon of its channel. Needs `own_channel` selected."""
        return channel_icon(self.channel, self.own_channel.group if self.own_channel else "")

    @property
    def channel_name(self) -> str:
        return self.own_channel.name if self.own_channel else channel_label(self.channel)


class Placement(OnMap):
    """A touchpoint standing in a stage of a map."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="+")
    step = step_field()
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.CASCADE, related_name="placements")
    assumed = assumed_field()
    known = known_field()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "touchpoint"],
                condition=models.Q(removed_at=None),
                name="touchpoint_once_a_stage",
            ),
            assumed_limits("placement_assumed"),
        ]
        indexes = [models.Index(fields=["map", "stage", "rank"], name="placement_cell")]

    def __str__(self) -> str:
        return str(self.touchpoint)


class MapTemplate(Editable):
    """What maps of this workspace can start from. `content` is blueprints.frame.Frame as JSON."""

    name = models.CharField(_("name"), max_length=80)
    purpose = models.CharField(_("what it is for"), max_length=240, blank=True)
    content = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name
