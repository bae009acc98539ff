"""Reads of the metrics pages. Numbers come from the rollup, so their cost does not grow with the answers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404

from cxjourney.feedback.models import HEADLINE_ORDER
from cxjourney.feedback.places import stages, touchpoints
from cxjourney.kit.periods import Period
from cxjourney.metrics import loop
from cxjourney.metrics.figures import Figure, figure, metric_place
from cxjourney.metrics.measures import Place
from cxjourney.metrics.models import FewAnswers, Metric
from cxjourney.metrics.queries import measures, series

FEW = 10
ORDER = (*HEADLINE_ORDER, "fcr", "aht", "ttr", loop.KIND)


def live_metrics(workspace) -> QuerySet[Metric]:
    """With owner and place, in the order of their names."""
    found = Metric.objects.for_workspace(workspace).live()
    return found.select_related("owner", "touchpoint", "stage").order_by(Lower("name"), "pk")


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

    @property
    def touchpoints(self) -> list[int]:
        return [pk for kind, pk in self.names if kind == "touchpoint"]

    @property
    def stages(self) -> list[int]:
        return [pk for kind, pk in self.names if kind == "stage"]


def places(workspace) -> Named:
    """Two queries."""
    names: dict[Place, str] = {
        ("touchpoint", pk): name for pk, name in touchpoints(workspace).values_list("pk", "name")
    }
    for stage in stages(workspace):
        names["stage", stage.pk] = f"{stage.name} · {stage.map.title}"
    return Named(names)


def all_figures(workspace, period: Period) -> list[Figure]:
    """Every metric that has answers or a setting, those best known first. Six queries, or seven."""
    found, here, few = list(live_metrics(workspace)), places(workspace), few_answers(workspace)
    counted = measures(workspace.pk, here.touchpoints, here.stages, period, also_before=True)
    lines = series(workspace.pk, here.touchpoints, here.stages, period)
    figures = [
        loop.figure(one, few, period)[0]
        if one.kind == loop.KIND
        else figure(one, few, here.names, counted, lines)
        for one in found
    ]
    return sorted(figures, key=_order)


def _order(one: Figure) -> tuple:
    metric = one.metric
    return not one.n, ORDER.index(metric.kind), metric_place(metric) is not None, -one.n


def one_figure(workspace, metric: Metric, period: Period, bucket: str) -> tuple[Figure, Named]:
    """One metric by `bucket` of time, with its places. Five queries."""
    few = few_answers(workspace)
    if metric.kind == loop.KIND:
        made, names = loop.figure(metric, few, period, bucket)
        return made, Named(names)
    here = places(workspace)
    counted = measures(workspace.pk, here.touchpoints, here.stages, period, also_before=True)
    lines = series(workspace.pk, here.touchpoints, here.stages, period, bucket)
    return figure(metric, few, here.names, counted, lines), here
