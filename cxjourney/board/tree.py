"""All maps as a tree: folders, the maps in them, and under each map those that are shown on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from cxjourney.board.home import MapCard, read_maps
from cxjourney.journeys.linked import links


@dataclass
class Branch:
    """A map with the maps that are linked on it. One that is linked twice stands twice."""

    card: MapCard
    inside: list[Branch] = field(default_factory=list)


@dataclass
class Tree:
    """`folder` is "" for the maps in none."""

    folder: str
    maps: list[Branch]


def read_tree(workspace) -> list[Tree]:
    """The current maps that no other shows, by folder and title. Five queries and one for each period."""
    cards = {card.map.pk: card for card in read_maps(workspace)}
    inside: dict[int, list[int]] = {}
    for outer, inner in dict.fromkeys(links(workspace.pk)):
        if outer in cards and inner in cards:
            inside.setdefault(outer, []).append(inner)
    below = {inner for inners in inside.values() for inner in inners}
    order = sorted(cards, key=lambda pk: (cards[pk].folder.casefold(), cards[pk].map.title.casefold(), pk))
    seen: set[int] = set()
    tops = [_branch(pk, cards, inside, (), seen) for pk in order if pk not in below]
    # Maps that lead to each other in a circle are below none that stands at the top.
    tops += [_branch(pk, cards, inside, (), seen) for pk in order if pk not in seen]
    tops.sort(key=lambda branch: branch.card.folder.casefold())
    return [Tree(folder, list(maps)) for folder, maps in groupby(tops, lambda branch: branch.card.folder)]


def _branch(pk: int, cards: dict, inside: dict, path: tuple[int, ...], seen: set[int]) -> Branch:
    seen.add(pk)
    within = [one for one in inside.get(pk, []) if one not in (*path, pk)]
    return Branch(cards[pk], [_branch(one, cards, inside, (*path, pk), seen) for one in within])
