"""Writes: customers' words, scores given by hand, and imports."""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction
from django.utils import timezone

from cxjourney.activity import log
from cxjourney.activity.models import Change
from cxjourney.activity.words import save_words
from cxjourney.feedback.followups import actions as followups
from cxjourney.feedback.importing import jobs, placing, recipes, store, taking_back
from cxjourney.feedback.importing.check import Report, check
from cxjourney.feedback.importing.plan import Plan
from cxjourney.feedback.importing.tidy import read_sheet, tidy
from cxjourney.feedback.models import (
    Contact,
    Feedback,
    Import,
    ImportedRow,
    ImportRecipe,
    ImportState,
    Judge,
    Score,
)
from cxjourney.feedback.places import Spot, maps_with
from cxjourney.feedback.questions import Asked, get_question
from cxjourney.journeys.models import JourneyMap

RUNNING_AT_ONCE = 2  # imports of one workspace


class TooManyRunning(Exception):
    """Other imports of the workspace run already."""


class NotNow(Exception):
    """The import is not in a state for that."""


def spot_of(row: Feedback | Score) -> Spot:
    """Where a row sits. Needs `touchpoint` and `stage` selected."""
    return Spot(row.touchpoint, row.stage)


@log.once
def create_feedback(*, by, spot: Spot, text: str, key: uuid.UUID | None = None, **fields) -> Feedback:
    """Keep a customer's words; `fields` are source, said_on and sentiment."""
    log.same_workspace(by, spot.touchpoint, spot.stage)
    feedback = Feedback(workspace_id=by.workspace_id, text=text, **spot.fields(), **fields)
    for name, value in _by_hand(feedback.sentiment).items() if feedback.sentiment is not None else ():
        setattr(feedback, name, value)
    group, shown = uuid.uuid4(), spot.shown_on()
    feedback.change = log.create(feedback, by=by, verb="feedback_create", key=key, group=group, **shown)
    followups.follow_rules(by=by, feedback=feedback, group=group)
    return feedback


@transaction.atomic
def edit_feedback(
    *, by, feedback: Feedback, texts: dict[str, tuple[str, str | None]], version: int, choices: dict
) -> Change | None:
    """Change the words (merged with what others changed meanwhile) and source, said_on, sentiment.

    Raises words.Clash with both texts when the same words were changed, words.Gone when it was removed.
    """
    log.same_workspace(by, feedback)
    if choices.get("sentiment", feedback.sentiment) != feedback.sentiment:
        choices = choices | _by_hand(choices["sentiment"])
    more = {"group": uuid.uuid4(), **spot_of(feedback).shown_on()}
    done = save_words(feedback, texts, by=by, verb="feedback_edit", version=version, choices=choices, **more)
    if done and "sentiment" in done.after:  # a rule may look for words that are judged bad
        followups.follow_rules(by=by, feedback=feedback, group=done.group)
    return done


def _by_hand(sentiment: int | None) -> dict:
    """What stands beside a mood that a person gave; the machine leaves it alone and learns from it."""
    return {"polarity": sentiment, "judged_by": Judge.HAND, "judge_number": None}


@transaction.atomic
def judge_feedback(*, by, rows: list[Feedback], sentiment: int) -> Change | None:
    """Say in which mood several words are; returns the last change, whose undo takes all back."""
    log.same_workspace(by, *rows)
    group, last = uuid.uuid4(), None
    for row in sorted(rows, key=lambda row: row.pk):
        values = {"sentiment": sentiment} | _by_hand(sentiment)
        more = {"group": group, **spot_of(row).shown_on()}
        if done := log.settle(row, values, by=by, verb="feedback_judge", **more):
            followups.follow_rules(by=by, feedback=row, group=group)
            last = done
    return last


def remove_feedback(*, by, feedback: Feedback) -> Change | None:
    """With the follow-up on it that nobody has begun."""
    log.same_workspace(by, feedback)
    group = uuid.uuid4()
    followups.remove_with(by=by, feedback=feedback, group=group)
    shown = spot_of(feedback).shown_on()
    return log.remove(feedback, by=by, verb="feedback_remove", group=group, **shown)


@log.once
def create_score(
    *,
    by,
    spot: Spot,
    asked: Asked,
    value: int,
    answered_on: datetime.date,
    count: int = 1,
    key: uuid.UUID | None = None,
) -> Score:
    """Keep a number that a customer gave, or that `count` customers gave.

    Raises ScaleTaken when the question is known with another scale, ValueError off the scale.
    """
    log.same_workspace(by, spot.touchpoint, spot.stage)
    if not asked.low <= value <= asked.high:
        raise ValueError("off the scale")
    score = Score(
        workspace_id=by.workspace_id,
        question=get_question(by=by, asked=asked),
        answered_on=answered_on,
        value=value,
        count=count,
        channel=spot.touchpoint.channel if spot.touchpoint else "",
        **spot.fields(),
    )
    score.save(force_insert=True)
    after = {"question": asked.name, "value": value, "count": count, "answered_on": answered_on.isoformat()}
    log.record(by=by, verb="score_create", target=score, before={}, after=after, key=key, **spot.shown_on())
    return score


