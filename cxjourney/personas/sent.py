"""A form that could not be saved."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import Form

from cxjourney.activity.words import Clash


@dataclass(frozen=True)
class Sent:
    """A form that came and could not be saved: shown again as it was typed, with errors or both texts."""

    id: str
    form: Form
    clash: Clash | None = None

    @property
    def status(self) -> int:
        return 409 if self.clash else 422
