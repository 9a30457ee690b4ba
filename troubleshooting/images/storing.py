"""The verbs on stored images: store and delete, each with its entry in the audit log."""

from django.db import transaction
from django.utils.translation import gettext as _

from troubleshooting.images.alternatives import checked_alternative
from troubleshooting.images.encoding import MEDIA_TYPE, Encoded, encode
from troubleshooting.images.reading import ImageError, read_pixels
from troubleshooting.models import AuditEntry, ContentVersion, Image
from troubleshooting.publishing.audit import Actor, record

_FILE_NAME = 200


class ImageInUse(ImageError):
    """The image stands in something that is public or being written."""


def store_image(*, data: bytes, alternative: str, file_name: str = "", by: Actor) -> Image:
    """Check, encode anew and store. The same pixels twice are one row, which keeps its first text alternative."""
    text = checked_alternative(alternative, file_name)
    return keep_image(encoded=encode(read_pixels(data)), alternative=text, file_name=file_name, by=by)


def keep_image(*, encoded: Encoded, alternative: str, file_name: str = "", by: Actor) -> Image:
    """Store what was encoded before; ``alternative`` was checked."""
    with transaction.atomic():
        image, is_new = Image.objects.get_or_create(
            name=encoded.name,
            defaults={
                "content": encoded.content,
                "media_type": MEDIA_TYPE,
                "width": encoded.width,
                "height": encoded.height,
                "size": len(encoded.content),
                "alternative": alternative,
                "file_name": "".join(character for character in file_name if character.isprintable())[:_FILE_NAME],
                "uploaded_by_id": by.pk if by else None,
            },
        )
        if is_new:
            record(AuditEntry.Action.ADDED, by=by, subject=image.name, detail=alternative)
    return image


@transaction.atomic
def delete_image(image: Image, *, by: Actor) -> None:
    """``ImageInUse`` while anything public or in work shows it. Older revisions may: they would show the text instead."""
    image = Image.objects.select_for_update().defer("content").get(pk=image.pk)
    titles = [f"“{use.title}”" for use in (*image.articles(), *image.procedures())]
    if image.is_in_new_article():
        titles.append(_("an article that is being begun"))
    if titles:
        named = ", ".join(titles)
        raise ImageInUse(
            _("Not deleted: the image is used in %(titles)s. Take it out there first.") % {"titles": named}
        )
    record(AuditEntry.Action.DELETED, by=by, subject=image.name, detail=image.alternative)
    image.delete()
    # Workers keep images of one version of the content.
    ContentVersion.bump()
