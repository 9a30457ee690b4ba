"""From pixels to the bytes that are served: WebP, no wider than a page needs and no larger than it can bear.

AVIF was measured and left: on screenshots a fifth smaller than lossless WebP, at ten times the time, softened, and in
need of a second file for browsers without it (docs/decisions/0006).
"""

import hashlib
from io import BytesIO
from typing import NamedTuple

from django.utils.translation import gettext as _
from PIL import Image

from troubleshooting.documents.links import image_name
from troubleshooting.images.reading import ImageError, read_pixels

MEDIA_TYPE = "image/webp"
WIDTH = 1600
"""Twice the width of the text, for screens with two pixels to a point."""
HEIGHT = 6400
LARGEST = 500_000
"""Bytes."""

_ALPHA = 0x10
_QUALITIES = (82, 74, 64, 52)
_SHRINK = 0.75
_SMALLEST = 64
"""Pixels of width at which nothing real is still too large."""


class Encoded(NamedTuple):
    content: bytes
    width: int
    height: int

    @property
    def name(self) -> str:
        """Under which it is stored, once it is."""
        return image_name(hashlib.sha256(self.content).hexdigest(), self.width, self.height)


def encode(pixels: Image.Image) -> Encoded:
    """Lossless where that is no larger, as with most screenshots; else the best quality and the largest size that fit."""
    image = _bounded(pixels)
    content = min(_lossless(image), _lossy(image, _QUALITIES[0]), key=len)
    while len(content) > LARGEST:
        content = _stepped(image)
        if len(content) > LARGEST:
            image = _shrunk(image)
    return Encoded(content, image.width, image.height)


def encoded_before(data: bytes, name: str) -> Encoded:
    """The bytes as they are where ``encode`` made them under this name, as an export holds them. ``ImageError`` otherwise."""
    pixels = read_pixels(data)
    encoded = Encoded(data, pixels.width, pixels.height)
    fits = len(data) <= LARGEST and pixels.width <= WIDTH and pixels.height <= HEIGHT
    if encoded.name != name or not fits or not _is_bare_webp(data):
        message = _("“%(name)s” is not as it was exported. Export it again, or upload the image as a new one.")
        raise ImageError(message % {"name": name})
    return encoded


def _is_bare_webp(data: bytes) -> bool:
    """Pixels and transparency, without a profile, metadata or motion, and with nothing behind its end."""
    is_webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP" and int.from_bytes(data[4:8], "little") + 8 == len(data)
    is_plain = data[12:16] in {b"VP8 ", b"VP8L"} or (data[12:16] == b"VP8X" and not data[20] & ~_ALPHA)
    return is_webp and is_plain


def _stepped(image: Image.Image) -> bytes:
    content = b""
    for quality in _QUALITIES:
        content = _lossy(image, quality)
        if len(content) <= LARGEST:
            break
    return content


def _bounded(image: Image.Image) -> Image.Image:
    scale = min(1, WIDTH / image.width, HEIGHT / image.height)
    return image if scale == 1 else _scaled(image, scale)


def _shrunk(image: Image.Image) -> Image.Image:
    if image.width < _SMALLEST:
        raise ImageError(_("The image cannot be made small enough. Cut out the part that matters and upload that."))
    return _scaled(image, _SHRINK)


def _scaled(image: Image.Image, scale: float) -> Image.Image:
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS)


def _lossless(image: Image.Image) -> bytes:
    """``quality`` is here how hard the encoder tries."""
    return _webp(image, lossless=True, quality=60)


def _lossy(image: Image.Image, quality: int) -> bytes:
    return _webp(image, lossless=False, quality=quality)


def _webp(image: Image.Image, *, lossless: bool, quality: int) -> bytes:
    file = BytesIO()
    image.save(file, format="WEBP", lossless=lossless, quality=quality, method=4)
    return file.getvalue()
