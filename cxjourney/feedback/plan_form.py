"""The form that says how a file is read: what the person chose over what was suggested."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cxjourney.feedback.forms import PastDate
from cxjourney.feedback.importing.plan import BY_COLUMN, LAYOUT_ROLES, Column, Plan, Role, suggest_for
from cxjourney.feedback.importing.text import DELIMITERS, ENCODINGS, Form
from cxjourney.feedback.models import Layout, QuestionKind, Source
from cxjourney.feedback.places import find_spot
from cxjourney.journeys.forms import LineField

DATES = [
    ("iso", _("2026-10-31")),
    ("dmy", _("31/10/2026, day first")),
    ("mdy", _("10/31/2026, month first")),
]
KINDS = [(BY_COLUMN, _("as another column says")), *QuestionKind.choices]
UNKNOWN = [("create", _("Make them")), ("reject", _("Leave their rows out"))]


class PlanForm(forms.Form):
    """What holds for the whole file. The columns are read beside it, by `read_columns`."""

    layout = forms.ChoiceField(label=_("Layout"), choices=Layout.choices)
    encoding = forms.ChoiceField(label=_("Encoding"), choices=[(name, name) for name in ENCODINGS])
    delimiter = forms.ChoiceField(label=_("Delimiter"), choices=list(DELIMITERS.items()))
    dates = forms.ChoiceField(label=_("Dates look like"), choices=DATES, required=False)
    place = forms.CharField(required=False, max_length=40)
    new_place = LineField(label=_("Name of the touchpoint"), required=False, max_length=120)
    day = PastDate(label=_("Date of all rows"), required=False)
    source = forms.ChoiceField(label=_("Source of the words"), choices=Source.choices, required=False)
    unknown = forms.ChoiceField(label=_("Touchpoints that are not here yet"), choices=UNKNOWN, required=False)

    def __init__(self, data, *, workspace, plan: Plan):
        super().__init__(data)
        self.workspace, self.plan = workspace, plan
        choices = self.fields["encoding"].choices
        if plan.encoding not in dict(choices):
            self.fields["encoding"].choices = [*choices, (plan.encoding, plan.encoding)]

    def clean(self):
        given = super().clean()
        place = given.get("place", "")
        if place == "new":
            if not given.get("new_place"):
                self.add_error("new_place", _("Name the touchpoint."))
            given["place"] = f"new:{given.get('new_place', '')}"
        elif place and find_spot(self.workspace, place) is None:
            self.add_error("place", _("That is not there any more."))
        return given

    def new_plan(self, path: Path) -> Plan:
        """The plan that was chosen. Another way of writing or layout brings new suggestions.

        Raises text.Unreadable.
        """
        given = self.cleaned_data
        form = Form(given["encoding"], given["delimiter"])
        if form != self.plan.form or given["layout"] != self.plan.layout:
            plan = suggest_for(path, form, given["layout"])
        else:
            plan = Plan(given["layout"], form.encoding, form.delimiter, read_columns(self.data, self.plan))
            plan.dates, plan.day = given["dates"] or "iso", given["day"].isoformat() if given["day"] else ""
        plan.place, plan.unknown = given["place"], given["unknown"] or "reject"
        plan.source = given["source"] or Source.SURVEY
        return plan


def read_columns(data: Mapping[str, Any], plan: Plan) -> list[Column]:
    """What the form says of each column; what makes no sense is left out."""
    roles = {str(role) for role in LAYOUT_ROLES[Layout(plan.layout)]}
    kinds = {kind for kind, _label in KINDS}
    columns = []
    for number, old in enumerate(plan.columns):
        role, kind = data.get(f"role-{number}", ""), data.get(f"kind-{number}", "")
        column = Column(old.header, role if role in roles else "")
        if column.role == Role.SCORE:
            column.kind = kind if kind in kinds else QuestionKind.CSAT
            column.name = " ".join(data.get(f"name-{number}", "").split())[:40]
            column.low, column.high = (_number(data.get(f"{end}-{number}")) for end in ("low", "high"))
        if column.role == Role.COUNT:
            column.value = _number(data.get(f"value-{number}"))
        columns.append(column)
    return columns


def _number(text: str | None) -> int:
    field = forms.IntegerField(required=False, min_value=-100, max_value=1000)
    try:
        return field.clean(text) or 0
    except forms.ValidationError:
        return 0
