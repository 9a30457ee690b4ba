"""Words of a document exchanged for others: in what people read, never in keys, slugs, codes or addresses."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from troubleshooting.documents.markdown import normalize
from troubleshooting.documents.schema import ArticleDocument

CONTEXT = 40
"""Characters shown on either side of a hit."""
_TEXTS = ("title", "summary", "publisher", "label", "markdown")
"""The fields that hold what people read, whatever the node."""
_ADDRESS = re.compile(
    r"\]\([^)\s]*"  # of a link or an image
    r"|^ {0,3}\[[^\]\n]+\]:[ \t]*\S+"  # of a reference
    r"|<[a-z][a-z0-9+.-]*:[^>\s]*>"
    r"|\b[a-z][a-z0-9+.-]*://[^\s)>\]]*",
    re.IGNORECASE | re.MULTILINE,
)
_NAMES = {"steps": "step {}", "choices": "choice {}", "checklist": "item {}"}
"""How nodes without a title are called, by the list they stand in."""


@dataclass(frozen=True)
class Wanted:
    """The words that are looked for. Nothing in ``find`` is a pattern."""

    find: str
    is_case_sensitive: bool = False
    is_whole_words: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        words = re.escape(self.find)
        if self.is_whole_words:
            words = rf"(?<!\w){words}(?!\w)"
        return re.compile(words, 0 if self.is_case_sensitive else re.IGNORECASE)


@dataclass(frozen=True)
class Hit:
    """One occurrence with what stands around it. ``place`` names the node, as in ``The account moved: Remap it: step 3``."""

    place: str
    left: str
    found: str
    right: str


@dataclass(frozen=True)
class Replaced:
    """``document`` is None when it would not be an article any more: an empty title, or text that reads differently."""

    document: ArticleDocument | None
    hits: tuple[Hit, ...]


def replace_text(document: ArticleDocument, wanted: Wanted, by: str) -> Replaced:
    """The document with every hit exchanged. Without a hit it is the very same document."""
    hits = tuple(find_text(document.model_dump(), wanted))
    if not hits:
        return Replaced(document, ())
    content = _exchanged(document.model_dump(), wanted.pattern, by)
    try:
        changed = ArticleDocument.model_validate(content)
    except ValidationError:
        return Replaced(None, hits)
    return Replaced(changed if normalize(changed).document == changed else None, hits)


def find_text(content: Mapping[str, Any], wanted: Wanted) -> Iterator[Hit]:
    """The hits in a node and all below it, given as it is stored."""
    pattern = wanted.pattern
    for place, name, text in _texts(content, ""):
        yield from (_hit(place, text, match) for match in _matches(name, text, pattern))


def count_text(content: Mapping[str, Any], wanted: Wanted) -> int:
    """How many hits there are; it costs little more than reading the text."""
    pattern = wanted.pattern
    return sum(1 for _place, name, text in _texts(content, "") for _match in _matches(name, text, pattern))


def _texts(node: Mapping[str, Any], place: str) -> Iterator[tuple[str, str, str]]:
    """Place, field and text of everything that people read."""
    for name, value in node.items():
        if name in _TEXTS:
            yield place, name, value
        elif isinstance(value, dict):
            yield from _texts(value, place)
        elif isinstance(value, list | tuple):
            for number, part in enumerate(value, start=1):
                if isinstance(part, dict):
                    yield from _texts(part, _place_of(part, name, number, place))


def _place_of(node: Mapping[str, Any], listed_as: str, number: int, above: str) -> str:
    """Blocks have no place of their own: they stand in their node."""
    name = _NAMES[listed_as].format(number) if listed_as in _NAMES else node.get("title") if "key" in node else ""
    return ": ".join(filter(None, (above, name)))


def _matches(name: str, text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    if not pattern.search(text):
        return
    addresses = [match.span() for match in _ADDRESS.finditer(text)] if name == "markdown" else []
    for match in pattern.finditer(text):
        if not addresses or not any(start < match.end() and match.start() < end for start, end in addresses):
            yield match


def _hit(place: str, text: str, match: re.Match[str]) -> Hit:
    start, end = match.span()
    left, right = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    if start > CONTEXT:
        left = f"…{left}"
    if end + CONTEXT < len(text):
        right = f"{right}…"
    return Hit(place, left, match[0], right)


def _exchanged(node: Any, pattern: re.Pattern[str], by: str) -> Any:
    if isinstance(node, dict):
        return {
            name: _exchange(name, value, pattern, by) if name in _TEXTS else _exchanged(value, pattern, by)
            for name, value in node.items()
        }
    if isinstance(node, list | tuple):
        return [_exchanged(part, pattern, by) for part in node]
    return node


def _exchange(name: str, text: str, pattern: re.Pattern[str], by: str) -> str:
    pieces, end = [], 0
    for match in _matches(name, text, pattern):
        pieces += [text[end : match.start()], by]
        end = match.end()
    return "".join([*pieces, text[end:]])
