"""Reads of the inbox: the words that pass the filters, a page at a time, however many there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower
from django.utils import timezone

from cxjourney.feedback.models import Feedback, FeedbackView, Score
from cxjourney.feedback.queries import MOOD_VALUES, add_scores, with_places
from cxjourney.feedback.words.models import Theme, ThemeMatch
from cxjourney.journeys.models import Placement
from cxjourney.kit import periods
from cxjourney.personas.models import Persona

PAGE = 50
COUNTED = 1000  # above that the page says "more than": counting a million takes longer than reading fifty
EXPORTED = 100_000
FEW = 5000  # found words that are sorted rather than walked to
PHRASE = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')


@dataclass
class FeedbackPage:
    """One page of the list. `older` is where the next begins, blank on the last."""

    rows: list[Feedback]
    count: int
    older: str
    first: bool

    @property
    def many(self) -> bool:
        return self.count > COUNTED


def feedback_page(workspace, chosen: dict[str, Any]) -> FeedbackPage:
    """Words that pass the filters, newest first, each with `scores` given with it. Four queries at most."""
    found = filtered(workspace, chosen)
    count = found.order_by()[: COUNTED + 1].count()
    after = chosen.get("after", "")
    rows = list(newest_first(with_places(_older(found, after)).select_related("team"))[: PAGE + 1])
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    add_scores(rows)
    return FeedbackPage(rows, count, _mark(rows[-1]) if more else "", not after)


def newest_first(found: QuerySet[Feedback]) -> QuerySet[Feedback]:
    return found.order_by("-said_on", "-pk")


def _mark(row: Feedback) -> str:
    return f"{row.said_on.isoformat()}.{row.pk}"


def _older(found: QuerySet[Feedback], mark: str) -> QuerySet[Feedback]:
    """Those behind this one in the list. The first condition is what the index understands."""
    if not mark:
        return found
    day, _dot, pk = mark.partition(".")
    return found.filter(said_on__lte=day).filter(Q(said_on__lt=day) | Q(pk__lt=pk))


def filtered(workspace, chosen: dict[str, Any]) -> QuerySet[Feedback]:
    """The words that pass; `chosen` comes from forms.FilterForm.

    One query where something is searched, one for a stage.
    """
    everything = found = Feedback.objects.for_workspace(workspace).live().exclude(text="")
    kind, _colon, number = chosen.get("spot", "").partition(":")
    if kind in ("touchpoint", "stage") and number.isdecimal() and len(number) < 19:
        here = Q(touchpoint__in=_touchpoints_of(int(number))) if kind == "stage" else Q()
        found = found.filter(here | Q(**{kind: int(number)}))
    for name in ("persona", "source", "status"):
        if value := chosen.get(name):
            found = found.filter(**{name: value})
    if "team" in chosen:
        found = found.filter(team=chosen["team"] or None)
    if mood := chosen.get("sentiment"):
        found = found.filter(sentiment=MOOD_VALUES.get(mood))
    if theme := chosen.get("theme"):
        spoken = ThemeMatch.objects.for_workspace(workspace).filter(theme=theme, feedback=OuterRef("pk"))
        found = found.filter(Exists(spoken))
    if key := chosen.get("period"):
        period = periods.parse(key, today=timezone.localdate())
        found = found.filter(said_on__range=(period.start, period.end))
    if score := chosen.get("score"):
        found = found.filter(Exists(_scored(score).filter(feedback=OuterRef("pk"))))
    return search(found, everything, chosen.get("q", ""))


def _touchpoints_of(stage: int) -> list[int]:
    """The touchpoints that stand in a stage: what was said of them was said there."""
    return list(Placement.objects.live().filter(stage=stage).values_list("touchpoint_id", flat=True))


def _scored(how: str) -> QuerySet[Score]:
    """Low: NPS up to 6, or below the middle of the scale; high: 9 and 10, or its upper quarter."""
    share = (F("value") - F("question__low")) * 100
    width = F("question__high") - F("question__low")
    nps = Q(question__kind="nps")
    given = Score.objects.alias(share=share, width=width)
    if how == "low":
        return given.filter(Q(nps, value__lte=6) | Q(~nps, share__lt=width * 50))
    return given.filter(Q(nps, value__gte=9) | Q(~nps, share__gte=width * 75))


def search(found: QuerySet[Feedback], everything: QuerySet[Feedback], text: str) -> QuerySet[Feedback]:
    """Those that hold every word (its beginning is enough) and "phrase", and none with a minus before it.

    `everything` are all words of the workspace.
    """
    query = tsquery(text)
    if not query:
        return found
    # The column is the database's own (a migration makes it), so that no list has to read it.
    match = RawSQL("cxjourney_feedback.search @@ to_tsquery('simple', %s)", [query], BooleanField())
    # Where few words are found, the newest come first by sorting them; where many, by walking all from the
    # newest. The database cannot know which, for a word that its statistics have never seen.
    few = list(everything.filter(match).order_by().values_list("pk", flat=True)[: FEW + 1])
    if len(few) > FEW:
        return found.filter(match)
    return found.filter(RawSQL("cxjourney_feedback.id = ANY(%s)", [few], BooleanField()))


def tsquery(text: str) -> str:
    """What was typed, as PostgreSQL's to_tsquery reads it; blank when it holds no word."""
    terms = []
    for minus, phrase, word in PHRASE.findall(text):
        words = [f"'{one}'" for one in re.findall(r"\w+", phrase or word)]
        if not words:
            continue
        if not phrase:
            words[-1] += ":*"
        terms.append(f"{'!' if minus else ''}({' <-> '.join(words)})")
    return " & ".join(terms)


def persona_options(workspace) -> list[Persona]:
    """The personas by name. One query."""
    return list(
        Persona.objects.for_workspace(workspace).live().filter(archived_at=None).order_by("name", "pk")
    )


def theme_options(workspace) -> list[Theme]:
    """The themes by name. One query."""
    return list(Theme.objects.for_workspace(workspace).order_by(Lower("term"), "pk"))


def views_of(workspace) -> list[FeedbackView]:
    """The kept views by name. One query."""
    return list(FeedbackView.objects.for_workspace(workspace).live().order_by(Lower("name"), "pk"))


def exported(workspace, chosen: dict[str, Any]) -> Iterator[Feedback]:
    """Every one that passes, newest first, at most 100,000, each with `themes`; three queries a thousand."""
    found = with_places(filtered(workspace, chosen)).select_related("team")
    mark, left = "", EXPORTED
    while left > 0:
        rows = list(newest_first(_older(found, mark))[: min(left, 1000)])
        add_scores(rows)
        _add_themes(rows)
        yield from rows
        if len(rows) < 1000:
            return
        mark, left = _mark(rows[-1]), left - len(rows)


def _add_themes(rows: list[Feedback]) -> None:
    said: dict[int, list[str]] = {}
    matches = ThemeMatch.objects.filter(feedback__in=[row.pk for row in rows]).order_by("theme__term")
    for feedback, term in matches.values_list("feedback_id", "theme__term"):
        said.setdefault(feedback, []).append(term)
    for row in rows:
        row.themes = said.get(row.pk, [])  # type: ignore[attr-defined]