@transaction.atomic
def remove_score(*, by, score: Score) -> None:
    """Take back a score that was given by hand. Raises ValueError for one of an import."""
    log.same_workspace(by, score)
    if score.imported_id:
        raise ValueError("it belongs to an import")
    before = {"value": score.value, "count": score.count, "answered_on": score.answered_on.isoformat()}
    log.record(by=by, verb="score_remove", target=score, before=before, after={}, **spot_of(score).shown_on())
    score.delete()


# --- Imports --------------------------------------------------------------------------------------


def create_import(*, by, upload, plan_for, key: uuid.UUID | None = None) -> Import:
    """Keep an uploaded file and look at it. `plan_for(path)` suggests how it is read.

    Raises text.Unreadable (nothing is kept then) and log.Repeated.
    """
    path = store.keep(upload, by.workspace_id)
    try:
        sheets = tidy(store.folder() / path)
        plan = plan_for(store.folder() / path)
        plan.sheet, plan.sheets, plan.lines = sheets
        return _create_import(by=by, path=path, name=upload.name, plan=plan, key=key)
    except BaseException:
        store.drop(store.folder() / path)
        raise


@log.once
def _create_import(*, by, path: str, name: str, plan: Plan, key: uuid.UUID | None) -> Import:
    imported = Import(
        workspace_id=by.workspace_id,
        created_by_id=by.user_id,
        path=path,
        file_name=name[-200:] or "answers.csv",
    )
    _look(imported, plan)
    imported.save(force_insert=True)
    log.record(
        by=by, verb="import_create", target=imported, before={}, after={"rows": imported.rows}, key=key
    )
    return imported


def make_map(*, by, imported: Import) -> JourneyMap:
    """A map for the touchpoints of a file that waits. Raises NotNow once it was started."""
    log.same_workspace(by, imported)
    if imported.state not in STARTABLE:
        raise NotNow
    return placing.make_map(by=by, imported=imported)


def set_plan(*, by, imported: Import, plan: Plan) -> Report:
    """Read the file another way from now on. Raises NotNow once it was started."""
    log.same_workspace(by, imported)
    report = _look(imported, plan)
    changed = Import.objects.filter(pk=imported.pk, state__in=STARTABLE).update(
        columns=imported.columns,
        layout=imported.layout,
        report=imported.report,
        rows=imported.rows,
        accepted=imported.accepted,
        rejected=imported.rejected,
        answers=imported.answers,
        state=ImportState.PREVIEW,
        message="",
    )
    if not changed:
        raise NotNow
    return report


def choose_sheet(*, by, imported: Import, sheet: str) -> Report:
    """Read another sheet of the workbook. Raises text.Unreadable, and NotNow once it was started."""
    log.same_workspace(by, imported)
    old = Plan.from_json(imported.columns)
    if imported.state not in STARTABLE or sheet not in old.sheets:
        raise NotNow
    read_sheet(store.path_of(imported), sheet)
    plan = recipes.plan_for(by.workspace_id, store.path_of(imported))
    plan.sheet, plan.sheets, plan.place = sheet, old.sheets, old.place
    return set_plan(by=by, imported=imported, plan=plan)


def _look(imported: Import, plan: Plan) -> Report:
    report = check(imported, plan)
    imported.columns, imported.layout, imported.report = plan.to_json(), plan.layout, report.to_json()
    imported.rows, imported.accepted, imported.rejected = report.rows, report.good, report.bad
    imported.answers = report.answers
    return report


STARTABLE = [ImportState.PREVIEW, ImportState.CANCELLED, ImportState.FAILED]


def start_import(*, by, imported: Import) -> None:
    """Let the good rows be stored by a process of its own. Raises NotNow and TooManyRunning."""
    begin_import(by=by, imported=imported)
    jobs.start(imported, by)


@transaction.atomic
def begin_import(*, by, imported: Import) -> None:
    """Say that an import runs now. Raises NotNow and TooManyRunning."""
    log.same_workspace(by, imported)
    states = [*STARTABLE, ImportState.RUNNING] if jobs.state_of(imported) == ImportState.FAILED else STARTABLE
    _room_for(by, imported)
    mine = Import.objects.filter(pk=imported.pk, state__in=states, started_at=imported.started_at)
    now = timezone.now()
    fresh = {"cancel_asked": False, "pause_asked": False, "percent": 0, "rows": 0, "message": ""}
    if not mine.update(state=ImportState.RUNNING, started_at=now, **fresh):
        raise NotNow


