"""Input about a metric for one place."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxjourney.kit.forms import LineField, line_input
from cxjourney.metrics import where
from cxjourney.metrics.loop import KIND as LOOP
from cxjourney.metrics.models import Metric
from cxjourney.metrics.watch import live_metrics


class PlaceForm(forms.Form):
    """Which metric of the workspace, at which map, stage or touchpoint, and whose it is."""

    of = forms.ChoiceField(label=gettext_lazy("Metric"))
    place = forms.ChoiceField(
        label=gettext_lazy("Where"), error_messages={"required": gettext_lazy("Choose a place.")}
    )
    name = LineField(label=gettext_lazy("Name"), max_length=60, required=False, widget=line_input())
    owner = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace = workspace
        everywhere = live_metrics(workspace).filter(touchpoint=None, stage=None, map=None).exclude(kind=LOOP)
        self.known = {str(one.pk): one for one in everywhere}
        self.fields["of"].choices = [
            (pk, f"{one.name} · {one.low}–{one.high}" if one.low < one.high else one.name)
            for pk, one in self.known.items()
        ]
        self.fields["place"].choices = [("", _("Choose")), *where.place_options(workspace)]
        self.fields["owner"].choices = where.owners(workspace.pk)

    def clean(self):
        given = super().clean()
        of, key = self.known.get(given.get("of", "")), given.get("place", "")
        if not of or not key:
            return given
        place = where.find_place(self.workspace, key)
        if place is None:
            self.add_error("place", _("That is not there any more."))
            return given
        alike = {field: getattr(of, field) for field in ("kind", "asked", "low", "high", "count")}
        if Metric.objects.for_workspace(self.workspace).live().filter(**alike, **place).exists():
            self.add_error("place", _("This metric is watched there already."))
        self.chosen = {
            "of": of,
            "place": place,
            "name": given.get("name") or f"{of.name} · {next(iter(place.values()))}"[:60],
            "owner_id": int(given["owner"]) if given.get("owner") else None,
        }
        return given
