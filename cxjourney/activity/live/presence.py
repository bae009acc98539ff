"""Who is looking at which map, and what they are busy with. In memory, without input or output."""

from __future__ import annotations

from typing import NamedTuple


class Person(NamedTuple):
    """How one person is shown to others."""

    id: int
    name: str
    initials: str
    hue: int
