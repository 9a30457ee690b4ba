"""What happened on the way, and what may be asked: one for each article."""

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from troubleshooting.documents.problems import MOST_PROBLEMS, Problem
from troubleshooting.importing.drafts import Surroundings


@dataclass
class Account:
    surroundings: Surroundings
    path: PurePosixPath
    base_url: str = ""
    mapped: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    included: int = 0
    """Characters that were included so far."""

    def warn(self, message: str, line: int | None = None) -> None:
        self._add(Problem("warning", message, line))

    def error(self, message: str, line: int | None = None) -> None:
        self._add(Problem("error", message, line))

    def keep(self, message: str) -> None:
        if message not in self.kept and len(self.kept) < MOST_PROBLEMS:
            self.kept.append(message)

    def _add(self, problem: Problem) -> None:
        if problem not in self.problems and len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)


def resolved(target: str, path: PurePosixPath) -> PurePosixPath | None:
    """A path as it is written in a file, within the collection; None where it leaves the collection."""
    target = target.replace("\\", "/")
    if target.startswith(("~/", "@site/", "/")):
        joined = target.partition("/")[2].lstrip("/")
    else:
        joined = posixpath.join(posixpath.dirname(path.as_posix()), target)
    parts: list[str] = []
    for part in joined.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return PurePosixPath(*parts) if parts else None


def first_text(account: Account, paths: Sequence[PurePosixPath | None]) -> tuple[str, PurePosixPath] | None:
    """The first of the files that can be read."""
    for path in paths:
        text = account.surroundings.read_text(path) if path else None
        if path and text is not None:
            return text, path
    return None
