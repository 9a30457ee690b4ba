"""What converters take and give: values only, no database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from troubleshooting.documents.problems import Problem
from troubleshooting.documents.schema import ArticleDocument


@dataclass(frozen=True)
class SourceFile:
    """One file of a collection; ``path`` is relative to the collection's folder and never leaves it."""

    path: PurePosixPath
    data: bytes


@dataclass(frozen=True)
class Shelf:
    """A topic or a product that a draft is filed under, to be created where it is missing."""

    slug: str
    name: str


@dataclass(frozen=True)
class Surroundings:
    """What a converter may ask about the rest of the collection.

    Each function takes a path within the collection, already resolved, and gives None where there is no such thing.
    Whatever is asked becomes part of the draft's digest, so that a changed image or include makes the draft anew.
    """

    read_text: Callable[[PurePosixPath], str | None]
    """Text of an included file."""
    image_address: Callable[[PurePosixPath, str], str | None]
    """Address of an image under which the portal will serve it; takes the text alternative as well."""
    article_slug: Callable[[PurePosixPath], str | None]
    """Slug of the article that another source file becomes, for links between them."""


@dataclass
class Draft:
    """One article as it was understood, and the account of how."""

    document: ArticleDocument | None
    """None only where nothing could be read; ``problems`` then say why."""
    topic: Shelf | None = None
    products: tuple[Shelf, ...] = ()
    mapped: list[str] = field(default_factory=list)
    """What became what, one line each: "Resolution → fix “Reset it” with 5 steps"."""
    kept: list[str] = field(default_factory=list)
    """What had no place of its own and was kept as text where it stood."""
    problems: list[Problem] = field(default_factory=list)
    """Warnings and errors, with the line of the source file where it is known."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line of each node in the source, by its path (see ``documents.paths``), where it is known."""
