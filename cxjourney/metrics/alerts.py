"""Alerts: opened once when a metric has surely gone wrong, closed by themselves when it is well again.

Judged on the last 30 days with answers. A threshold is crossed when the whole 95 % interval lies on its
wrong side, so noise does not shout; it is over when the value itself is back on the right side. A metric fell
when a z-test against the 30 days before finds it worse. Without an owner none is raised.
"""

from __future__ import annotations

import datetime
import json
import logging
import smtplib

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cxjourney.kit.periods import parse
from cxjourney.metrics.figures import Figure
from cxjourney.metrics.models import Alert, Reason
from cxjourney.metrics.queries import newest_day
from cxjourney.metrics.watch import all_figures
from cxjourney.workspaces.models import Membership, Workspace

logger = logging.getLogger(__name__)

DAYS = "30"
TOLD = 3  # alerts that open pages are told of by name
KEPT_DAYS = 30  # how long a closed alert is still shown


def shown_alerts(workspace) -> QuerySet[Alert]:
    """Those that are open, newest first, then those closed of late."""
    since = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    found = Alert.objects.for_workspace(workspace).filter(metric__removed_at=None)
    found = found.exclude(closed_at__lt=since).select_related(
        "metric__owner", "metric__touchpoint", "metric__stage", "metric__map"
    )
    return found.order_by("-closed_at", "-opened_at")  # no end comes first


def wrong(figure: Figure, open_reasons: set[str]) -> dict[str, float | None]:
    """{reason: change} of what is wrong with a metric now; an open alert needs more to end than to begin."""
    one, alert, up = figure.estimate, figure.alert, figure.metric.better == "up"
    if one is None or figure.is_few:
        return dict.fromkeys(open_reasons)  # nothing new is known
    found: dict[str, float | None] = {}
    if alert is not None:
        nearest = one.value if Reason.CROSSED in open_reasons else (one.high if up else one.low)
        if nearest < alert if up else nearest > alert:
            found[Reason.CROSSED] = None
    change, sure = figure.trend or (0.0, False)
    if sure and (change < 0) == up:
        found[Reason.FELL] = change
    return found


def judge(workspace: Workspace, *, mail: bool = True) -> list[Alert]:
    """Open and close the alerts of a workspace as its numbers are now; returns and mails the new."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended('cxjourney_alerts', %s))", [workspace.pk]
            )
        new, closed = _judge(workspace)
        _tell_open_pages(workspace, new, closed)
    for alert in new if mail else ():
        _mail(workspace, alert)
    return new


def _judge(workspace: Workspace) -> tuple[list[Alert], list[Alert]]:
    period = parse(DAYS, today=timezone.localdate(), latest=newest_day(workspace.pk))
    members = set(Membership.objects.for_workspace(workspace).values_list("user_id", flat=True))
    known: dict[int, dict[str, Alert]] = {}
    for alert in Alert.objects.for_workspace(workspace).filter(closed_at=None):
        known.setdefault(alert.metric_id, {})[alert.reason] = alert
    new: list[Alert] = []
    closed: list[Alert] = []
    for figure in all_figures(workspace, period):
        metric, open_ = figure.metric, known.get(figure.metric.pk, {})
        found = wrong(figure, set(open_)) if metric.owner_id in members else {}
        for reason, alert in open_.items():
            if reason not in found:
                alert.closed_at = timezone.now()
                alert.save(update_fields=["closed_at"])
                alert.metric = metric
                closed.append(alert)
        for reason in found.keys() - open_.keys():
            new.append(_open(figure, reason, found[reason]))
    return new, closed


def _tell_open_pages(workspace: Workspace, new: list[Alert], closed: list[Alert]) -> None:
    """At the commit: what everybody with an open page of this workspace hears of (activity/live)."""
    said = [
        f"{alert.metric.name} {alert.get_reason_display()}."
        if alert.closed_at is None
        else _("Recovered") + f": {alert.metric.name} {alert.get_reason_display()}."
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


def _open(figure: Figure, reason: str, change: float | None) -> Alert:
    one = figure.estimate
    assert one is not None
    return Alert.objects.create(
        workspace_id=figure.metric.workspace_id,
        metric=figure.metric,
        reason=reason,
        value=one.value,
        low=one.low,
        high=one.high,
        n=one.n,
        change=change,
    )


def _mail(workspace: Workspace, alert: Alert) -> None:
    """To the owner; an alert that no mail server takes still stands in the app."""
    path = reverse("metrics:metric_show", args=[workspace.slug, alert.metric_id])
    names = {"metric": alert.metric.name, "reason": alert.get_reason_display()}
    subject = " ".join((_("%(metric)s %(reason)s") % names).split())
    context = {"alert": alert, "workspace": workspace, "address": f"{settings.BASE_URL}{path}?period={DAYS}"}
    try:
        send_mail(subject, render_to_string("metrics/alert.txt", context), None, [alert.metric.owner.email])
    except (OSError, smtplib.SMTPException):
        logger.exception("The mail for alert %s could not be sent", alert.pk)
