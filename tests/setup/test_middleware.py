"""Compression and the upload limit, on answers of their own."""

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from cxjourney.kit.middleware import CompressMiddleware, UploadLimitMiddleware, limit_uploads

TEXT = "<p>The examiner's letter</p>" * 100


def compressed(accept, response=None):
    request = RequestFactory().get("/", headers={"accept-encoding": accept})
    return CompressMiddleware(lambda request: response or HttpResponse(TEXT))(request)


def test_brotli_is_preferred():
    response = compressed("gzip, deflate, br, zstd")
    assert response["Content-Encoding"] == "br"
    assert response["Vary"] == "Accept-Encoding"
    assert int(response["Content-Length"]) == len(response.content)
    assert brotli.decompress(response.content).decode() == TEXT


@pytest.mark.parametrize("accept", ["gzip", "br;q=0, gzip", "br; q=0.0,gzip"])
def test_gzip_where_brotli_is_not_wanted(accept):
    response = compressed(accept)
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content).decode() == TEXT


@pytest.mark.parametrize("accept", ["", "identity", "brown"])
def test_plain_where_nothing_is_wanted(accept):
    response = compressed(accept)
    assert not response.has_header("Content-Encoding")
    assert response["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse("short"),
        HttpResponse(TEXT, content_type="image/png"),
        HttpResponse(TEXT, headers={"Content-Encoding": "br"}),
        StreamingHttpResponse([TEXT], content_type="text/event-stream"),
    ],
)
def test_small_packed_and_streamed_answers_stay_as_they_are(response):
    before = dict(response.items())
    assert dict(compressed("br", response).items()) == before


def test_etag_becomes_weak():
    assert compressed("br", HttpResponse(TEXT, headers={"ETag": '"1"'}))["ETag"] == 'W/"1"'


def in_a_thread(app, *args) -> None:
    """Run it in a thread of its own: Playwright's loop may run in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(async_to_sync(app), *args).result()


def fetched(path: str, method: str = "GET", headers=()) -> tuple[int, list[bytes]]:
    """Ask the whole application under ASGI; the status and the body as it was sent. Warnings are errors."""
    sent = []
    body = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive():
        return body.pop() if body else await asyncio.Event().wait()  # the browser stays

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": list(headers)}
    in_a_thread(get_asgi_application(), scope, receive, send)
    return sent[0]["status"], [message["body"] for message in sent[1:] if message.get("body")]


FONT = "/static/fonts/inter-latin.woff2"


@pytest.mark.django_db
def test_static_files_are_sent_in_pieces_under_asgi():
    content = (Path(settings.BASE_DIR) / FONT[1:]).read_bytes()
    status, pieces = fetched(FONT)
    assert (status, b"".join(pieces)) == (200, content)
    assert max(map(len, pieces)) == 64 * 1024 < len(content)


@pytest.mark.django_db
def test_parts_of_files_and_their_heads_under_asgi():
    status, pieces = fetched(FONT, headers=[(b"range", b"bytes=0-3")])
    assert (status, pieces) == (206, [b"wOF2"])
    assert fetched(FONT, method="HEAD") == (200, [])


def test_body_over_the_limit_is_refused_before_it_is_read(settings):
    settings.UPLOAD_MAX_MB = 1
    middleware = UploadLimitMiddleware(lambda request: HttpResponse("taken"))
    request = RequestFactory().post("/", CONTENT_LENGTH=str(3 * 1024 * 1024))
    response = middleware(request)
    assert response.status_code == 413
    assert "at most 1 MB" in response.content.decode()
    assert middleware(RequestFactory().post("/", {"a": "b"})).content == b"taken"


def sent_by_asgi(headers, bodies):
    """Send a body in parts to an app that reads it all; return the status and what the app has read."""
    read, statuses = [], []

    async def app(scope, receive, send):
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            read.append(message["body"])
            if not message["more_body"]:
                await send({"type": "http.response.start", "status": 200, "headers": []})
                return

    parts = [{"type": "http.request", "body": body, "more_body": True} for body in bodies]
    parts[-1]["more_body"] = False

    async def receive():
        return parts.pop(0)

    async def send(message):
        statuses.append(message.get("status"))

    in_a_thread(limit_uploads(app), {"type": "http", "headers": headers}, receive, send)
    return statuses[0], len(b"".join(read))


MB = 1024 * 1024


@pytest.mark.parametrize(
    ("headers", "bodies", "status", "read"),
    [
        ([(b"content-length", b"4")], [b"a=bc"], 200, 4),
        ([], [b"x" * MB, b"x" * MB], 200, 2 * MB),
        ([], [b"x" * MB, b"x" * MB, b"x", b"x"], 413, 2 * MB),
        ([(b"content-length", str(3 * MB).encode())], [b""], 413, 0),
        ([(b"content-length", b"many")], [b""], 413, 0),
    ],
)
def test_asgi_body_over_the_limit_is_refused_while_it_arrives(settings, headers, bodies, status, read):
    settings.UPLOAD_MAX_MB = 1
    assert sent_by_asgi(headers, bodies) == (status, read)
