"""Which columns of a file tell of calls and tickets."""

from __future__ import annotations

from cxjourney.feedback.importing.contacts import durations
from cxjourney.feedback.importing.dates import reads_as_date
from cxjourney.feedback.importing.plan import CONTACT, Plan, Role
from cxjourney.feedback.importing.vocabulary import CONTACT_ROLE_OF, IN_UNIT, plain

FEW = 20  # cells that show what a column holds
FIRST = ("first", "initially")  # of two columns the one that says when it was first solved


def suggest_contacts(plan: Plan, cells: list[list[str]]) -> None:
    """Give columns of times their roles, and where there are any, those of who it was and when."""
    found = {at: role for at, role in enumerate(map(_role, plan.columns)) if role and _fits(role, cells[at])}
    if not {role for role in found.values() if role in CONTACT}:
        return
    if Role.DATE not in found.values():  # solved alone is the date of an answer
        found = {at: role for at, role in found.items() if role != Role.SOLVED}
        if not {role for role in found.values() if role in CONTACT}:
            return
    for once in (Role.SOLVED, Role.TOOK):
        several = [at for at, other in found.items() if other == once]
        best = next((at for at in several if plain(plan.columns[at].header).startswith(FIRST)), None)
        for at in several:
            if at != (several[0] if best is None else best):
                del found[at]
    for at, role in found.items():
        column = plan.columns[at]
        column.role, column.kind = role, ""
        if role in (Role.HANDLED, Role.TOOK):
            unit = IN_UNIT.search(plain(column.header))
            column.kind = unit[1][0] if unit else "s"
    _drop_other_dates(plan, found)


def _role(column) -> str:
    name = IN_UNIT.sub("", plain(column.header)).strip("_")
    role = CONTACT_ROLE_OF.get(name, "")
    return "" if column.personal and role != Role.PERSON else role


def _fits(role: str, cells: list[str]) -> bool:
    some = cells[:FEW]
    if role in (Role.DATE, Role.SOLVED):
        return bool(some) and sum(map(reads_as_date, some)) * 2 > len(some)
    if role in (Role.HANDLED, Role.TOOK):
        return sum(map(_is_duration, some)) * 2 > len(some)
    if role == Role.CASE:  # a number that never comes again is only that of the row
        return len(set(cells)) < len(cells)
    return True


def _is_duration(cell: str) -> bool:
    try:
        durations("", "s")[cell]
    except ValueError:
        return False
    return True


def _drop_other_dates(plan: Plan, found: dict[int, str]) -> None:
    """The date of a contact is when it was created."""
    if Role.DATE in found.values():
        for at, column in enumerate(plan.columns):
            if column.role == Role.DATE and found.get(at) != Role.DATE:
                column.role = ""
