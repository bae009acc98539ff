"""The bounds of uploaded pictures."""

import io
import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cxjourney.kit import images


def encoded(size, form="PNG", mode="RGB", **kwargs) -> io.BytesIO:
    out = io.BytesIO()
    Image.new(mode, size).save(out, form, **kwargs)
    return out


def png_head(width: int, height: int) -> io.BytesIO:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


@given(
    width=st.integers(1, 700),
    height=st.integers(1, 700),
    longest=st.integers(1, 400),
    form=st.sampled_from(["PNG", "JPEG", "WEBP"]),
    mode=st.sampled_from(["RGB", "L"]),
)
def test_whatever_comes_in_stays_in_its_bounds(width, height, longest, form, mode):
    image = images.open_picture(encoded((width, height), form, mode))
    whole, square = images.fitted(image, longest), images.squared(image, 32)
    for picture in (whole, square):
        read = Image.open(io.BytesIO(picture.data))
        assert read.format == "WEBP"
        assert read.size == (picture.width, picture.height)
    assert max(whole.width, whole.height) <= max(1, min(longest, max(width, height)))
    assert (square.width, square.height) == (32, 32)


@given(width=st.integers(1, 2**31 - 1), height=st.integers(1, 2**31 - 1))
def test_no_claimed_size_is_ever_read_beyond_the_bounds(width, height):
    """The file is a few bytes long, so it can't be a picture; a large one is refused by its head alone."""
    with pytest.raises(images.Unusable) as reason:
        images.open_picture(png_head(width, height))
    if width * height > images.MAX_PIXELS or max(width, height) > images.MAX_SIDE:
        assert "pixels" in str(reason.value)


@given(st.binary(max_size=2000))
def test_bytes_that_are_no_picture(data):
    with pytest.raises(images.Unusable):
        images.open_picture(io.BytesIO(data))


@given(st.data())
def test_a_damaged_picture_is_read_or_refused_but_never_fails(data):
    form = data.draw(st.sampled_from(["PNG", "JPEG", "WEBP"]))
    whole = bytearray(encoded((40, 30), form).getvalue())
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=8)):
        whole[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(whole)))
    with suppress(images.Unusable):
        assert images.squared(images.open_picture(io.BytesIO(bytes(whole[:cut]))), 16).width == 16


def test_more_than_ten_megabytes():
    file = io.BytesIO(encoded((10, 10)).getvalue() + b"\0" * images.MAX_BYTES)
    with pytest.raises(images.Unusable, match="10 MB"):
        images.open_picture(file)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "CMYK", "I;16", "1"])
def test_every_kind_of_pixel(mode):
    form = {"CMYK": "JPEG"}.get(mode, "PNG")
    assert images.open_picture(encoded((20, 10), form, mode)).mode in ("RGB", "RGBA")


def test_only_the_first_frame_of_an_animation():
    out = io.BytesIO()
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    assert len(images.fitted(images.open_picture(out), 10).data) < len(out.getvalue()) + 200
