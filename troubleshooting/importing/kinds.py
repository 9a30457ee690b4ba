"""Of what kind a collection is, told by what is in its files."""

import json
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from troubleshooting.documents.catalog_file import CATALOG_NAME
from troubleshooting.documents.markdown.source import INVISIBLE
from troubleshooting.importing.sources import Collection, SourceError
from troubleshooting.importing.sources.collection import LARGEST_JSON

MARKDOWN_SUFFIXES = frozenset({".md", ".mdx", ".markdown"})
HELP_CENTER = ("articles", "sections", "categories")
ABOUT = frozenset({"readme", "license", "licence", "contributing", "changelog", "security", "code_of_conduct"})
"""Names of files that tell about the folder they are in."""
_PEEKED = 65_536
_OUR_FIELDS = ("title", "slug", "topic", "summary")
_FIELD = re.compile(r"^([\w.-]+)\s*:", re.MULTILINE)


class Kind(StrEnum):
    PORTAL = "portal"
    MARKDOWN = "markdown"
    HELP_CENTER = "zendesk"
    GRAPHS = "graphs"


def kind_of(collection: Collection) -> Kind:
    """``SourceError`` where nothing here can be imported, or where it might be meant in two ways."""
    if PurePosixPath(CATALOG_NAME) in collection.files:
        return Kind.PORTAL
    found: dict[Kind, PurePosixPath] = {}
    about = [path for path in collection.paths if path.stem.lower() in ABOUT]
    for path in [path for path in collection.paths if path not in about] or about:
        if (kind := _kind_of_file(collection, path)) and kind not in found:
            found[kind] = path
    if not found:
        raise SourceError(
            _("There is nothing to import here: no Markdown, no help center's export and no decision graph.")
        )
    if len(found) > 1:
        named = ", ".join(f"{kind.value} ({path})" for kind, path in found.items())
        message = _("There are files of several kinds here: %(named)s. Say which are meant, by the format.")
        raise SourceError(message % {"named": named})
    return next(iter(found))


def markdown_files(collection: Collection) -> Iterator[PurePosixPath]:
    return (path for path in collection.paths if path.suffix.lower() in MARKDOWN_SUFFIXES)


def json_files(collection: Collection) -> Iterator[PurePosixPath]:
    return (path for path in collection.paths if path.suffix.lower() == ".json")


def read_json(collection: Collection, path: PurePosixPath) -> Any:
    return load_json(collection.read(path, LARGEST_JSON))


def load_json(data: bytes) -> Any:
    """Its content without characters that no text has. ``SourceError`` where it is no JSON."""
    try:
        return _cleaned(json.loads(data))
    except RecursionError as error:
        raise SourceError(_("This JSON is nested too deeply.")) from error
    except ValueError as error:
        raise SourceError(_("This is no JSON: %(reason)s.") % {"reason": error}) from error


def text_of(data: bytes) -> str:
    """``SourceError`` where it is no text in UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(_("This is no text in UTF-8. Save it in that encoding.")) from error


def is_help_center(content: Any) -> bool:
    return isinstance(content, dict) and any(isinstance(content.get(name), list) for name in HELP_CENTER)


def is_graph(content: Any) -> bool:
    return isinstance(content, dict) and {"nodes", "edges", "start"} <= content.keys()


def has_our_header(data: bytes) -> bool:
    """Whether it begins with all that the header of an article file must have."""
    start = data[:_PEEKED].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").replace("\r\n", "\n").lstrip("\n")
    header, fence, _body = start.removeprefix("---\n").partition("\n---")
    return start.startswith("---\n") and bool(fence) and set(_OUR_FIELDS) <= set(_FIELD.findall(header))


def _kind_of_file(collection: Collection, path: PurePosixPath) -> Kind | None:
    """None for what is no content, or cannot be read: the import itself says why."""
    try:
        if path.suffix.lower() in MARKDOWN_SUFFIXES:
            return Kind.PORTAL if has_our_header(collection.read(path)) else Kind.MARKDOWN
        if path.suffix.lower() == ".json":
            content = read_json(collection, path)
            if is_help_center(content):
                return Kind.HELP_CENTER
            return Kind.GRAPHS if is_graph(content) else None
    except SourceError:
        return Kind.MARKDOWN if path.suffix.lower() in MARKDOWN_SUFFIXES else None
    return None


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return INVISIBLE.sub("", value)
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    return {_cleaned(key): _cleaned(each) for key, each in value.items()} if isinstance(value, dict) else value
