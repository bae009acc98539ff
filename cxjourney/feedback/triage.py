"""Writes of the inbox: what becomes of customers' words, and kept views."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import IntegrityError, transaction

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.feedback.models import Feedback, FeedbackView


class NameTaken(Exception):
    """A view of this name is there already."""


@transaction.atomic
def sort_feedback(*, by, rows: list[Feedback], values: dict[str, Any]) -> Change | None:
    """Set status or team_id of several at once; returns the last change, whose undo takes all back.

    No map shows either, so none hears of it.
    """
    log.same_workspace(by, *rows)
    group, last = uuid.uuid4(), None
    for row in sorted(rows, key=lambda row: row.pk):
        last = log.settle(row, values, by=by, verb="feedback_triage", group=group) or last
    return last


def create_view(*, by, name: str, query: str, key: uuid.UUID | None = None) -> FeedbackView:
    """Keep filters under a name. Raises NameTaken and log.Repeated."""
    try:
        return _create_view(by=by, name=name, query=query, key=key)
    except IntegrityError as error:
        if "feedback_view_once" not in str(error):
            raise
        raise NameTaken from error


@log.once
def _create_view(*, by, name: str, query: str, key: uuid.UUID | None) -> FeedbackView:
    view = FeedbackView(workspace_id=by.workspace_id, name=name, query=query)
    log.create(view, by=by, verb="view_create", key=key)
    return view


def remove_view(*, by, view: FeedbackView) -> Change | None:
    log.same_workspace(by, view)
    return log.remove(view, by=by, verb="view_remove")
