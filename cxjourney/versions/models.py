"""Moments of a map that somebody gave a name."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cxjourney.workspaces.tenant import Editable


class MapVersion(Editable):
    """A map as it was after its change `seq`. `content` is snapshot.Snapshot as JSON.

    Kept whole, so that it outlives a log that is cut.
    """

    map = models.ForeignKey("cxjourney.JourneyMap", on_delete=models.CASCADE, related_name="+")
    seq = models.PositiveBigIntegerField()
    name = models.CharField(_("name"), max_length=80)
    note = models.CharField(_("note"), max_length=240, blank=True)
    taken_at = models.DateTimeField(_("the moment it shows"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    content = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["map", "-seq"], name="mapversion_map")]

    def __str__(self) -> str:
        return self.name
