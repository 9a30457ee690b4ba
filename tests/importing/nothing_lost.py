"""What a draft lacks of its source: both read by a Markdown parser that knows nothing of the converter."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from troubleshooting.documents.paths import passages
from troubleshooting.documents.schema import ArticleDocument, Callout

_WORD = re.compile(r"[^\W_]+")
_IMAGE = re.compile(r":::\s*image\b.*?source=\"([^\"]*)\"(?:.*?alt-text=\"([^\"]*)\")?[^:]*:::")
_INCLUDE = re.compile(r"\[!INCLUDE\s*\[([^\]]*)\]\(([^)]*)\)\]", re.IGNORECASE)
_MARK = re.compile(r"^\s*\[!(?:NOTE|IMPORTANT|TIP|WARNING|CAUTION)\]", re.IGNORECASE)
_DIV = re.compile(r"^(\s*>?\s*)\[!div[^\]]*\]", re.IGNORECASE | re.MULTILINE)
_NOT_SHOWN = re.compile(
    r"<!--.*?-->|<(script|style)\b.*?</\1>|^:::[ \t]*(?:row|column|zone|moniker|note)\b.*?$|^:::.*-end:*$|^:::$",
    re.DOTALL | re.MULTILINE,
)
_ANCHOR = re.compile(r"\s*\{#[\w-]+\}\s*$")
_FRONT_MATTER = re.compile(r"\A\s*---\n.*?\n---\n", re.DOTALL)


class _Source(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name is markdown-it's
        return True


_PARSER = _Source("commonmark", {"html": True, "maxNesting": 300}).enable(["table", "strikethrough"])


def losses(source: str, document: ArticleDocument) -> dict[str, list[str]]:
    """Words, addresses and lines of code that the source shows more often than the draft, by kind; empty where all is there.

    Includes are expected to be missing, links within the article to lead to its top or to a node.
    """
    meant = _Shown(_parsed(_plain_dialect(source)))
    drafted = _Shown()
    for title in _titles(document):
        drafted.say(title)
    for passage in passages(document):
        for block in passage.blocks:
            drafted.read(_parsed(block.markdown))
            if isinstance(block, Callout):
                drafted.say(block.title)
    said = " ".join(drafted.texts)
    cells = [_words(text) for text in drafted.texts]
    missing = {
        "words": list((meant.words - drafted.words).elements()),
        "links": [url for url in meant.links if not drafted.leads_to(url) and unquote(url) not in said],
        "code": list((meant.code - drafted.code).elements()),
        "cells": [cell for cell in meant.cells if not any(_words(cell) <= words for words in cells)],
    }
    return {kind: found for kind, found in missing.items() if found}


def _plain_dialect(source: str) -> str:
    text = _FRONT_MATTER.sub("", source.replace("\r\n", "\n"), count=1)
    text = _NOT_SHOWN.sub("", text)
    text = _IMAGE.sub(lambda found: f"![{found[2] or ''}](<{found[1]}>)", text)
    return _DIV.sub(r"\1", _INCLUDE.sub(r"\1 \2", text))


def _parsed(text: str) -> list[Token]:
    return _PARSER.parse(text)


def _titles(document: ArticleDocument) -> Iterator[str]:
    yield document.title
    for scenario in document.scenarios:
        yield scenario.title
        yield from (fix.title for fix in scenario.fixes)


def _words(text: str) -> Counter[str]:
    return Counter(word.casefold() for word in _WORD.findall(text))


class _Shown:
    """What a reader sees of some tokens."""

    def __init__(self, tokens: Iterable[Token] = ()) -> None:
        self.texts: list[str] = []
        self.links: list[str] = []
        self.code: Counter[str] = Counter()
        self.cells: list[str] = []
        self.read(tokens)

    @property
    def words(self) -> Counter[str]:
        return sum(map(_words, self.texts), Counter())

    def leads_to(self, url: str) -> bool:
        return url.startswith("#") or url in self.links or (url.startswith("//") and f"https:{url}" in self.links)

    def say(self, text: str) -> None:
        self.texts.append(text)

    def read(self, tokens: Iterable[Token]) -> None:
        in_cell = in_heading = False
        for token in tokens:
            in_cell = token.type in {"td_open", "th_open"} or (in_cell and token.type == "inline")
            if token.type == "inline":
                before = len(self.texts)
                text = "".join(self._inline(token.children or []))
                self.say(_ANCHOR.sub("", text) if in_heading else _MARK.sub("", text))
                if in_cell:
                    self.cells += self.texts[before:]
            elif token.type in {"fence", "code_block"}:
                self.say(token.content)
                self.code.update(line.strip() for line in token.content.split("\n") if line.strip())
            elif token.type == "html_block":
                self._html(token.content)
            in_heading = token.type == "heading_open"

    def _inline(self, tokens: Iterable[Token]) -> Iterator[str]:
        for token in tokens:
            if token.type == "link_open":
                self.links.append(str(token.attrGet("href")))
            elif token.type == "code_inline":
                self.code[token.content.strip()] += 1
                yield token.content
            elif token.type == "image":
                self.links.append(str(token.attrGet("src")))
                yield "".join(self._inline(token.children or []))
            elif token.type == "html_inline":
                yield from self._tag(token.content)
            else:
                yield " " if token.type in {"softbreak", "hardbreak"} else token.content

    def _tag(self, source: str) -> Iterator[str]:
        before = len(self.texts)
        self._html(source)
        yield from self.texts[before:]
        del self.texts[before:]
        yield " " if re.match(r"</?(?:br|p|div|li|td)\b", source) else ""

    def _html(self, source: str) -> None:
        reader = _Html()
        reader.feed(source)
        self.texts.append("".join(reader.texts))
        self.links += reader.links


_WITHIN_WORDS = frozenset(
    {"b", "strong", "i", "em", "s", "del", "code", "kbd", "sup", "sub", "u", "span", "a", "font", "mark"}
)


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.links: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts.append("" if tag in _WITHIN_WORDS else " ")
        values = {name: value or "" for name, value in attrs}
        self.links += [values[name] for name in ("href", "src") if values.get(name)]
        if values.get("alt"):
            self.texts.append(f" {values['alt']} ")
