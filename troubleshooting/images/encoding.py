"""From pixels to the bytes that are served: WebP, no wider than a page needs and no larger than it can bear.

AVIF was measured and left: on screenshots a fifth smaller than lossless WebP, at ten times the time, softened, and in
need of a second file for browsers without it (docs/decisions/0006).
"""

from io import BytesIO
from typing import NamedTuple

from django.utils.translation import gettext as _
from PIL import Image

from troubleshooting.images.reading import ImageError

MEDIA_TYPE = "image/webp"
WIDTH = 1600
"""Twice the width of the text, for screens with two pixels to a point."""
HEIGHT = 6400
LARGEST = 500_000
"""Bytes."""

_QUALITIES = (82, 74, 64, 52)
_SHRINK = 0.75
_SMALLEST = 64
"""Pixels of width at which nothing real is still too large."""


class Encoded(NamedTuple):
    content: bytes
    width: int
    height: int


def encode(pixels: Image.Image) -> Encoded:
    """Lossless where that is no larger, as with most screenshots; else the best quality and the largest size that fit."""
    image = _bounded(pixels)
    content = min(_lossless(image), _lossy(image, _QUALITIES[0]), key=len)
    while len(content) > LARGEST:
        content = _stepped(image)
        if len(content) > LARGEST:
            image = _shrunk(image)
    return Encoded(content, image.width, image.height)


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
