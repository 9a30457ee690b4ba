"""What of a collection becomes one article: the file, or the part of a file, and how it is read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from troubleshooting.documents.problems import Problem
from troubleshooting.importing.drafts import Draft, Surroundings


@dataclass(frozen=True)
class Item:
    path: PurePosixPath
    """By which it is known again: of the file, or made of the file's and the part's name."""
    title: str
    slug: str
    """The one it would like to have."""
    read: Callable[[], bytes]
    """All that was written about it; ``SourceError`` where it cannot be read."""
    convert: Callable[[bytes, str, Surroundings], Draft]
    """Takes what ``read`` gave, the slug it has, and what is around it. Never raises."""
    is_ours: bool = False
    """Whether it is a file of the portal's own, whose slug says which article it is."""
    stays_draft: str = ""
    """Why it is not to be published."""


@dataclass(frozen=True)
class NoItem:
    """A file that becomes no article: passed over where it has no errors."""

    path: str
    problems: tuple[Problem, ...] = ()
    kept: tuple[str, ...] = field(default=())


Found = Item | NoItem
