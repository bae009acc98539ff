"""Durations and how soon people come back, from the steps that are kept instead of every contact.

A duration of s seconds is kept as step ceil(log_γ s), γ = (1 + α) / (1 − α), α = 1 %, and read back as
2 γ^step / (γ + 1), which is never more than 1 % off: so no median, p90 or other quantile is either. Source:
C. Masson, J. E. Rim, H. K. Lee, DDSketch: a fast and fully-mergeable quantile sketch with relative-error
guarantees, PVLDB 12, 2019. Less than a second has a step of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from cxjourney.metrics.formulas import Z95, Estimate

Steps = Mapping[int, int]  # step: how many contacts

ALPHA = 0.01
GAMMA = (1 + ALPHA) / (1 - ALPHA)
NOTHING = -1  # the step of less than a second
SECONDS = {"minutes": 60, "hours": 3600}
EXACT = 400  # from this n on the binomial is as good as normal


def step_of(seconds: int) -> int:
    """The step of a duration, as the database reckons it."""
    return NOTHING if seconds <= 0 else math.ceil(math.log(seconds) / math.log(GAMMA))


def seconds_of(step: int) -> float:
    """The duration a step stands for."""
    return 0.0 if step == NOTHING else 2 * GAMMA**step / (GAMMA + 1)


def ranked(steps: Steps, rank: int) -> float:
    """Seconds of the contact at `rank`, 1 is the shortest. Raises ValueError beyond the longest."""
    for step, count in sorted(steps.items()):
        rank -= count
        if rank <= 0:
            return seconds_of(step)
    raise ValueError("so many contacts there are not")


def quantile(steps: Steps, share: float) -> float | None:
    """Seconds that `share` of the contacts took at most; None without any."""
    n = sum(steps.values())
    return ranked(steps, max(1, math.ceil(share * n))) if n else None


def mean(steps: Steps) -> float:
    """The average in seconds, within 1 % as every duration is. Raises ZeroDivisionError without contacts."""
    return sum(seconds_of(step) * count for step, count in steps.items()) / sum(steps.values())


def median(steps: Steps, unit: str) -> Estimate | None:
    """The median in minutes or hours, with an interval from order statistics; None without contacts.

    Between the contacts at two ranks the median lies with at least 95 %, whatever the distribution: how many
    are below it is binomial with ½. Source: W. J. Conover, Practical Nonparametric Statistics, 3rd ed., 3.2.
    With fewer than six there is no such pair, and the shortest and the longest stand in for it.
    """
    n = sum(steps.values())
    if not n:
        return None
    low, high = median_ranks(n)
    value, bottom, top = (
        ranked(steps, rank) / SECONDS[unit] for rank in (max(1, math.ceil(n / 2)), low, high)
    )
    return Estimate(value, bottom, top, n, unit)


def median_ranks(n: int) -> tuple[int, int]:
    """The two ranks (1 is the lowest) between which a median lies with 95 %. 10: 2 and 9."""
    if n >= EXACT:
        low = math.floor((n + 1 - Z95 * math.sqrt(n)) / 2)
        return low, n + 1 - low
    below, low = 0.0, 0
    for chance in _binomial(n):
        below += chance
        if below > 0.025:
            break
        low += 1
    low = max(1, low)
    return low, n + 1 - low


def _binomial(n: int) -> Iterator[float]:
    """The chances of 0, 1, 2 … of n heads."""
    return (math.comb(n, heads) / 2**n for heads in range(n + 1))
