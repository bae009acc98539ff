"""Reads of the backlog and of one pain point."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from cxjourney.backlog.effect import Effect, read_effect, read_effects
from cxjourney.backlog.models import Evidence, PainPoint, PainStatus
from cxjourney.feedback.models import Feedback
from cxjourney.journeys.models import Placement, Stage
from cxjourney.workspaces.models import Team
from cxjourney.workspaces.queries import teams

PER_PAGE = 50
LINKABLE = 20
CLOSED = (PainStatus.DONE, PainStatus.DROPPED)
# What is being worked on comes first.
WORK_ORDER = (
    PainStatus.DOING,
    PainStatus.PLANNED,
    PainStatus.NEW,
    PainStatus.VERIFYING,
    PainStatus.DONE,
    PainStatus.DROPPED,
)
SORTS = ("status", "score", "evidence")


def standing(workspace) -> QuerySet[PainPoint]:
    """Pain points that are there: neither they nor what they sit on was removed. `workspace` may be an id."""
    here = Q(touchpoint__isnull=False, touchpoint__removed_at=None) | Q(
        stage__isnull=False, stage__removed_at=None, stage__map__removed_at=None
    )
    return PainPoint.objects.for_workspace(workspace).live().filter(here)


def live_pains(workspace) -> QuerySet[PainPoint]:
    """The same with their place, their owner and `evidence_count`."""
    proofs = Evidence.objects.live().filter(pain_point=OuterRef("pk"), feedback__removed_at=None)
    count = proofs.order_by().values("pain_point").annotate(number=Count("pk")).values("number")
    found = standing(workspace).select_related("team", "touchpoint", "stage__map")
    return found.annotate(evidence_count=Coalesce(Subquery(count), 0))


def live_pain(workspace, pk: int) -> PainPoint:
    """One query. Raises Http404."""
    return get_object_or_404(live_pains(workspace), pk=pk)


# --- The list -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wish:
    """What the reader wants to see. `status` is open, all or one of PainStatus; `team` is 0 for nobody's."""

    status: str = "open"
    team: int | None = None
    text: str = ""
    sort: str = "status"
    page: int = 1

    @property
    def narrowed(self) -> bool:
        return bool(self.team is not None or self.text)


@dataclass(frozen=True)
class Spot:
    """A stage of a map where a pain point can be seen, and which of how many stages that is."""

    stage: Stage
    placement: int | None  # of the touchpoint it sits on
    at: int
    of: int


@dataclass(frozen=True)
class Row:
    pain: PainPoint
    spots: list[Spot]
    effect: Effect | None  # of the newest that are fixed


@dataclass(frozen=True)
class Group:
    """Rows of one status; `status` is empty when the list is not grouped."""

    status: str
    rows: list[Row] = field(default_factory=list)

    @property
    def label(self) -> str:
        return str(PainStatus(self.status).label)


@dataclass(frozen=True)
class Backlog:
    wish: Wish
    page: Page
    groups: list[Group]
    teams: list[Team]
    counts: dict[str, int]

    @property
    def open(self) -> int:
        return sum(number for status, number in self.counts.items() if status not in CLOSED)

    @property
    def all(self) -> int:
        return sum(self.counts.values())


def backlog(workspace, wish: Wish) -> Backlog:
    """The pain points of the workspace, worst first. At most six queries, and those of `read_effects`."""
    page = Paginator(_ordered(_chosen(workspace, wish), wish), PER_PAGE).get_page(wish.page)
    counted = standing(workspace).order_by().values_list("status").annotate(number=Count("pk"))
    pains = list(page)
    spots, effects = _spots(pains), read_effects(pains)
    groups: list[Group] = []
    for pain in pains:
        status = pain.status if wish.sort == "status" else ""
        if not groups or groups[-1].status != status:
            groups.append(Group(status))
        groups[-1].rows.append(Row(pain, spots[pain.pk], effects.get(pain.pk)))
    return Backlog(wish, page, groups, teams(workspace), dict(counted))


def _chosen(workspace, wish: Wish) -> QuerySet[PainPoint]:
    pains = live_pains(workspace)
    if wish.status == "open":
        pains = pains.exclude(status__in=CLOSED)
    elif wish.status in PainStatus.values:
        pains = pains.filter(status=wish.status)
    if wish.team is not None:
        pains = pains.filter(team=wish.team or None)
    for word in wish.text.split():
        pains = pains.filter(
            Q(title__icontains=word) | Q(touchpoint__name__icontains=word) | Q(stage__name__icontains=word)
        )
    return pains


