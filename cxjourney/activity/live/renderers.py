"""What the stream asks of the packages above it: filled in apps.py, called in the live thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol


class Audience(NamedTuple):
    """Those who see the same fragments: may they edit, and which period of answers ("" is the map's own)."""

    editable: bool
    period: str = ""


@dataclass(slots=True)
class Batch:
    """What happened on a map after `from_seq` up to `to_seq`, with the fragments it touched.

    `held` says that fragments were sent ahead and their numbers are acknowledged by a later batch;
    `numbers` that customers' numbers were drawn anew; `reload` that `html` is the whole board.
    """

    from_seq: int
    to_seq: int
    seqs: list[int] = field(default_factory=list)
    changes: list[dict] = field(default_factory=list)
    touched: list[str] = field(default_factory=list)
    html: dict[Audience, str] = field(default_factory=dict)
    held: bool = False
    numbers: bool = False
    reload: bool = False


class MapRenderer(Protocol):
    """Follows one map. `seq` is the last change it has rendered; it starts at the map's present."""

    seq: int

    def render(self, audiences: Iterable[Audience], *, hold_numbers: bool = False) -> Batch | None:
        """Everything new since `seq`, which moves on; None when there is nothing."""

    def catch_up(self, after: int, audience: Audience) -> Batch:
        """What a page drawn at `after` needs to be as one drawn at `seq`."""

    def prime(self, audience: Audience) -> None:
        """Somebody of this audience watches: look at what it sees, so that little is sent at a change."""


class Renderers:
    """The registry."""

    map: Callable[[int, int], MapRenderer]  # (map id, workspace id)
    home: Callable[[int, Iterable[int] | None], str]  # (workspace id, maps that changed or None for all)
    stamp: Callable[[int], int]  # workspace id: grows with every change of a map


RENDERERS = Renderers()
