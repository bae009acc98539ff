"""Things that depend on nothing but the values they were made of, kept to be used again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Memo(Generic[Made]):
    """A table of at most `size` things; the oldest goes when it is full. Never out of date: the key is all
    that a thing was made of.
    """

    def __init__(self, size: int):
        self.size = size
        self.kept: dict[Hashable, Made] = {}

    def get(self, key: Hashable, make: Callable[..., Made], *args) -> Made:
        """The thing of these values, made by `make(*args)` if there is none."""
        found = self.kept.get(key)
        if found is None:
            found = make(*args)
            if len(self.kept) >= self.size:
                with suppress(KeyError, StopIteration, RuntimeError):  # another thread was quicker
                    del self.kept[next(iter(self.kept))]
            self.kept[key] = found
        return found
