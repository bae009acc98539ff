"""The numbers of touchpoints and stages, from the rollup: the cost does not depend on how many answered."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import lru_cache

from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Greatest

from cxjourney.kit.memo import Memo
from cxjourney.kit.periods import ALL, DAY, Period
from cxjourney.metrics.cover import Slice, cover, cover_in_tens
from cxjourney.metrics.measures import (
    CONTACT_KINDS,
    CONTACT_ORDER,
    FEW,
    Measure,
    Measures,
    Place,
    Point,
    Scale,
    add,
    by_importance,
    points,
    total,
)
from cxjourney.metrics.models import Grain, Rollup, Span
from cxjourney.metrics.sql import BUCKETED, COUNTED, COUNTED_ANSWERS, COUNTED_OF_PERSONA, period_values
from cxjourney.workspaces.models import Workspace


def measures(
    workspace_id: int,
    touchpoint_ids: Sequence[int],
    stage_ids: Sequence[int],
    period: Period,
    *,
    also_before: bool = False,
    persona: int | None = None,
) -> Measures:
    """The measures of each place that has answers in the period, with trend and target. One query.

    `also_before` keeps those that were only answered in the period before; they have no estimate.
    `persona` counts only its customers.
    """
    counted = counts(workspace_id, touchpoint_ids, stage_ids, period, persona)
    return measures_of(counted, period, also_before=also_before)


def measures_of(counted: tuple[tuple, ...], period: Period, *, also_before: bool = False) -> Measures:
    """The measures that `counts` stand for."""
    return _measures(counted, period.key == ALL, also_before).copy()


@lru_cache(maxsize=64)
def _measures(rows: tuple[tuple, ...], everything: bool, also_before: bool) -> Measures:
    """The same counts are the same measures: most often nobody has answered since the last look."""
    found = Measures()
    parts: dict[tuple[Place, Scale], dict[str, dict[int, int]]] = {}
    few = FEW
    for touchpoint, stage, kind, name, low, high, part, target, *counts, steps in rows:
        if part == "few":
            few = int(target)
            continue
        place = ("touchpoint", touchpoint) if touchpoint else ("stage", stage)
        if target is not None:
            found.targets.setdefault(place, {})[kind] = float(target)
            continue
        spans = parts.setdefault(
            (place, Scale(kind, name, low, high)), {"older": {}, "before": {}, "now": {}}
        )
        add(spans[part], _steps(steps) if steps else _histogram(low, counts))
    for (place, scale), spans in parts.items():
        histogram = total(spans.values()) if everything else spans["now"]
        if histogram or (also_before and spans["before"]):
            wanted = found.targets.get(place, {}).get(scale.kind)
            one = Measure(scale, histogram, spans["now"], spans["before"], wanted, few)
            told = found.contacts if scale.kind in CONTACT_KINDS else found
            told.setdefault(place, []).append(one)
    for place, several in found.items():
        found[place] = by_importance(several)
    for several in found.contacts.values():
        several.sort(key=lambda one: (CONTACT_ORDER.index(one.kind), one.scale))
    return found


def counts(
    workspace_id: int,
    touchpoint_ids: Sequence[int],
    stage_ids: Sequence[int],
    period: Period,
    persona: int | None = None,
) -> tuple[tuple, ...]:
    """How often each answer was given at each place in the parts of the period, what contacts tell, the
    places' targets and how many answers the workspace wants, as `measures_of` reads them. One query, none
    without places.
    """
    statement = COUNTED_OF_PERSONA if persona else COUNTED
    return _count(statement, workspace_id, touchpoint_ids, stage_ids, period, persona)


# The counts of a map of 60 touchpoints take 100 KB.
_answers: Memo[tuple[tuple, ...]] = Memo(64)


def answers(
    workspace_id: int,
    touchpoint_ids: Sequence[int],
    stage_ids: Sequence[int],
    period: Period,
    *,
    stamp: int | None,
) -> tuple[tuple, ...]:
    """The same of a workspace without contacts. `stamp` is its RollupStamp, read before: what was counted
    under it is not counted again. At most one query.
    """
    asked = (workspace_id, tuple(touchpoint_ids), tuple(stage_ids), period)
    if stamp is None:
        return _count(COUNTED_ANSWERS, *asked)
    return _answers.get((stamp, asked), _count, COUNTED_ANSWERS, *asked)


def _count(
    statement: str,
    workspace_id: int,
    touchpoint_ids: Sequence[int],
    stage_ids: Sequence[int],
    period: Period,
    persona: int | None = None,
) -> tuple[tuple, ...]:
    if not touchpoint_ids and not stage_ids:
        return ()
    now, before = period.compared
    slices = cover(*now) + cover(*before)
    if period.key == ALL:
        slices += cover(period.start, before[0] - DAY)
    values = {
        "workspace": workspace_id,
        "touchpoints": list(touchpoint_ids),
        "stages": list(stage_ids),
        "now": now[0],
        "before": before[0],
        "first": period.start if period.key == ALL else before[0],
        "last": now[1],
        "persona": persona,
        **period_values(slices),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)  # type: ignore[arg-type]
        return tuple(cursor.fetchall())


def _steps(text: str) -> dict[int, int]:
    """ "12:3 14:1": three contacts of step 12 and one of step 14."""
    pairs = (pair.split(":") for pair in text.split())
    return {int(step): int(count) for step, count in pairs if int(count)}


def _histogram(low: int, counts: Sequence[int]) -> dict[int, int]:
    return {low + step: count for step, count in enumerate(counts) if count}


# Bucket for charts of a period with at most this many days; ten days are read fastest and suit sparks.
BUCKETS = ((45, "day"), (120, "ten"), (750, "month"), (100_000, "quarter"))
LONGEST_BY_DAY = datetime.timedelta(days=800)


def bucket_of(period: Period) -> str:
    """The bucket that draws this period with a good number of points."""
    if period.key == ALL:
        return "month"
    days = (period.end - period.start).days + 1
    return next((bucket for most, bucket in BUCKETS if days <= most), "year")


def series(
    workspace_id: int,
    touchpoint_ids: Sequence[int],
    stage_ids: Sequence[int],
    period: Period,
    bucket: str = "",
) -> dict[Place, dict[Scale, list[Point]]]:
    """Every measure of each place over time, oldest first, without empty buckets. One query.

    `bucket` is day, week (not for more than 800 days), ten (days), month, quarter or year; without it,
    what suits the period.
    """
    if not touchpoint_ids and not stage_ids:
        return {}
    if not bucket or (bucket in ("day", "week") and period.end - period.start > LONGEST_BY_DAY):
        bucket = bucket_of(period)
    values = {
        "workspace": workspace_id,
        "touchpoints": list(touchpoint_ids),
        "stages": list(stage_ids),
        "bucket": bucket,
        "first": period.start,
        "last": period.end,
        **period_values(_slices(period, bucket)),
    }
    counted: dict[Place, dict[Scale, dict[datetime.date, dict[int, int]]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(BUCKETED, values)  # type: ignore[arg-type]
        for touchpoint, stage, kind, name, low, high, day, *counts, steps in cursor.fetchall():
            place = ("touchpoint", touchpoint) if touchpoint else ("stage", stage)
            days = counted.setdefault(place, {}).setdefault(Scale(kind, name, low, high), {})
            add(days.setdefault(day, {}), _steps(steps) if steps else _histogram(low, counts))
    return {
        place: {scale: points(scale, days) for scale, days in scales.items()}
        for place, scales in counted.items()
    }


def _slices(period: Period, bucket: str) -> list[Slice]:
    if bucket in ("day", "week"):
        return [Slice("d", period.start, period.end)]
    if bucket == "ten":
        return cover_in_tens(period.start, period.end)
    return cover(period.start, period.end)


MOST_WORDINGS = 5


def wordings(
    workspace_id: int, touchpoint_ids: Sequence[int], stage_ids: Sequence[int]
) -> dict[Scale, list[str]]:
    """How customers were asked at these places, for each scale what most answered first. One query."""
    asked = ("kind", "name", "low", "high", "wording")
    answered = (
        Rollup.objects.filter(workspace_id=workspace_id, grain=Grain.MONTH)
        .filter(Q(touchpoint__in=touchpoint_ids) | Q(stage__in=stage_ids))
        .exclude(question__wording="")
        .values_list(*(F(f"question__{part}") for part in asked))
        .annotate(total=Sum("n"))
        .filter(total__gt=0)
        .order_by("-total", "question__wording")
    )
    found: dict[Scale, list[str]] = {}
    for kind, name, low, high, wording, _total in answered:
        known = found.setdefault(Scale(kind, name, low, high), [])
        if len(known) < MOST_WORDINGS:
            known.append(wording)
    return found


def latest_day(workspace_field: str = "workspace_id") -> Greatest:
    """The day of a workspace's newest answer or contact, to annotate another query: no query of its own."""
    newest = [
        kept.objects.filter(workspace_id=OuterRef(workspace_field), grain=Grain.DAY)
        .order_by("-day")
        .values("day")[:1]
        for kept in (Rollup, Span)
    ]
    return Greatest(*(Subquery(rows) for rows in newest))


def newest_day(workspace_id: int) -> datetime.date | None:
    """The day of the newest answer or contact in the workspace. One query."""
    return Workspace.objects.filter(pk=workspace_id).values_list(latest_day("pk"), flat=True).first()
