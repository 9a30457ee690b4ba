"""The files of one import by their paths, wherever they lie."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from troubleshooting.documents.problems import Problem

LARGEST_FILE = 10 * 1_048_576
LARGEST_JSON = 100 * 1_048_576
"""A help center may come as one file."""
MOST_FILES = 50_000
LONGEST_PATH = 500
"""What is remembered of a file's path."""
LONGEST_NAME = 100

Read = Callable[[int], bytes]
"""At most so many bytes of one file; ``SourceError`` or ``OSError`` where it cannot be read."""


class SourceError(Exception):
    """A file or a whole collection cannot be read; the message says why and what to do."""


@dataclass(frozen=True)
class Collection:
    name: str
    files: Mapping[PurePosixPath, Read]
    """In the order in which they are imported."""
    refused: Mapping[str, Problem] = field(default_factory=dict)
    """What lies there and may not be read, by its path."""

    @cached_property
    def paths(self) -> tuple[PurePosixPath, ...]:
        return tuple(self.files)

    def read(self, path: PurePosixPath, most: int = LARGEST_FILE) -> bytes:
        """``SourceError`` where there is no such file, where it is too large, or cannot be read."""
        if path not in self.files:
            raise SourceError(_("There is no file “%(path)s”.") % {"path": path})
        try:
            data = self.files[path](most + 1)
        except OSError as error:
            raise SourceError(_("This file cannot be read: %(reason)s.") % {"reason": error.strerror}) from error
        if len(data) > most:
            limit = most // 1_048_576
            raise SourceError(_("This file is larger than %(limit)s MB. Split it, or leave it out.") % {"limit": limit})
        return data

    def find(self, path: PurePosixPath) -> PurePosixPath | None:
        """The file of this path, or the only one that differs in upper and lower case alone."""
        if path in self.files:
            return path
        found = self._by_folded.get(str(path).casefold(), [])
        return found[0] if len(found) == 1 else None

    @cached_property
    def _by_folded(self) -> dict[str, list[PurePosixPath]]:
        by_folded: dict[str, list[PurePosixPath]] = {}
        for path in self.files:
            by_folded.setdefault(str(path).casefold(), []).append(path)
        return by_folded


def why_refused(path: str) -> str:
    """Why a path cannot be remembered; ``""`` where it can."""
    if len(path) > LONGEST_PATH:
        return _("This path has more than %(limit)s characters. Shorten it.") % {"limit": LONGEST_PATH}
    if not path.isprintable():
        return _("This path holds characters that cannot be shown. Rename the file.")
    return ""


def shown(path: str) -> str:
    """For messages, whatever bytes a file system let into the name."""
    return path.encode("utf-8", "backslashreplace").decode()


def is_passed_over(path: PurePosixPath) -> bool:
    """What programs keep beside the content: hidden files and the like."""
    return any(part.startswith(".") or part in {"__MACOSX", "node_modules"} for part in path.parts)


def too_many() -> SourceError:
    message = _("There are more than %(limit)s files here. Import a part of them at a time.")
    return SourceError(message % {"limit": f"{MOST_FILES:,}"})
