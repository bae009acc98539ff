"""/events/ as raw ASGI: a stream must hold neither a thread nor a database connection."""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from urllib.parse import parse_qs

from django.conf import settings
from django.http import parse_cookie

from cxjourney.activity.live.hub import hub
from cxjourney.activity.live.messages import Topic, parse_topics
from cxjourney.activity.live.streams import Stream

PATH = "/events/"
MOST_AT_THE_DOOR = 500  # streams being opened at once
LARGEST_WORD = 2000  # bytes a tab may say at once
COME_BACK = [(b"retry-after", b"2")]
STREAM_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-transform"),
    (b"x-accel-buffering", b"no"),
]


def with_events(app):
    """`app` with the live stream before it."""

    async def served(scope, receive, send):
        if scope["type"] == "http" and scope["path"] == PATH:
            await _events(scope, receive, send)
        else:
            await app(scope, receive, send)

    return served


async def _events(scope, receive, send) -> None:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        await _answer(send, HTTPStatus.FORBIDDEN)
    elif hub().closing:
        await _answer(send, HTTPStatus.SERVICE_UNAVAILABLE, *COME_BACK)
    elif scope["method"] == "GET":
        stream = await _admit(scope, headers, receive, send)
        del headers, scope  # nothing is kept for as long as a stream lasts
        if stream:
            await _serve(stream, receive, send)
    elif scope["method"] == "POST":
        await _answer(send, await _say(receive))
    else:
        await _answer(send, HTTPStatus.METHOD_NOT_ALLOWED, (b"allow", b"GET, POST"))


async def _admit(scope, headers: dict[str, str], receive, send) -> Stream | None:
    """The stream that was asked for; else it is answered why there is none."""
    asked = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=20)
    try:
        topics = parse_topics(asked.get("on", []), headers.get("last-event-id", ""))
    except ValueError:
        await _answer(send, HTTPStatus.BAD_REQUEST)
        return None
    session = parse_cookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME, "")
    if not session:
        await _answer(send, HTTPStatus.UNAUTHORIZED)
        return None
    if hub().opening >= MOST_AT_THE_DOOR:
        await _answer(send, HTTPStatus.SERVICE_UNAVAILABLE, *COME_BACK)
        return None
    stream = await _open(session, topics, receive)
    if isinstance(stream, HTTPStatus):
        await _answer(send, stream, *(COME_BACK if stream is HTTPStatus.SERVICE_UNAVAILABLE else ()))
        return None
    return stream


async def _open(session: str, topics: list[Topic], receive) -> Stream | HTTPStatus | None:
    """The stream, why there is none, or None when the browser does not wait for it any more."""
    opening = asyncio.create_task(hub().open(session, topics))
    gone = asyncio.create_task(_until_gone(receive))
    try:
        await asyncio.wait({opening, gone}, return_when=asyncio.FIRST_COMPLETED)
    except asyncio.CancelledError:  # the server stops
        opening.cancel()
        return HTTPStatus.SERVICE_UNAVAILABLE
    finally:
        gone.cancel()
    if opening.done():
        return opening.result()
    opening.cancel()
    return None


async def _serve(stream: Stream, receive, send) -> None:
    gone = asyncio.create_task(_until_gone(receive, stream))
    stream.writer = asyncio.current_task()
    try:
        await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS})
        stream.send = send
        while chunk := await stream.take():
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    except asyncio.CancelledError:
        if not stream.ended:  # the server stops; else its reader had stopped reading
            raise
    finally:
        gone.cancel()
        hub().leave(stream)


async def _until_gone(receive, stream: Stream | None = None) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    if stream:
        stream.end()


async def _say(receive) -> HTTPStatus:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LARGEST_WORD or message["type"] == "http.disconnect":
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    try:
        words = json.loads(body)
        stream_id = words.pop("stream")
    except (ValueError, AttributeError, KeyError, TypeError):
        return HTTPStatus.BAD_REQUEST
    if not isinstance(stream_id, str):
        return HTTPStatus.BAD_REQUEST
    return HTTPStatus.NO_CONTENT if hub().say(stream_id, words) else HTTPStatus.GONE


async def _answer(send, status: HTTPStatus, *headers: tuple[bytes, bytes]) -> None:
    text = b"" if status is HTTPStatus.NO_CONTENT else f"{status.phrase}\n".encode()
    await send(
        {
            "type": "http.response.start",
            "status": status.value,
            "headers": [(b"content-type", b"text/plain"), (b"cache-control", b"no-store"), *headers],
        }
    )
    await send({"type": "http.response.body", "body": text})
