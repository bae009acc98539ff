"""Sentiment as a metric: counted from the days of moods, so its cost does not grow with the texts."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.db import connection
from django.utils import timezone

from cxjourney.kit.periods import ALL, Period, parse
from cxjourney.metrics.figures import Figure, figure, scale_of
from cxjourney.metrics.measures import Measure, Measures, Place, Scale, add, points, total
from cxjourney.metrics.models import Metric, MetricKind
from cxjourney.metrics.mood_models import MoodDay
from cxjourney.metrics.queries import bucket_of
from cxjourney.metrics.sql import BUCKET

KIND = MetricKind.MOOD.value
NOWHERE: Place = ("", 0)  # words about the whole journey

WHERE = (
    "FROM cxjourney_moodday r WHERE r.workspace_id = %(workspace)s AND r.day BETWEEN %(first)s AND %(last)s"
)
PARTS = f"""
SELECT r.touchpoint_id, r.stage_id, r.mood,
       CASE WHEN r.day >= %(now)s THEN 'now' WHEN r.day >= %(before)s THEN 'before' ELSE 'older' END AS part,
       sum(r.n)::bigint
  {WHERE} GROUP BY r.touchpoint_id, r.stage_id, r.mood, part
"""
BUCKETED = f"""
SELECT r.touchpoint_id, r.stage_id, r.mood, {BUCKET}, sum(r.n)::bigint
  {WHERE} GROUP BY r.touchpoint_id, r.stage_id, r.mood, bucket
"""


def period_of(workspace_id: int, period: Period) -> Period:
    """The same up to the newest judged words, which may be older or newer than any score. One query."""
    newest = MoodDay.objects.filter(workspace_id=workspace_id).order_by("-day").values_list("day", flat=True)
    return parse(period.key, today=timezone.localdate(), latest=newest.first())


def figures(
    metrics: Sequence[Metric],
    few: int,
    places_of: Callable[[Metric], Iterable[Place]],
    period: Period,
    bucket: str = "",
) -> list[Figure]:
    """These metrics of one workspace, with their course and places. Three queries."""
    workspace_id = metrics[0].workspace_id
    period = period_of(workspace_id, period)
    found = []
    parts, days = _parts(workspace_id, period), _days(workspace_id, period, bucket or bucket_of(period))
    for metric in metrics:
        scale = scale_of(metric)
        places = [*places_of(metric), *([] if metric.map_id else [NOWHERE])]
        lines = {place: {scale: points(scale, line)} for place, line in days.items()}
        found.append(figure(metric, few, places, _measures(parts, scale, period), lines))
    return found


def _measures(parts: dict[Place, dict[str, dict[int, int]]], scale: Scale, period: Period) -> Measures:
    found = Measures()
    for place, spans in parts.items():
        histogram = total(spans.values()) if period.key == ALL else spans["now"]
        found[place] = [Measure(scale, histogram, spans["now"], spans["before"])]
    return found


def _place(touchpoint: int | None, stage: int | None) -> Place:
    return ("touchpoint", touchpoint) if touchpoint else ("stage", stage) if stage else NOWHERE


def _parts(workspace_id: int, period: Period) -> dict[Place, dict[str, dict[int, int]]]:
    now, before = period.compared
    values = {"now": now[0], "before": before[0], "first": min(before[0], period.start)}
    found: dict[Place, dict[str, dict[int, int]]] = {}
    for touchpoint, stage, mood, part, n in _read(PARTS, workspace_id, period, values):
        spans = found.setdefault(_place(touchpoint, stage), {"older": {}, "before": {}, "now": {}})
        add(spans[part], {mood: n})
    return found


def _days(workspace_id: int, period: Period, bucket: str) -> dict[Place, dict[datetime.date, dict[int, int]]]:
    values = {"bucket": bucket, "first": period.start}
    found: dict[Place, dict[datetime.date, dict[int, int]]] = defaultdict(dict)
    for touchpoint, stage, mood, day, n in _read(BUCKETED, workspace_id, period, values):
        add(found[_place(touchpoint, stage)].setdefault(day, {}), {mood: n})
    return found


def _read(statement: str, workspace_id: int, period: Period, values: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"workspace": workspace_id, "last": period.end, **values})
        return cursor.fetchall()
