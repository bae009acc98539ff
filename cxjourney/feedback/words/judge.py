"""How a text is judged: VADER's word list for English, and a linear model of the workspace's own comments.

Needs the optional packages (requirements-words.txt); `is_ready` says if they are here. Knows no database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

ENGLISH = "en"
FEATURES = 2**16
FIRMNESS = (
    30  # inverse of the regularisation; of 3, 10 and 30 the best on reviews held out (docs/performance.md)
)
HELD_OUT, SEED, FOLDS = 0.2, 2014, 3
WEIGHED = 4000  # comments on which the share of the model is chosen
TESTED = 4000  # and most that are held out: VADER takes 3 ms for a long review
CORRECTION = 3  # what a person said counts so many times
SHARES = [step / 10 for step in range(11)]
# Polarities closer to zero are mixed: for VADER as its authors say, for a model where it is hardly sure.
MIXED_VADER, MIXED_MODEL = 0.05, 0.2


def is_ready() -> bool:
    return all(find_spec(name) for name in ("vaderSentiment", "sklearn"))


@dataclass(frozen=True)
class Learnt:
    """Log odds of a good mood = bias + coefficients · features; `share` is the part of that in a blend."""

    bias: float
    coefficients: bytes
    share: float


@dataclass(frozen=True)
class Measured:
    """How many of the comments held out were judged rightly, each way."""

    tested: int
    right: int
    right_model: int
    right_vader: int | None
    right_guess: int


def mood_of(polarity: float, band: float) -> int:
    """−1, 0 or 1."""
    return 0 if abs(polarity) < band else 1 if polarity > 0 else -1


def vader(texts: Sequence[str]) -> list[float | None]:
    """Polarity −1…+1 of English texts; None where no word is in its list, for then it knows nothing.

    Source: C. J. Hutto and E. Gilbert, VADER: A parsimonious rule-based model for sentiment analysis of
    social media text, ICWSM 2014: `compound`, the sum s of rated words over √(s² + 15).
    """
    scores = [_analyzer().polarity_scores(text) for text in texts]
    return [one["compound"] if one["pos"] or one["neg"] else None for one in scores]


def judge(language: str, texts: Sequence[str], learnt: Learnt | None) -> list[float | None]:
    """Polarity −1…+1 of each text, None where it cannot be told: share × model + (1 − share) × VADER.

    The model alone where VADER knows no word or not the language; VADER alone where nothing was learnt.
    """
    known: list[float | None] = vader(texts) if language == ENGLISH else [None] * len(texts)
    if learnt is None:
        return known
    own = predict(texts, learnt)
    return [
        round(one if word is None else learnt.share * one + (1 - learnt.share) * word, 4)
        for one, word in zip(own, known, strict=True)
    ]


def predict(texts: Sequence[str], learnt: Learnt) -> list[float]:
    """2p − 1 for the probability p of a good mood."""
    import numpy as np

    weights = np.frombuffer(learnt.coefficients, dtype="<f4").astype("f8")
    odds = _vectorizer().transform(texts) @ weights + learnt.bias
    return np.tanh(odds / 2).tolist()  # the same as 2 / (1 + e^−odds) − 1


def learn(
    language: str, texts: Sequence[str], moods: Sequence[int], corrected: Sequence[bool]
) -> tuple[Learnt, Measured]:
    """A model of comments whose mood (−1 or 1) is known, measured on a fifth that it did not learn from.

    Logistic regression over hashed single words and pairs. The share of the model in the blend is the one
    that judges most of the other comments rightly, each by a model that had not seen it (three folds). What
    is kept has learnt from all of them.
    """
    import numpy as np
    from sklearn.model_selection import train_test_split

    features = _vectorizer().transform(texts)
    truth, counts = np.array(moods), np.where(np.array(corrected), CORRECTION, 1)
    learning, testing = train_test_split(
        np.arange(len(truth)), test_size=HELD_OUT, stratify=truth, random_state=SEED
    )
    testing = testing[:TESTED]
    share = 1.0
    if language == ENGLISH:
        share = _choose_share(texts, features, truth, counts, learning[:WEIGHED])
    first = _fit(features[learning], truth[learning], counts[learning])
    model = 2 * first.predict_proba(features[testing])[:, 1] - 1
    words = _vader_numbers(texts, testing) if language == ENGLISH else None
    blend = model if words is None else _blend(model, words, share)
    measured = Measured(
        tested=len(testing),
        right=_right(blend, truth[testing]),
        right_model=_right(model, truth[testing]),
        right_vader=None if words is None else _right(np.nan_to_num(words), truth[testing]),
        right_guess=int(max((truth[testing] == 1).sum(), (truth[testing] == -1).sum())),
    )
    last = _fit(features, truth, counts)
    kept = last.coef_[0].astype("<f4").tobytes()
    return Learnt(float(last.intercept_[0]), kept, share), measured


def _choose_share(texts, features, truth, counts, rows) -> float:
    """Of equally good shares the one in the middle."""
    import numpy as np
    from sklearn.model_selection import StratifiedKFold

    words, model = _vader_numbers(texts, rows), np.zeros(len(rows))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for learning, testing in folds.split(rows, truth[rows]):
        fitted = _fit(features[rows[learning]], truth[rows[learning]], counts[rows[learning]])
        model[testing] = 2 * fitted.predict_proba(features[rows[testing]])[:, 1] - 1
    right = [_right(_blend(model, words, share), truth[rows]) for share in SHARES]
    best = [share for share, number in zip(SHARES, right, strict=True) if number == max(right)]
    return best[len(best) // 2]


def _fit(features, truth, counts):
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=FIRMNESS, solver="liblinear").fit(features, truth, sample_weight=counts)


def _vader_numbers(texts, rows):
    import numpy as np

    return np.array([np.nan if one is None else one for one in vader([texts[row] for row in rows])])


def _blend(model, words, share: float):
    import numpy as np

    return np.where(np.isnan(words), model, share * model + (1 - share) * np.nan_to_num(words))


def _right(polarities, truth) -> int:
    """Zero counts as wrong: it says nothing."""
    return int(((polarities * truth) > 0).sum())


@cache
def _analyzer() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


@cache
def _vectorizer() -> Any:
    """Hashing keeps no vocabulary, so a model is numbers only, and no customer's words stand in it."""
    from sklearn.feature_extraction.text import HashingVectorizer

    return HashingVectorizer(
        n_features=FEATURES, ngram_range=(1, 2), alternate_sign=False, strip_accents="unicode"
    )
