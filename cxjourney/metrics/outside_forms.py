"""Input about numbers counted elsewhere: the number, one value, or a file of values."""

from __future__ import annotations

import csv
import datetime
import io
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxjourney.kit.forms import Edited, LineField, line_input
from cxjourney.metrics import where
from cxjourney.metrics.models import Better
from cxjourney.metrics.outside_models import Outside, OutsideKind
from cxjourney.metrics.watch import live_metrics

MOST_BYTES, MOST_ROWS = 1024 * 1024, 5000
MOST_COUNTED = 2_000_000_000
PLACES = ("map_id", "touchpoint_id", "stage_id")
LARGEST = Decimal(10) ** 11


class Row(NamedTuple):
    day: datetime.date
    value: Decimal
    n: int | None
    rival: str


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
        return number(self.outside, self.cleaned_data["value"])

    def row(self) -> Row:
        return Row(*(self.cleaned_data[name] for name in ("day", "value", "n", "rival")))


class ReadingFile(forms.Form):
    """CSV: date, value and, if known, what it was counted on and a competitor; a head line is left out."""

    file = forms.FileField(label=gettext_lazy("CSV file"))

    def __init__(self, *args, outside: Outside, **kwargs):
        super().__init__(*args, **kwargs)
        self.outside = outside

    def clean_file(self) -> list[Row]:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file has more than a megabyte."))
        text = file.read().decode("utf-8-sig", "replace")
        first = text.partition("\n")[0]
        lines = csv.reader(io.StringIO(text), delimiter=";" if ";" in first else ",")
        try:
            cells = [(at, line) for at, line in enumerate(lines, 1) if any(cell.strip() for cell in line)]
        except csv.Error:
            cells = []
        if "\0" in text or (text.strip() and not cells):
            raise forms.ValidationError(_("That is no CSV file."))
        if cells and not any(letter.isdigit() for letter in cells[0][1][0]):
            cells = cells[1:]
        if not cells or len(cells) > MOST_ROWS:
            raise forms.ValidationError(
                _("The file needs between 1 and %(most)d lines.") % {"most": MOST_ROWS}
            )
        return [self._row(at, line) for at, line in cells]

    def _row(self, at: int, line: list[str]) -> Row:
        day, value, n, rival = (cell.strip() for cell in [*line, "", "", "", ""][:4])
        try:
            counted = int(n) if n else None
            if counted is not None and not 1 <= counted <= MOST_COUNTED:
                raise ValueError
            return Row(datetime.date.fromisoformat(day), number(self.outside, value), counted, rival[:60])
        except ValueError:
            text = _("Line %(line)d has no date like 2026-03-31, or its numbers are none.")
            raise forms.ValidationError(text % {"line": at}) from None
        except forms.ValidationError as error:
            text = _("Line %(line)d: %(fault)s")
            raise forms.ValidationError(text % {"line": at, "fault": error.messages[0]}) from None


def number(outside: Outside, text: str) -> Decimal:
    """A value as people write it. Raises ValidationError."""
    try:
        value = Decimal(text.strip().removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        raise forms.ValidationError(_("That is no number.")) from None
    if not value.is_finite() or abs(value) >= LARGEST:
        raise forms.ValidationError(_("That number is too large."))
    if outside.kind == OutsideKind.RATE and not 0 <= value <= 100:
        raise forms.ValidationError(_("A rate lies between 0 and 100 per cent."))
    return value.quantize(Decimal("0.0001"))
