"""Files that came through the browser: kept from the preview to the import, so that nobody's word is taken for what they were."""

from pathlib import PurePath

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from troubleshooting.importing.kinds import Kind
from troubleshooting.importing.runs import Run, prepare
from troubleshooting.importing.sources import SourceError, open_archive, open_file
from troubleshooting.importing.storing import Manner
from troubleshooting.models import Upload

LARGEST = 10 * 1_048_576
MOST_FILES = 500
"""In one upload; there is no such limit for the command."""


@transaction.atomic
def keep_upload(*, data: bytes, name: str, by: User) -> Upload:
    """Those that nobody imported within a day are deleted. ``SourceError`` where it can be no collection."""
    if not data:
        raise SourceError(_("The file is empty. Choose another one."))
    if len(data) > LARGEST:
        limit = LARGEST // 1_048_576
        message = _("The file is larger than %(limit)s MB. Upload a part of it, or use the command import_articles.")
        raise SourceError(message % {"limit": limit})
    Upload.objects.expired().delete()
    kept = "".join(character for character in PurePath(name).name if character.isprintable())
    return Upload.objects.create(name=kept[-200:] or "upload", content=data, uploaded_by=by)


def run_of(upload: Upload, *, kind: Kind | None, is_dry: bool) -> Run:
    """What the upload holds, to be previewed or imported as drafts. ``SourceError`` where that cannot be done."""
    data = bytes(upload.content)
    is_archive = upload.name.lower().endswith(".zip")
    collection = open_archive(data, upload.name) if is_archive else open_file(data, upload.name)
    run = prepare(collection, Manner(is_dry=is_dry, by=upload.uploaded_by), kind=kind)
    if run.total > MOST_FILES:
        message = _("This upload holds %(count)s articles; %(limit)s are the limit. Use the command import_articles.")
        raise SourceError(message % {"count": run.total, "limit": MOST_FILES})
    return run
