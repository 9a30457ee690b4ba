"""Checks of the Markdown in the blocks."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from markdown_it.token import Token

from troubleshooting.documents.commonmark import all_tokens, inline_text, is_too_deep, plain
from troubleshooting.documents.links import IMAGE_SCHEMES, is_allowed, names_only_a_host, scheme_of
from troubleshooting.documents.lint.subject import Subject
from troubleshooting.documents.paths import node_path, passages
from troubleshooting.documents.problems import Problem

LONG_STEP = 60
"""Words."""

_TAGS = "a|b|br|code|div|em|font|i|iframe|img|li|ol|p|pre|script|span|strong|style|sub|sup|table|td|tr|u|ul"
_HTML = re.compile(rf"</?(?:{_TAGS})\b[^<>]*>", re.IGNORECASE)
_REFERENCE = re.compile(r"(?<!\w)\[[^\[\]]+\]\[[^\[\]]*\]")
_SHOWN = 80


class Flaw(NamedTuple):
    message: str
    severity: Literal["error", "warning"] = "error"


def markdown_is_sound(subject: Subject) -> Iterator[Problem]:
    for passage in passages(subject.document):
        for index, block in enumerate(passage.blocks):
            first = subject.lines.get(passage.path(index))
            for offset, flaw in _flaws(all_tokens(block.markdown)):
                yield Problem(flaw.severity, flaw.message, first and first + offset, passage.node)


def steps_are_short(subject: Subject) -> Iterator[Problem]:
    for scenario in subject.document.scenarios:
        for fix in scenario.fixes:
            for step in fix.steps:
                words = sum(len(plain(block.markdown).split()) for block in step.body)
                if words > LONG_STEP:
                    message = f"This step has {words} words. Split it, so that each step is one thing to do."
                    yield subject.warning(message, node_path(scenario.key, fix.key, step.key))


def _flaws(tokens: Sequence[Token]) -> Iterator[tuple[int, Flaw]]:
    """What is wrong, and in which line of the block, counted from 0."""
    line = 0
    for before, token in zip([None, *tokens], tokens, strict=False):
        line = token.map[0] if token.map else line
        if is_too_deep(token):
            yield line, Flaw("Lists and quotes are nested too deeply here. Write them less deep.")
        if before and before.type == "heading_open" and not inline_text(token.children or []).strip():
            yield line, Flaw("This heading is empty. Give it a text, or delete it.")
        for child in token.children or []:
            if flaw := _flaw_of_inline(child):
                yield line, flaw
            line += child.type in {"softbreak", "hardbreak"}


def _flaw_of_inline(token: Token) -> Flaw | None:
    if token.type == "link_open":
        return _flaw_of_link(str(token.attrGet("href") or ""))
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


def _flaw_of_image(url: str, alternative: str) -> Flaw | None:
    if not alternative.strip():
        return Flaw("This image has no text alternative. Say between its brackets what it shows: `![…](…)`.")
    if not url or not is_allowed(url, IMAGE_SCHEMES):
        return Flaw(f"An image cannot come from `{url[:_SHOWN]}`. Begin its address with `https:` or `/`.")
    return None
