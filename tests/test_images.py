"""An upload becomes an image of the portal, or is refused with a reason; nothing but its pixels is kept."""

import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageStat

from tests.factories import make_article, make_document, make_fix, make_scenario, make_step
from tests.pictures import file_of, make_photo, make_screenshot, opened
from tests.staff.people import make_staff
from troubleshooting.documents.links import image_size
from troubleshooting.images import (
    ImageError,
    ImageInUse,
    checked_alternative,
    delete_image,
    encoding,
    reading,
    store_image,
)
from troubleshooting.images.encoding import encode
from troubleshooting.images.reading import read_pixels
from troubleshooting.models import AuditEntry, ContentVersion, Procedure, WorkingCopy
from troubleshooting.models import Image as StoredImage
from troubleshooting.publishing import publish, save_revision

SAYS = "The sign-in window"


def store(data=None, alternative=SAYS, **more):
    return store_image(data=data or file_of(make_screenshot()), alternative=alternative, by=None, **more)


def showing(image):
    """A document with the image in a step."""
    step = make_step(text=f"Go.\n\n![{SAYS}](/images/{image.name})")
    return make_document(scenarios=(make_scenario(fixes=(make_fix(steps=(step,)),)),))


def difference(one, other):
    """Per channel, in the mean."""
    return max(abs(a - b) for a, b in zip(ImageStat.Stat(one).mean, ImageStat.Stat(other).mean, strict=True))


# What is read


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
def test_every_format_of_the_list_is_read(kind):
    pixels = read_pixels(file_of(make_screenshot(), kind))
    assert (pixels.mode, pixels.size) == ("RGB", (400, 300))
    assert difference(pixels, make_screenshot()) < 3


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PPM", "PDF", "EPS"])
def test_no_other_format_is_read_whatever_it_is_called(kind):
    with pytest.raises(ImageError, match="PNG"):
        read_pixels(file_of(make_screenshot(64, 64), kind))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"GIF89a<script>alert(1)</script>", "cannot be read"),
        (b"not an image", "cannot be read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "Save it as PNG"),
        (b"\n<?xml version='1.0'?><svg/>", "Save it as PNG"),
        (b"<!DOCTYPE html><html></html>", "Save it as PNG"),
        (b"%PDF-1.7", "Save it as PNG"),
        (b"\x00\x00\x00\x18ftypheic" + b"\0" * 64, "Save the photo as JPEG"),
        (b"\x89PNG\r\n\x1a\n", "cannot be read"),
        (b"x" * (reading.LARGEST_FILE + 1), "larger than 10 MB"),
    ],
)
def test_what_is_no_image_is_refused_with_what_to_do(data, words):
    with pytest.raises(ImageError, match=words):
        read_pixels(data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_file_that_was_cut_off_is_refused(kind, part):
    data = file_of(make_photo(), kind)
    with pytest.raises(ImageError, match="cannot be read"):
        read_pixels(data[: int(len(data) * part)])


FILES = [file_of(make_photo(40, 30), kind) for kind in ("PNG", "JPEG", "WEBP", "GIF", "AVIF")]


@settings(max_examples=150)
@given(st.sampled_from(FILES), st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=8))
def test_no_broken_file_is_too_odd_to_be_refused(data, changes):
    broken = bytearray(data)
    for place, value in changes:
        broken[int(place * len(broken))] = value
    with suppress(ImageError):
        assert read_pixels(bytes(broken)).info == {}


