"""Uploaded pictures: read within bounds, written anew as WebP, so that nothing but pixels is kept."""

from __future__ import annotations

import io
import warnings
from typing import IO, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
ACCEPT = "image/jpeg,image/png,image/webp"  # for the file field
MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000  # 160 MB while it is being read
MAX_SIDE = 16_000
CONTENT_TYPE = "image/webp"
QUALITY = 82
FACE = (0.5, 0.35)  # what a square keeps when it cuts: faces stand above the middle


class Unusable(ValueError):
    """Why a file can't be used as a picture, in the user's words."""


class Picture(NamedTuple):
    """A picture as WebP, without EXIF or any other data of the original."""

    data: bytes
    width: int
    height: int


def open_picture(file: IO[bytes]) -> Image.Image:
    """The first frame of a JPEG, PNG or WebP, upright, RGB or RGBA. Raises Unusable.

    Size and format are read from the head of the file before any pixel is.
    """
    file.seek(0, io.SEEK_END)
    if file.tell() > MAX_BYTES:
        raise Unusable(_("The picture is too large: at most 10 MB."))
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own warning of large pictures: ours are bounded below
            image = Image.open(file, formats=FORMATS)
            _check_size(*image.size)
            upright = ImageOps.exif_transpose(image)
        return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except Image.DecompressionBombError as error:
        raise Unusable(_too_many_pixels()) from error
    except UnidentifiedImageError as error:
        raise Unusable(_("This is no JPEG, PNG or WebP picture.")) from error
    except Unusable:
        raise
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, OverflowError) as error:
        # What Pillow's decoders raise for files that are cut off or made up.
        raise Unusable(_("The picture is damaged and can't be read.")) from error


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise Unusable(_too_many_pixels())
    if not width or not height:
        raise Unusable(_("The picture is empty."))


def _too_many_pixels() -> str:
    return _("The picture has too many pixels: at most 40 million, and 16,000 a side.")


def fitted(image: Image.Image, longest: int) -> Picture:
    """The whole picture, its longer side at most `longest` pixels."""
    copy = image.copy()
    copy.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return _written(copy)


def squared(image: Image.Image, side: int) -> Picture:
    """A square cut from it, for round portraits and tiles."""
    return _written(ImageOps.fit(image, (side, side), Image.Resampling.LANCZOS, centering=FACE))


def _written(image: Image.Image) -> Picture:
    image.info.clear()  # EXIF, colour profiles, comments
    out = io.BytesIO()
    image.save(out, "WEBP", quality=QUALITY, method=4)
    return Picture(out.getvalue(), *image.size)


def answer(request: HttpRequest, data: bytes, name: str) -> HttpResponse:
    """A kept picture, for members only. It never changes, so their browsers may keep it."""
    response = HttpResponse(data, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Disposition"] = f'inline; filename="{name}.webp"'
    response.headers["Vary"] = "Cookie"
    response.headers["ETag"] = etag = quote_etag(name)
    return get_conditional_response(request, etag=etag, response=response) or response
