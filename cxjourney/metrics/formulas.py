"""The numbers of customer experience, from histograms {answer: how many gave it}.

Every estimate comes with its 95 % interval and its n. No answers: None, never an exception.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

Histogram = Mapping[int, int]

Z95 = 1.959964  # two-sided 95 % of the standard normal distribution


@dataclass(frozen=True)
class Estimate:
    """A value with the bounds of its 95 % interval and the number of answers, in `unit`.

    `unit` is "points" (NPS, −100…100), "mean" (the scale's own steps), "share" (0…1) or "experience" (−2…+2).
    """

    value: float
    low: float
    high: float
    n: int
    unit: str


def answers(histogram: Histogram) -> int:
    """How many answers there are."""
    return sum(histogram.values())


def share(part: int, whole: int) -> Estimate | None:
    """A share with Wilson's score interval.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22, 1927.
    74 of 107: 69.2 %, 59.9 to 77.1.
    """
    if whole <= 0:
        return None
    p, z2 = part / whole, Z95 * Z95
    middle = (p + z2 / (2 * whole)) / (1 + z2 / whole)
    half = Z95 * math.sqrt(p * (1 - p) / whole + z2 / (4 * whole * whole)) / (1 + z2 / whole)
    return Estimate(p, max(0.0, min(p, middle - half)), min(1.0, max(p, middle + half)), whole, "share")


def nps(histogram: Histogram) -> Estimate | None:
    """Net promoter score in points: share of 9–10 less share of 0–6, with the adjusted Wald interval.

    Three quarters of an answer are added to promoters and to detractors, one and a half to passives; that
    keeps the interval honest for few answers. Source: B. Rocks, Interval estimation for the "Net Promoter
    Score", The American Statistician 70, 2016: "adjusted Wald (3, T)", the best of the six compared there.
    50 promoters, 20 detractors of 100: 30, 14.1 to 44.2.
    """
    n = answers(histogram)
    if n <= 0:
        return None
    promoters = sum(count for answer, count in histogram.items() if answer >= 9)
    detractors = sum(count for answer, count in histogram.items() if answer <= 6)
    value = 100 * (promoters - detractors) / n
    adjusted = n + 3
    up, down = (promoters + 0.75) / adjusted, (detractors + 0.75) / adjusted
    half = 100 * Z95 * math.sqrt((up + down - (up - down) ** 2) / adjusted)
    middle = 100 * (up - down)
    low, high = max(-100.0, middle - half), min(100.0, middle + half)
    return Estimate(value, min(value, low), max(value, high), n, "points")


def net_mood(histogram: Histogram) -> Estimate | None:
    """Net sentiment in points: share of good texts (1) less share of bad ones (−1).

    With the interval of `nps`, which is one for any difference of two shares of the same people.
    """
    return nps({10: histogram.get(1, 0), 7: histogram.get(0, 0), 0: histogram.get(-1, 0)})


def mean(histogram: Histogram, low: int | None = None, high: int | None = None) -> Estimate | None:
    """Mean of the answers with Student's t interval, kept inside the scale `low`…`high` when given.

    With one answer, or when all agree, the spread is unknown or nil and the variance of one more answer at
    each end of the scale stands in for it (without a scale: no width). Source: any textbook of statistics,
    for instance Sauro and Lewis, ch. 3.
    """
    n = answers(histogram)
    if n <= 0:
        return None
    # Whole numbers until the division: the order of the answers can make no difference.
    total = sum(answer * count for answer, count in histogram.items())
    squares = sum(answer * answer * count for answer, count in histogram.items())
    value = total / n
    variance = (n * squares - total * total) / (n * (n - 1)) if n > 1 else 0.0
    if variance == 0 and low is not None and high is not None:
        variance = ((low - value) ** 2 + (high - value) ** 2) / (n + 1)
    half = t95(max(1, n - 1)) * math.sqrt(variance / n)
    bottom, top = value - half, value + half
    if low is not None:
        bottom = max(float(low), bottom)
    if high is not None:
        top = min(float(high), top)
    return Estimate(value, bottom, top, n, "mean")


def t95(freedom: int) -> float:
    """Two-sided 95 % quantile of Student's t; exact up to 4, else within 0.05 % (Cornish–Fisher).

    Source: Abramowitz and Stegun, 26.7.5. Raises ValueError below 1.
    """
    if freedom < 1:
        raise ValueError("t needs at least one degree of freedom")
    if freedom <= 4:
        return {1: 12.706205, 2: 4.302653, 3: 3.182446, 4: 2.776445}[freedom]
    z, v = Z95, float(freedom)
    return (
        z
        + (z**3 + z) / (4 * v)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3)
        + (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / (92160 * v**4)
    )


def top_share(histogram: Histogram, start: int) -> Estimate | None:
    """Share of answers of at least `start`, with Wilson's interval."""
    return share(sum(count for answer, count in histogram.items() if answer >= start), answers(histogram))


def csat_mean(histogram: Histogram) -> Estimate | None:
    """Satisfaction 1–5 as a mean."""
    return mean(histogram, 1, 5)


def csat_top2(histogram: Histogram) -> Estimate | None:
    """Satisfaction as the share of 4 and 5 (top-2-box)."""
    return top_share(histogram, 4)


def ces_mean(histogram: Histogram) -> Estimate | None:
    """Customer effort score 2.0 (ease, 1–7, high is easy) as a mean.

    Source: Dixon, Freeman, Toman, Stop trying to delight your customers, HBR 2010.
    """
    return mean(histogram, 1, 7)


def ces_share(histogram: Histogram) -> Estimate | None:
    """Share of customers who found it easy: 5 to 7 of 1–7."""
    return top_share(histogram, 5)


def agreement_mean(histogram: Histogram) -> Estimate | None:
    """Agreement 1–5 as a mean."""
    return mean(histogram, 1, 5)


def agreement_share(histogram: Histogram) -> Estimate | None:
    """Share who agree: 4 and 5 of 1–5."""
    return top_share(histogram, 4)


def headline(kind: str, histogram: Histogram, low: int, high: int) -> Estimate | None:
    """The figure a kind is known by: NPS in points, everything else as a mean on its scale."""
    return nps(histogram) if kind == "nps" else mean(histogram, low, high)


def experience(value: float, low: float, high: float) -> float:
    """A value on a scale from `low` to `high` mapped linearly onto −2 (worst) … +2 (best).

    The middle of the scale is 0. NPS is mapped from −100…+100. A convention of this program, so that every
    kind of answer and the team's assumption share one axis. Raises ValueError for an empty scale.
    """
    if high <= low:
        raise ValueError("the scale needs a lowest and a highest answer")
    return 4 * (value - low) / (high - low) - 2


def as_experience(estimate: Estimate | None, low: float, high: float) -> Estimate | None:
    """The same for an estimate with its interval; NPS takes its own −100…+100."""
    if estimate is None:
        return None
    if estimate.unit == "points":
        low, high = -100, 100
    at: Callable[[float], float] = lambda value: experience(value, low, high)  # noqa: E731
    return replace(
        estimate, value=at(estimate.value), low=at(estimate.low), high=at(estimate.high), unit="experience"
    )


def trend(now: Estimate | None, before: Estimate | None) -> tuple[float, bool] | None:
    """(difference, whether it is more than chance) between two estimates of the same unit.

    Two-sided z test at 95 %. The standard errors are those of the sides on which the two intervals face each
    other, because near the ends of a scale intervals are lopsided. Source: G. Y. Zou and A. Donner,
    Construction of confidence limits about effect measures, Statistics in Medicine 27, 2008; for shares that
    is R. G. Newcombe's method 10, Statistics in Medicine 17, 1998. None when either is None. Raises
    ValueError for two units.
    """
    if now is None or before is None:
        return None
    if now.unit != before.unit:
        raise ValueError("two different units cannot be compared")
    difference = now.value - before.value
    if difference > 0:
        margin = math.hypot(now.value - now.low, before.high - before.value)
    else:
        margin = math.hypot(now.high - now.value, before.value - before.low)
    return difference, abs(difference) > margin and _could_tell(now.n, before.n)


def _could_tell(one: int, two: int) -> bool:
    """Whether so few answers could show a difference at all.

    With the most extreme answers the exact two-sided permutation test (R. A. Fisher) gives 2 / (one + two
    choose one), which must not be above 5 %. From four answers on either side it never is.
    """
    return min(one, two) >= 4 or math.comb(one + two, min(one, two)) >= 40
