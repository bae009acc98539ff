"""Input about targets."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxjourney.feedback.models import SCALES, QuestionKind


class TargetForm(forms.Form):
    """A target in the unit of its kind: −100…100 for NPS, else the mean on the scale. Blank removes it."""

    kind = forms.ChoiceField(label=gettext_lazy("Metric"), choices=QuestionKind.choices)
    value = forms.DecimalField(
        label=gettext_lazy("Target"),
        required=False,
        max_digits=6,
        decimal_places=2,
        error_messages={"invalid": gettext_lazy("The target is a number.")},
    )

    def clean(self):
        given = super().clean()
        kind, value = given.get("kind"), given.get("value")
        if kind in SCALES and value is not None:
            low, high = (-100, 100) if kind == QuestionKind.NPS else SCALES[kind]
            if not low <= value <= high:
                text = _("The target of this metric is between %(low)d and %(high)d.")
                self.add_error("value", text % {"low": low, "high": high})
        return given
