"""Server-sent events as bytes, encoded once for all who get them."""

from __future__ import annotations

import json
import re
from typing import NamedTuple

from django.utils import timezone

from cxjourney.kit.periods import parse

HEARTBEAT = b": \n\n"


def encode(event: str, data: object) -> bytes:
    """One event without an id. JSON has no line breaks, so one data line holds it."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"event: {event}\ndata: {body}\n\n".encode()


class Topic(NamedTuple):
    """What a stream is about: a map, or a workspace's home or lists, and how far the page had come."""

    kind: str
    id: int
    at: int = 0
    period: str = ""

    @property
    def key(self) -> tuple[str, int]:
        return self.kind, self.id

    @property
    def name(self) -> str:
        """What events call it."""
        return f"{self.kind}.{self.id}"


PLACE = re.compile(r"(card|placement|painpoint|stage|lane|cell)-\d{1,18}(-\d{1,18})?")


def is_place(value: object) -> bool:
    """Whether a tab names something on a map by its id on the page, such as "card-5"."""
    return isinstance(value, str) and PLACE.fullmatch(value) is not None


KINDS = ("map", "home", "list")
MOST_TOPICS = 8


def parse_topics(words: list[str], last_id: str = "") -> list[Topic]:
    """Topics of an address ("map.12.340.90"), moved on to where Last-Event-ID ("map.12.345_home.3.9") says.

    Raises ValueError when they cannot be read, are none or too many.
    """
    topics = {topic.key: topic for topic in map(_parse, words)}
    if not topics or len(topics) > MOST_TOPICS:
        raise ValueError("say one to eight topics")
    for seen in map(_parse, last_id.split("_") if last_id else []):
        if seen.key in topics:
            topics[seen.key] = topics[seen.key]._replace(at=seen.at)
    return list(topics.values())


def _parse(word: str) -> Topic:
    kind, pk, at, *period = word.split(".", 3)
    if kind not in KINDS or not (pk.isdecimal() and at.isdecimal()) or max(len(pk), len(at)) > 18:
        raise ValueError(f"{word!r} is not a topic")
    if period:
        parse(period[0], today=timezone.localdate(), latest=None)
    return Topic(kind, int(pk), int(at), *period)
