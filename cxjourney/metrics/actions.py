"""Writes: targets, and what a workspace wants of its metrics."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.activity.words import save_words
from cxjourney.feedback import segments
from cxjourney.feedback.places import Spot
from cxjourney.metrics import alerts, tokens
from cxjourney.metrics.models import FewAnswers, Metric, Target
from cxjourney.metrics.outside_forms import Row
from cxjourney.metrics.outside_models import Delivery, Outside, Reading, ValueToken
from cxjourney.personas.models import Persona


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


def edit_metric(
    *, by, metric: Metric, texts: dict[str, tuple[str, str | None]], version: int, choices: dict[str, Any]
) -> Change | None:
    """Change name and wording (merged), how it is counted, its direction, target, threshold and owner.

    Raises words.Clash with both texts when the same words were changed, words.Gone when it was removed.
    """
    log.same_workspace(by, metric, metric.touchpoint, metric.stage)
    return save_words(metric, texts, by=by, verb="metric_edit", version=version, choices=choices)


COPIED = ("kind", "asked", "low", "high", "wording", "count", "better", "window")


@transaction.atomic
def create_metric(*, by, of: Metric, place: dict[str, Any], name: str, owner_id: int | None) -> Metric:
    """Watch a metric of the workspace at one place as well; `place` is {touchpoint, stage or map: row}."""
    log.same_workspace(by, of, *place.values())
    kept = {field: getattr(of, field) for field in COPIED}
    metric = Metric(workspace_id=by.workspace_id, name=name, owner_id=owner_id, **kept, **place)
    log.create(metric, by=by, verb="metric_create")
    return metric


def remove_metric(*, by, metric: Metric) -> Change | None:
    """Stop watching a metric at one place. Raises ValueError for one of the whole workspace."""
    log.same_workspace(by, metric)
    if not (metric.touchpoint_id or metric.stage_id or metric.map_id):
        raise ValueError("every scale keeps its metric")
    return log.remove(metric, by=by, verb="metric_remove")


@transaction.atomic
def set_few_answers(*, by, few: int) -> Change | None:
    """Say below how many answers a number is not shown."""
    found = FewAnswers.objects.filter(workspace_id=by.workspace_id).first()
    if found:
        return log.settle(found, {"few": few}, by=by, verb="few_answers_set")
    return log.create(FewAnswers(workspace_id=by.workspace_id, few=few), by=by, verb="few_answers_set")


@transaction.atomic
def set_rule(*, by, persona: Persona, rule: dict) -> Change | None:
    """Say which customers a persona stands for; the answers are given to personas anew afterwards."""
    log.same_workspace(by, persona)
    change = log.settle(persona, {"rule": rule}, by=by, verb="persona_rule")
    if change:
        transaction.on_commit(lambda: segments.start(by.workspace_id))
    return change


def give_answers(*, by) -> None:
    """Give the workspace's answers to its personas again, in the background."""
    segments.start(by.workspace_id)


def judge_metrics(*, by, mail: bool = True) -> None:
    """Open and close the workspace's alerts, as after a threshold was moved."""
    alerts.judge(by.workspace, mail=mail)


def judge_outsides(*, by) -> None:
    """Open and close the alerts of numbers counted elsewhere, as after a new value."""
    alerts.judge_outsides(by.workspace)


@transaction.atomic
def create_outside(*, by, **fields: Any) -> Outside:
    """A number that is counted elsewhere."""
    outside = Outside(workspace_id=by.workspace_id, **fields)
    log.create(outside, by=by, verb="outside_create")
    return outside


def edit_outside(
    *, by, outside: Outside, texts: dict[str, tuple[str, str | None]], version: int, choices: dict[str, Any]
) -> Change | None:
    """Change name, unit and origin (merged), direction, target, threshold, place and owner.

    Raises words.Clash with both texts when the same words were changed, words.Gone when it was removed.
    """
    log.same_workspace(by, outside)
    return save_words(outside, texts, by=by, verb="outside_edit", version=version, choices=choices)


