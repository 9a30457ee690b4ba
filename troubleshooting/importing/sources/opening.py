"""What a path is: a folder, an archive, or one file."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePath, PurePosixPath

from django.utils.translation import gettext as _

from troubleshooting.importing.sources.archive import read_archive
from troubleshooting.importing.sources.collection import LONGEST_NAME, Collection, SourceError, shown, why_refused
from troubleshooting.importing.sources.folder import open_folder, open_one


@contextmanager
def open_collection(path: Path, name: str = "") -> Iterator[Collection]:
    """The files of a folder or an archive, or the one file; known by ``name``, else by the folder's. ``SourceError``."""
    if not path.exists():
        raise SourceError(_("There is no file or folder %(path)s.") % {"path": shown(str(path))})
    if path.is_dir():
        yield open_folder(path, _named(name or path.resolve().name))
    elif path.suffix.lower() == ".zip":
        with path.open("rb") as file:
            yield read_archive(file, _named(name or path.stem))
    else:
        yield open_one(path, _named(name or path.resolve().parent.name))


def open_archive(data: bytes, name: str) -> Collection:
    """An archive that was uploaded."""
    return read_archive(BytesIO(data), _named(PurePath(name).stem))


def open_file(data: bytes, name: str) -> Collection:
    """One file that was uploaded."""
    path = PurePosixPath(name)
    if reason := why_refused(name):
        raise SourceError(reason)
    return Collection(_named(path.stem), {path: lambda most: data[:most]})


def _named(name: str) -> str:
    kept = "".join(character for character in shown(name) if character.isprintable())
    return kept[:LONGEST_NAME] or "import"
