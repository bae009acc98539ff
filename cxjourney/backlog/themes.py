"""Reads of the page of themes: what customers speak of, how much more than before, in which mood."""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from django.db import connection
from django.db.models import Max, Q

from cxjourney.backlog.queries import standing
from cxjourney.feedback.models import Feedback
from cxjourney.feedback.places import touchpoints
from cxjourney.feedback.words.models import Theme, ThemeMatch, WordsRun
from cxjourney.kit import periods
from cxjourney.metrics.formulas import Estimate, share, trend
from cxjourney.metrics.watch import few_answers

SHOWN = 25
SORTS = ("often", "rising", "worst")
BEFORE, AFTER = 50, 170  # letters shown on either side of the theme in a quote
GOOD, BAD = 0.2, -0.2  # mean moods beyond which a theme is not mixed

# Three windows: the period (i), and the two of the trend (now, before).
MENTIONED = """
SELECT theme_id, touchpoint_id,
       count(*) FILTER (WHERE said_on BETWEEN %(start)s AND %(end)s),
       count(*) FILTER (WHERE said_on BETWEEN %(now)s AND %(end)s),
       count(*) FILTER (WHERE said_on BETWEEN %(before)s AND %(until)s),
       count(*) FILTER (WHERE said_on BETWEEN %(start)s AND %(end)s AND sentiment = 1),
       count(*) FILTER (WHERE said_on BETWEEN %(start)s AND %(end)s AND sentiment = 0),
       count(*) FILTER (WHERE said_on BETWEEN %(start)s AND %(end)s AND sentiment = -1)
  FROM cxjourney_themematch
 WHERE workspace_id = %(workspace)s AND live AND said_on BETWEEN %(first)s AND %(end)s
   AND (%(touchpoint)s::bigint IS NULL OR touchpoint_id = %(touchpoint)s)
 GROUP BY theme_id, touchpoint_id
"""
SAID = """
SELECT language,
       count(*) FILTER (WHERE said_on BETWEEN %(start)s AND %(end)s),
       count(*) FILTER (WHERE said_on BETWEEN %(now)s AND %(end)s),
       count(*) FILTER (WHERE said_on BETWEEN %(before)s AND %(until)s)
  FROM cxjourney_feedback
 WHERE workspace_id = %(workspace)s AND language <> '' AND text <> '' AND removed_at IS NULL
   AND said_on BETWEEN %(first)s AND %(end)s
   AND (%(touchpoint)s::bigint IS NULL OR touchpoint_id = %(touchpoint)s)
 GROUP BY language
"""
# Of the newest thirty those of a length that can be read at a glance.
QUOTES = """
SELECT wanted.id, q.id, q.text, q.said_on, q.sentiment
  FROM unnest(%(themes)s::bigint[]) wanted (id), LATERAL (
    SELECT * FROM (
      SELECT f.id, f.text, f.said_on, f.sentiment
        FROM cxjourney_themematch m JOIN cxjourney_feedback f ON f.id = m.feedback_id
       WHERE m.theme_id = wanted.id AND m.live AND m.workspace_id = %(workspace)s
         AND m.said_on BETWEEN %(start)s AND %(end)s
         AND (%(touchpoint)s::bigint IS NULL OR m.touchpoint_id = %(touchpoint)s)
       ORDER BY m.said_on DESC, m.feedback_id DESC LIMIT 30) newest
     ORDER BY length(text) BETWEEN 40 AND 400 DESC, said_on DESC, id DESC LIMIT 3) q
"""


class Counts(NamedTuple):
    """Texts in the period, and in the two windows of the trend."""

    period: int = 0
    now: int = 0
    before: int = 0


class Quote(NamedTuple):
    """A customer's words around the theme, in three parts; the middle one is the theme."""

    pk: int
    left: str
    theme: str
    right: str
    said_on: datetime.date
    mood: str


