"""How a file is to be read: its layout and what each column holds. Suggested, then changed by people."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxjourney.feedback.importing.text import Form
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
    ATTRIBUTE = "attribute", gettext_lazy("About the customer")
    EXTERNAL = "external", gettext_lazy("Number of the answer")
    PERSON = "person", gettext_lazy("Who it was, as a code only")
    HANDLED = "handled", gettext_lazy("Handling time: talk, hold, after-call work")
    SOLVED = "solved", gettext_lazy("When it was first solved")
    TOOK = "took", gettext_lazy("Time until it was solved")
    CASE = "case", gettext_lazy("Number of the case, as a code only")
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
SINGLE = set(Role.values) - {"", "score", "count", "words", "attribute", "handled"}
# What only a row of one respondent can have.
RESPONDENT = (Role.ATTRIBUTE, Role.EXTERNAL, Role.PERSON)
# What calls and tickets tell.
CONTACT = (Role.HANDLED, Role.SOLVED, Role.TOOK, Role.CASE)
LAYOUT_ROLES = {
    Layout.ANSWERS: [role for role in Role if role not in (Role.END, Role.COUNT)],
    Layout.COUNTS: [
        role
        for role in Role
        if role not in (Role.SCORE, Role.WORDS, Role.SOURCE, Role.SENTIMENT, *RESPONDENT, *CONTACT)
    ],
}
BY_COLUMN = "by"  # a score's kind when another column names the kind or the question


@dataclass
class Column:
    """One column of the file. `kind`, `name`, `low`, `high` are for scores, `value` for counts; `kind` of an
    attribute is text, number or comma, of a duration the unit of plain numbers: s, m or h.

    `wording` is the question in full where the file has it. `place` names the touchpoint that a score is
    about when it is not the row's. `blanks` are texts that mean no answer, `words` the numbers of answers in
    words. `personal` says what personal data the column seems to hold: email, phone, address, name or
    position.
    """

    header: str
    role: str = ""
    kind: str = ""
    name: str = ""
    low: int = 0
    high: int = 0
    value: int = 0
    wording: str = ""
    place: str = ""
    blanks: list[str] = field(default_factory=list)
    words: dict[str, int] = field(default_factory=dict)
    personal: str = ""


@dataclass
class Plan:
    """`place` is "" (a column names the touchpoint, or each score has its own), "touchpoint:<id>",
    "stage:<id>" or "new:<name>"; `day` is the date of all rows when no column has one; `unknown` says what
    becomes of touchpoints the workspace does not have: "create" or "reject". `dates` is iso, dmy, mdy, or ""
    while nobody has said which. `map` is the map that new touchpoints are put on, `stages` their stages by
    name. `tool` and `sheet` (of `sheets`) say where the file is from, `recipe` which file was read so before.
    `lines`: the file has no header row, each row names its own columns, as JSON does.
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
    headers: int = 1
    skip: int = 0
    tool: str = ""
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    map: int = 0
    stages: dict[str, int] = field(default_factory=dict)
    recipe: str = ""
    lines: bool = False

    @property
    def form(self) -> Form:
        return Form(self.encoding, self.delimiter, self.headers, self.skip)

    @property
    def signature(self) -> str:
        """The same for every file with these columns: which recipe fits, and whose numbers answers have."""
        names = "\x1f".join(column.header.casefold() for column in self.columns)
        return hashlib.blake2b(names.encode(), digest_size=16).hexdigest()

    @property
    def is_wide(self) -> bool:
        """Whether a row rates several touchpoints."""
        return any(column.place for column in self.columns if column.role == Role.SCORE)

    @property
    def makes_places(self) -> bool:
        """Whether touchpoints that are not here yet are made."""
        return self.unknown == "create" or self.is_wide or bool(self.place)

    @property
    def keeps_rows(self) -> bool:
        """Whether every row with a score becomes Feedback: it has more to it than one score or words."""
        roles = [column.role for column in self.columns]
        return roles.count(Role.SCORE) > 1 or any(role in roles for role in RESPONDENT)

    @property
    def tells_contacts(self) -> bool:
        """Whether a row is a call or ticket."""
        return any(column.role in CONTACT for column in self.columns)

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
        elif not {Role.SCORE, Role.WORDS, *CONTACT} & set(roles):
            faults.append(_("No column holds a score, a customer's words or a duration: say which."))
        if Role.SOLVED in roles and Role.DATE not in roles:
            faults.append(_("Say which column holds the date when it was created."))
        for column in self.columns:
            if column.role == Role.SCORE:
                faults += self._score_faults(column, roles)
        if self.lacks_place:
            faults.append(_("Say which column holds the touchpoint, or choose one for all rows."))
        if not self.is_dated and not self.day:
            faults.append(_("Say which column holds the date, or give one for all rows."))
        if self.lacks_order:
            faults.append(_("The dates can be read in two ways: say whether the day or the month is first."))
        return faults

    @property
    def is_dated(self) -> bool:
        """Whether a column holds the date."""
        return any(column.role in (Role.DATE, Role.END) for column in self.columns)

    @property
    def lacks_order(self) -> bool:
        """Whether nobody has said yet if the day or the month is first."""
        return self.is_dated and not self.dates

    @property
    def lacks_place(self) -> bool:
        """Whether nothing says which touchpoint the rows are about."""
        roles = [column.role for column in self.columns]
        if self.place or Role.TOUCHPOINT in roles:
            return False
        scores = [column for column in self.columns if column.role == Role.SCORE]
        return self.tells_contacts or not scores or not all(column.place for column in scores)

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
        """A plan kept by an earlier version may lack fields or have others."""
        known, own = ({one.name for one in fields(kind)} for kind in (cls, Column))
        columns = [
            Column(**{name: value for name, value in column.items() if name in own})
            for column in data["columns"]
        ]
        kept = {name: value for name, value in data.items() if name in known}
        return cls(**{**kept, "columns": columns})


def asked_of(column: Column) -> Asked:
    """What a score column asks that names its kind itself; a header of several words is the wording."""
    wording = column.wording
    if not wording and not column.place and " " in column.header.strip():
        wording = column.header
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
