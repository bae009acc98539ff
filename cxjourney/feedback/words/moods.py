"""The mood of words: by the scores that came with them, else by the machine; a person's word stays."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from cxjourney.feedback.followups import making
from cxjourney.feedback.models import Feedback, Judge, Sentiment
from cxjourney.feedback.words import judge
from cxjourney.feedback.words.languages import UNKNOWN
from cxjourney.feedback.words.models import MoodModel
from cxjourney.feedback.words.themes import BLOCK, spoken

ENOUGH, EACH = 500, 50  # labelled comments before a model learns, and least of either mood
GROWN = 1.1  # it learns anew when there are so many times the comments
MOST = 40_000  # the newest labelled comments

# Scores of the place the words are about say their mood, or all of that answer where there are none. Low and
# high as the inbox says it: NPS up to 6 and from 9, other scales below the middle and from the upper quarter.
BY_SCORE = """
UPDATE cxjourney_feedback f SET polarity = given.polarity, sentiment = given.mood, judged_by = 'score'
  FROM (
    SELECT id, round(avg(2 * place - 1)::numeric, 4) AS polarity,
           CASE WHEN avg(level) <= -1/3.0 THEN -1 WHEN avg(level) >= 1/3.0 THEN 1 ELSE 0 END AS mood
      FROM (
        SELECT f.id, (s.value - q.low)::float / (q.high - q.low) AS place,
               CASE WHEN q.kind = 'nps' THEN (s.value >= 9)::int - (s.value <= 6)::int
                    ELSE ((s.value - q.low) * 4 >= (q.high - q.low) * 3)::int
                         - ((s.value - q.low) * 2 < q.high - q.low)::int END AS level,
               s.touchpoint_id IS NOT DISTINCT FROM f.touchpoint_id
                 AND s.stage_id IS NOT DISTINCT FROM f.stage_id AS here,
               bool_or(s.touchpoint_id IS NOT DISTINCT FROM f.touchpoint_id
                 AND s.stage_id IS NOT DISTINCT FROM f.stage_id) OVER (PARTITION BY f.id) AS any_here
          FROM cxjourney_feedback f
          JOIN cxjourney_score s ON s.feedback_id = f.id
          JOIN cxjourney_question q ON q.id = s.question_id
         WHERE f.workspace_id = %(workspace)s AND f.text <> '' AND f.removed_at IS NULL
           AND (f.judged_by IN ('vader', 'model') OR f.judged_by = '' AND f.sentiment IS NULL)) scored
     WHERE here OR NOT any_here
     GROUP BY id) given
 WHERE f.id = given.id
RETURNING f.id, f.sentiment
"""
JUDGED = """
UPDATE cxjourney_feedback f
   SET polarity = said.polarity, sentiment = said.mood, judged_by = said.by, judge_number = %(number)s
  FROM unnest(%(ids)s::bigint[], %(polarities)s::float[], %(moods)s::smallint[], %(by)s::text[])
       said (id, polarity, mood, by)
 WHERE f.id = said.id AND f.workspace_id = %(workspace)s AND f.judged_by IN ('', 'vader', 'model')
   AND (f.judged_by <> '' OR f.sentiment IS NULL)
