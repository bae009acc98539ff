"""In which language customers write: by its little words, then by a library where one is installed.

The stop words and stems are those of PostgreSQL's own dictionaries (Snowball), so none are kept here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec

from django.db import connection

# Languages whose little words and stems the database knows, by ISO 639-1.
KNOWN = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
SAME = {"nb": "no", "nn": "no"}
UNKNOWN = "und"  # as ISO 639-2 says it
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
VOTES, LEAD = 3, 1.5  # little words that decide, and how many times those of the next language
SURE = 0.5  # the library's own probability, which it scales by the length of the text
HOME = 0.8  # share of the sure texts that makes a language that of the workspace
READ = 300  # letters that the library looks at

LITTLE = """
SELECT word, array_agg(code) FROM unnest(%s::text[]) word, unnest(%s::text[], %s::text[]) known (code, name)
 WHERE ts_lexize((name || '_stem')::regdictionary, word) = '{}' GROUP BY word
"""
STEMS = """
SELECT word, (ts_lexize(%s::regdictionary, word))[1] FROM unnest(%s::text[]) word
"""


def words_of(text: str) -> list[str]:
    return WORD.findall(text.lower())


def stems_of(language: str, words: list[str]) -> dict[str, str]:
    """{word: its stem}, without those that say nothing by themselves. One query."""
    if language not in KNOWN:
        return {word: word for word in words}
    with connection.cursor() as cursor:
        cursor.execute(STEMS, [f"{KNOWN[language]}_stem", words])
        return {word: stem for word, stem in cursor.fetchall() if stem}


class Detector:
    """Finds the language of texts. `counts` says how many texts of the workspace are known to be in which."""

    def __init__(self, counts: dict[str, int] | None = None):
        self.counts = Counter(counts or {})
        self.little: dict[str, list[str]] = {}

    def detect(self, texts: list[str]) -> list[str]:
        """A code for each text, UNKNOWN where it cannot be told. At most one query."""
        split = [words_of(text[: 4 * READ]) for text in texts]
        self._learn({word for words in split for word in words if len(word) <= 12})
        found = [
            self._vote(words) or by_library(text[:READ]) for words, text in zip(split, texts, strict=True)
        ]
        self.counts.update(code for code in found if code)
        home = self._home()
        return [
            code or (home if home and _could_be(home, words) else UNKNOWN)
            for code, words in zip(found, split, strict=True)
        ]

    def _learn(self, words: Iterable[str]) -> None:
        new = [word for word in words if word not in self.little]
        if new:
            self.little.update({word: [] for word in new})
            with connection.cursor() as cursor:
                cursor.execute(LITTLE, [new, list(KNOWN), list(KNOWN.values())])
                self.little.update(cursor.fetchall())

    def _vote(self, words: list[str]) -> str:
        votes = Counter(code for word in words for code in self.little.get(word, ()))
        (best, most), (_next, second) = [*votes.most_common(2), ("", 0), ("", 0)][:2]
        return best if most >= VOTES and most >= LEAD * second else ""

    def _home(self) -> str:
        """The language of nearly all: short texts that could be any are taken for it."""
        known = {code: number for code, number in self.counts.items() if code != UNKNOWN}
        best = max(known, key=known.__getitem__, default="")
        return best if best and known[best] >= HOME * sum(known.values()) else ""


def _could_be(language: str, words: list[str]) -> bool:
    """Whether the letters fit: Latin ones for all we know but Russian."""
    letters = "".join(words)
    latin = sum(letter < "\u0250" for letter in letters)
    return bool(letters) and (latin * 2 < len(letters)) == (language == "ru") and language in KNOWN


def by_library(text: str) -> str:
    """What py3langid says where it is sure; blank otherwise, and where it is not installed."""
    identify = _identifier()
    if identify is None or not text.strip():
        return ""
    code, probability = identify.classify(text)
    return SAME.get(code, code) if probability >= SURE else ""


@cache
def _identifier():
    if not find_spec("py3langid"):
        return None
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
