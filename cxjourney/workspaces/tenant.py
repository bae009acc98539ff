"""What every table of a tenant has in common: a workspace, and for editable rows a version."""

from typing import ClassVar, Self

from django.db import models


class TenantQuerySet(models.QuerySet):
    def for_workspace(self, workspace) -> Self:
        """Only the rows of this workspace; every query of a tenant's table starts here."""
        return self.filter(workspace=workspace)

    def live(self) -> Self:
        """Without the rows that were removed (they can be brought back by undo)."""
        return self.filter(removed_at=None)


class Tenant(models.Model):
    workspace = models.ForeignKey("cxjourney.Workspace", on_delete=models.CASCADE, related_name="+")

    objects = TenantQuerySet.as_manager()

    class Meta:
        abstract = True


class Editable(Tenant):
    """A row people edit: optimistic version, soft removal.

    `kept_when_approved` are the attributes that stay as they are while the map is approved ("*": all).
    """

    kept_when_approved: ClassVar[frozenset[str]] = frozenset()

    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def rank_field() -> models.CharField:
    """Order among neighbours: a string between two strings, compared byte by byte."""
    return models.CharField(max_length=200, db_collation="C", default="V")


class Attached(models.Model):
    """Sits on a touchpoint or on a stage, never on both."""

    touchpoint = models.ForeignKey(
        "cxjourney.Touchpoint", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    stage = models.ForeignKey(
        "cxjourney.Stage", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        abstract = True


def one_place(name: str) -> models.CheckConstraint:
    """Exactly one of touchpoint and stage is set."""
    return models.CheckConstraint(
        condition=models.Q(touchpoint=None) ^ models.Q(stage=None),
        name=name,
    )


def at_most_one_place(name: str) -> models.CheckConstraint:
    """Of touchpoint, stage and map at most one is set; none is the whole workspace."""
    return models.CheckConstraint(
        condition=models.Q(touchpoint=None, stage=None)
        | models.Q(touchpoint=None, map=None)
        | models.Q(stage=None, map=None),
        name=name,
    )