RETURNING f.id, f.sentiment
"""


def find_moods(workspace_id: int) -> None:
    """Judge what is not judged yet, and again what an older model judged. Rules follow up what is bad."""
    with connection.cursor() as cursor:
        cursor.execute(BY_SCORE, {"workspace": workspace_id})
        bad = _bad(cursor)
    if judge.is_ready():
        bad += _judge_all(workspace_id)
    making.of_words(workspace_id, bad)


def _bad(cursor) -> list[int]:
    return [pk for pk, mood in cursor.fetchall() if mood == Sentiment.BAD]


def _judge_all(workspace_id: int) -> list[int]:
    """Judge what is in a language the machine knows; returns what is bad."""
    bad: list[int] = []
    languages = spoken(workspace_id).exclude(language__in=["", UNKNOWN]).order_by()
    for language in languages.values_list("language", flat=True).distinct():
        _learn(workspace_id, language)
        bad += _judge(workspace_id, language)
    return bad


def labelled(workspace_id: int) -> QuerySet[Feedback]:
    """Comments whose mood is known: by their score, by the file they came in, or by a person."""
    known = [Judge.GIVEN, Judge.HAND, Judge.SCORE]
    return spoken(workspace_id).filter(judged_by__in=known, sentiment__in=[-1, 1])


def model_of(workspace_id: int, language: str) -> MoodModel | None:
    return MoodModel.objects.for_workspace(workspace_id).filter(language=language).first()


def _learn(workspace_id: int, language: str) -> None:
    """Learn when there is enough, and again when there is more of it or a person corrected something."""
    known = labelled(workspace_id).filter(language=language)
    counts = known.order_by().aggregate(
        all=Count("pk"),
        good=Count("pk", filter=Q(sentiment=1)),
        hand=Count("pk", filter=Q(judged_by=Judge.HAND)),
    )
    old = model_of(workspace_id, language)
    if counts["all"] < ENOUGH or min(counts["good"], counts["all"] - counts["good"]) < EACH:
        return
    if old and counts["all"] < GROWN * old.labelled and counts["hand"] == old.corrections:
        return
    rows = known.order_by("-said_on", "-pk").values_list("text", "sentiment", "judged_by")[:MOST]
    texts, moods, by = zip(*rows, strict=True)
    learnt, measured = judge.learn(language, texts, moods, [one == Judge.HAND for one in by])
    values = {**vars(measured), "share": learnt.share, "bias": learnt.bias}
    values |= {"coefficients": learnt.coefficients, "trained_at": timezone.now()}
    values |= {"labelled": counts["all"], "corrections": counts["hand"]}
    values["number"] = old.number + 1 if old else 1
    MoodModel.objects.update_or_create(workspace_id=workspace_id, language=language, defaults=values)


def _judge(workspace_id: int, language: str) -> list[int]:
    model, bad = model_of(workspace_id, language), []  # type: ignore[var-annotated]
    if model is None and language != judge.ENGLISH:
        return bad
    learnt = judge.Learnt(model.bias, bytes(model.coefficients), model.share) if model else None
    number, last = model.number if model else 0, 0
    waiting = (
        spoken(workspace_id)
        .filter(language=language)
        .filter(
            Q(judged_by=Judge.GIVEN, sentiment=None)
            | Q(judged_by__in=[Judge.VADER, Judge.MODEL]) & ~Q(judge_number=number)
        )
    )
    while rows := list(waiting.filter(pk__gt=last).order_by("pk").values_list("pk", "text")[:BLOCK]):
        last = rows[-1][0]
        found = judge.judge(language, [text for _pk, text in rows], learnt)
        bad += _keep(workspace_id, model, number, [pk for pk, _text in rows], found)
    return bad


@transaction.atomic
def _keep(workspace_id: int, model, number: int, ids: list[int], found: list[float | None]) -> list[int]:
    band, by = (judge.MIXED_MODEL, Judge.MODEL) if model else (judge.MIXED_VADER, Judge.VADER)
    values: dict[str, Any] = {
        "workspace": workspace_id,
        "number": number,
        "ids": ids,
        "polarities": found,
        "moods": [None if one is None else judge.mood_of(one, band) for one in found],
        "by": ["" if one is None else str(by.value) for one in found],
    }
    with connection.cursor() as cursor:
        cursor.execute(JUDGED, values)
        return _bad(cursor)


def known_by_language(workspace_id: int) -> dict[str, int]:
    """How many comments a model could learn from. One query."""
    rows = labelled(workspace_id).order_by().values_list("language")
    return dict(rows.annotate(number=Count("pk")))


def counts(workspace_id: int) -> dict[str, dict[str, int]]:
    """{language: {judged by whom: texts}}; "none" for those nobody could judge. One query."""
    rows = spoken(workspace_id).exclude(language="").order_by().values("language", "judged_by")
    found: dict[str, dict[str, int]] = {}
    for row in rows.annotate(texts=Count("pk"), judged=Count("sentiment")):
        by, parts = row["judged_by"] or "given", found.setdefault(row["language"], {})
        for name, number in ((by, row["judged"]), ("none", row["texts"] - row["judged"])):
            parts[name] = parts.get(name, 0) + number
    return found
