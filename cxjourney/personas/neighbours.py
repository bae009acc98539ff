"""What personas show of packages above them; filled in apps.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxjourney.personas.models import Persona
    from cxjourney.workspaces.models import Workspace


@dataclass(frozen=True)
class FollowedMap:
    """A map that follows the persona, as its sheet shows it.

    `everyone` and `own` are the measured experience of its stages, −2 … +2 or None: of all customers, and of
    those assigned to this persona. `answers` counts the latter. `line` is the path of `own` as a picture.
    """

    id: int
    title: str
    state: str
    names: list[str]
    everyone: list[float | None]
    own: list[float | None] = field(default_factory=list)
    answers: int = 0
    line: str = ""


def no_maps(workspace: Workspace, persona: Persona) -> list[FollowedMap]:
    return []


@dataclass
class Neighbours:
    """`maps` reads the maps of a persona; `channels` are pairs (name, icon) to suggest."""

    maps: Callable[[Workspace, Persona], list[FollowedMap]] = no_maps
    channels: Callable[[], list[tuple[str, str]]] = list


NEIGHBOURS = Neighbours()
