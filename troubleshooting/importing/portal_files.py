"""The portal's own files: an article in each Markdown file, beside the catalog."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from troubleshooting.documents.markdown import parse
from troubleshooting.documents.problems import Problem
from troubleshooting.importing.drafts import Draft, Surroundings
from troubleshooting.importing.items import Found, Item, NoItem
from troubleshooting.importing.kinds import ABOUT, has_our_header, markdown_files, text_of
from troubleshooting.importing.sources import Collection, SourceError

_SLUG = re.compile(r"^slug\s*:\s*[\"']?([a-z0-9-]+)", re.MULTILINE)


def portal_items(collection: Collection) -> Iterator[Found]:
    """Two files with one slug would take turns with every import, so that the second is refused."""
    first: dict[str, PurePosixPath] = {}
    for path in markdown_files(collection):
        try:
            data = collection.read(path)
            text_of(data)
        except SourceError as error:
            yield NoItem(str(path), (Problem("error", str(error)),))
            continue
        if path.stem.lower() in ABOUT and not has_our_header(data):
            yield NoItem(str(path), kept=(_("A file about the folder; it is no article."),))
            continue
        found = _SLUG.search(data[:4096].decode("utf-8", "replace"))
        slug = found[1] if found else ""
        if slug and (other := first.setdefault(slug, path)) != path:
            message = _("“%(path)s” has the slug “%(slug)s” as well. Give one of the two another slug.")
            yield NoItem(str(path), (Problem("error", message % {"path": other, "slug": slug}),))
            continue
        yield Item(path, path.stem, slug, partial(collection.read, path), _convert, is_ours=True)


def _convert(data: bytes, _slug: str, _surroundings: Surroundings) -> Draft:
    parsed = parse(text_of(data))
    return Draft(parsed.document, problems=list(parsed.problems), lines=parsed.lines)
