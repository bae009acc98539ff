"""Numbers counted elsewhere, their values, and the tokens by which programs send them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cxjourney.metrics.models import Better, Metric
from cxjourney.workspaces.tenant import Attached, Editable, Tenant, at_most_one_place


class OutsideKind(models.TextChoices):
    RATE = "rate", _("Rate, per cent")
    NUMBER = "number", _("Number")
    MONEY = "money", _("Money")


class Outside(Editable, Attached):
    """A number that is counted elsewhere, such as conversion, churn, revenue or lifetime value.

    It is about the workspace, or about one map, stage or touchpoint. `target` and `alert` are in its unit.
    What it knows of competitors also stands `beside` a metric of one's own.
    """

    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=8, choices=OutsideKind, default=OutsideKind.RATE)
    unit = models.CharField(_("unit or currency"), max_length=12, blank=True)
    origin = models.CharField(_("where it comes from"), max_length=200, blank=True)
    better = models.CharField(_("direction"), max_length=4, choices=Better, default=Better.UP)
    target = models.DecimalField(_("target"), max_digits=16, decimal_places=2, null=True, blank=True)
    alert = models.DecimalField(_("alert threshold"), max_digits=16, decimal_places=2, null=True, blank=True)
    map = models.ForeignKey(
        "cxjourney.JourneyMap", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    beside = models.ForeignKey(Metric, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            at_most_one_place("outside_one_place"),
            models.UniqueConstraint(
                fields=["workspace", "name"], condition=models.Q(removed_at=None), name="outside_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place_name(self) -> str:
        """Where it is attached; empty for the whole workspace. Needs the three selected."""
        return str(self.touchpoint or self.stage or self.map or "")


class Reading(Editable):
    """Its value on a day; with `rival` that of a competitor. `n` is what a rate was counted on."""

    outside = models.ForeignKey(Outside, on_delete=models.CASCADE, related_name="+")
    rival = models.CharField(_("competitor"), max_length=60, blank=True)
    day = models.DateField(_("date"))
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=4)
    n = models.PositiveIntegerField(_("counted on"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["outside", "rival", "day"], condition=models.Q(removed_at=None), name="reading_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rival or self.outside} {self.day}"


class ValueToken(Tenant):
    """By which another program sends values, in the name of who made it. Only a hash of it is kept.

    `sent` counts what came since `counted_from`, so that nobody sends too much.
    """

    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    counted_from = models.DateTimeField(null=True)
    sent = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Delivery(Tenant):
    """What a program sent under a key of its own, as a hash, and what it was told: again is the same."""

    token = models.ForeignKey(ValueToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    asked = models.CharField(max_length=64)
    answer = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="delivery_once")]

    def __str__(self) -> str:
        return self.key