def png_of(width, height):
    """A PNG of a few bytes that says it is this large."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(8_000, 5_001), (10_000, 10_000), (50_000, 50_000)])
def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch, size):
    monkeypatch.setattr(Image.Image, "load", lambda _image: pytest.fail("unpacked"))
    with pytest.raises(ImageError, match="40 million pixels"):
        read_pixels(png_of(*size))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_what_moves_is_refused(kind):
    frames = [make_screenshot(64, 64, color) for color in ("white", "red")]
    with pytest.raises(ImageError, match="moves"):
        read_pixels(file_of(frames[0], kind, save_all=True, append_images=frames[1:]))


def test_the_preview_inside_a_phone_s_photo_is_no_animation():
    frames = [make_photo(64, 64), make_photo(16, 16)]
    assert read_pixels(file_of(frames[0], "MPO", save_all=True, append_images=frames[1:])).size == (64, 64)


# What is kept of it


def test_a_polyglot_keeps_its_pixels_and_nothing_else():
    content = encode(read_pixels(file_of(make_screenshot()) + b"<script>alert(1)</script>PK\x03\x04")).content
    assert b"script" not in content
    assert b"PK\x03\x04" not in content


def test_what_the_camera_wrote_is_gone():
    exif = Image.Exif()
    exif[0x010E] = "SECRET description"
    exif.get_ifd(0x8825)[1] = "N"
    data = file_of(make_photo(), "JPEG", exif=exif, comment=b"SECRET comment", xmp=b"<x>SECRET xmp</x>")
    assert b"SECRET" in data

    content = encode(read_pixels(data)).content
    kept = opened(content)
    assert b"SECRET" not in content
    assert not kept.getexif()
    assert {"exif", "xmp", "icc_profile", "comment"}.isdisjoint(kept.info)


def test_a_photo_taken_sideways_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    sideways = Image.new("RGB", (200, 100), "white")
    sideways.paste("black", (0, 0, 20, 100))
    pixels = read_pixels(file_of(sideways, "JPEG", exif=exif, quality=95))
    assert pixels.size == (100, 200)
    assert pixels.getpixel((50, 5)) < (40, 40, 40)
    assert pixels.getpixel((50, 195)) > (200, 200, 200)


def test_colors_of_another_profile_become_those_of_the_web():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = make_screenshot()
    assert difference(read_pixels(file_of(image, icc_profile=srgb)), image) < 2
    # A profile of another kind of color, or none at all, is passed over.
    assert difference(read_pixels(file_of(image, icc_profile=lab)), image) < 1
    assert difference(read_pixels(file_of(image, icc_profile=b"nonsense")), image) < 1


@pytest.mark.parametrize(
    ("mode", "kind", "color", "seen"),
    [
        ("L", "PNG", 100, (100, 100, 100)),
        ("LA", "PNG", (100, 255), (100, 100, 100)),
        ("1", "PNG", 1, (255, 255, 255)),
        ("P", "GIF", 0, (0, 0, 0)),
        ("I;16", "PNG", 25_700, (100, 100, 100)),
        ("CMYK", "JPEG", (0, 0, 0, 0), (255, 255, 255)),
    ],
)
def test_every_way_to_write_colors_becomes_the_same_one(mode, kind, color, seen):
    pixels = read_pixels(file_of(Image.new(mode, (64, 64), color), kind))
    assert (pixels.mode, pixels.getpixel((9, 9))) == ("RGB", seen)


def test_ink_with_a_profile_is_left_to_the_profile():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    pixels = read_pixels(file_of(Image.new("CMYK", (64, 64), (0, 0, 0, 0)), "JPEG", icc_profile=srgb))
    assert pixels.getpixel((9, 9)) == (255, 255, 255)


def test_what_shows_through_still_does():
    image = Image.new("RGBA", (64, 64), (255, 0, 0, 255))
    assert read_pixels(file_of(image)).mode == "RGB"
    image.putpixel((0, 0), (0, 0, 0, 0))
    pixels = read_pixels(file_of(image))
    assert (pixels.mode, pixels.getpixel((0, 0))[3]) == ("RGBA", 0)
    assert opened(encode(pixels).content).getpixel((0, 0))[3] == 0


# How it is encoded


def test_a_screenshot_is_kept_without_loss():
    image = make_screenshot(800, 600)
    encoded = encode(image)
    kept = opened(encoded.content)
    assert (kept.format, kept.size) == ("WEBP", (encoded.width, encoded.height))
    assert kept.convert("RGB").tobytes() == image.tobytes()


def test_a_photo_is_not():
    image = Image.effect_noise((400, 300), 60).convert("RGB")
    assert opened(encode(image).content).convert("RGB").tobytes() != image.tobytes()


@pytest.mark.parametrize(
    ("size", "kept"),
    [((3200, 1800), (1600, 900)), ((1600, 10), (1600, 10)), ((100, 9600), (67, 6400)), ((1, 1), (1, 1))],
)
def test_no_image_is_wider_or_higher_than_a_page_needs(size, kept):
    encoded = encode(make_screenshot(*size))
    assert (encoded.width, encoded.height) == opened(encoded.content).size == kept


def test_no_image_is_larger_than_a_page_can_bear(monkeypatch):
    monkeypatch.setattr(encoding, "LARGEST", 8_000)
    encoded = encode(make_photo(300, 200))
    assert len(encoded.content) <= 8_000
    assert encoded.width < 300


def test_an_image_that_cannot_be_made_small_is_refused(monkeypatch):
    monkeypatch.setattr(encoding, "LARGEST", 20)
    with pytest.raises(ImageError, match="Cut out"):
        encode(make_photo(300, 200))


# What is said of it


@pytest.mark.parametrize(
    "text", ["The sign-in window", "Screenshot of the sign-in window", "A photo of a check", "Täglich"]
)
def test_an_alternative_says_what_is_seen(text):
    assert checked_alternative(f" {text}\n ", "shot.png") == text


@pytest.mark.parametrize(
    "text",
    ["", " \n", "image", "Screenshot", "IMG_2041", "Screenshot 2026-11-23 at 10.00.00", "shot", "my shot.png", "x.webp", "…", "a" * 301],
)  # fmt: skip
def test_an_alternative_that_says_nothing_is_refused(text):
    with pytest.raises(ImageError):
        checked_alternative(text, "Shot.png" if text == "shot" else "my-shot.png")


# The verbs


@pytest.mark.django_db
def test_an_image_is_stored_under_its_digest_and_size_once():
    editor = make_staff("Editors")
    data = file_of(make_screenshot(3200, 1800))
    image = store_image(data=data, alternative=SAYS, file_name="shot\n.png", by=editor)
    again = store_image(data=data, alternative="Other words", by=None)

    assert again == image
    assert StoredImage.objects.count() == 1
    assert image_size(image.name) == (image.width, image.height) == (1600, 900)
    assert (image.alternative, image.file_name, image.uploaded_by) == (SAYS, "shot.png", editor)
    assert image.size == len(image.content)
    entry = AuditEntry.objects.get(subject=image.name)
    assert (entry.action, entry.actor_id, entry.detail) == ("added", editor.pk, SAYS)


@pytest.mark.django_db
def test_nothing_is_stored_of_what_is_refused():
    for data, alternative in ((b"nonsense", SAYS), (file_of(make_screenshot()), "image")):
        with pytest.raises(ImageError):
            store(data, alternative)
    assert StoredImage.objects.count() == AuditEntry.objects.filter(action="added").count() == 0


@pytest.mark.django_db
def test_an_image_that_nothing_shows_can_be_deleted():
    image, version = store(), ContentVersion.current()
    delete_image(image, by=None)
    assert not StoredImage.objects.exists()
    assert AuditEntry.objects.get(action="deleted").subject == image.name
    assert ContentVersion.current() > version


@pytest.mark.django_db
def test_an_image_in_use_stays_and_it_says_where():
    image = store()
    article = make_article()
    save_revision(document=showing(image), article=article)
    with pytest.raises(ImageInUse, match="“Bank error 9”"):
        delete_image(image, by=None)

    publish(article.revisions.newest_first().first())
    save_revision(document=make_document(), article=article)
    with pytest.raises(ImageInUse, match="“Bank error 9”"):
        delete_image(image, by=None)

    publish(article.revisions.newest_first().first())
    delete_image(image, by=None)
    assert not StoredImage.objects.exists()


@pytest.mark.django_db
def test_an_image_in_unsaved_work_or_in_a_shared_procedure_stays():
    image, editor = store(), make_staff("Editors")
    article = make_article()
    fields = {"text": [f"![x](/images/{image.name})"]}
    step = {"key": "s", "body": [{"markdown": fields["text"][0]}]}
    rows = [
        (WorkingCopy, {"user": editor, "article": None, "fields": fields, "editor": "document"}, "being begun"),
        (WorkingCopy, {"user": editor, "article": article, "fields": fields, "editor": "document"}, "Bank error 9"),
        (Procedure, {"key": "p", "title": "Shared", "content": [step]}, "Shared"),
    ]
    for model, values, title in rows:
        times = {"saved_at": article.published_at} if model is WorkingCopy else {}
        row = model.objects.create(**values, **times)
        with pytest.raises(ImageInUse, match=title):
            delete_image(image, by=None)
        row.delete()
    delete_image(image, by=None)
