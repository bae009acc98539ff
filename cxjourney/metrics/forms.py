"""Input about targets."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxjourney.feedback.models import SCALES, QuestionKind
from cxjourney.kit.forms import Edited, LineField, line_input
from cxjourney.metrics import where
from cxjourney.metrics.figures import TOP_FROM, limits
from cxjourney.metrics.models import NEVER, Better, Count, Metric


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


class MetricForm(Edited):
    """The settings of a metric. Target and threshold are written in its unit, shares in per cent."""

    name = LineField(
        label=gettext_lazy("Name"),
        max_length=60,
        needed=gettext_lazy("Give it a name."),
        widget=line_input(),
    )
    wording = LineField(label=gettext_lazy("Wording"), max_length=300, required=False, widget=line_input())
    count = forms.ChoiceField(label=gettext_lazy("Counted as"))
    window = forms.IntegerField(label=gettext_lazy("Window in days"), min_value=1, max_value=NEVER - 1)
    better = forms.ChoiceField(label=gettext_lazy("Direction"), choices=Better.choices)
    target = forms.DecimalField(label=gettext_lazy("Target"), required=False, max_digits=8, decimal_places=2)
    alert = forms.DecimalField(
        label=gettext_lazy("Alert threshold"), required=False, max_digits=8, decimal_places=2
    )
    owner = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)

    def __init__(self, *args, metric: Metric, **kwargs):
        super().__init__(*args, **kwargs)
        self.metric = metric
        ways = [one for one in Count.choices if one[0] == Count.MEAN or metric.kind in TOP_FROM]
        self.fields["count"].choices = ways
        if len(ways) == 1:
            del self.fields["count"]
        if metric.kind != "fcr":
            del self.fields["window"]
        self.fields["owner"].choices = where.owners(metric.workspace_id)
        for name in ("target", "alert"):
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def clean_owner(self) -> int | None:
        return int(self.cleaned_data["owner"]) if self.cleaned_data["owner"] else None

    def clean(self):
        given = super().clean()
        metric = Metric(
            kind=self.metric.kind,
            low=self.metric.low,
            high=self.metric.high,
            count=given.get("count", self.metric.count),
        )
        low, high = limits(metric)
        for name in ("target", "alert"):
            value = given.get(name)
            if value is not None and not low <= value <= high:
                text = _("It lies between %(low)d and %(high)d.")
                self.add_error(name, text % {"low": low, "high": high})
        return given

    def choices(self) -> dict:
        """The values where the last one wins."""
        given = self.cleaned_data
        chosen = {name: given[name] for name in ("better", "target", "alert")}
        chosen |= {name: given[name] for name in ("count", "window") if name in given}
        return chosen | {"owner_id": given["owner"]}


class FewAnswersForm(forms.Form):
    few = forms.IntegerField(label=gettext_lazy("Fewest answers"), min_value=1, max_value=1000)
