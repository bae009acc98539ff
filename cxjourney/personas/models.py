"""Who the customer is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cxjourney.workspaces.tenant import Editable

PORTRAITS = [(number, str(number)) for number in range(1, 9)]


class Persona(Editable):
    """A kind of customer: short on a map, fuller on its own sheet."""

    name = models.CharField(_("name"), max_length=60)
    role = models.CharField(_("role"), max_length=120, blank=True, help_text=_("Who they are in a few words"))
    quote = models.CharField(_("quote"), max_length=240, blank=True)
    goals = models.TextField(_("goals"), blank=True, help_text=_("One a line"))
    portrait = models.PositiveSmallIntegerField(_("portrait"), choices=PORTRAITS, default=1)

    def __str__(self) -> str:
        return self.name

    @property
    def goal_lines(self) -> list[str]:
        return [line.strip() for line in self.goals.splitlines() if line.strip()]
