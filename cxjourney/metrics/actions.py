"""Writes: targets."""

from __future__ import annotations

from decimal import Decimal

from django.db import connection, transaction

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.feedback.places import Spot
from cxjourney.metrics.models import Target


@transaction.atomic
def set_target(*, by, spot: Spot, kind: str, value: Decimal | None) -> Change | None:
    """Say what a touchpoint or stage should reach in one kind of score; None removes the target.

    The last writer wins. Returns None when that is how it stands already.
    """
    log.same_workspace(by, spot.touchpoint, spot.stage)
    _hold(spot, kind)
    target = Target.objects.live().filter(workspace_id=by.workspace_id, kind=kind, **spot.fields()).first()
    shown = spot.shown_on()
    if target is None:
        if value is None:
            return None
        target = Target(workspace_id=by.workspace_id, kind=kind, value=value, **spot.fields())
        return log.create(target, by=by, verb="target_set", **shown)
    if value is None:
        return log.remove(target, by=by, verb="target_remove", **shown)
    return log.settle(target, {"value": value}, by=by, verb="target_set", **shown)


def _hold(spot: Spot, kind: str) -> None:
    """Two people who set the same target at once come one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"target:{spot.key}:{kind}"])
