"""Input about a metric for one place."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxjourney.feedback.places import find_spot, spot_options
from cxjourney.journeys.models import JourneyMap
from cxjourney.kit.forms import LineField, line_input
from cxjourney.metrics.loop import KIND as LOOP
from cxjourney.metrics.models import Metric
from cxjourney.metrics.watch import live_metrics
from cxjourney.workspaces.models import Membership


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
        maps = self._maps().order_by("title", "pk").values_list("pk", "title")
        groups = [(_("Maps"), [(f"map:{pk}", title) for pk, title in maps]), *spot_options(workspace)]
        self.fields["place"].choices = [("", _("Choose")), *(group for group in groups if group[1])]
        members = Membership.objects.for_workspace(workspace).select_related("user")
        people = sorted((str(one.user), str(one.user_id)) for one in members)
        self.fields["owner"].choices = [("", _("Nobody yet")), *((pk, name) for name, pk in people)]

    def _maps(self):
        return JourneyMap.objects.for_workspace(self.workspace).live().filter(archived_at=None)

    def clean(self):
        given = super().clean()
        of, key = self.known.get(given.get("of", "")), given.get("place", "")
        if not of or not key:
            return given
        kind, _colon, number = key.partition(":")
        if kind == "map":
            place = {"map": self._maps().filter(pk=number).first()}
        else:
            spot = find_spot(self.workspace, key)
            place = {kind: spot and getattr(spot, kind)}
        if not all(place.values()):
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
