"""Who the customer is: the persona, the sections of its sheet and their items."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from cxjourney.personas.kinds import LOOKS, Evidence, Look, PersonaKind, SectionKind
from cxjourney.workspaces.tenant import Editable, Tenant, rank_field

DRAWN = 16
PORTRAITS = [(number, str(number)) for number in range(1, DRAWN + 1)]


class PersonaImage(Tenant):
    """An uploaded portrait, written anew as WebP. It never changes: another upload is another row."""

    data = models.BinaryField()
    thumb = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"


class Persona(Editable):
    """A kind of customer: short on a map, full on its own sheet."""

    name = models.CharField(_("name"), max_length=60)
    role = models.CharField(_("role"), max_length=120, blank=True, help_text=_("Who they are in a few words"))
    quote = models.CharField(_("quote"), max_length=240, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=PersonaKind, default=PersonaKind.CUSTOMER)
    share = models.DecimalField(
        _("share of customers"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    portrait = models.PositiveSmallIntegerField(_("portrait"), choices=PORTRAITS, default=1)
    image = models.ForeignKey(
        PersonaImage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    alt = models.CharField(_("description of the picture"), max_length=200, blank=True)
    rule = models.JSONField(_("rule"), default=dict, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(share__range=(0, 100)), name="persona_share"),
        ]

    def __str__(self) -> str:
        return self.name


class PersonaSection(Editable):
    """A part of the sheet with its evidence level. Only own sections have a title of their own."""

    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=12, choices=SectionKind)
    title = models.CharField(_("title"), max_length=60, blank=True)
    evidence = models.CharField(_("evidence"), max_length=8, choices=Evidence, default=Evidence.ASSUMED)
    rank = rank_field()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["persona", "kind"],
                condition=~models.Q(kind=SectionKind.OWN),
                name="section_kind_once",
            )
        ]

    def __str__(self) -> str:
        return self.title or str(SectionKind(self.kind).label)

    @property
    def look(self) -> Look:
        return LOOKS[SectionKind(self.kind)]

    @property
    def is_own(self) -> bool:
        return self.kind == SectionKind.OWN


class PersonaItem(Editable):
    """One line of a section; which of its fields count is said by the section's shape."""

    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="+")
    section = models.ForeignKey(PersonaSection, on_delete=models.CASCADE, related_name="+")
    rank = rank_field()
    lead = models.CharField(max_length=200, blank=True)
    text = models.CharField(max_length=300, blank=True)
    aim = models.CharField(max_length=200, blank=True)
    level = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["persona", "section", "rank"], name="persona_item_place")]
        constraints = [models.CheckConstraint(condition=models.Q(level__lte=10), name="persona_item_level")]

    def __str__(self) -> str:
        return self.text or self.lead or self.aim
