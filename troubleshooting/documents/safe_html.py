"""Markdown to HTML that may be printed as it is.

Two layers: markdown-it passes no HTML of the source on, and nh3 takes away whatever is not listed here.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import nh3
from django.utils.html import escape
from django.utils.translation import get_language, gettext, gettext_noop
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from troubleshooting.documents.commonmark import dialect, plain_line
from troubleshooting.documents.links import IMAGE_SCHEMES, SCHEMES, image_size, is_allowed, is_external, name_in

REL = "noopener noreferrer"
"""On links to other sites, which learn neither the window nor the page."""

CALLOUT_LABELS: Final = {
    "note": gettext_noop("Note"),
    "important": gettext_noop("Important"),
    "tip": gettext_noop("Tip"),
    "warning": gettext_noop("Warning"),
    "before": gettext_noop("Before you start"),
}
_REMEMBERED = 2_000
"""Characters up to which the HTML of a block is kept in memory."""
_HEADINGS = {"h1": "h4", "h2": "h4", "h3": "h4", "h4": "h5", "h5": "h6", "h6": "h6"}
"""The page has three levels of its own above the text."""


def callout_start(kind: str, title: str) -> str:
    title = escape(title or gettext(CALLOUT_LABELS[kind]))
    return f'<aside class="callout callout-{kind}" role="note">\n<p class="callout-title">{title}</p>\n'


CALLOUT_END = "</aside>"


class _Renderer(RendererHTML):
    """Each method is markdown-it's rule for the tokens of its name."""

    def heading_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        tokens[idx].tag = _HEADINGS[tokens[idx].tag]
        return self.renderToken(tokens, idx, options, env)

    heading_close = heading_open

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        label = escape(gettext("Table"))
        region = f'<div class="table" role="region" tabindex="0" aria-label="{label}">\n'
        return region + self.renderToken(tokens, idx, options, env)

    def table_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return self.renderToken(tokens, idx, options, env) + "</div>\n"

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        if is_external(str(tokens[idx].attrGet("href"))):
            tokens[idx].attrSet("rel", REL)
        return self.renderToken(tokens, idx, options, env)

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """One that may not be shown is what its text alternative says."""
        token = tokens[idx]
        address = str(token.attrGet("src") or "")
        if not is_allowed(address, IMAGE_SCHEMES):
            return escape(self.renderInlineAsText(token.children or [], options, env))
        if size := image_size(name_in(address)):
            token.attrSet("width", str(size[0]))
            token.attrSet("height", str(size[1]))
        token.attrSet("loading", "lazy")
        token.attrSet("decoding", "async")
        return super().image(tokens, idx, options, env)

    def callout_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return callout_start(tokens[idx].info, plain_line(tokens[idx].content).strip())

    def callout_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        return f"{CALLOUT_END}\n"


def _keep_allowed_address(tag: str, attribute: str, value: str) -> str | None:
    if attribute in {"href", "src"}:
        return value if is_allowed(value, IMAGE_SCHEMES if attribute == "src" else SCHEMES) else None
    return value


_MARKDOWN = dialect(renderer=_Renderer)
_SANITIZER = nh3.Cleaner(
    tags={
        *("p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "a", "img", "h4", "h5", "h6"),
        *("ul", "ol", "li", "aside", "div", "table", "thead", "tbody", "tr", "th", "td"),
    },
    attributes={
        "*": set(),
        "a": {"href", "rel", "title"},
        "img": {"src", "alt", "title", "width", "height", "loading", "decoding"},
        "ol": {"start"},
        "aside": {"role"},
        "div": {"role", "tabindex", "aria-label"},
    },
    allowed_classes={
        "aside": {"callout", *(f"callout-{kind}" for kind in CALLOUT_LABELS)},
        "p": {"callout-title"},
        "div": {"table"},
    },
    attribute_filter=_keep_allowed_address,
    url_schemes=set(SCHEMES),
    link_rel=None,
)


def render_markdown(markdown: str) -> str:
    return _rendered(markdown, get_language()) if len(markdown) <= _REMEMBERED else _render(markdown)


# The preview renders the whole article after every pause in the typing, and one block of it has changed.
@lru_cache(maxsize=4_000)
def _rendered(markdown: str, _language: str | None) -> str:
    return _render(markdown)


def _render(markdown: str) -> str:
    return _SANITIZER.clean(_MARKDOWN.render(markdown)).strip()
