"""Real image files, made by Pillow."""

import random
from io import BytesIO

from PIL import Image, ImageDraw


def make_screenshot(width=400, height=300, color="white"):
    """Flat areas, lines and text, as on a screen."""
    image = Image.new("RGB", (width, height), color)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width, 40), fill="#0b3a30")
    for line in range(60, height, 24):
        draw.text((20, line), f"Line {line}: the quick brown fox", fill="black")
    return image


def make_photo(width=400, height=300, seed=1):
    """Noise, which no encoder makes small without loss."""
    noise = random.Random(seed).randbytes(width * height * 3)  # noqa: S311 the same noise every time
    return Image.frombytes("RGB", (width, height), noise)


def file_of(image, kind="PNG", **options):
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def opened(content):
    image = Image.open(BytesIO(content))
    image.load()
    return image