@dataclass
class ThemeRow:
    theme: Theme
    counts: Counts
    whole: Counts
    good: int
    mixed: int
    bad: int
    touchpoint: tuple[int, str] | None  # where it is spoken of most
    few: int  # texts of the period below which a share says nothing
    quotes: list[Quote] = field(default_factory=list)
    pain: int | None = None  # the open pain point of that name there

    @property
    def n(self) -> int:
        return self.counts.period

    @property
    def share(self) -> Estimate | None:
        return share(self.counts.period, self.whole.period) if self.whole.period >= self.few else None

    @property
    def trend(self) -> tuple[float, bool] | None:
        """(change of its share, whether it is more than chance) against as many days before."""
        if min(self.whole.now, self.whole.before) < self.few:
            return None
        return trend(share(self.counts.now, self.whole.now), share(self.counts.before, self.whole.before))

    @property
    def judged(self) -> int:
        return self.good + self.mixed + self.bad

    @property
    def polarity(self) -> float | None:
        """The mean mood, −1 to +1; None when nobody judged one of them."""
        return (self.good - self.bad) / self.judged if self.judged else None

    @property
    def mood(self) -> str:
        if self.polarity is None:
            return ""
        return "good" if self.polarity >= GOOD else "bad" if self.polarity <= BAD else "mixed"

    @property
    def rise(self) -> float:
        change, sure = self.trend or (0.0, False)
        return change + (1 if sure and change > 0 else 0)


@dataclass(frozen=True)
class Wish:
    """What the reader wants to see; `touchpoint` None is everywhere, `language` blank all of them."""

    touchpoint: int | None = None
    language: str = ""
    sort: str = "often"


@dataclass(frozen=True)
class ThemePage:
    wish: Wish
    period: periods.Period
    rows: list[ThemeRow]
    total: int
    said: int
    languages: list[str]
    run: WordsRun | None


def latest_day(workspace) -> datetime.date | None:
    """When customers last said something that was read. One query."""
    found = Feedback.objects.for_workspace(workspace).live().exclude(text="").exclude(language="")
    return found.aggregate(day=Max("said_on"))["day"]


def theme_page(workspace, wish: Wish, period: periods.Period) -> ThemePage:
    """The themes of a period, most spoken of first. Eight queries, none of which reads all words."""
    values = _values(workspace, wish, period)
    said = {language: Counts(*rest) for language, *rest in _fetch(SAID, values)}
    themes = {
        one.pk: one
        for one in Theme.objects.for_workspace(workspace)
        if not wish.language or one.language == wish.language
    }
    found, few = _fetch(MENTIONED, values), few_answers(workspace)
    rows = _counted(themes, found, _whole(said, wish), dict(_places(workspace)), few)
    rows.sort(key=attrgetter("theme.term"))
    rows.sort(key=_order(wish.sort), reverse=True)
    shown = rows[:SHOWN]
    _quote(shown, values)
    _find_pains(workspace, shown)
    run = WordsRun.objects.for_workspace(workspace).first()
    whole = _whole(said, wish).period
    return ThemePage(wish, period, shown, len(rows), whole, sorted({*said} - {"und"}), run)


def _order(sort: str):
    if sort == "rising":
        return lambda row: (row.rise, row.n)
    if sort == "worst":
        return lambda row: (row.bad - row.good, row.n)
    return lambda row: row.n


def _values(workspace, wish: Wish, period: periods.Period) -> dict:
    (now, end), (before, until) = period.compared
    return {
        "workspace": workspace.pk,
        "touchpoint": wish.touchpoint,
        "start": period.start,
        "end": end,
        "now": now,
        "before": before,
        "until": until,
        "first": min(before, period.start),
    }


