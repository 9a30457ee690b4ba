"""A folder of the file system, or one file of it. Links that lead out of it are refused, and nothing but files is opened."""

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath

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


def open_folder(path: Path, name: str) -> Collection:
    root = path.resolve()
    files: dict[PurePosixPath, Read] = {}
    refused: dict[str, Problem] = {}
    for file in _files(root):
        place = PurePosixPath(file.relative_to(root).as_posix())
        if is_passed_over(place):
            continue
        if reason := why_refused(str(place)) or _leaves(file, root):
            refused[shown(str(place))] = Problem("error", reason)
        else:
            files[place] = partial(_read, file, root)
        if len(files) > MOST_FILES:
            raise too_many()
    return Collection(name, dict(sorted(files.items())), refused)


def open_one(path: Path, name: str) -> Collection:
    """That file alone: nothing beside it is read."""
    if not path.is_file():
        raise SourceError(_("This is neither a file nor a folder."))
    return Collection(name, {PurePosixPath(path.name): partial(_read, path.resolve(), path.resolve().parent)})


def _files(root: Path) -> Iterator[Path]:
    """All that is no folder. Links to folders are not walked: what they hold inside is found without them."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(each for each in folders if not is_passed_over(PurePosixPath(each)))
        for each in folders:
            if (link := Path(folder, each)).is_symlink() and _leaves(link, root):
                yield link
        yield from (Path(folder, each) for each in names)


def _leaves(file: Path, root: Path) -> str:
    """Why it may not be read."""
    try:
        target = file.resolve(strict=True)
    except (OSError, RuntimeError):
        return _("This link leads nowhere. Delete it, or put the file itself here.")
    if not target.is_relative_to(root):
        return _("This link leaves the folder that is imported. Put the file itself here.")
    return "" if target.is_file() else _("This is no file that could be read.")


def _read(file: Path, root: Path, most: int) -> bytes:
    if reason := _leaves(file, root):
        raise SourceError(reason)
    with file.open("rb") as opened:
        return opened.read(most)
