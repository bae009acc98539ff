"""Input about versions."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cxjourney.kit.forms import Edited, Keyed, LineField
from cxjourney.versions.actions import SINGLE


class VersionForm(Edited, Keyed):
    """A name for a moment of the map; `at` says which (versions.moments)."""

    name = LineField(max_length=80, needed=_("Give the version a name."))
    note = LineField(max_length=240, required=False)
    at = forms.CharField(max_length=20, required=False)


class ItemForm(forms.Form):
    """Which thing on the map goes back to how it was at the moment `at`."""

    kind = forms.ChoiceField(choices=[(kind, "") for kind in SINGLE])
    item = forms.IntegerField(min_value=1)
    at = forms.CharField(max_length=20)
