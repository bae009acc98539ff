"""The log: one row for every write, in the order of commits."""

from django.conf import settings
from django.db import models

from cxjourney.workspaces.tenant import Tenant


class Kind(models.TextChoices):
    DO = "do"
    UNDO = "undo"
    REDO = "redo"


class Change(Tenant):
    """What one person changed on one row: enough to show it, stream it and take it back.

    `seq` counts per map without gaps. A change seen on several maps has one primary row and an
    `echo_of` row for each other map. Rows of one user action share a `group`.
    """

    map = models.ForeignKey("cxjourney.JourneyMap", null=True, on_delete=models.CASCADE, related_name="+")
    seq = models.PositiveBigIntegerField(null=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.DO)
    verb = models.CharField(max_length=40)
    target_type = models.CharField(max_length=20)
    target_id = models.BigIntegerField()
    target_label = models.CharField(max_length=200)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    group = models.UUIDField()
    echo_of = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+")
    undone_at = models.DateTimeField(null=True)
    key = models.UUIDField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["map", "seq"], name="change_seq_once"),
            models.UniqueConstraint(
                fields=["workspace", "actor", "key"], condition=~models.Q(key=None), name="change_key_once"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "target_type", "target_id", "-id"], name="change_target"),
            models.Index(fields=["map", "actor", "-id"], name="change_actor"),
            models.Index(fields=["workspace", "-id"], name="change_recent"),
            models.Index(fields=["group"], name="change_group"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_label}"


class ChoreRun(models.Model):
    """When something that is done again and again was last begun (activity.chores)."""

    name = models.CharField(max_length=40, unique=True)
    begun_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
