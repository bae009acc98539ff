"""Languages and themes of a workspace's words, kept as rows so that pages need not read the words."""

from __future__ import annotations

import datetime

from django.db import connection, transaction
from django.db.models import Count

from cxjourney.feedback.models import Feedback
from cxjourney.feedback.words.fillers import is_filler
from cxjourney.feedback.words.languages import UNKNOWN, Detector, stems_of
from cxjourney.feedback.words.models import Theme, ThemeMatch
from cxjourney.feedback.words.terms import Finder, Term, Text, Words

BLOCK = 2000
MOST = 200_000  # the newest words; each takes some 300 bytes of memory while themes are looked for
RECENT = datetime.timedelta(days=90)
UNSPACED = {"ja", "zh", "th", "lo", "km", "my"}  # written without spaces, so their words cannot be told apart
NOWHERE = 0

SPOKEN = """
UPDATE cxjourney_feedback f SET language = said.code
  FROM unnest(%s::bigint[], %s::text[]) said (id, code) WHERE f.id = said.id AND f.workspace_id = %s
"""
MATCHES = """
INSERT INTO cxjourney_themematch (workspace_id, theme_id, feedback_id, touchpoint_id, said_on,
                                  sentiment, live)
SELECT f.workspace_id, m.theme, f.id, f.touchpoint_id, f.said_on, f.sentiment, f.removed_at IS NULL
  FROM unnest(%s::bigint[], %s::bigint[]) m (theme, feedback)
  JOIN cxjourney_feedback f ON f.id = m.feedback AND f.workspace_id = %s AND f.language <> ''
"""


def spoken(workspace_id: int):
    """Live feedback with words."""
    return Feedback.objects.for_workspace(workspace_id).live().exclude(text="")


def find_languages(workspace_id: int) -> int:
    """Say of every text not read yet in which language it is; returns how many there were."""
    known = spoken(workspace_id).exclude(language="").order_by().values_list("language")
    detector = Detector(dict(known.annotate(number=Count("pk"))))
    done = 0
    while block := list(
        spoken(workspace_id).filter(language="").order_by("pk").values_list("pk", "text")[:BLOCK]
    ):
        codes = detector.detect([text for _pk, text in block])
        with connection.cursor() as cursor:
            cursor.execute(SPOKEN, [[pk for pk, _text in block], codes, workspace_id])
        done += len(block)
    return done


def find_themes(workspace_id: int) -> int:
    """Find what the newest 200,000 texts are about, and keep it; returns how many themes there are."""
    found: list[tuple[str, Term]] = []
    for language, (words, texts) in _read(workspace_id).items():
        spelled = [word for word in words.repeated() if not is_filler(language, word)]
        found += [(language, term) for term in Finder(texts, words, stems_of(language, spelled)).find()]
    _keep(workspace_id, found)
    return len(found)


def _read(workspace_id: int) -> dict[str, tuple[Words, list[Text]]]:
    read: dict[str, tuple[Words, list[Text]]] = {}
    rows = spoken(workspace_id).exclude(language__in=["", UNKNOWN, *UNSPACED]).order_by("-said_on", "-pk")
    newest = None
    facts = rows.values_list("pk", "touchpoint_id", "said_on", "language", "text")[:MOST]
    for pk, touchpoint, day, language, text in facts.iterator(BLOCK):
        newest = newest or day
        words, texts = read.setdefault(language, (Words(), []))
        texts.append(Text(pk, touchpoint or NOWHERE, day > newest - RECENT, words.read(text)))
    return read


@transaction.atomic
def _keep(workspace_id: int, found: list[tuple[str, Term]]) -> None:
    """Themes found again keep their rows, so that addresses and kept views with them stay good."""
    rows = [
        Theme(workspace_id=workspace_id, language=code, key=term.key, term=term.term, weight=term.weight)
        for code, term in found
        if len(term.key) <= 120 and len(term.term) <= 120
    ]
    Theme.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["workspace", "language", "key"],
        update_fields=["term", "weight"],
    )
    ids = {(one.language, one.key): one.pk for one in Theme.objects.for_workspace(workspace_id)}
    kept = {(code, term.key): term.texts for code, term in found if (code, term.key) in ids}
    ThemeMatch.objects.for_workspace(workspace_id)._raw_delete("default")
    Theme.objects.filter(pk__in=[pk for key, pk in ids.items() if key not in kept])._raw_delete("default")
    themes = [ids[key] for key, texts in kept.items() for _text in texts]
    feedback = [text for texts in kept.values() for text in texts]
    with connection.cursor() as cursor:
        cursor.execute(MATCHES, [themes, feedback, workspace_id])
