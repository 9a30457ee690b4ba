"""Checks of the Markdown in the blocks."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple
from urllib.parse import unquote

from markdown_it.token import Token

from troubleshooting.documents.commonmark import inline_text, is_too_deep
from troubleshooting.documents.links import IMAGE_SCHEMES, is_allowed, names_only_a_host, scheme_of
from troubleshooting.documents.lint.language import is_visible
from troubleshooting.documents.lint.subject import Subject, nearest
from troubleshooting.documents.paths import passages
from troubleshooting.documents.problems import Problem

_TAGS = "a|b|br|code|div|em|font|i|iframe|img|li|ol|p|pre|script|span|strong|style|sub|sup|table|td|tr|u|ul"
_HTML = re.compile(rf"</?(?:{_TAGS})\b[^<>]*>", re.IGNORECASE)
_REFERENCE = re.compile(r"(?<!\w)\[[^\[\]]+\]\[[^\[\]]*\]")
_NO_ALTERNATIVE = re.compile(
    r"\S+\.(?:png|jpe?g|gif|webp|avif|svg)|image|picture|photo|screen ?shot|img", re.IGNORECASE
)
_ARTICLE = re.compile(r"/articles/([^/?#.]+)")
_SHOWN = 80


class Flaw(NamedTuple):
    message: str
    severity: Literal["error", "warning"] = "error"


def markdown_is_sound(subject: Subject) -> Iterator[Problem]:
    for passage in passages(subject.document):
        for index, block in enumerate(passage.blocks):
            first = subject.lines.get(passage.path(index))
            for offset, flaw in _flaws(subject, subject.tokens(block.markdown)):
                yield Problem(flaw.severity, flaw.message, first and first + offset, passage.node, passage.field)


def _flaws(subject: Subject, tokens: Sequence[Token]) -> Iterator[tuple[int, Flaw]]:
    """What is wrong, and in which line of the block, counted from 0."""
    line = 0
    for before, token in zip([None, *tokens], tokens, strict=False):
        line = token.map[0] if token.map else line
        if is_too_deep(token):
            yield line, Flaw("Lists and quotes are nested too deeply here. Write them less deep.")
        if before and before.type == "heading_open" and not is_visible(inline_text(token.children or [])):
            yield line, Flaw("This heading is empty. Give it a text, or delete it.")
        for child in token.children or []:
            if flaw := _flaw_of_inline(subject, child):
                yield line, flaw
            line += child.type in {"softbreak", "hardbreak"}


def _flaw_of_inline(subject: Subject, token: Token) -> Flaw | None:
    if token.type == "link_open":
        url = str(token.attrGet("href") or "")
        return _flaw_of_link(url) or _flaw_within_the_portal(subject, url)
    if token.type == "image":
        return _flaw_of_image(str(token.attrGet("src") or ""), inline_text(token.children or []))
    return _flaw_of_text(token.content) if token.type == "text" else None


def _flaw_of_text(text: str) -> Flaw | None:
    if found := _HTML.search(text):
        return Flaw(f"`{found[0][:_SHOWN]}` is shown to visitors as it stands here. Use Markdown, not HTML.", "warning")
    if found := _REFERENCE.search(text):
        message = f"`{found[0][:_SHOWN]}` is no link, for its address stands elsewhere. Write `[text](address)`."
        return Flaw(message, "warning")
    return None


def _flaw_of_link(url: str) -> Flaw | None:
    shown = url[:_SHOWN]
    if not url:
        return Flaw("This link leads nowhere. Put an address between its parentheses.")
    if scheme_of(url) == "destination":
        return Flaw(
            "A destination is the last line of a step and stands there alone: `[Take me there](destination:key)`."
        )
    if names_only_a_host(url):
        return Flaw(f"The link to `{shown}` leaves out how to get there. Begin it with `https:`.")
    if not is_allowed(url):
        return Flaw(f"A link cannot lead to `{shown}`. Begin it with `https:`, `http:`, `mailto:`, `tel:`, `/` or `#`.")
    return None


def _flaw_within_the_portal(subject: Subject, url: str) -> Flaw | None:
    """Another article may be published or retired any day, so that a link to it can only be warned of."""
    shown = url[:_SHOWN]
    if url.startswith("#") and unquote(url[1:]) not in subject.anchors:
        hint = nearest(shown[1:], subject.anchors)
        return Flaw(f"No scenario, fix or step of this article has the key `{shown[1:]}`.{hint}")
    known = subject.catalog.articles
    article = _ARTICLE.match(url)
    if article and known is not None and article[1] != subject.document.slug and article[1] not in known:
        return Flaw(f"The link to `{shown}` leads to no published article. Correct it, or publish that one.", "warning")
    return None


def _flaw_of_image(url: str, alternative: str) -> Flaw | None:
    if not is_visible(alternative):
        return Flaw("This image has no text alternative. Say between its brackets what it shows: `![…](…)`.")
    if not url or not is_allowed(url, IMAGE_SCHEMES):
        return Flaw(f"An image cannot come from `{url[:_SHOWN]}`. Upload it under Images and use the address you get.")
    if _NO_ALTERNATIVE.fullmatch(alternative.strip()):
        message = f"“{alternative.strip()[:_SHOWN]}” does not say what the image shows. Say it between its brackets."
        return Flaw(message, "warning")
    return None
