"""A .zip of a folder, read in memory: nothing is unpacked, and nobody's word about sizes is taken."""

import re
import stat
import zipfile
import zlib
from functools import partial
from os.path import commonpath
from pathlib import PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from troubleshooting.documents.problems import Problem
from troubleshooting.importing.sources.collection import (
    MOST_FILES,
    Collection,
    Read,
    SourceError,
    is_passed_over,
    shown,
    too_many,
    why_refused,
)

MOST_BYTES = 1024 * 1_048_576
"""Of all files together, unpacked."""
MOST_RATIO = 200
"""Of unpacked to packed bytes; text is packed to a tenth."""
FROM_BYTES = 1_048_576
"""Below it, no ratio does harm."""

_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
_DRIVE = re.compile(r"[A-Za-z]:")


def read_archive(file: IO[bytes], name: str) -> Collection:
    """``file`` has to stay open as long as the collection is read."""
    try:
        archive = zipfile.ZipFile(file)
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except _UNREADABLE as error:
        raise SourceError(_("This is no .zip archive that could be read. Pack the folder again.")) from error
    _check_size(entries)
    files: dict[PurePosixPath, Read] = {}
    refused: dict[str, Problem] = {}
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if is_passed_over(PurePosixPath(*(part for part in path.parts if part != ".."))):
            continue
        if reason := _why_refused(entry, path, files):
            refused[shown(entry.filename)] = Problem("error", reason)
        else:
            files[path] = partial(_read, archive, entry)
    return Collection(name, _without_folder(files), refused)


def _check_size(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_FILES:
        raise too_many()
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        limit = MOST_BYTES // 1_048_576
        message = _("Unpacked, this archive is larger than %(limit)s MB. Import a part of it at a time.")
        raise SourceError(message % {"limit": limit})


def _why_refused(entry: zipfile.ZipInfo, path: PurePosixPath, known: dict[PurePosixPath, Read]) -> str:
    """The first reason, ``""`` where there is none."""
    text = str(path)
    is_bomb = entry.file_size > FROM_BYTES and entry.file_size > MOST_RATIO * max(entry.compress_size, 1)
    leaves = ".." in path.parts or path.is_absolute() or _DRIVE.match(text) or text in {"", "."}
    reasons = (
        (leaves, _("This name leaves the archive. Pack the folder again.")),
        (path in known, _("The archive holds this file twice. Pack the folder again.")),
        (stat.S_ISLNK(entry.external_attr >> 16), _("This is a link. Pack the file itself.")),
        (entry.flag_bits & 1, _("This file is encrypted. Pack the folder without a password.")),
        (is_bomb, _("This file is packed beyond all that content is. It was not opened.")),
        (path.suffix.lower() == ".zip", _("An archive in the archive is not opened. Pack its files with the others.")),
    )
    return next((reason for applies, reason in reasons if applies), "") or why_refused(text)


def _without_folder(files: dict[PurePosixPath, Read]) -> dict[PurePosixPath, Read]:
    """Paths as they are in the folder that was packed: most programs put its name before all of them."""
    folder = PurePosixPath(commonpath([path.parent for path in files])) if files else PurePosixPath()
    root = PurePosixPath(*folder.parts[:1])
    return dict(sorted((path.relative_to(root), read) for path, read in files.items()))


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    try:
        with archive.open(entry) as opened:
            return opened.read(most)
    except _UNREADABLE as error:
        raise SourceError(_("This file of the archive is damaged. Pack the folder again.")) from error
