"""Those who edit, in a process of their own: real POSTs with cookies and CSRF, as a browser sends them."""

from __future__ import annotations

import asyncio
import random
import time
from typing import NamedTuple
from urllib.parse import urlencode

import uvloop

from benchmarks.live.world import CSRF

WORDS = [
    "asks",
    "waits",
    "opens",
    "compares",
    "reads",
    "signs",
    "pays",
    "calls",
    "checks",
    "forgets",
    "finds",
]
LENGTH = 160  # of a card's text
PATIENCE = 30


class Post(NamedTuple):
    """One edit as its browser saw it."""

    user: int
    sent: float
    answered: float
    status: int


async def post(port: int, path: str, cookies: str, fields: dict) -> tuple[int, bytes]:
    """The status and the answer; 0 when there was none in time."""
    body = urlencode(fields).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookies}\r\nX-CSRFToken: {CSRF}\r\n"
        f"Origin: http://127.0.0.1:{port}\r\nHX-Request: true\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return await _ask(port, head.encode() + body)


async def get(port: int, path: str, cookies: str) -> tuple[int, bytes]:
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookies}\r\nConnection: close\r\n\r\n"
    return await _ask(port, head.encode())


async def _ask(port: int, request: bytes) -> tuple[int, bytes]:
    try:
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(request)
                answer = await reader.read()
            finally:
                writer.close()
    except (OSError, TimeoutError):
        return 0, b""
    head, _, body = answer.partition(b"\r\n\r\n")
    if b"chunked" in head.lower():
        body = unchunk(body)
    return (int(head.split(b" ", 2)[1]) if head.startswith(b"HTTP/") else 0), body


def unchunk(body: bytes) -> bytes:
    whole, at = [], 0
    while at < len(body):
        end = body.index(b"\r\n", at)
        size = int(body[at:end], 16)
        whole.append(body[end + 2 : end + 2 + size])
        at = end + 4 + size
    return b"".join(whole)


def sentence(length: int = LENGTH) -> str:
    text = " ".join(random.choices(WORDS, k=length // 4))
    return text[:length].strip()


def run(pipe, port: int, base: str, editors: list, pace: float, seconds: float) -> None:
    """The main function: each of `editors` (person, card) saves every `pace` seconds; 0: no pause."""
    posts: list[Post] = []
    pipe.send("ready")
    uvloop.run(_all(posts, port, base, editors, pace, seconds))
    pipe.send((posts, time.process_time()))


async def _all(posts, port, base, editors, pace, seconds) -> None:
    until = time.perf_counter() + seconds
    await asyncio.gather(*(_one(posts, port, base, *editor, pace, until) for editor in editors))


async def _one(posts, port, base, person, card, pace, until) -> None:
    await asyncio.sleep(random.uniform(0, pace))
    while (began := time.perf_counter()) < until:
        text, sent = sentence(), time.time()
        fields = {"text": text, "version": card.version, "base": card.text}
        status, _body = await post(port, f"{base}cards/{card.pk}/edit/", person.cookies, fields)
        posts.append(Post(person.user, sent, time.time(), status))
        if status == 200:
            card.version, card.text = card.version + 1, text
        await asyncio.sleep(max(0.0, min(pace + began, until) - time.perf_counter()))
