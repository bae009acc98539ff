"""Which words and groups of words texts are about: frequent n-grams, weighed by c-TF-IDF."""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

PIECE = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|[^\s’'\w-]+|\d+|\n")
LEAST, LEAST_SHARE = 3, 0.002  # texts that a term needs, and their share of all
CLASS_SHARE = 0.01  # and of those of the place for which it is chosen
MOST_SHARE = 0.4  # what stands in more texts is what the survey is about, not a theme
A_PLACE = 10  # single words chosen for each place, and as many groups, which always are rarer
RISING = 15
SURE = 2.58  # z beyond which a rise is not chance (two-sided 99 %: many terms are tried)
INSIDE = 0.5  # a shorter term goes when the longer one stands in so much of it
BREAK = 0  # between two words that do not follow one another

Gram = tuple[int, ...]


@dataclass
class Text:
    """One text of a language: `place` is any key (a touchpoint), `recent` that it is of the newest days."""

    pk: int
    place: int
    recent: bool
    words: array


@dataclass
class Term:
    key: str
    term: str
    weight: float
    texts: list[int] = field(default_factory=list)  # their numbers


class Words:
    """Words as numbers, so that a hundred thousand texts fit into memory."""

    def __init__(self) -> None:
        self.number: dict[str, int] = {"": BREAK}
        self.spelled = [""]
        self.texts_with: list[int] = [0]

    def read(self, text: str) -> array:
        """The words of a text, with BREAK at every sign that parts them."""
        found = array("I")
        for piece in PIECE.findall(text.lower()):
            found.append(self._number_of(piece) if piece[0].isalpha() else BREAK)
        for number in set(found):
            self.texts_with[number] += 1
        return found

    def _number_of(self, word: str) -> int:
        number = self.number.get(word)
        if number is None:
            number = self.number[word] = len(self.spelled)
            self.spelled.append(word)
            self.texts_with.append(0)
        return number

    def repeated(self) -> list[str]:
        """Words of at least two texts, the only ones that can become terms."""
        return [word for word, texts in zip(self.spelled, self.texts_with, strict=True) if word and texts > 1]


class Finder:
    """The terms of the texts of one language. `stem_of` is {word: stem} of the words that count."""

    def __init__(self, texts: list[Text], words: Words, stem_of: dict[str, str]):
        self.texts, self.words = texts, words
        self.least = max(LEAST, math.ceil(LEAST_SHARE * len(texts)))
        self.stems = [""]
        numbers = {"": BREAK}
        self.stem = array("I", bytes(4 * len(words.spelled)))
        for word, stem in stem_of.items():
            if stem not in numbers:
                numbers[stem] = len(self.stems)
                self.stems.append(stem)
            self.stem[words.number[word]] = numbers[stem]

    def find(self) -> list[Term]:
        """The chosen terms, each with the texts that hold it."""
        self._count()
        chosen = self._without_shorter({*self._by_place(), *self._rising()})
        return self._gather(chosen)

    def _sequence(self, text: Text) -> list[int]:
        stem = self.stem
        return [stem[word] for word in text.words]

    def _count(self) -> None:
        """`count[gram]` is in how many texts it stands, `times[place][gram]` how often. In three passes:

        a longer one is only counted where its parts are frequent, as Apriori does (Agrawal, Srikant 1994).
        """
        self.count: Counter[Gram] = Counter()
        self.recent: Counter[Gram] = Counter()
        self.times: dict[int, Counter[Gram]] = defaultdict(Counter)
        self.in_place: dict[int, Counter[Gram]] = defaultdict(Counter)
        self.frequent: set[Gram] = set()
        for size in (1, 2, 3):
            count: Counter[Gram] = Counter()
            for text in self.texts:
                count.update(set(self._grams(text, size)))
            self.frequent |= {gram for gram, number in count.items() if number >= self.least}
            self.count.update({gram: count[gram] for gram in count if gram in self.frequent})
        for text in self.texts:
            grams = [gram for size in (1, 2, 3) for gram in self._grams(text, size) if gram in self.frequent]
            self.times[text.place].update(grams)
            once = set(grams)
            self.in_place[text.place].update(once)
            if text.recent:
                self.recent.update(once)

    def _grams(self, text: Text, size: int) -> Iterator[Gram]:
        """Neighbours of which all shorter groups are frequent."""
        row = self._sequence(text)
        if size == 1:
            yield from ((stem,) for stem in row if stem)
            return
        frequent = self.frequent
        shifted = [row[start:] for start in range(size)]
        for gram in zip(*shifted, strict=False):
            if BREAK not in gram and gram[1:] in frequent and gram[:-1] in frequent:
                yield gram

    def _worth(self) -> set[Gram]:
        most = MOST_SHARE * len(self.texts) if len(self.texts) >= 50 else len(self.texts)
        # A word twice in a row is a slip of the pen.
        return {gram for gram in self.frequent if self.count[gram] <= most and len(set(gram)) == len(gram)}

    def _by_place(self) -> Iterator[Gram]:
        """The terms that tell each place from the others.

        c-TF-IDF: how often a term stands in the texts of a place, as a share of the words there, times
        log(1 + A / f), f being how often it stands anywhere and A the mean number of words of a place.
        Source: M. Grootendorst, BERTopic: Neural topic modeling with a class-based TF-IDF procedure, 2022.
        """
        worth = self._worth()
        totals = {place: sum(times.values()) for place, times in self.times.items()}
        mean = sum(totals.values()) / max(1, len(totals))
        anywhere: Counter[Gram] = Counter()
        for times in self.times.values():
            anywhere.update(times)
        sizes = Counter(text.place for text in self.texts)
        self.weight: dict[Gram, float] = defaultdict(float)
        for place, times in self.times.items():
            least = max(LEAST, math.ceil(CLASS_SHARE * sizes[place]))
            weights = {
                gram: number / totals[place] * math.log1p(mean / anywhere[gram])
                for gram, number in times.items()
                if gram in worth and self.in_place[place][gram] >= least
            }
            for gram, weight in weights.items():
                self.weight[gram] = max(self.weight[gram], weight)
            best = sorted(weights, key=lambda gram: (-weights[gram], gram))
            yield from [gram for gram in best if len(gram) == 1][:A_PLACE]
            yield from [gram for gram in best if len(gram) > 1][:A_PLACE]

    def _rising(self) -> Iterator[Gram]:
        """Terms whose share among the newest texts is larger than before, and not by chance.

        z of two shares with the pooled variance (Fleiss, Levin, Paik: Statistical Methods for Rates and
        Proportions, 2003, 3.1).
        """
        now = sum(text.recent for text in self.texts)
        before = len(self.texts) - now
        if not now or not before:
            return
        rise = {}
        for gram in self._worth():
            new, old = self.recent[gram], self.count[gram] - self.recent[gram]
            pooled = (new + old) / (now + before)
            spread = math.sqrt(pooled * (1 - pooled) * (1 / now + 1 / before))
            if new >= self.least and spread:
                rise[gram] = (new / now - old / before) / spread
        best = sorted(rise, key=lambda gram: (-rise[gram], gram))[:RISING]
        yield from (gram for gram in best if rise[gram] >= SURE)

    def _without_shorter(self, chosen: set[Gram]) -> set[Gram]:
        """'check' goes where 'check in' says nearly all of it; both stay where it is about more."""
        longer = [gram for gram in self._worth() if len(gram) > 1]
        for gram in longer:
            for part in _parts(gram):
                if part in chosen and self.count[gram] >= INSIDE * self.count[part]:
                    chosen.discard(part)
                    chosen.add(gram)
        return chosen

    def _gather(self, chosen: set[Gram]) -> list[Term]:
        found = {gram: Term(self._key(gram), "", self.weight[gram]) for gram in chosen}
        spelled: dict[Gram, Counter[Gram]] = defaultdict(Counter)
        for text in self.texts:
            row, seen = self._sequence(text), set()
            for size in (1, 2, 3):
                for start in range(len(row) - size + 1):
                    gram = tuple(row[start : start + size])
                    if gram in found:
                        spelled[gram][tuple(text.words[start : start + size])] += 1
                        seen.add(gram)
            for gram in seen:
                found[gram].texts.append(text.pk)
        for gram, term in found.items():
            most, _times = max(spelled[gram].items(), key=lambda item: (item[1], item[0]))
            term.term = " ".join(self.words.spelled[word] for word in most)
        return sorted(found.values(), key=lambda term: term.key)

    def _key(self, gram: Gram) -> str:
        return " ".join(self.stems[stem] for stem in gram)


def _parts(gram: Gram) -> Iterable[Gram]:
    """The shorter groups inside: (a, b, c) holds a, b, c, ab and bc."""
    return (
        gram[start : start + size] for size in range(1, len(gram)) for start in range(len(gram) - size + 1)
    )
