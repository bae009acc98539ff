"""What every request passes, whatever it is about."""

import re
from collections.abc import AsyncIterator, Iterable
from itertools import islice

import brotli
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_string

COMPRESSED_TYPES = re.compile(r"text/|application/(json|xml|javascript)|image/svg")
SMALL = 500  # bytes: not worth compressing
BROTLI_QUALITY = 4  # 150 KB of HTML: 26 KB in about 1 ms
MB = 1024 * 1024
PIECES = 16  # of 4 KB, as Django reads files, in one go


class CompressMiddleware:
    """Compress answers by brotli or gzip.

    Secrets in a page cannot be guessed by its length (BREACH): Django masks the CSRF token anew each time.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not _compressible(response):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        accepted = request.headers.get("Accept-Encoding", "")
        if re.search(r"\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", accepted):
            encoding, content = "br", brotli.compress(response.content, quality=BROTLI_QUALITY)
        elif re.search(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", accepted):
            encoding, content = "gzip", compress_string(response.content)
        else:
            return response
        if len(content) >= len(response.content):
            return response
        response.content = content
        response.headers["Content-Length"] = str(len(content))
        response.headers["Content-Encoding"] = encoding
        etag = response.headers.get("ETag", "")
        if etag and not etag.startswith("W/"):
            response.headers["ETag"] = "W/" + etag
        return response


def _compressible(response: HttpResponse) -> bool:
    return (
        not response.streaming
        and not response.has_header("Content-Encoding")
        and len(response.content) >= SMALL
        and bool(COMPRESSED_TYPES.match(response.headers.get("Content-Type", "")))
    )


class PieceMiddleware:
    """Under ASGI, send files and other long answers piece by piece; Django alone would read them whole."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(request, ASGIRequest) and response.streaming and not response.is_async:
            response.streaming_content = _in_pieces(response.streaming_content)
        return response


async def _in_pieces(content: Iterable[bytes]) -> AsyncIterator[bytes]:
    """Read in the request's own thread, where its database connection is."""
    pieces = iter(content)
    while some := await sync_to_async(lambda: list(islice(pieces, PIECES)))():
        yield b"".join(some)


class UploadLimitMiddleware:
    """Under WSGI, refuse a body larger than the upload limit before it is read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_too_large(request.META.get("CONTENT_LENGTH")):
            return HttpResponse(_too_large(), status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


def limit_uploads(app):
    """Under ASGI, do the same for `app`: there, Django stores the whole body before any middleware runs."""

    async def limited(scope, receive, send):
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        if _is_too_large(dict(scope["headers"]).get(b"content-length", b"").decode("latin-1")):
            await refuse(send)
            return
        received, started = 0, False

        async def count():
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            # To Django it looks as if the sender had gone, so it drops what it has stored.
            return {"type": "http.disconnect"} if received > _upload_limit() else message

        async def note_start(message):
            nonlocal started
            started = True
            await send(message)

        await app(scope, count, note_start)
        if received > _upload_limit() and not started:
            await refuse(send)

    async def refuse(send):
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 413, "headers": headers})
        await send({"type": "http.response.body", "body": _too_large().encode()})

    return limited


def _upload_limit() -> int:
    return (settings.UPLOAD_MAX_MB + 1) * MB  # the form around the file is small


def _is_too_large(content_length: str | None) -> bool:
    if not content_length:
        return False
    return not content_length.isdecimal() or int(content_length) > _upload_limit()


def _too_large() -> str:
    return f"The file is too large: at most {settings.UPLOAD_MAX_MB} MB can be uploaded.\n"
