"""Reads of the metrics pages. Numbers come from the rollup, so their cost does not grow with the answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cxjourney.feedback.models import HEADLINE_ORDER, Question
from cxjourney.feedback.places import stages, touchpoints
from cxjourney.journeys.models import Placement
from cxjourney.kit.periods import Period
from cxjourney.metrics import loop, moods
from cxjourney.metrics.figures import Figure, figure, metric_place, scale_of
from cxjourney.metrics.measures import FEW, Place
from cxjourney.metrics.models import FewAnswers, Metric
from cxjourney.metrics.queries import measures, series, wordings

ORDER = (*HEADLINE_ORDER, "fcr", "aht", "ttr", moods.KIND, loop.KIND)


def live_metrics(workspace) -> QuerySet[Metric]:
    """With owner and place, in the order of their names."""
    found = Metric.objects.for_workspace(workspace).live()
    return found.select_related("owner", "touchpoint", "stage", "map").order_by(Lower("name"), "pk")


def live_metric(workspace, pk: int) -> Metric:
    """One query. Raises Http404."""
    return get_object_or_404(live_metrics(workspace), pk=pk)


def few_answers(workspace) -> int:
    """Below how many answers nothing is said. One query."""
    found = FewAnswers.objects.for_workspace(workspace).live().values_list("few", flat=True).first()
    return FEW if found is None else found


@dataclass
class Named:
    """Every place of the workspace where customers can answer."""

    names: dict[Place, str]
    maps: dict[int, list[Place]] = field(default_factory=dict)

    def of(self, metric: Metric) -> Iterable[Place]:
        """Where answers count for a metric: on its map, or everywhere."""
        return self.maps.get(metric.map_id, []) if metric.map_id else self.names

    @property
    def touchpoints(self) -> list[int]:
        return [pk for kind, pk in self.names if kind == "touchpoint"]

    @property
    def stages(self) -> list[int]:
        return [pk for kind, pk in self.names if kind == "stage"]


def places(workspace) -> Named:
    """Three queries."""
    names: dict[Place, str] = {
        ("touchpoint", pk): name for pk, name in touchpoints(workspace).values_list("pk", "name")
    }
    maps: dict[int, list[Place]] = {}
    for stage in stages(workspace):
        names["stage", stage.pk] = f"{stage.name} · {stage.map.title}"
        maps.setdefault(stage.map_id, []).append(("stage", stage.pk))
    placed = Placement.objects.for_workspace(workspace).live().filter(stage__removed_at=None)
    for map_id, pk in placed.values_list("map_id", "touchpoint_id").distinct():
        if map_id in maps and ("touchpoint", pk) in names:
            maps[map_id].append(("touchpoint", pk))
    return Named(names, maps)


def all_figures(workspace, period: Period) -> list[Figure]:
    """Every metric that has answers or a setting, those best known first.

    Seven queries, one more for follow-ups and three for moods.
    """
    found, here, few = list(live_metrics(workspace)), places(workspace), few_answers(workspace)
    counted = measures(workspace.pk, here.touchpoints, here.stages, period, also_before=True)
    lines = series(workspace.pk, here.touchpoints, here.stages, period)
    figures = [
        loop.figure(one, few, period)[0]
        if one.kind == loop.KIND
        else figure(one, few, here.of(one), counted, lines)
        for one in found
        if one.kind != moods.KIND
    ]
    judged = [one for one in found if one.kind == moods.KIND]
    figures += moods.figures(judged, few, here.of, period) if judged else []
    return sorted(figures, key=_order)


def _order(one: Figure) -> tuple:
    metric = one.metric
    return not one.n, ORDER.index(metric.kind), bool(metric.map_id or metric_place(metric)), -one.n


def one_figure(workspace, metric: Metric, period: Period, bucket: str) -> tuple[Figure, Named]:
    """One metric by `bucket` of time, with its places. Six queries."""
    few = few_answers(workspace)
    if metric.kind == loop.KIND:
        made, names = loop.figure(metric, few, period, bucket)
        return made, Named(names)
    here = places(workspace)
    if metric.kind == moods.KIND:
        [made] = moods.figures([metric], few, here.of, period, bucket)
        here.names[moods.NOWHERE] = _("At no place")
        return made, here
    counted = measures(workspace.pk, here.touchpoints, here.stages, period, also_before=True)
    lines = series(workspace.pk, here.touchpoints, here.stages, period, bucket)
    return figure(metric, few, here.of(metric), counted, lines), here


def asked_as(metric: Metric, here: Named) -> list[str]:
    """How customers were asked: what a person wrote into the metric's settings, else what most answered.

    A new metric takes over the wording of its first question, which says nothing about the others.
    Two queries.
    """
    known = Question.objects.for_workspace(metric.workspace_id).filter(wording=metric.wording)
    if metric.wording and not known.exists():
        return [metric.wording]
    own = metric_place(metric)
    places = [own] if own else list(here.of(metric))
    ids = {kind: [pk for one, pk in places if one == kind] for kind in ("touchpoint", "stage")}
    found = wordings(metric.workspace_id, ids["touchpoint"], ids["stage"])
    return found.get(scale_of(metric), [])
