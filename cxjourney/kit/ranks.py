"""Order among neighbours: a rank is a string between two strings, compared byte by byte (COLLATE "C").

Moving one card writes one row. Two people who put something into the same gap at once get different
ranks, because a few random digits are added.
"""

from __future__ import annotations

import random
import re

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE = len(DIGITS)
JITTER = 2  # random digits at the end: one chance in 3,782 that two ranks in one gap are the same
HEAD = 6  # digits that count up or down when something is put last or first: 57 thousand million places
RANK = re.compile(r"[0-9A-Za-z]*[1-9A-Za-z]")
_AT = {digit: number for number, digit in enumerate(DIGITS)}


def between(before: str | None, after: str | None, *, chance: random.Random | None = None) -> str:
    """A rank above `before` and below `after`; None is the open end.

    Put last or first, ranks count and keep their length; put again and again into one gap, they grow by about
    one digit in five times. They never end in the lowest digit, so that there is always room below.
    Raises ValueError unless before < after, and for what is no rank.
    """
    low, high = before or "", after
    for rank in (low, high):
        if rank and not RANK.fullmatch(rank):
            raise ValueError(f"{rank!r} is no rank")
    if high is not None and low >= high:
        raise ValueError(f"{before!r} does not come before {after!r}")
    chance = chance or random.Random()  # noqa: S311 - spreads ranks, keeps no secret
    middle = _outside(before, after) or _middle(low, high)
    tail = "".join(chance.choice(DIGITS) for _ in range(JITTER - 1)) + chance.choice(DIGITS[1:])
    return middle + tail


def _outside(before: str | None, after: str | None) -> str:
    """The next head when put last, the one before when put first; empty inside or when there is none left."""
    if before and after is None:
        head = _number(before) + 1
    elif after and before is None:
        head = _number(after) - 1
    else:
        return ""
    return _digits(head, HEAD) if 0 < head < BASE**HEAD else ""


def _number(rank: str) -> int:
    number = 0
    for digit in rank[:HEAD].ljust(HEAD, DIGITS[0]):
        number = number * BASE + _AT[digit]
    return number


def _middle(low: str, high: str | None) -> str:
    """Digits above `low` such that anything appended still sorts below `high`."""
    result = ""
    for place in range(max(len(low), len(high or "")) + 1):
        floor = _AT[low[place]] if place < len(low) else 0
        ceiling = BASE if high is None else _AT[high[place]] if place < len(high) else 0
        if ceiling - floor >= 2:
            return result + DIGITS[(floor + ceiling) // 2]
        result += DIGITS[floor]
        if ceiling - floor == 1:
            high = None  # already below it: from here on there is no ceiling
    return result + DIGITS[BASE // 2]


def spread(count: int) -> list[str]:
    """`count` ranks in order with even room between them, for rows made together.

    Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("there are no fewer than no ranks")
    width = 1
    while BASE**width < (count + 1) * 4:
        width += 1
    step = BASE**width // (count + 1)
    return [_digits(step * (number + 1), width) + DIGITS[BASE // 2] for number in range(count)]


def _digits(number: int, width: int) -> str:
    text = ""
    for _ in range(width):
        number, rest = divmod(number, BASE)
        text = DIGITS[rest] + text
    return text
