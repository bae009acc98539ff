"""What each column of a file most likely holds, by its name and its first cells."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from itertools import islice

from cxjourney.feedback.importing import likert
from cxjourney.feedback.importing.cells import score_of
from cxjourney.feedback.importing.contact_columns import suggest_contacts
from cxjourney.feedback.importing.dates import order_of_dates, reads_as_date
from cxjourney.feedback.importing.heading import BETWEEN, TIMESTAMPS
from cxjourney.feedback.importing.plan import BY_COLUMN, LAYOUT_ROLES, SINGLE, Column, Plan, Role
from cxjourney.feedback.importing.text import Form, Table, detect
from cxjourney.feedback.importing.vocabulary import (
    ATTRIBUTES,
    BLANK_NUMBERS,
    BLANK_TEXTS,
    COUNT_HEADER,
    DATE_ORDER,
    EASE,
    LIKE_DATE,
    MEASURES,
    NO_THING,
    OPEN,
    RATING_TAIL,
    ROLE_OF,
    SCORE_WORDS,
    TECHNICAL,
    personal,
    plain,
)
from cxjourney.feedback.models import SCALES, Layout
from cxjourney.feedback.questions import USUAL

LOOKED_AT = 2000  # rows
DATES_LOOKED_AT = 50_000
FEW_WIDE = 2  # ratings of things in a row that make a file wide
OFTEN = 50  # answers that show up to which number a scale goes
NUMBER = re.compile(r"-?\d{1,3}([.,]0*)?(\s*[-–—:=)]\s*\D.*)?")


def suggest(path) -> Plan:
    """The plan that fits the file at first sight. Raises text.Unreadable."""
    return suggest_for(path, detect(path))


def suggest_for(path, form: Form, layout: str = "") -> Plan:
    """The same for a way of writing, and a layout, that people chose. Raises text.Unreadable."""
    table = Table(path, form)
    heading = table.heading()
    samples = [row for _number, row in islice(table.body(), LOOKED_AT)]
    counts = {at: value for at, name in enumerate(heading.names) if (value := _count(name)) is not None}
    if not layout:
        layout = Layout.COUNTS if len(counts) >= 2 else Layout.ANSWERS
    columns = [Column(name, wording=said) for name, said in zip(heading.names, heading.wordings, strict=True)]
    plan = Plan(
        layout,
        form.encoding,
        form.delimiter,
        columns,
        headers=form.headers,
        skip=form.skip,
        tool=heading.tool,
    )
    cells = [
        [row[at].strip() for row in samples if at < len(row) and row[at].strip()]
        for at in range(len(columns))
    ]
    for at, column in enumerate(columns):
        if layout == Layout.COUNTS:
            _suggest_count(column, ROLE_OF.get(plain(column.header), ""), counts.get(at))
        elif at in heading.open and _is_said(column, cells[at]):
            column.role = Role.WORDS
        else:
            _suggest_answer(column, cells[at], plan.tool)
    if layout == Layout.ANSWERS:
        _suggest_ratings(plan, cells)
        _name_questions(plan)
        suggest_contacts(plan, cells)
        _suggest_date(plan, cells)
        _suggest_people(plan, cells)
    _once(plan)
    _suggest_rest(plan, table)
    return plan


def _count(header: str) -> int | None:
    found = COUNT_HEADER.fullmatch(header.strip().casefold())
    return int(found[1]) if found else None


def _suggest_count(column: Column, role: str, value: int | None) -> None:
    name = plain(column.header)
    if value is not None:
        column.role, column.value = Role.COUNT, value
    elif name.endswith("end") or name in ("to", "until"):
        column.role = Role.END
    elif name.endswith("start") or name in ("from", "period", "month"):
        column.role = Role.DATE
    elif role in LAYOUT_ROLES[Layout.COUNTS]:  # type: ignore[operator]
        column.role = role


def _suggest_answer(column: Column, cells: list[str], tool: str) -> None:
    name = plain(column.header)
    column.personal = personal(column.header, cells)
    if column.personal:
        column.role = Role.PERSON if column.personal == "email" and cells else ""
    elif tool == "GSA Touchpoints" and name in GSA:
        if GSA[name] == Role.WORDS:
            column.role = Role.WORDS
        elif not cells or numbers_of(cells):  # a sample of that layout has words where its thumbs belong
            column.role = Role.SCORE
            column.kind, column.name, column.low, column.high = "custom", "Thumbs up", 0, 1
    elif tool == "Delighted" and name == "score" and set(numbers_of(cells)) - set(range(1, 6)):
        _as_score(column, "nps", cells)  # surveys of five stars have the same columns
    elif (role := ROLE_OF.get(name, "")) and _believable(role, cells):
        column.role = role
    elif words := likert.recognise(cells):
        column.role, column.kind, column.blanks = Role.SCORE, words.kind, _blanks(words.kind, cells)
        column.low, column.high, column.words = words.low, words.high, words.numbers
        column.name = column.header[:40] if words.kind == "custom" else USUAL[words.kind][0]
    elif name not in TECHNICAL:
        _suggest_score(column, cells)


GSA = {"question_1": Role.SCORE, "question_4": Role.WORDS}


def _believable(role: str, cells: list[str]) -> bool:
    """Whether what stands in the column can be what its name says."""
    if not cells:
        return True
    if role == Role.DATE:
        some = cells[:50]
        return sum(bool(LIKE_DATE.match(cell)) or reads_as_date(cell) for cell in some) * 2 > len(some)
    if role == Role.EXTERNAL:
        return len(set(cells)) * 50 >= len(cells)  # the number of the survey is the same in all rows
    if role in (Role.TOUCHPOINT, Role.WORDS):
        return not all(NUMBER.fullmatch(cell) for cell in cells)
    return True


def numbers_of(cells: Sequence[str]) -> list[int]:
    return [number for cell in cells if (number := score_of(cell)) is not None and abs(number) < 1000]


def _suggest_score(column: Column, cells: list[str]) -> None:
    """A column that is named after a kind of score, or sounds like one and holds few whole numbers."""
    numbers, name = numbers_of(cells), plain(f"{column.header} {column.wording}".strip())
    kind = next((kind for kind, words in SCORE_WORDS.items() if words.search(name)), "")
    is_named = bool(NAMED.match(name))
    if not is_named:
        yes_or_no = bool(numbers) and set(numbers) <= {0, 1}
        if not (kind or "score" in name) or len(numbers) * 2 <= len(cells) or yes_or_no:
            return
    elif cells and not numbers and name not in USUAL:
        return
    if kind == "ces" and not is_named and _is_of_five(numbers):
        if not EASE.search(name):
            return
        kind = "agree"  # as with counted answers: on 1 to 5 ease is agreed to, CES has seven steps
    _as_score(column, kind, cells, certain=is_named)


NAMED = re.compile(rf"({'|'.join(USUAL)}|agreement)(?![^\W_])")


def _is_of_five(numbers: Sequence[int]) -> bool:
    """Whether a scale ends at 5: so many answered, and nobody gave more."""
    return len(numbers) >= OFTEN and max(numbers) <= SCALES["agree"][1]


def _as_score(column: Column, kind: str, cells: list[str], *, certain: bool = False) -> None:
    numbers = numbers_of(cells)
    name = plain(column.header)
    column.role, column.blanks = Role.SCORE, _blanks(kind, cells)
    column.kind = kind if certain else _fitting(kind, numbers)
    kept = [number for number in numbers if str(number) not in column.blanks]
    if column.kind == "custom":
        column.low, column.high = (0, 10) if min(kept) == 0 else (1, 10 if max(kept) > 7 else 7)
        column.name = "" if thing_of(column) else column.header[:40]
    else:
        says_little = name in ("score", "rating", column.kind) or len(column.header) > 40 or column.wording
        column.name = USUAL[column.kind][0] if says_little else column.header


def _blanks(kind: str, cells: list[str]) -> list[str]:
    """Texts and numbers in the column that stand for no answer."""
    numbers = set(numbers_of(cells))
    inside = {number for number in numbers if 1 <= number <= 10}
    codes = {number for number in numbers & BLANK_NUMBERS if number > 10 or number < 0}
    # 0 is an answer on 0–10; below ratings from 1 to 5 it is "not applicable".
    if 0 in numbers and kind != "nps" and inside and max(inside) <= 5 and len(inside) > 1:
        codes.add(0)
    texts = {cell for cell in cells if cell.casefold() in BLANK_TEXTS}
    return [*(str(code) for code in sorted(codes)), *sorted(texts)[:5]]


def _fitting(kind: str, numbers: Sequence[int]) -> str:
    """The kind, if most of the numbers are on its scale; else one whose scale they are on."""
    for each in (kind, "csat"):
        if each and sum(SCALES[each][0] <= number <= SCALES[each][1] for number in numbers) * 2 >= len(
            numbers
        ):
            return "custom" if each != "nps" and _above(numbers, SCALES[each][1]) else each
    return "custom"


def _above(numbers: Sequence[int], high: int) -> bool:
    """Whether many answers lie above the scale: ratings to 10 of which most are low."""
    above = sum(high < number <= 10 for number in numbers)
    return above * 100 > len(numbers)


# --- Wide files: a row rates many things ----------------------------------------------------------


def _suggest_ratings(plan: Plan, cells: list[list[str]]) -> None:
    """Columns of small numbers beside each other are ratings of what they are named after."""
    alike = [
        at
        for at, column in enumerate(plan.columns)
        if not column.role and not column.personal and _is_rating(column, cells[at])
    ]
    rated = [at for at, column in enumerate(plan.columns) if column.role == Role.SCORE]
    if len(alike) >= 3 or (alike and len(rated) >= FEW_WIDE):
        for at in alike:
            _as_score(plan.columns[at], "csat", cells[at])
    if any(column.role == Role.TOUCHPOINT for column in plan.columns):
        return
    things = [
        column
        for column in plan.columns
        if column.role == Role.SCORE and thing_of(column) and plan.tool != "GSA Touchpoints"
    ]
    if len(things) < FEW_WIDE:
        return
    codes = {blank for column in things for blank in column.blanks}
    for column in things:
        column.place = thing_of(column)
        if column.kind in USUAL:
            column.name = USUAL[column.kind][0]
            low, high = SCALES[column.kind]
            column.blanks = [
                code for code in sorted(codes) if not code.isdecimal() or not low <= int(code) <= high
            ]


def _name_questions(plan: Plan) -> None:
    """“How likely are you to recommend us?” is NPS as in every file, unless two columns ask for the same."""
    known = set(USUAL) - {"agree"}  # to what people agree differs
    scores = [column for column in plan.columns if column.role == Role.SCORE and column.kind in known]
    for column in scores:
        alike = [one for one in scores if (one.kind, one.place) == (column.kind, column.place)]
        if len(alike) == 1:
            column.name = USUAL[column.kind][0]


def _is_rating(column: Column, cells: list[str]) -> bool:
    numbers = numbers_of(cells)
    if numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True:
        return False  # counts the rows
    if len(numbers) < len(cells) or len(set(numbers)) < 3 or MEASURES.search(plain(column.header)):
        return False
    return set(numbers) <= set(range(11)) and plain(column.header) not in ATTRIBUTES


def thing_of(column: Column) -> str:
    """What a rating is about by the name of its column: "seat_comfort_rating" is about Seat comfort.

    Empty when it names only a kind of score, or asks a whole question.
    """
    _question, _dash, asked_for = column.header.rpartition(BETWEEN)  # one of several in a question
    if column.wording or (asked_for or column.header).rstrip().endswith("?"):
        return ""
    if len(asked_for or column.header) > 60:
        return ""
    name = RATING_TAIL.sub("", asked_for or column.header.strip())
    name = " ".join(name.replace("_", " ").split())
    words = re.findall(r"[^\W\d_]+", name.casefold())
    if not words or words[0] in NO_THING or words == ["ease"] or column.kind == "nps":
        return ""
    return name[:1].upper() + name[1:]


def _is_said(column: Column, cells: list[str]) -> bool:
    """Whether a box for words holds words, and not a number or whose they are."""
    return not personal(column.header, cells) and any(re.search(r"[^\W\d_]{2}", cell) for cell in cells)


def _suggest_date(plan: Plan, cells: list[list[str]]) -> None:
    """Where no header says which is the date: the first column that holds nothing but days."""
    if plan.is_dated:
        return
    for column, found in zip(plan.columns, cells, strict=True):
        is_free = not column.role and not column.personal and not BIRTH.search(plain(column.header))
        if is_free and found and all(map(_is_day, found[:OFTEN])):
            column.role = Role.DATE
            return


def _is_day(cell: str) -> bool:
    return not cell.isdecimal() and reads_as_date(cell)


BIRTH = re.compile(r"birth|geburt|naissance|nacim|nascita|expir|until|due")


# --- Who answered ---------------------------------------------------------------------------------


def _suggest_people(plan: Plan, cells: list[list[str]]) -> None:
    for column, found in zip(plan.columns, cells, strict=True):
        name = plain(column.header)
        if column.role or column.personal or name in TECHNICAL or not found:
            continue
        if all(map(reads_as_date, found[:20])):
            continue
        is_number = all(re.fullmatch(r"-?[\d.,]{1,15}", cell) for cell in found)
        is_whole = is_number and all(cell.lstrip("-").isdecimal() for cell in found)
        if is_whole and len(set(found)) == len(found) and len(found) > 3 and name not in ATTRIBUTES:
            continue  # counts the rows, or names something only its tool knows
        if _is_talk(column, found):
            column.role = Role.WORDS
        elif is_number or _repeats(found) or name in ATTRIBUTES or len(found) < 5:
            column.role = Role.ATTRIBUTE
            column.kind = ("comma" if _has_comma(found) else "number") if is_number else "text"


def _has_comma(cells: list[str]) -> bool:
    """Whether decimals stand behind a comma. 1,234 may be a thousand, so other than 3 digits must follow."""
    tails = [cell.rpartition(",")[2] for cell in cells if "," in cell]
    return bool(tails) and any(len(tail) != 3 for tail in tails) and not any("." in cell for cell in cells)


def _is_talk(column: Column, cells: list[str]) -> bool:
    """Sentences, hardly ever the same: what people wrote."""
    spoken = sum(len(cell.split()) >= 3 for cell in cells)
    asked = OPEN.search(f"{column.header} {column.wording}".casefold())
    distinct = len(set(cells)) * 10 >= len(cells) * (3 if asked else 8)  # many say only "nothing" or "good"
    long = spoken * 2 > len(cells) and sum(map(len, cells)) > 30 * len(cells)
    return distinct and (long or bool(asked and not all(map(NUMBER.fullmatch, cells))))


def _repeats(cells: list[str]) -> bool:
    """The same values again and again, as classes and regions have."""
    return len(set(cells)) * 2 <= len(cells) and max(map(len, cells)) <= 100


# --- The whole file -------------------------------------------------------------------------------


def _once(plan: Plan) -> None:
    """The first column keeps a role that only one can have; of dates, the one that says most."""
    dates = [column for column in plan.columns if column.role == Role.DATE]
    if plan.layout == Layout.ANSWERS and len(dates) > 1:
        ranks = DATE_ORDER.split()
        best = min(
            dates, key=lambda one: next((n for n, word in enumerate(ranks) if word in plain(one.header)), 99)
        )
        for column in dates:
            column.role = Role.DATE if column is best else ""
    seen = set()
    for column in plan.columns:
        if column.role in SINGLE and column.role in seen:
            column.role = ""
        seen.add(column.role)


def _suggest_rest(plan: Plan, table: Table) -> None:
    scores = [column for column in plan.columns if column.role == Role.SCORE]
    by_column = plan.position(Role.QUESTION) is not None or plan.position(Role.KIND) is not None
    for column in scores:
        if by_column and len(scores) == 1:
            column.kind, column.name = BY_COLUMN, ""
    positions = [at for role in (Role.DATE, Role.END) if (at := plan.position(role)) is not None]
    today = datetime.date.today()  # noqa: DTZ011 - a suggestion for people
    if positions:
        rows = islice(table.body(), DATES_LOOKED_AT)
        cells = (row[at] for _number, row in rows for at in positions if at < len(row))
        plan.dates = order_of_dates(cells, today)
        if not plan.dates and plain(plan.columns[0].header).replace("_", " ") in TIMESTAMPS[1:]:
            plan.dates = "dmy"
    else:
        plan.day = today.isoformat()
