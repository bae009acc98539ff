"""How a file is to be read: its layout and what each column holds. Suggested, then changed by people."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxjourney.feedback.importing.text import Form, Table, detect
from cxjourney.feedback.models import SCALES, Layout, QuestionKind, Source
from cxjourney.feedback.questions import USUAL, Asked, guess, scale_fault, usual


class Role(models.TextChoices):
    NONE = "", gettext_lazy("Leave out")
    SCORE = "score", gettext_lazy("Score")
    DATE = "date", gettext_lazy("Date")
    TOUCHPOINT = "touchpoint", gettext_lazy("Touchpoint")
    CHANNEL = "channel", gettext_lazy("Channel")
    QUESTION = "question", gettext_lazy("Question asked")
    KIND = "kind", gettext_lazy("Kind of score")
    WORDS = "words", gettext_lazy("Customer's words")
    SOURCE = "source", gettext_lazy("Source of the words")
    SENTIMENT = "sentiment", gettext_lazy("Sentiment")
    END = "end", gettext_lazy("Last day of the period")
    COUNT = "count", gettext_lazy("How many gave this answer")


def role_options(layout: str) -> list[tuple[str, str]]:
    """What a column can hold in this layout, for a form."""
    labels = {Role.DATE: _("Date, or first day of the period")} if layout == Layout.COUNTS else {}
    return [(str(role), str(labels.get(role, role.label))) for role in LAYOUT_ROLES[Layout(layout)]]


# How a column may spell a kind of score.
KINDS = {
    **{kind: kind for kind in SCALES},
    **{name.casefold(): kind for kind, (name, _wording) in USUAL.items()},
    "net promoter score": "nps",
    "satisfaction": "csat",
    "effort": "ces",
}
# Roles that only one column can have.
SINGLE = {role for role in Role.values if role not in ("", "score", "count")}
LAYOUT_ROLES = {
    Layout.ANSWERS: [role for role in Role if role not in (Role.END, Role.COUNT)],
    Layout.COUNTS: [
        role for role in Role if role not in (Role.SCORE, Role.WORDS, Role.SOURCE, Role.SENTIMENT)
    ],
}
BY_COLUMN = "by"  # a score's kind when another column names the kind or the question


@dataclass
class Column:
    """One column of the file. `kind`, `name`, `low`, `high` are for scores, `value` for counts."""

    header: str
    role: str = ""
    kind: str = ""
    name: str = ""
    low: int = 0
    high: int = 0
    value: int = 0


@dataclass
class Plan:
    """`place` is "" (a column names the touchpoint), "touchpoint:<id>", "stage:<id>" or "new:<name>";
    `day` is the date of all rows when no column has one; `unknown` says what becomes of touchpoints the
    workspace does not have: "create" or "reject". `dates` is iso, dmy or mdy.
    """

    layout: str
    encoding: str
    delimiter: str
    columns: list[Column] = field(default_factory=list)
    place: str = ""
    day: str = ""
    dates: str = "iso"
    source: str = Source.SURVEY
    unknown: str = "reject"

    @property
    def form(self) -> Form:
        return Form(self.encoding, self.delimiter)

    def position(self, role: str) -> int | None:
        """Which column has this role, or None."""
        return next((number for number, column in enumerate(self.columns) if column.role == role), None)

    def positions(self, role: str) -> list[int]:
        return [number for number, column in enumerate(self.columns) if column.role == role]

    def faults(self) -> list[str]:
        """What keeps the plan from being carried out, in words."""
        roles = [column.role for column in self.columns]
        faults = [
            _("Only one column can be “%(role)s”.") % {"role": Role(role).label}
            for role in sorted(SINGLE)
            if roles.count(role) > 1
        ]
        if self.layout == Layout.COUNTS:
            faults += self._count_faults(roles)
        elif Role.SCORE not in roles and Role.WORDS not in roles:
            faults.append(_("No column holds a score or a customer's words: say which."))
        for column in self.columns:
            if column.role == Role.SCORE:
                faults += self._score_faults(column, roles)
        if not self.place and Role.TOUCHPOINT not in roles:
            faults.append(_("Say which column holds the touchpoint, or choose one for all rows."))
        if not self.day and Role.DATE not in roles and Role.END not in roles:
            faults.append(_("Say which column holds the date, or give one for all rows."))
        return faults

    def _count_faults(self, roles: list[str]) -> list[str]:
        values = [column.value for column in self.columns if column.role == Role.COUNT]
        if len(values) < 2:
            return [_("Say which columns count the answers; there must be two or more.")]
        if len(set(values)) < len(values):
            return [_("Two columns count the same answer.")]
        if Role.QUESTION not in roles and Role.KIND not in roles:
            return [_("Say which column holds the question or the kind of score.")]
        return [fault] if (fault := scale_fault(min(values), max(values))) else []

    def _score_faults(self, column: Column, roles: list[str]) -> list[str]:
        if column.kind == BY_COLUMN:
            known = Role.QUESTION in roles or Role.KIND in roles
            text = _("“%(column)s” needs a column with the question or the kind of score.")
            return [] if known else [text % {"column": column.header}]
        if column.kind == QuestionKind.CUSTOM and (fault := scale_fault(column.low, column.high)):
            return [f"{column.header}: {fault}"]
        return []

    @property
    def count_scale(self) -> tuple[int, int]:
        """Lowest and highest answer among the columns that count answers."""
        values = [column.value for column in self.columns if column.role == Role.COUNT]
        return min(values), max(values)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Plan:
        return cls(**{**data, "columns": [Column(**column) for column in data["columns"]]})


# A whole header -> role.
HEADERS = {
    Role.DATE: "date day time timestamp created created_at submitted answered_on answered_at said_on "
    "response_date recorded_date recordeddate enddate end_date survey_date",
    Role.TOUCHPOINT: "touchpoint touch_point place step location service",
    Role.CHANNEL: "channel medium device",
    Role.QUESTION: "question question_text wording",
    Role.KIND: "kind metric type score_type question_type",
    Role.WORDS: "comment comments text feedback words verbatim review content answer_text open_text remarks",
    Role.SOURCE: "source origin survey",
    Role.SENTIMENT: "sentiment mood",
}
ROLE_OF = {name: role for role, names in HEADERS.items() for name in names.split()}
SCORE_WORDS = {
    "nps": ("nps", "recommend", "promoter"),
    "csat": ("csat", "satisf", "rating", "stars"),
    "ces": ("ces", "effort"),
    "agree": ("agree", "likert"),
}
COUNT_HEADER = re.compile(r"(?:score|answer|answers|rating|count|n|stars?)?[ _-]*(\d{1,2})(?:[ _-]*stars?)?")


def suggest(path) -> Plan:
    """The plan that fits the file at first sight. Raises text.Unreadable."""
    return suggest_for(path, detect(path))


def suggest_for(path, form: Form, layout: str = "") -> Plan:
    """The same for a way of writing, and a layout, that people chose. Raises text.Unreadable."""
    table = Table(path, form)
    headers = table.header()
    samples = [row for _number, row in islice(table, 1, 200)]
    counts = {number: value for number, header in enumerate(headers) if (value := _count(header)) is not None}
    if not layout:
        layout = Layout.COUNTS if len(counts) >= 2 else Layout.ANSWERS
    plan = Plan(layout, form.encoding, form.delimiter, [Column(header) for header in headers])
    for number, column in enumerate(plan.columns):
        cells = [row[number].strip() for row in samples if number < len(row) and row[number].strip()]
        role = _role(column.header)
        if layout == Layout.COUNTS:
            _suggest_count(column, role, counts.get(number))
        elif role:
            column.role = role
        else:
            _suggest_score(column, cells)
    _once(plan)
    _suggest_rest(plan, samples)
    return plan


def _plain(header: str) -> str:
    return re.sub(r"[\s.-]+", "_", header.strip().casefold())


def _role(header: str) -> str:
    return ROLE_OF.get(_plain(header), "")


def _count(header: str) -> int | None:
    found = COUNT_HEADER.fullmatch(header.strip().casefold())
    return int(found[1]) if found else None


def _suggest_count(column: Column, role: str, value: int | None) -> None:
    plain = _plain(column.header)
    if value is not None:
        column.role, column.value = Role.COUNT, value
    elif plain.endswith("end") or plain in ("to", "until"):
        column.role = Role.END
    elif plain.endswith("start") or plain in ("from", "period", "month"):
        column.role = Role.DATE
    elif role in LAYOUT_ROLES[Layout.COUNTS]:  # type: ignore[operator]
        column.role = role


def _suggest_score(column: Column, cells: Sequence[str]) -> None:
    """A column that is named after a kind of score, or sounds like one and holds few whole numbers."""
    found = (re.fullmatch(r"(-?\d{1,3})([.,]0*)?", cell) for cell in cells)
    numbers = [int(number[1]) for number in found if number]
    plain = _plain(column.header)
    kind = next((kind for kind, words in SCORE_WORDS.items() if any(word in plain for word in words)), "")
    if not plain.startswith(tuple(USUAL)):
        yes_or_no = bool(numbers) and set(numbers) <= {0, 1}
        if not (kind or "score" in plain) or len(numbers) * 2 <= len(cells) or yes_or_no:
            return
        kind = _fitting(kind, numbers)
    column.role, column.kind = Role.SCORE, kind
    if kind == "custom":
        column.low, column.high = (0, 10) if min(numbers) == 0 else (1, 10 if max(numbers) > 7 else 7)
        column.name = column.header[:40]
    else:
        says_little = plain in ("score", "rating", kind) or len(column.header) > 40
        column.name = USUAL[kind][0] if says_little else column.header


def _fitting(kind: str, numbers: Sequence[int]) -> str:
    """The kind, if most of the numbers are on its scale; else one whose scale they are on."""
    for each in (kind, "csat"):
        if each and sum(SCALES[each][0] <= number <= SCALES[each][1] for number in numbers) * 2 > len(
            numbers
        ):
            return each
    return "custom"


def _once(plan: Plan) -> None:
    """The first column keeps a role that only one can have."""
    seen = set()
    for column in plan.columns:
        if column.role in SINGLE and column.role in seen:
            column.role = ""
        seen.add(column.role)


def _suggest_rest(plan: Plan, samples: Sequence[Sequence[str]]) -> None:
    scores = [column for column in plan.columns if column.role == Role.SCORE]
    by_column = plan.position(Role.QUESTION) is not None or plan.position(Role.KIND) is not None
    for column in scores:
        if by_column and len(scores) == 1:
            column.kind, column.name = BY_COLUMN, ""
    dates = [
        row[number]
        for number in (plan.position(Role.DATE), plan.position(Role.END))
        if number is not None
        for row in samples
        if number < len(row)
    ]
    plan.dates = order_of_dates(dates)
    if plan.position(Role.DATE) is None and plan.position(Role.END) is None:
        plan.day = datetime.date.today().isoformat()  # noqa: DTZ011 - a suggestion for people


def order_of_dates(cells: Sequence[str]) -> str:
    """iso, dmy or mdy: how these dates are most likely written."""
    parts = [found for cell in cells if (found := re.match(r"\s*(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}", cell))]
    if not parts:
        return "iso"
    if any(int(found[1]) > 12 for found in parts):
        return "dmy"
    if any(int(found[2]) > 12 for found in parts):
        return "mdy"
    return "dmy"


def asked_of(column: Column) -> Asked:
    """What a score column asks that names its kind itself; a header of several words is the wording."""
    wording = column.header if " " in column.header.strip() else ""
    return usual(column.kind, column.name, wording, column.low, column.high)


def asked_by(wording: str, kind: str, scale: tuple[int, int] | None = None) -> Asked:
    """What one row asks by its columns Question and Kind; `scale` is that of the columns of counts.

    Raises KeyError for a kind that there is not.
    """
    if kind:
        kind = KINDS[kind.casefold()]
    elif not scale and guess(wording, *SCALES["nps"]) == ("nps", "NPS") and "recommend" in wording.casefold():
        kind = "nps"
    low, high = scale or SCALES.get(kind) or SCALES["csat"]
    guessed, name = guess(wording, low, high)
    if kind and kind != guessed and SCALES.get(kind) == (low, high):
        guessed, name = kind, USUAL[kind][0]
    return usual(guessed, name, wording, low, high)
