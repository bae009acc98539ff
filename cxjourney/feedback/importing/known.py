"""Rows that an import brought before: what tells a row from all others, and which are here already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from uuid import UUID

from django.db.models import Sum

from cxjourney.feedback.importing.plan import Role
from cxjourney.feedback.importing.reader import Answer, Reader
from cxjourney.feedback.models import ImportedRow

AT_ONCE = 5000  # rows looked up together


def fingerprints(reader: Reader) -> Callable[[list[str], Answer], str]:
    """What tells a row from all others: the number it has in its tool, or else everything in it.

    With what was chosen for all rows, because the same cells then mean another answer.
    """
    plan = reader.plan
    if plan.position(Role.EXTERNAL) is not None:
        own = hashlib.blake2b(f"number {plan.signature} ".encode(), digest_size=16)
    else:
        dated = plan.position(Role.DATE) is not None or plan.position(Role.END) is not None
        place = reader.fixed.name.casefold() if reader.fixed else ""
        own = hashlib.blake2b(f"row {place} {'' if dated else plan.day} ".encode(), digest_size=16)

    def fingerprint(row: list[str], answer: Answer) -> str:
        made = own.copy()
        made.update((answer.external or "\x1f".join(row)).encode("utf-8", "surrogatepass"))
        return made.hexdigest()

    return fingerprint


class Known:
    """Says of the rows of a file, many at once, which of them will be left out because they are here.

    Of equal rows, as many as there were; the load counts them in the same way (`load.AGAIN`).
    """

    def __init__(self, workspace_id: int, reader: Reader, tell: Callable[[bool, bool], None]):
        """`tell` hears of each row whether it is here and what was said of it to `add`."""
        self.rows = ImportedRow.objects.filter(workspace_id=workspace_id)
        self.tell, self.fingerprint = tell, fingerprints(reader)
        self.any = self.rows.exists()
        self.waiting: list[tuple[UUID, bool]] = []
        self.left: dict[UUID, int] = {}

    def add(self, row: list[str], answer: Answer, said: bool) -> None:
        if not self.any:
            self.tell(False, said)
            return
        self.waiting.append((UUID(self.fingerprint(row, answer)), said))
        if len(self.waiting) >= AT_ONCE:
            self.ask()

    def ask(self) -> None:
        """Look up the rows that wait for it. One query."""
        found = self.rows.filter(fingerprint__in={one for one, _said in self.waiting} - set(self.left))
        times = found.order_by().values_list("fingerprint").annotate(Sum("times"))
        self.left |= dict(times)
        for one, said in self.waiting:
            left = self.left.get(one, 0)
            if left:
                self.left[one] = left - 1
            self.tell(left > 0, said)
        self.waiting.clear()