def _ordered(pains: QuerySet[PainPoint], wish: Wish) -> QuerySet[PainPoint]:
    if wish.sort == "status":
        work = Case(*(When(status=status, then=Value(at)) for at, status in enumerate(WORK_ORDER)))
        return pains.order_by(work, "-score", "id")
    return pains.order_by("-evidence_count" if wish.sort == "evidence" else "-score", "-score", "id")


def _spots(pains: list[PainPoint]) -> dict[int, list[Spot]]:
    """Where each can be seen: its stage, or every stage its touchpoint stands in. At most two queries."""
    touchpoints = {pain.touchpoint_id for pain in pains if pain.touchpoint_id}
    placed: dict[int, list[Placement]] = defaultdict(list)
    if touchpoints:
        for placement in _placements().filter(touchpoint__in=touchpoints):
            placed[placement.touchpoint_id].append(placement)
    maps = {pain.stage.map_id for pain in pains if pain.stage}
    maps |= {placement.map_id for several in placed.values() for placement in several}
    order: dict[int, list[int]] = defaultdict(list)
    if maps:
        stages = Stage.objects.live().filter(map__in=maps).order_by("rank", "id")
        for map_id, stage_id in stages.values_list("map_id", "id"):
            order[map_id].append(stage_id)

    def spot(stage: Stage, placement: int | None) -> Spot:
        row = order[stage.map_id]
        return Spot(stage, placement, row.index(stage.pk) + 1, len(row))

    return {
        pain.pk: [spot(pain.stage, None)]
        if pain.stage
        else [spot(placement.stage, placement.pk) for placement in placed[pain.touchpoint_id]]  # type: ignore[index]
        for pain in pains
    }


def _placements() -> QuerySet[Placement]:
    """Live placements on maps in use, oldest first."""
    live = Placement.objects.live().filter(
        stage__removed_at=None, map__removed_at=None, map__archived_at=None
    )
    return live.select_related("stage__map").order_by("id")


# --- One pain point -------------------------------------------------------------------------------


@dataclass(frozen=True)
class PainSheet:
    """A pain point with its proofs and where it can be seen."""

    pain: PainPoint
    evidence: list[Evidence]
    spots: list[Spot]
    teams: list[Team]
    effect: Effect | None


def sheet(workspace, pk: int) -> PainSheet:
    """At most five queries, and two of what is fixed. Raises Http404."""
    pain = live_pain(workspace, pk)
    evidence = pain.evidence.live().filter(feedback__removed_at=None).select_related("feedback")
    return PainSheet(
        pain=pain,
        evidence=list(evidence.order_by("-feedback__said_on", "-id")),
        spots=_spots([pain])[pain.pk],
        teams=teams(workspace),
        effect=read_effect(pain),
    )


def linkable(pain: PainPoint, text: str = "") -> list[Feedback]:
    """Words said at the same place that are not linked yet, the worst first, at most 20. One query."""
    linked = Evidence.objects.live().filter(pain_point=pain, feedback=OuterRef("pk"))
    found = Feedback.objects.for_workspace(pain.workspace_id).live()
    found = found.filter(touchpoint=pain.touchpoint_id, stage=pain.stage_id)
    found = found.annotate(link=Subquery(linked.values("pk")[:1])).filter(link=None)
    for word in text.split():
        found = found.filter(text__icontains=word)
    return list(found.order_by(F("sentiment").asc(nulls_last=True), "-said_on", "-id")[:LINKABLE])


LINK_CHOICES = 300


def pains_to_link(workspace, rows: list[Feedback]) -> list[tuple[bool, list[PainPoint]]]:
    """Open pain points for a choice: (said at the same places?, worst first). One query."""
    touchpoints = {row.touchpoint_id for row in rows if row.touchpoint_id}
    stages = {row.stage_id for row in rows if row.stage_id}
    found = standing(workspace).exclude(status__in=CLOSED).select_related("touchpoint", "stage")
    here: list[PainPoint] = []
    elsewhere: list[PainPoint] = []
    for pain in found.order_by("-score", "id")[:LINK_CHOICES]:
        same = pain.touchpoint_id in touchpoints or pain.stage_id in stages
        (here if same else elsewhere).append(pain)
    return [(same, pains) for same, pains in ((True, here), (False, elsewhere)) if pains]
