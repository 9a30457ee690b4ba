"""Markdown files of other tools as items; ``markdown`` converts them."""

from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from troubleshooting.documents.problems import Problem
from troubleshooting.importing.drafts import Draft, SourceFile, Surroundings
from troubleshooting.importing.items import Found, Item, NoItem
from troubleshooting.importing.kinds import markdown_files
from troubleshooting.importing.markdown import Defaults, convert, peek
from troubleshooting.importing.sources import Collection, SourceError

_PARTS = frozenset({"includes", "_includes", "include", "reusables", "snippets", "partials", "_partials"})


def markdown_items(collection: Collection, defaults: Defaults) -> Iterator[Found]:
    for path in markdown_files(collection):
        if path.name.startswith("_") or _PARTS.intersection(path.parts[:-1]):
            yield NoItem(str(path), kept=(_("A part that articles include; it is no article itself."),))
            continue
        try:
            title, slug = peek(SourceFile(path, collection.read(path)))
        except SourceError as error:
            yield NoItem(str(path), (Problem("error", str(error)),))
        else:
            yield Item(path, title, slug, partial(collection.read, path), partial(_convert, path, defaults))


def _convert(path: PurePosixPath, defaults: Defaults, data: bytes, slug: str, surroundings: Surroundings) -> Draft:
    return convert(SourceFile(path, data), surroundings, slug=slug, defaults=defaults)
