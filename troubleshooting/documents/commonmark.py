"""The Markdown of a block: CommonMark with tables and strikethrough, without raw HTML."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from troubleshooting.documents.callouts import callout_plugin

MAX_NESTING = 20
"""Levels of lists and quotes (a list counts twice) from which on markdown-it drops what they hold."""


class _AnyAddress(MarkdownIt):
    """Keeps links that markdown-it would leave as text for their address: the linter has to see them."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the name is markdown-it's
        return True


def dialect(parser: type[MarkdownIt] = MarkdownIt, renderer: type[RendererHTML] = RendererHTML) -> MarkdownIt:
    markdown = parser("commonmark", {"html": False, "maxNesting": MAX_NESTING}, renderer_cls=renderer)
    return markdown.enable(["table", "strikethrough"]).use(callout_plugin)


_FULL = dialect(_AnyAddress)
_BLOCKS = dialect().disable(["callouts", "inline", "text_join"])


@dataclass(frozen=True)
class Span:
    """A block that stands in no other: its lines, from ``start`` up to but not with ``end``, and all its tokens."""

    start: int
    end: int
    tokens: Sequence[Token]

    @property
    def kind(self) -> str:
        return self.tokens[0].type

    def items(self) -> Iterator["Span"]:
        """The items of a list."""
        return _spans(self.tokens, level=1)


def block_tokens(markdown: str) -> list[Token]:
    """The structure alone, some ten times faster than with the text inside."""
    return _BLOCKS.parse(markdown)


def all_tokens(markdown: str) -> list[Token]:
    return _FULL.parse(markdown)


def inline_tokens(source: str) -> list[Token]:
    """The tokens inside one line or paragraph."""
    return _FULL.parseInline(source)[0].children or []


def spans(markdown: str) -> list[Span]:
    return list(_spans(block_tokens(markdown), level=0))


def _spans(tokens: Sequence[Token], *, level: int) -> Iterator[Span]:
    opened = 0
    for position, token in enumerate(tokens):
        if token.level != level:
            continue
        if token.nesting >= 0:
            opened = position
        start, end = tokens[opened].map or (0, 0)
        if token.nesting <= 0 and end:
            yield Span(start, end, tokens[opened : position + 1])


def is_too_deep(token: Token) -> bool:
    """Whether markdown-it drops what stands in this list item or quote."""
    return token.type in {"blockquote_open", "callout_open", "list_item_open"} and token.level >= MAX_NESTING - 1


def inline_text(tokens: Sequence[Token]) -> str:
    """What is read of inline tokens: no marks, no addresses; an image gives its text alternative."""
    return "".join(_inline_text(token) for token in tokens)


def _inline_text(token: Token) -> str:
    if token.type in {"softbreak", "hardbreak"}:
        return " "
    return inline_text(token.children or []) if token.type == "image" else token.content


_MEANINGFUL = re.compile(r"[\\`*_\[\]<>&~!]")
"""Without one of these a line is plain text; parsing each of the thousands of titles of a large guide takes a second."""


def plain_line(source: str) -> str:
    """The text of one line of Markdown."""
    return inline_text(inline_tokens(source)) if _MEANINGFUL.search(source) else source


@lru_cache(maxsize=4096)
def plain(markdown: str) -> str:
    """The text of Markdown, one line for each paragraph, cell or line of code."""
    tokens = all_tokens(markdown)
    texts = (inline_text(token.children) if token.children else token.content for token in tokens)
    return "\n".join(text.strip() for text in texts if text.strip())


def escape(text: str) -> str:
    """Markdown for a line of plain text, also inside the brackets of a link; as it is where nothing in it means more."""
    return text if not _MEANINGFUL.search(text) or _is_its_own_label(text) else _MEANINGFUL.sub(r"\\\g<0>", text)


def _is_its_own_label(text: str) -> bool:
    inside = link_label(inline_tokens(f"[{text}](#)"))
    return inside is not None and inside[0] == text


def link_label(tokens: Sequence[Token]) -> tuple[str, str] | None:
    """Label and address, when the tokens are one link and nothing else."""
    if not tokens or tokens[0].type != "link_open" or sum(token.type == "link_open" for token in tokens) > 1:
        return None
    if tokens[-1].type != "link_close":
        return None
    return inline_text(tokens[1:-1]), str(tokens[0].attrGet("href") or "")
