"""Alerts: opened once when a number has surely gone wrong, closed by themselves when it is well again.

A metric is judged on the last 30 days with answers, a number counted elsewhere on its newest value. A
threshold is crossed when the whole 95 % interval lies on its wrong side, so noise does not shout; it is over
when the value itself is back on the right side. Where no interval can be known the value decides alone. A
number fell when a z-test against the 30 days before (or the value before) finds it worse. Without an owner
none is raised.
"""

from __future__ import annotations

import datetime
import json
import logging
import smtplib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cxjourney.kit.periods import parse
from cxjourney.metrics import outside
from cxjourney.metrics.alert_models import Alert, Reason
from cxjourney.metrics.formulas import Estimate
from cxjourney.metrics.models import Metric
from cxjourney.metrics.outside_models import Outside
from cxjourney.metrics.queries import newest_day
from cxjourney.metrics.watch import all_figures
from cxjourney.workspaces.models import Membership, Workspace

logger = logging.getLogger(__name__)

DAYS = "30"
TOLD = 3  # alerts that open pages are told of by name
KEPT_DAYS = 30  # how long a closed alert is still shown


@dataclass(frozen=True)
class Watched:
    """A number as it is now; without `one`, or with too few answers, nothing new is known of it."""

    subject: Metric | Outside
    one: Estimate | None
    trend: tuple[float, bool] | None  # change, and whether it is more than chance
    is_few: bool = False
    threshold: float | None = None

    @property
    def key(self) -> tuple[int | None, int | None]:
        """As (metric, outside) of an alert."""
        pk = self.subject.pk
        return (pk, None) if isinstance(self.subject, Metric) else (None, pk)


def shown_alerts(workspace) -> QuerySet[Alert]:
    """Those that are open, newest first, then those closed of late."""
    since = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    found = Alert.objects.for_workspace(workspace)
    found = found.filter(metric__removed_at=None, outside__removed_at=None).exclude(closed_at__lt=since)
    found = found.select_related("metric__owner", "outside__owner")
    return found.order_by("-closed_at", "-opened_at")  # no end comes first


def wrong(watched: Watched, open_reasons: set[str]) -> dict[str, float | None]:
    """{reason: change} of what is wrong with it now; an open alert needs more to end than to begin."""
    one, alert, up = watched.one, watched.threshold, watched.subject.better == "up"
    if one is None or watched.is_few:
        return dict.fromkeys(open_reasons)  # nothing new is known
    found: dict[str, float | None] = {}
    if alert is not None:
        nearest = one.value if Reason.CROSSED in open_reasons else (one.high if up else one.low)
        if nearest < alert if up else nearest > alert:
            found[Reason.CROSSED] = None
    change, sure = watched.trend or (0.0, False)
    if sure and (change < 0) == up:
        found[Reason.FELL] = change
    return found


def judge(workspace: Workspace, *, mail: bool = True) -> list[Alert]:
    """Open and close the alerts of a workspace as its numbers are now; returns and mails the new."""
    return _judge(workspace, lambda: [*_metrics(workspace), *_outsides(workspace)], mail)


def judge_outsides(workspace: Workspace, *, mail: bool = True) -> list[Alert]:
    """The same, of numbers counted elsewhere alone: four queries when nothing happens."""
    return _judge(workspace, lambda: _outsides(workspace), mail)


def _judge(workspace: Workspace, read: Callable[[], Iterable[Watched]], mail: bool) -> list[Alert]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended('cxjourney_alerts', %s))", [workspace.pk]
            )
        new, closed = _settle(workspace, read())
        _tell_open_pages(workspace, new, closed)
    for alert in new if mail else ():
        _mail(workspace, alert)
    return new


def _metrics(workspace: Workspace) -> list[Watched]:
    period = parse(DAYS, today=timezone.localdate(), latest=newest_day(workspace.pk))
    return [
        Watched(one.metric, one.estimate, one.trend, one.is_few, one.alert)
        for one in all_figures(workspace, period)
    ]


def _outsides(workspace: Workspace) -> list[Watched]:
    found = []
    for one in outside.read_outsides(workspace):
        alert = one.outside.alert
        threshold = None if alert is None else float(alert)
        trend = None if one.change is None else (one.change, bool(one.sure))
        found.append(Watched(one.outside, one.known, trend, threshold=threshold))
    return found


def _settle(workspace: Workspace, all_watched: Iterable[Watched]) -> tuple[list[Alert], list[Alert]]:
    """(opened, closed) of the alerts of these numbers."""
    members = set(Membership.objects.for_workspace(workspace).values_list("user_id", flat=True))
    known: dict[tuple, dict[str, Alert]] = {}
    for alert in Alert.objects.for_workspace(workspace).filter(closed_at=None):
        known.setdefault((alert.metric_id, alert.outside_id), {})[alert.reason] = alert
    new: list[Alert] = []
    closed: list[Alert] = []
    for watched in all_watched:
        open_ = known.get(watched.key, {})
        found = wrong(watched, set(open_)) if watched.subject.owner_id in members else {}
        for reason, alert in open_.items():
            if reason not in found:
                alert.closed_at = timezone.now()
                alert.save(update_fields=["closed_at"])
                closed.append(_of(watched, alert))
        for reason in found.keys() - open_.keys():
            new.append(_open(watched, reason, found[reason]))
    return new, closed


def _of(watched: Watched, alert: Alert) -> Alert:
    """The alert with what it is about, which is read already."""
    if isinstance(watched.subject, Metric):
        alert.metric = watched.subject
    else:
        alert.outside = watched.subject
    return alert


def _tell_open_pages(workspace: Workspace, new: list[Alert], closed: list[Alert]) -> None:
    """At the commit: what everybody with an open page of this workspace hears of (activity/live)."""
    said = [
        f"{alert.subject.name} {alert.get_reason_display()}."
        if alert.closed_at is None
        else _("Recovered") + f": {alert.subject.name} {alert.get_reason_display()}."
        for alert in [*new, *closed]
    ]
    if not said:
        return
    if len(said) > TOLD:
        said = [*said[:TOLD], "…"]
    address = reverse("metrics:metric_list", args=[workspace.slug])
    message = {"kind": "alert", "workspace": workspace.pk, "said": " ".join(said), "address": address}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('cxjourney_live', %s)", [json.dumps(message)])


def _open(watched: Watched, reason: str, change: float | None) -> Alert:
    one = watched.one
    assert one is not None
    alert = Alert(
        workspace_id=watched.subject.workspace_id,
        reason=reason,
        value=one.value,
        low=one.low,
        high=one.high,
        n=one.n,
        change=change,
        threshold=watched.threshold if reason == Reason.CROSSED else None,
    )
    _of(watched, alert).save(force_insert=True)
    return alert


def _mail(workspace: Workspace, alert: Alert) -> None:
    """To the owner; an alert that no mail server takes still stands in the app."""
    route = "metrics:metric_show" if alert.metric_id else "metrics:outside_show"
    path = reverse(route, args=[workspace.slug, alert.subject.pk])
    names = {"metric": alert.subject.name, "reason": alert.get_reason_display()}
    subject = " ".join((_("%(metric)s %(reason)s") % names).split())
    context = {"alert": alert, "workspace": workspace, "address": f"{settings.BASE_URL}{path}?period={DAYS}"}
    try:
        send_mail(subject, render_to_string("metrics/alert.txt", context), None, [alert.subject.owner.email])
    except (OSError, smtplib.SMTPException):
        logger.exception("The mail for alert %s could not be sent", alert.pk)
