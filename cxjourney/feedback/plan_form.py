"""The form that says how a file is read: what the person chose over what was suggested."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cxjourney.feedback.forms import PastDate
from cxjourney.feedback.importing import likert
from cxjourney.feedback.importing.heading import MOST_HEADERS
from cxjourney.feedback.importing.plan import BY_COLUMN, LAYOUT_ROLES, Column, Plan, Role
from cxjourney.feedback.importing.reader import MOST_NEW_PLACES
from cxjourney.feedback.importing.suggest import suggest_for
from cxjourney.feedback.importing.text import DELIMITERS, ENCODINGS, Form, titles
from cxjourney.feedback.models import Layout, QuestionKind, Source
from cxjourney.feedback.places import find_spot, live_maps
from cxjourney.journeys.forms import LineField

DATES = [
    ("iso", _("2026-10-31")),
    ("dmy", _("31/10/2026, day first")),
    ("mdy", _("10/31/2026, month first")),
]
KINDS = [(BY_COLUMN, _("as another column says")), *QuestionKind.choices]
FACTS = [("text", _("Text")), ("number", _("Number")), ("comma", _("Number, 1.234,5"))]
DURATIONS = [("s", _("seconds")), ("m", _("minutes")), ("h", _("hours"))]
HEADERS = [(str(count), str(count)) for count in range(MOST_HEADERS + 1)]
MOST_BLANKS = 20
NEW_MAP = "new"
UNKNOWN = [("create", _("Make them")), ("reject", _("Leave their rows out"))]


class PlanForm(forms.Form):
    """What holds for the whole file. The columns are read beside it, by `read_columns`."""

    layout = forms.ChoiceField(label=_("Layout"), choices=Layout.choices)
    encoding = forms.ChoiceField(label=_("Encoding"), choices=list(ENCODINGS.items()))
    delimiter = forms.ChoiceField(label=_("Delimiter"), choices=list(DELIMITERS.items()))
    headers = forms.TypedChoiceField(
        label=_("Header rows"), choices=HEADERS, coerce=int, required=False, empty_value=None
    )
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    dates = forms.ChoiceField(label=_("Dates look like"), choices=DATES, required=False)
    map = forms.ChoiceField(label=_("Put them on"), required=False)
    place = forms.CharField(required=False, max_length=40)
    new_place = LineField(label=_("Name of the touchpoint"), required=False, max_length=120)
    day = PastDate(label=_("Date of all rows"), required=False)
    source = forms.ChoiceField(label=_("Source of the words"), choices=Source.choices, required=False)
    unknown = forms.ChoiceField(label=_("Touchpoints that are not here yet"), choices=UNKNOWN, required=False)

    def __init__(self, data, *, workspace, plan: Plan):
        super().__init__(data)
        self.workspace, self.plan = workspace, plan
        maps = live_maps(workspace)
        self.fields["map"].choices = [
            ("", _("no map yet")),
            (NEW_MAP, _("a new map, named after the file")),
            *((str(pk), title) for pk, title in maps),
        ]
        self.fields["sheet"].choices = [(name, name) for name in plan.sheets]
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

    @property
    def wants_map(self) -> bool:
        """Whether a map is to be made for the touchpoints of the file."""
        return self.cleaned_data["map"] == NEW_MAP

    def new_plan(self, path: Path, map_id: int | None = None) -> Plan:
        """The plan that was chosen, with the map that was made for it. Another way of writing or layout
        brings new suggestions.

        Raises text.Unreadable.
        """
        given = self.cleaned_data
        map_id = int(given["map"] or 0) if map_id is None else map_id
        old = self.plan
        headers = old.headers if given["headers"] is None else given["headers"]
        form = Form(given["encoding"], given["delimiter"], headers, old.skip)
        if form[:2] != old.form[:2]:
            form = form._replace(skip=titles(path, form))
        if form != old.form or given["layout"] != old.layout or self.data.get("fresh"):
            plan = suggest_for(path, form, given["layout"])
            plan.sheet, plan.sheets, plan.lines = old.sheet, old.sheets, old.lines
        else:
            plan = replace(old, columns=read_columns(self.data, old))
            plan.dates, plan.day = given["dates"], given["day"].isoformat() if given["day"] else ""
        plan.place, plan.unknown = given["place"], given["unknown"] or "reject"
        if self.data.get("make"):  # the button beside what is unknown
            plan.unknown = "create"
        plan.source = given["source"] or Source.SURVEY
        plan.map = map_id
        plan.stages = read_stages(self.data) if plan.map == old.map else {}
        return plan


def read_columns(data: Mapping[str, Any], plan: Plan) -> list[Column]:
    """What the form says of each column; what makes no sense is left out."""
    roles = {str(role) for role in LAYOUT_ROLES[Layout(plan.layout)]}
    kinds = {kind for kind, _label in KINDS}
    columns = []
    for number, old in enumerate(plan.columns):
        role, kind = data.get(f"role-{number}", ""), data.get(f"kind-{number}", "")
        column = Column(old.header, role if role in roles else "", wording=old.wording, personal=old.personal)
        if column.role == Role.ATTRIBUTE:
            column.kind = data.get(f"fact-{number}", "") or (old.kind if old.role == role else "")
            column.kind = column.kind if column.kind in dict(FACTS) else "text"
        if column.role in (Role.HANDLED, Role.TOOK):
            unit = data.get(f"unit-{number}", "")
            column.kind = unit if unit in dict(DURATIONS) else "s"
        if column.role == Role.SCORE:
            column.kind = kind if kind in kinds else QuestionKind.CSAT
            column.name = " ".join(data.get(f"name-{number}", "").split())[:40]
            column.low, column.high = (_number(data.get(f"{end}-{number}")) for end in ("low", "high"))
            column.place = " ".join(data.get(f"at-{number}", "").split())[:120]
            column.words = likert.read(data.get(f"words-{number}", ""))
            column.blanks = read_blanks(data.get(f"blanks-{number}", ""))
        if column.role == Role.COUNT:
            column.value = _number(data.get(f"value-{number}"))
        columns.append(column)
    return columns


def read_blanks(text: str) -> list[str]:
    """The texts between commas that mean no answer."""
    return [blank[:40] for part in text.split(",") if (blank := part.strip())][:MOST_BLANKS]


def read_stages(data: Mapping[str, Any]) -> dict[str, int]:
    """{name of a new touchpoint: id of its stage, 0 for none} as the form says."""
    found = {}
    for at in range(MOST_NEW_PLACES):
        name, stage = data.get(f"new-{at}", ""), data.get(f"stage-{at}", "")
        if name and (stage == "" or stage.isdecimal()) and len(stage) < 19:
            found[name[:120]] = int(stage or 0)
    return found


def _number(text: str | None) -> int:
    field = forms.IntegerField(required=False, min_value=-100, max_value=1000)
    try:
        return field.clean(text) or 0
    except forms.ValidationError:
        return 0