def _fetch(statement: str, values: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _places(workspace) -> Iterable[tuple[int, str]]:
    return touchpoints(workspace).values_list("pk", "name")


def _whole(said: dict[str, Counts], wish: Wish) -> Counts:
    chosen = [one for language, one in said.items() if not wish.language or language == wish.language]
    return Counts(*(sum(numbers) for numbers in zip(*chosen, strict=True))) if chosen else Counts()


def _counted(
    themes: dict[int, Theme], found: list[tuple], whole: Counts, places: dict, few: int
) -> list[ThemeRow]:
    by_theme: dict[int, list[tuple]] = defaultdict(list)
    for theme, *rest in found:
        by_theme[theme].append(tuple(rest))
    rows = []
    for pk, parts in by_theme.items():
        sums = [sum(part[column] for part in parts) for column in range(1, 7)]
        where = Counter({part[0]: part[1] for part in parts if part[0] in places})
        most = where.most_common(1)
        place = (most[0][0], places[most[0][0]]) if most else None
        if pk in themes and sums[0]:
            good, mixed, bad = sums[3:]
            rows.append(ThemeRow(themes[pk], Counts(*sums[:3]), whole, good, mixed, bad, place, few))
    return rows


def _quote(rows: list[ThemeRow], values: dict) -> None:
    by_theme = {row.theme.pk: row for row in rows}
    for theme, pk, text, day, sentiment in _fetch(QUOTES, values | {"themes": list(by_theme)}):
        row = by_theme[theme]
        mood = {-1: "bad", 0: "mixed", 1: "good"}.get(sentiment, "")
        row.quotes.append(Quote(pk, *_around(text, row.theme.term), day, mood))


def _around(text: str, term: str) -> tuple[str, str, str]:
    """What stands before the theme, the theme, and what follows it. Stems vary, so a beginning is enough."""
    text = " ".join(text.split())
    pattern = r"[\W_]+".join(re.escape(word[: max(4, len(word) - 3)]) + r"\w*" for word in term.split())
    found = re.search(rf"\b{pattern}", text, re.IGNORECASE)
    start, end = found.span() if found else (0, 0)
    left, right = text[:start], text[end:]
    if len(left) > BEFORE:
        left = "…" + left[-BEFORE:].partition(" ")[2]
    if len(right) > AFTER:
        right = right[:AFTER].rpartition(" ")[0] + "…"
    return left, text[start:end], right


def pain_title(theme: Theme) -> str:
    return theme.term[:1].upper() + theme.term[1:]


def place_of(groups: Iterable, theme: Theme) -> str:
    """Of the places to choose from, the value of the first whose name has the theme in it; else empty."""
    places = [place for _label, several in groups for place in several]
    return next((key for key, name in places if theme.term.casefold() in str(name).casefold()), "")


def _find_pains(workspace, rows: list[ThemeRow]) -> None:
    """Which of them are pain points already: one of this name, at that touchpoint; anywhere, where the words
    were said of the whole journey. One query.
    """
    titles = {pain_title(row.theme) for row in rows}
    found = standing(workspace).filter(title__in=titles).values_list("title", "touchpoint", "pk")
    pains = {(title, touchpoint): pk for title, touchpoint, pk in found}
    anywhere = {title: pk for (title, _touchpoint), pk in pains.items()}
    for row in rows:
        title = pain_title(row.theme)
        row.pain = pains.get((title, row.touchpoint[0])) if row.touchpoint else anywhere.get(title)


PROOFS = 100


def proofs(workspace, theme: Theme, touchpoint: int | None) -> list[Feedback]:
    """The newest complaints about a theme, or what is not praise, or all there is. Four queries at most."""
    matches = ThemeMatch.objects.for_workspace(workspace).filter(theme=theme, live=True)
    if touchpoint:
        matches = matches.filter(touchpoint=touchpoint)
    for wanted in (Q(sentiment=-1), ~Q(sentiment=1) | Q(sentiment=None), Q()):
        newest = matches.filter(wanted).order_by("-said_on", "-feedback")[:PROOFS]
        if chosen := list(newest.values_list("feedback", flat=True)):
            rows = Feedback.objects.for_workspace(workspace).live().exclude(text="").filter(pk__in=chosen)
            return list(rows.select_related("touchpoint", "stage").order_by("-said_on", "-pk"))
    return []
