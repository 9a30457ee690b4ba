"""Uploaded images: checked by what they are, encoded anew from their pixels, stored once.

``storing`` (the verbs) → ``encoding``, ``reading``, ``alternatives``. Each refusal is an ``ImageError`` that says what to do.
"""

from troubleshooting.images.alternatives import checked_alternative
from troubleshooting.images.encoding import Encoded, encode, encoded_before
from troubleshooting.images.reading import ImageError, read_pixels, too_large
from troubleshooting.images.storing import ImageInUse, delete_image, keep_image, store_image

__all__ = [
    "Encoded",
    "ImageError",
    "ImageInUse",
    "checked_alternative",
    "delete_image",
    "encode",
    "encoded_before",
    "keep_image",
    "read_pixels",
    "store_image",
    "too_large",
]
