"""Numbers counted elsewhere: what a page says of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404

from cxjourney.metrics import formulas
from cxjourney.metrics.chart import Chart, draw
from cxjourney.metrics.figures import Moment
from cxjourney.metrics.formulas import Estimate
from cxjourney.metrics.models import Metric
from cxjourney.metrics.outside_models import Outside, OutsideKind, Reading

SHOWN = 400  # newest values of a page


@dataclass
class Outsider:
    """A number with its values, newest first, and the newest value of each competitor."""

    outside: Outside
    readings: list[Reading]
    rivals: list[Reading]

    @property
    def now(self) -> Reading | None:
        return self.readings[0] if self.readings else None

    @property
    def before(self) -> Reading | None:
        return self.readings[1] if len(self.readings) > 1 else None

    @property
    def change(self) -> float | None:
        return float(self.now.value - self.before.value) if self.now and self.before else None

    @property
    def estimate(self) -> Estimate | None:
        """Of a rate whose n is known, with Wilson's interval."""
        return estimate(self.outside, self.now)

    @property
    def known(self) -> Estimate | None:
        """The newest value with its interval; where none can be known that is the value itself and n is 0."""
        if self.now is None or self.estimate:
            return self.estimate
        value = float(self.now.value)
        return Estimate(value, value, value, 0, "mean")

    @property
    def sure(self) -> bool | None:
        """Whether the change is more than chance; None when nobody can know."""
        now, before = self.estimate, estimate(self.outside, self.before)
        found = formulas.trend(now, before)
        return found[1] if found else None

    @property
    def level(self) -> str:
        """good when the target is reached, bad when it is missed."""
        target = self.outside.target
        if target is None or self.now is None:
            return ""
        reached = self.now.value >= target if self.outside.better == "up" else self.now.value <= target
        return "good" if reached else "bad"

    @property
    def chart(self) -> Chart | None:
        """The course of the last values, oldest first; the band only where n is known."""
        line = list(reversed(self.readings))
        target = None if self.outside.target is None else float(self.outside.target)
        return draw(moments(self.outside, line), target)


def estimate(outside: Outside, reading: Reading | None) -> Estimate | None:
    """A rate counted on n, in per cent as it is written; None without n, and for money and numbers."""
    if reading is None or not reading.n or outside.kind != OutsideKind.RATE:
        return None
    found = formulas.share(round(float(reading.value) / 100 * reading.n), reading.n)
    if found is None:
        return None
    value = float(reading.value)
    return Estimate(value, min(value, 100 * found.low), max(value, 100 * found.high), reading.n, "share")


def moments(outside: Outside, line: Sequence[Reading]) -> list[Moment]:
    values = [float(one.value) for one in line]
    if not values:
        return []
    room = max(map(abs, values)) or 1.0
    bounds = (0.0, 100.0) if outside.kind == OutsideKind.RATE else (min(values) - room, max(values) + room)
    sure = [estimate(outside, one) for one in line]
    flat = [Estimate(value, value, value, 1, "mean") for value in values]
    return [
        Moment(one.day, known or plain, bounds) for one, known, plain in zip(line, sure, flat, strict=True)
    ]


def read_rivals(metric: Metric) -> list[Reading]:
    """The newest value of each competitor beside a metric, with the number it is of. One query."""
    rows = Reading.objects.for_workspace(metric.workspace_id).live().exclude(rival="")
    rows = rows.filter(outside__beside=metric, outside__removed_at=None).select_related("outside")
    return list(rows.order_by("outside", "rival", "-day").distinct("outside", "rival"))


def live_outsides(workspace) -> QuerySet[Outside]:
    """With owner and place, in the order of their names."""
    found = Outside.objects.for_workspace(workspace).live()
    return found.select_related("owner", "touchpoint", "stage", "map").order_by(Lower("name"), "pk")


def live_outside(workspace, pk: int) -> Outside:
    """One query. Raises Http404."""
    return get_object_or_404(live_outsides(workspace), pk=pk)


def live_reading(workspace, pk: int) -> Reading:
    """With its number. One query. Raises Http404."""
    rows = Reading.objects.for_workspace(workspace).live().filter(outside__removed_at=None)
    return get_object_or_404(rows.select_related("outside"), pk=pk)


def read_outside(outside: Outside) -> Outsider:
    """Two queries."""
    rows = Reading.objects.for_workspace(outside.workspace_id).live().filter(outside=outside)
    own = list(rows.filter(rival="").order_by("-day")[:SHOWN])
    rivals = rows.exclude(rival="").order_by("rival", "-day").distinct("rival")
    return Outsider(outside, own, list(rivals))


def read_outsides(workspace, **place: int) -> list[Outsider]:
    """All, or those of one `touchpoint` or `stage`, with their two newest values. Two queries."""
    here = Reading.objects.for_workspace(workspace).live()
    own = here.filter(outside=OuterRef("pk"), rival="").order_by("-day").values("pk")
    rows = (
        live_outsides(workspace).filter(**place).annotate(newest=Subquery(own[:1]), before=Subquery(own[1:2]))
    )
    outsides = list(rows)
    ids = [pk for one in outsides for pk in (one.newest, one.before) if pk]
    readings = here.in_bulk(ids) if ids else {}
    return [
        Outsider(one, [readings[pk] for pk in (one.newest, one.before) if pk in readings], [])
        for one in outsides
    ]
