"""What home is asked to show: read from the address, written back into addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from cxjourney.journeys.models import State, Status

SORTS = ("changed", "name", "gap")
LARGEST = 2**63 - 1  # what the database takes as an id


@dataclass(frozen=True)
class Wish:
    """Which maps, in which order. Empty fields narrow nothing; `folder` 0 is "in no folder"."""

    q: str = ""
    status: str = ""
    state: str = ""
    owner: int | None = None
    persona: int | None = None
    folder: int | None = None
    archived: bool = False
    sort: str = "changed"
    page: int = 1

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> Wish:
        """What can't be understood is left out: an old bookmark shows more maps, not an error."""
        return cls(
            q=" ".join(query.get("q", "").split())[:120],
            status=_one_of(query.get("status", ""), Status.values),
            state=_one_of(query.get("state", ""), State.values),
            owner=_number(query.get("owner", "")),
            persona=_number(query.get("persona", "")),
            folder=_number(query.get("folder", "")),
            archived=query.get("archived") == "1",
            sort=_one_of(query.get("sort", ""), SORTS) or SORTS[0],
            page=max(_number(query.get("page", "")) or 1, 1),
        )

    @property
    def narrows(self) -> bool:
        """Whether something chosen hides maps; folders and the archive are places, not filters."""
        return bool(self.q or self.status or self.state or self.owner or self.persona)

    def address(self, **changes) -> str:
        """The query string of this wish with some changes, back on the first page; "" for the plain list."""
        wish = replace(self, **({"page": 1} | changes))
        plain = asdict(Wish())
        values = {name: value for name, value in asdict(wish).items() if value != plain[name]}
        if wish.archived:
            values["archived"] = 1
        return f"?{urlencode(values)}" if values else ""


def _one_of(value: str, known) -> str:
    return value if value in known else ""


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdecimal() and int(value) <= LARGEST else None
