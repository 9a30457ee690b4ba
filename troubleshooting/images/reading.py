"""From the bytes of a file to pixels. What a file is, is decided by its content, never by its name or its type."""

from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

LARGEST_FILE = 10 * 1_048_576
MOST_PIXELS = 40_000_000
"""Four bytes each while they are worked on; a whole 4K screen is 8 million."""

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "AVIF")
_MARKUP = (b"<svg", b"<?xml", b"<!doctype", b"<html", b"%pdf")
_HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc")
_OPAQUE, _TRANSLUCENT = "RGB", "RGBA"


class ImageError(ValueError):
    """The file or what was said about it is refused; the message says why and what to do."""


def too_large() -> ImageError:
    limit = LARGEST_FILE // 1_048_576
    return ImageError(
        _("The file is larger than %(limit)s MB. Make the image smaller and upload it again.") % {"limit": limit}
    )


def read_pixels(data: bytes) -> Image.Image:
    """RGB, or RGBA where something shows through: upright, in sRGB, and with nothing else of the file."""
    _check_size(data)
    try:
        # Checking uses the image up, so it is opened twice.
        with _open(data) as image:
            _check_header(image)
            image.verify()
        with _open(data) as image:
            image.load()
            _check_pixels(image)
            return _plain(image)
    except ImageError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except Exception:  # noqa: BLE001 decoders raise whatever bad bytes lead them to
        raise _unreadable(data) from None


def _open(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data), formats=FORMATS)


def _check_size(data: bytes) -> None:
    if not data:
        raise ImageError(_("The file is empty. Choose another one."))
    if len(data) > LARGEST_FILE:
        raise too_large()


def _check_header(image: Image.Image) -> None:
    """Before anything is decoded."""
    _check_pixels(image)
    # A phone's photo may hold its own preview as a second image; that is no animation.
    if getattr(image, "is_animated", False) and image.format != "MPO":
        raise ImageError(_("This image moves. Upload a still image, such as a screenshot of the moment that matters."))


def _check_pixels(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise _too_many_pixels()


def _plain(image: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(image)
    pixels = _in_srgb(_in_color(upright), image.info.get("icc_profile"))
    if pixels.mode == _TRANSLUCENT and pixels.getchannel("A").getextrema() == (255, 255):
        pixels = pixels.convert(_OPAQUE)
    # Encoders write what they find here into the new file.
    pixels.info.clear()
    return pixels


def _in_color(image: Image.Image) -> Image.Image:
    """CMYK is left to its profile, which knows what its inks look like."""
    if image.mode == "CMYK" and image.info.get("icc_profile"):
        return image
    if image.mode.startswith("I"):
        # Gray of 16 bits, which Pillow would cut off at 255.
        image = image.point(lambda value: value / 257).convert("L")
    return image.convert(_TRANSLUCENT if image.has_transparency_data else _OPAQUE)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    mode = _TRANSLUCENT if image.mode == _TRANSLUCENT else _OPAQUE
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
        except (ImageCms.PyCMSError, OSError):
            # A profile that is broken or of another kind than the image: the bare colors are the best there is.
            return image.convert(mode)
        return converted or image.convert(mode)
    return image.convert(mode)


def _too_many_pixels() -> ImageError:
    limit = MOST_PIXELS // 1_000_000
    return ImageError(
        _("The image has more than %(limit)s million pixels. Make it smaller and upload it again.") % {"limit": limit}
    )


def _unreadable(data: bytes) -> ImageError:
    start = data[:512].lstrip().lower()
    if start.startswith(_MARKUP) or b"<svg" in start:
        return ImageError(
            _("This is a drawing, page or document, not a photo or screenshot. Save it as PNG and upload that.")
        )
    if data[4:12] in _HEIC:
        return ImageError(_("HEIC photos cannot be shown by every browser. Save the photo as JPEG and upload that."))
    return ImageError(
        _("The file cannot be read as an image. Save it as PNG, JPEG, WebP, GIF or AVIF and upload it again.")
    )
