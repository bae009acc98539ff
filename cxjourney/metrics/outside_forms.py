"""Input about numbers counted elsewhere: the number, one value, or a file of values."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxjourney.kit.forms import Edited, LineField, line_input
from cxjourney.metrics import where
from cxjourney.metrics.models import Better
from cxjourney.metrics.outside_models import Outside, OutsideKind
from cxjourney.metrics.value_file import MOST_COUNTED, Row, number, read_values
from cxjourney.metrics.watch import live_metrics

MOST_BYTES = 1024 * 1024
PLACES = ("map_id", "touchpoint_id", "stage_id")


class OutsideForm(Edited):
    """The number itself; of one that is there (`outside`) the kind stays."""

    name = LineField(
        label=gettext_lazy("Name"), max_length=60, needed=gettext_lazy("Give it a name."), widget=line_input()
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=OutsideKind.choices)
    unit = LineField(
        label=gettext_lazy("Unit or currency"), max_length=12, required=False, widget=line_input()
    )
    origin = LineField(
        label=gettext_lazy("Where it comes from"), max_length=200, required=False, widget=line_input()
    )
    better = forms.ChoiceField(label=gettext_lazy("Direction"), choices=Better.choices)
    target = forms.DecimalField(
        label=gettext_lazy("Target"), required=False, max_digits=16, decimal_places=2, localize=False
    )

    alert = forms.DecimalField(
        label=gettext_lazy("Alert threshold"),
        required=False,
        max_digits=16,
        decimal_places=2,
        localize=False,
    )
    place = forms.ChoiceField(label=gettext_lazy("Attached to"), required=False)
    beside = forms.ChoiceField(label=gettext_lazy("Compared with"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)

    def __init__(self, *args, workspace, outside: Outside | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.workspace, self.outside = workspace, outside
        if outside:  # its values were read by its kind
            del self.fields["kind"]
        for name in ("target", "alert"):
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal"})
        self.fields["place"].choices = self._places()
        self.fields["owner"].choices = where.owners(workspace.pk)
        metrics = live_metrics(workspace).values_list("pk", "name")
        self.fields["beside"].choices = [
            ("", _("No metric of ours")),
            *((str(pk), name) for pk, name in metrics),
        ]

    def _places(self) -> list:
        """With where it is now, though that was removed or archived."""
        groups: list = [("", _("The whole workspace")), *where.place_options(self.workspace)]
        now = where.key_of(self.outside) if self.outside else ""
        known = {key for _name, options in groups[1:] for key, _label in options}
        if now and now not in known:
            groups.append((now, self.outside.place_name))
        return groups

    def clean(self):
        given = super().clean()
        kind = self.outside.kind if self.outside else given.get("kind")
        for name in ("target", "alert"):
            value = given.get(name)
            if kind == OutsideKind.RATE and value is not None and not 0 <= value <= 100:
                self.add_error(name, _("A rate lies between 0 and 100 per cent."))
        key = given.get("place", "")
        self.attached = dict.fromkeys(PLACES)
        if self.outside and key == where.key_of(self.outside):
            self.attached = {name: getattr(self.outside, name) for name in PLACES}
        elif key:
            found = where.find_place(self.workspace, key)
            if found is None:
                self.add_error("place", _("That is not there any more."))
            self.attached |= {f"{name}_id": row.pk for name, row in (found or {}).items()}
        return given

    def choices(self) -> dict:
        """The values where the last one wins."""
        given = self.cleaned_data
        chosen = {name: given[name] for name in ("better", "target", "alert")}
        ids = {f"{name}_id": int(given[name]) if given[name] else None for name in ("owner", "beside")}
        return chosen | self.attached | ids

    def fields_of_it(self) -> dict:
        """What a new one is made of."""
        return {name: self.cleaned_data[name] for name in ("name", "kind", "unit", "origin")} | self.choices()

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        alike = Outside.objects.for_workspace(self.workspace).live().filter(name=name)
        if self.outside:
            alike = alike.exclude(pk=self.outside.pk)
        if alike.exists():
            raise forms.ValidationError(_("There is one of this name already."))
        return name


class ReadingForm(forms.Form):
    day = forms.DateField(
        label=gettext_lazy("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    value = forms.CharField(label=gettext_lazy("Value"), max_length=20)
    n = forms.IntegerField(
        label=gettext_lazy("Counted on"), min_value=1, max_value=MOST_COUNTED, required=False
    )
    rival = LineField(label=gettext_lazy("Competitor"), max_length=60, required=False, widget=line_input())

    def __init__(self, *args, outside: Outside, **kwargs):
        super().__init__(*args, **kwargs)
        self.outside = outside

    def clean_value(self) -> Decimal:
        try:
            return number(self.outside.kind, self.cleaned_data["value"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None

    def row(self) -> Row:
        return Row(*(self.cleaned_data[name] for name in ("day", "value", "n", "rival")))


class ReadingFile(forms.Form):
    """A table: date, value and, if known, what it was counted on and a competitor."""

    file = forms.FileField(label=gettext_lazy("CSV file or workbook"))

    def __init__(self, *args, outside: Outside, **kwargs):
        super().__init__(*args, **kwargs)
        self.outside = outside

    def clean_file(self) -> list[Row]:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file has more than a megabyte."))
        try:
            return read_values(file, self.outside)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