def remove_outside(*, by, outside: Outside) -> Change | None:
    log.same_workspace(by, outside)
    return log.remove(outside, by=by, verb="outside_remove")


@transaction.atomic
def set_readings(*, by, outside: Outside, rows: Iterable[Row]) -> int:
    """Keep values; another of the same day and competitor takes its place. Returns how many changed."""
    log.same_workspace(by, outside)
    Outside.objects.select_for_update().get(pk=outside.pk)  # two at once come one after the other
    group, count = uuid.uuid4(), 0
    here = Reading.objects.for_workspace(by.workspace_id).live().filter(outside=outside)
    known = {(one.day, one.rival): one for one in here}
    for row in {(row.day, row.rival): row for row in rows}.values():
        values = {"value": row.value, "n": row.n}
        if found := known.get((row.day, row.rival)):
            count += log.settle(found, values, by=by, verb="reading_set", group=group) is not None
            continue
        reading = Reading(
            workspace_id=by.workspace_id, outside=outside, day=row.day, rival=row.rival, **values
        )
        log.create(reading, by=by, verb="reading_set", group=group)
        count += 1
    return count


def remove_reading(*, by, reading: Reading) -> Change | None:
    log.same_workspace(by, reading)
    return log.remove(reading, by=by, verb="reading_remove")


# --- Values that other programs send -----------------------------------------------------------------


@transaction.atomic
def create_token(*, by, name: str) -> tuple[ValueToken, str]:
    """A token and its secret, which is shown once and not kept."""
    secret = tokens.new_secret()
    token = ValueToken(
        workspace_id=by.workspace_id, name=name, digest=tokens.digest_of(secret), made_by_id=by.user_id
    )
    token.save(force_insert=True)
    log.record(by=by, verb="token_create", target=token, before={}, after={"name": name})
    return token, secret


@transaction.atomic
def revoke_token(*, by, token: ValueToken) -> None:
    """What is sent by it from now on is refused; that cannot be undone."""
    log.same_workspace(by, token)
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    log.record(by=by, verb="token_revoke", target=token, before={"name": token.name}, after={})


def use_token(token: ValueToken) -> int:
    """Count one use; returns how many there were in this minute."""
    with connection.cursor() as cursor:
        cursor.execute(USED, {"token": token.pk})
        return cursor.fetchone()[0]


USED = """
UPDATE cxjourney_valuetoken
   SET used_at = now(), sent = CASE WHEN counted_from > now() - interval '1 minute' THEN sent + 1 ELSE 1 END,
       counted_from = CASE WHEN counted_from > now() - interval '1 minute' THEN counted_from ELSE now() END
 WHERE id = %(token)s RETURNING sent
"""


class OtherWords(Exception):
    """The key was used for something else."""


@transaction.atomic
def receive_value(
    *, by, token: ValueToken, outside: Outside, row: Row, key: str, asked: str
) -> tuple[dict[str, Any], bool]:
    """Keep a value that a program sent: (the answer, whether it was given before under the same key).

    Raises OtherWords when `asked`, a hash of all it said, is not that of the first time.
    """
    log.same_workspace(by, token, outside)
    if key:
        ValueToken.objects.select_for_update().get(pk=token.pk)  # two at once come one after the other
        known = Delivery.objects.for_workspace(by.workspace_id).filter(token=token, key=key).first()
        if known and known.asked != asked:
            raise OtherWords
        if known:
            return known.answer, True
    changed = set_readings(by=by, outside=outside, rows=[row])
    answer = {
        "metric": outside.name,
        "date": row.day.isoformat(),
        "value": f"{row.value.normalize():f}",
        "n": row.n,
        "competitor": row.rival,
        "changed": bool(changed),
    }
    if key:
        Delivery.objects.create(
            workspace_id=by.workspace_id, token=token, key=key, asked=asked, answer=answer
        )
    return answer, False
