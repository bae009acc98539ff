"""Reads of the list of maps: each map's strip and widest gap beside its name, its folders, its counts."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone

from cxjourney.board.curve import Dot, points_of, widest
from cxjourney.board.parts import PlacementItem, StageColumn, TouchpointFacts
from cxjourney.board.queries import add_measures
from cxjourney.board.wish import Wish
from cxjourney.journeys.models import Folder, JourneyMap, Placement, Stage, State
from cxjourney.kit.periods import Period, parse
from cxjourney.metrics.measures import Measures
from cxjourney.metrics.queries import latest_day, measures

SHOWN_AS_CARDS = 8
PAGE = 60  # maps on a page
MOST = 500  # maps that are searched and sorted; a workspace with more finds the rest by filters


@dataclass
class MapCard:
    """A map at a glance. `values` are the measured experience of its stages, −2 … +2 or None.

    `folder` is where it stands now: none when its folder was removed.
    """

    map: JourneyMap
    stages: list[StageColumn]
    values: list[float | None]
    gap: Dot | None
    answers: int
    folder: str
    today: datetime.date

    @property
    def names(self) -> list[str]:
        return [stage.name for stage in self.stages]

    @property
    def is_overdue(self) -> bool:
        """Whether somebody should have looked at it again by now."""
        due = self.map.review_on
        return due is not None and due < self.today and self.map.archived_at is None

    @property
    def place_of_gap(self) -> tuple:
        """What its widest gap is at: a touchpoint, or a stage of the map."""
        placement = self.gap.placement if self.gap else None
        return ("touchpoint", placement.touchpoint.id) if placement else ("map", self.map.pk)

    @property
    def width(self) -> float:
        """How wide its widest gap is."""
        return abs(self.gap.gap or 0) if self.gap else 0


@dataclass
class FolderItem:
    """A folder with the number of its current maps, those of the folders in it too."""

    id: int
    name: str
    version: int
    count: int
    parent: FolderItem | None = None
    inside: list[FolderItem] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"{self.parent.name} / {self.name}" if self.parent else self.name

    @property
    def ids(self) -> list[int]:
        return [self.id, *(folder.id for folder in self.inside)]


def flat(folders: list[FolderItem]) -> list[FolderItem]:
    """Each folder, and behind it those in it."""
    return [one for top in folders for one in (top, *top.inside)]


@dataclass
class Counts:
    """`stamp` counts every change on any map of the workspace, so it only grows."""

    stamp: int
    current: int
    mine: int
    archived: int


@dataclass
class Home:
    """The page. `found` is how many maps the wish finds, `cards` are those of the page asked for."""

    wish: Wish
    counts: Counts
    folders: list[FolderItem]
    cards: list[MapCard]
    found: int
    pages: int

    @property
    def folder(self) -> FolderItem | None:
        """The folder that is looked into."""
        return next((one for one in self.all_folders if one.id == self.wish.folder), None)

    @property
    def all_folders(self) -> list[FolderItem]:
        return flat(self.folders)

    @property
    def gaps(self) -> list[MapCard]:
        """The maps whose picture of their customers is furthest off, widest first.

        Each place once, of its oldest map; what is drawn as future is no picture of today.
        """
        today = [card for card in self.cards if card.gap and card.map.state != State.FUTURE]
        places: dict[tuple, MapCard] = {}
        for card in sorted(today, key=lambda card: card.map.pk):
            places.setdefault(card.place_of_gap, card)
        return sorted(places.values(), key=lambda card: -card.width)


def read_home(workspace, wish: Wish, user) -> Home:
    """Counts and folders, then what `read_maps` takes: five queries and one for each period.

    The stamp is read before what it stands for, so the page is never older than it says.
    """
    counts = count_maps(workspace, user)
    folders = read_folders(workspace)
    maps = list(find_maps(workspace, wish, folders)[:MOST])
    pages = max(1, -(-len(maps) // PAGE))
    first = (min(wish.page, pages) - 1) * PAGE
    shown = slice(first, first + PAGE)
    if wish.sort == "gap":  # which is known only when all are measured
        cards = sorted(_read_cards(workspace, maps, folders), key=lambda card: -card.width)[shown]
    else:
        cards = _read_cards(workspace, maps[shown], folders)
    return Home(wish, counts, folders, cards, len(maps), pages)


def read_maps(workspace, wish: Wish | None = None, *, only: Collection[int] | None = None) -> list[MapCard]:
    """The maps that a wish finds, or those of the ids in `only`, archived or not.

    Four queries, and one for each period that the maps are read in (mostly one for all).
    """
    folders = read_folders(workspace)
    maps = find_maps(workspace, wish or Wish(), folders) if only is None else _maps(workspace, pk__in=only)
    return _read_cards(workspace, list(maps[:MOST]), folders)


def count_maps(workspace, user) -> Counts:
    """One query. Removed maps count for the stamp: a map that leaves must not turn it back."""
    live = Q(removed_at=None)
    current = live & Q(archived_at=None)
    return Counts(
        **JourneyMap.objects.for_workspace(workspace).aggregate(
            stamp=Sum("seq", default=0),
            current=Count("pk", filter=current),
            mine=Count("pk", filter=current & Q(owner=user)),
            archived=Count("pk", filter=live & Q(archived_at__isnull=False)),
        )
    )


def read_folders(workspace) -> list[FolderItem]:
    """The folders at the top by name, each with those in it. One query."""
    current = JourneyMap.objects.live().filter(folder=OuterRef("pk"), archived_at=None)
    number = current.order_by().values("folder").annotate(n=Count("pk")).values("n")
    rows = list(
        Folder.objects.for_workspace(workspace)
        .live()
        .annotate(count=Coalesce(Subquery(number), 0))
        .order_by(Lower("name"), "pk")
        .values_list("pk", "name", "version", "count", "parent_id")
    )
    by_id = {pk: FolderItem(pk, name, version, count) for pk, name, version, count, _parent in rows}
    top = []
    for pk, *_facts, parent_id in rows:
        folder, parent = by_id[pk], by_id.get(parent_id)
        if parent is None:  # also when the folder around it was removed
            top.append(folder)
        else:
            folder.parent = parent
            parent.inside.append(folder)
            parent.count += folder.count
    return top


def _maps(workspace, *conditions, **narrow) -> QuerySet[JourneyMap]:
    found = JourneyMap.objects.for_workspace(workspace).live().filter(*conditions, **narrow)
    return (
        found.select_related("owner", "persona").annotate(latest=latest_day()).order_by("-changed_at", "-id")
    )


def find_maps(workspace, wish: Wish, folders: list[FolderItem]) -> QuerySet[JourneyMap]:
    """No query yet. Every word of the search must be in the title."""
    narrow: dict = {"archived_at__isnull": not wish.archived}
    for name in ("status", "state", "owner", "persona"):
        if value := getattr(wish, name):
            narrow[name] = value
    if wish.folder:
        narrow["folder__in"] = next((one.ids for one in flat(folders) if one.id == wish.folder), [])
    in_none = Q(folder=None) | Q(folder__removed_at__isnull=False)
    words = [Q(title__icontains=word) for word in wish.q.split()]
    found = _maps(workspace, *words, *([in_none] if wish.folder == 0 else []), **narrow)
    return found.order_by(Lower("title"), "pk") if wish.sort == "name" else found


def _read_cards(workspace, maps: list[JourneyMap], folders: list[FolderItem]) -> list[MapCard]:
    """Two queries, and one for each period."""
    stages = _stages_by_map(workspace, maps)
    _place(workspace, maps, stages)
    numbers = _measures_by_period(workspace, maps, stages)
    paths = {one.id: one.path for one in flat(folders)}
    today = timezone.localdate()
    return [
        _card(map_, stages[map_.pk], numbers[map_.period], paths.get(map_.folder_id or 0, ""), today)
        for map_ in maps
    ]


def _card(
    map_: JourneyMap, stages: list[StageColumn], found: Measures, folder: str, today: datetime.date
) -> MapCard:
    add_measures(stages, found)
    dots, _handles = points_of(stages)
    values = [stage.measure.felt.value if stage.measure and stage.measure.felt else None for stage in stages]
    places = {("stage", stage.id) for stage in stages}
    places |= {("touchpoint", p.touchpoint.id) for stage in stages for p in stage.placements}
    answers = sum(one.n for place in places for one in found.get(place, []))
    return MapCard(map_, stages, values, next(iter(widest(dots, 1)), None), answers, folder, today)


def _stages_by_map(workspace, maps: list[JourneyMap]) -> dict[int, list[StageColumn]]:
    rows = (
        Stage.objects.for_workspace(workspace)
        .live()
        .filter(map__in=[map_.pk for map_ in maps])
        .order_by("rank", "id")
        .values_list("map_id", "id", "name", "goal", "assumed", "version")
    )
    by_map: dict[int, list[StageColumn]] = defaultdict(list)
    for map_id, pk, name, goal, assumed, version in rows:
        column = StageColumn(pk, name, goal, None if assumed is None else float(assumed), version)
        column.start = len(by_map[map_id])
        column.number = column.start + 1
        by_map[map_id].append(column)
    return by_map


def _place(workspace, maps: list[JourneyMap], stages: dict[int, list[StageColumn]]) -> None:
    at = {stage.id: stage for columns in stages.values() for stage in columns}
    rows = (
        Placement.objects.for_workspace(workspace)
        .live()
        .filter(map__in=[map_.pk for map_ in maps], touchpoint__removed_at=None)
        .order_by("rank", "id")
        .values_list("id", "stage_id", "assumed", "touchpoint_id", "touchpoint__name")
    )
    for pk, stage_id, assumed, touchpoint, name in rows:
        if stage_id in at:
            facts = TouchpointFacts(touchpoint, name, "", False, None)
            value = None if assumed is None else float(assumed)
            at[stage_id].placements.append(PlacementItem(pk, stage_id, facts, value))


def _measures_by_period(
    workspace, maps: list[JourneyMap], stages: dict[int, list[StageColumn]]
) -> dict[str, Measures]:
    """Maps that show the same period are measured together, so their numbers are those of the maps."""
    today = timezone.localdate()
    together: dict[str, list[StageColumn]] = defaultdict(list)
    periods: dict[str, Period] = {}
    for map_ in maps:
        together[map_.period] += stages[map_.pk]
        periods[map_.period] = parse(map_.period, today=today, latest=map_.latest)
    return {
        key: measures(
            workspace.pk,
            sorted({p.touchpoint.id for column in columns for p in column.placements}),
            [column.id for column in columns],
            periods[key],
        )
        for key, columns in together.items()
    }
