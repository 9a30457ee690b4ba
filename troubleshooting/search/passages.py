"""What can be found of an article: its page, line by line, without any markup."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from troubleshooting.search.tokens import normal

CODES_APART = " · "
MOST_SIGNS = 400_000
"""Of one article; longer ones are found by their beginning."""

_LEFT_OUT = re.compile(r'<a class="take-me-there".*?</a>', re.DOTALL)
_BREAK = re.compile(r"</(?:p|li|h\d|tr|pre|div|aside|blockquote|ol|ul)>|<br ?/?>")
_TAG = re.compile(r"<(?:/?(?:em|strong|s|code|a)\b[^>]*)>|<[^>]*(>)")
_TO_ARTICLE = re.compile(r'<a href="[^"]*/articles/([a-z0-9-]+)/?(?:#[^"]*)?"[^>]*>(.*?)</a>', re.DOTALL)
_BLOCK_END = re.compile(r"</tr>")
_ROW_LENGTH = 200
"""Characters of a row that say what a link in it leads to."""


@dataclass(frozen=True, slots=True)
class Passage:
    scenario: str
    """Key of the cause in which it stands, ``""`` outside."""
    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    target: str
    """Slug of the article that a link leads to."""
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """One article as the index sees it."""

    article: int
    title: str
    topic: int
    products: tuple[int, ...]
    front: tuple[Passage, ...]
    """Codes, summary and headings."""
    body: tuple[Passage, ...]
    slug: str = ""
    mentions: tuple[Mention, ...] = ()


def front_of(page: Mapping[str, Any]) -> tuple[Passage, ...]:
    """Of a page as ``RenderedArticle`` dumps it."""
    codes = CODES_APART.join(code for code in (page["code"], *page["aliases"]) if code)
    lines = [Passage("", codes), Passage("", page["summary"])]
    for scenario in page["scenarios"]:
        lines.append(Passage(scenario["key"], scenario["title"]))
        lines += (Passage(scenario["key"], fix["title"]) for fix in scenario["fixes"])
    return tuple(Passage(line.scenario, normal(line.text)) for line in lines if line.text)


def body_of(page: Mapping[str, Any]) -> tuple[Passage, ...]:
    lines: list[Passage] = []
    left = MOST_SIGNS
    for scenario, markup in _parts(page):
        for text in lines_of(markup):
            left -= len(text)
            if left < 0:
                return tuple(lines)
            lines.append(Passage(scenario, text))
    return tuple(lines)


def lines_of(markup: str) -> Iterator[str]:
    """The text of HTML that our sanitizer has made, a line for each block."""
    text = _LEFT_OUT.sub(" ", markup).replace("\n", " ")
    text = _TAG.sub(_blank, _BREAK.sub("\n", text))
    for line in normal(html.unescape(text)).split("\n"):
        if words := " ".join(line.split()):
            yield words


def mentions_of(page: Mapping[str, Any]) -> tuple[Mention, ...]:
    """Links to other articles: what they are called, and in a table what its row begins with, such as a code and a message."""
    found: dict[Mention, None] = {}
    for _, markup in _parts(page):
        if _TO_ARTICLE.search(markup):
            for block in _BLOCK_END.split(markup):
                start = block.rpartition("<tr>")[2] if "<td>" in block else ""
                row = " ".join(lines_of(start))[:_ROW_LENGTH]
                for slug, name in _TO_ARTICLE.findall(block):
                    text = f"{row} {' '.join(lines_of(name))}".strip()
                    if text and slug != page["slug"]:
                        found.setdefault(Mention(slug, text))
    return tuple(found)


def _blank(tag: re.Match[str]) -> str:
    """Nothing for marks inside a word, a blank for all else."""
    return " " if tag[1] else ""


def _parts(page: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "", page["body"]
    for scenario in page["scenarios"]:
        key = scenario["key"]
        yield key, scenario["body"]
        for fix in scenario["fixes"]:
            yield from ((key, fix[part]) for part in ("body", "steps", "outcome"))
    for question in page["questions"]:
        yield "", f"<p>{html.escape(question['title'])}</p>{question['body']}"
    yield "", page["contact_body"]
    yield "", "".join(f"<p>{html.escape(item)}</p>" for item in page["checklist"])