def _room_for(by, imported: Import) -> None:
    running = Import.objects.filter(workspace_id=by.workspace_id, state=ImportState.RUNNING)
    if sum(jobs.is_alive(other) for other in running.exclude(pk=imported.pk)) >= RUNNING_AT_ONCE:
        raise TooManyRunning


def remove_recipe(*, by, recipe: ImportRecipe) -> Change | None:
    """Forget how files with these columns are read; the next one is looked at afresh."""
    log.same_workspace(by, recipe)
    return log.remove(recipe, by=by, verb="recipe_remove")


def pause_import(*, by, imported: Import) -> None:
    """Ask an import that reads its file to wait. Raises NotNow: storing takes seconds and is one step."""
    log.same_workspace(by, imported)
    running = Import.objects.filter(pk=imported.pk, state=ImportState.RUNNING, cancel_asked=False)
    if not running.filter(percent__lt=jobs.READING).update(pause_asked=True):
        raise NotNow


def resume_import(*, by, imported: Import) -> None:
    """Let a paused import go on: in its process, or in a new one that reads the file from its beginning.

    Raises NotNow and TooManyRunning.
    """
    log.same_workspace(by, imported)
    imported.refresh_from_db()
    if jobs.state_of(imported) != ImportState.PAUSED:
        raise NotNow
    same = Import.objects.filter(pk=imported.pk, started_at=imported.started_at, pause_asked=True)
    alive = imported.state == ImportState.RUNNING and jobs.is_alive(imported)
    if alive and same.filter(state=ImportState.RUNNING).update(pause_asked=False):
        return
    _start_again(by, imported, same)
    jobs.start(imported, by)


@transaction.atomic
def _start_again(by, imported: Import, same) -> None:
    _room_for(by, imported)
    if not same.update(state=ImportState.RUNNING, started_at=timezone.now(), pause_asked=False, percent=0):
        raise NotNow


def cancel_import(*, by, imported: Import) -> None:
    """Ask a running import to stop; give up one that waits, and its file. Raises NotNow when it is done."""
    log.same_workspace(by, imported)
    imported.refresh_from_db()
    same = Import.objects.filter(pk=imported.pk, state=imported.state, started_at=imported.started_at)
    state = jobs.state_of(imported)
    if imported.state == ImportState.RUNNING and jobs.is_alive(imported):
        same.update(cancel_asked=True, pause_asked=False)
        return
    given_up = {"state": ImportState.CANCELLED, "path": "", "finished_at": timezone.now(), "message": ""}
    if state not in [*STARTABLE, ImportState.PAUSED] or not same.update(**given_up):
        raise NotNow
    store.forget(imported)


@transaction.atomic
def undo_import(*, by, imported: Import) -> tuple[int, int, int]:
    """Take back what an import brought: (scores, words, contacts). Raises NotNow.

    Touchpoints that it made go too, unless somebody has used them since. Follow-ups that somebody has begun
    stay, and so does what a pain point rests on.
    """
    log.same_workspace(by, imported)
    done = Import.objects.filter(pk=imported.pk, state=ImportState.DONE)
    if not done.update(state=ImportState.UNDONE, path=""):
        raise NotNow
    mine = {"workspace_id": by.workspace_id, "imported": imported}
    scores, _tables = Score.objects.filter(**mine).delete()
    contacts, _tables = Contact.objects.filter(**mine).delete()
    # Tickets of other imports that only this one knew to be solved.
    told = Contact.objects.filter(workspace_id=by.workspace_id, solved_number=imported.pk)
    told.update(solved=None, solved_number=None)
    taken_followups = followups.remove_of_import(by=by, imported=imported)
    taken = taking_back.forget_answers(by.workspace_id, imported)
    # So that the same file can come in again: taking back cannot be taken back, the file is gone.
    ImportedRow.objects.filter(workspace_id=by.workspace_id, import_number=imported.pk).delete()
    places = [(kind, pk) for kind, pk in imported.report.get("places", [])]
    after = {"scores": scores, "words": taken, "contacts": contacts, "followups": taken_followups}
    shown = maps_with(places)
    group = uuid.uuid4()  # with its touchpoints, which can't come back without their answers
    log.record(by=by, verb="import_undo", target=imported, before={}, after=after, also_on=shown, group=group)
    taking_back.take_back_places(by=by, imported=imported, group=group)
    transaction.on_commit(lambda: store.forget(imported))
    return scores, taken, contacts
