"""Reads of the backlog and of one pain point."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from cxjourney.backlog.models import Evidence, PainPoint, PainStatus
from cxjourney.feedback.models import Feedback
from cxjourney.journeys.models import JourneyMap, Placement
from cxjourney.workspaces.models import Team

PER_PAGE = 50
CLOSED = (PainStatus.DONE, PainStatus.DROPPED)


def standing(workspace) -> QuerySet[PainPoint]:
    """Pain points that are there: neither they nor what they sit on was removed."""
    here = Q(touchpoint__isnull=False, touchpoint__removed_at=None) | Q(
        stage__isnull=False, stage__removed_at=None, stage__map__removed_at=None
    )
    return PainPoint.objects.for_workspace(workspace).live().filter(here)


def live_pains(workspace) -> QuerySet[PainPoint]:
    """The same with their place, their owner and `proofs`, the number of their evidence."""
    proofs = Count("evidence", filter=Q(evidence__removed_at=None, evidence__feedback__removed_at=None))
    return standing(workspace).select_related("team", "touchpoint", "stage__map").annotate(proofs=proofs)


def live_pain(workspace, pk: int) -> PainPoint:
    """One query. Raises Http404."""
    return get_object_or_404(live_pains(workspace), pk=pk)


@dataclass(frozen=True)
class Backlog:
    page: Page
    teams: list[Team]
    counts: dict[str, int]

    @property
    def open(self) -> int:
        return sum(number for status, number in self.counts.items() if status not in CLOSED)


def backlog(workspace, *, status: str, team: int | None, page: int) -> Backlog:
    """The pains of the workspace, worst first. Four queries."""
    pains = live_pains(workspace)
    if status == "open":
        pains = pains.exclude(status__in=CLOSED)
    elif status:
        pains = pains.filter(status=status)
    if team:
        pains = pains.filter(team=team)
    placed = Placement.objects.live().filter(touchpoint=OuterRef("touchpoint"), stage__removed_at=None)
    pains = pains.annotate(
        on_map=Subquery(placed.order_by("id").values("map_id")[:1]),
        placement=Subquery(placed.order_by("id").values("pk")[:1]),
    )
    counted = standing(workspace).order_by().values_list("status").annotate(number=Count("pk"))
    return Backlog(
        page=Paginator(pains.order_by("-score", "id"), PER_PAGE).get_page(page),
        teams=list(Team.objects.for_workspace(workspace).live().order_by("name")),
        counts=dict(counted),
    )


@dataclass(frozen=True)
class PainSheet:
    """A pain point with its proofs and where it can be seen."""

    pain: PainPoint
    evidence: list[Evidence]
    maps: list[JourneyMap]
    teams: list[Team]


def sheet(workspace, pk: int) -> PainSheet:
    """Four queries. Raises Http404."""
    pain = live_pain(workspace, pk)
    evidence = pain.evidence.live().filter(feedback__removed_at=None).select_related("feedback")
    maps = JourneyMap.objects.for_workspace(workspace).live()
    if pain.stage_id:
        maps = maps.filter(pk=pain.stage.map_id)
    else:
        placed = Placement.objects.live().filter(touchpoint=pain.touchpoint, stage__removed_at=None)
        maps = maps.filter(pk__in=placed.values("map_id"))
    return PainSheet(
        pain=pain,
        evidence=list(evidence.order_by("-feedback__said_on", "-id")),
        maps=list(maps.order_by("title")),
        teams=list(Team.objects.for_workspace(workspace).live().order_by("name")),
    )


def linkable(pain: PainPoint, text: str = "") -> QuerySet[Feedback]:
    """Words said about the same touchpoint or stage that are not linked yet, newest first, at most 20."""
    linked = Evidence.objects.live().filter(pain_point=pain).values("feedback_id")
    found = Feedback.objects.live().filter(touchpoint=pain.touchpoint_id, stage=pain.stage_id)
    found = found.filter(workspace_id=pain.workspace_id).exclude(pk__in=linked)
    for word in text.split():
        found = found.filter(text__icontains=word)
    return found.order_by("-said_on", "-id")[:20]
