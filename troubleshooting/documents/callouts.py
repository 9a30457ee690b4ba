"""Callouts in Markdown: a quote whose first line is ``[!NOTE]``, with or without a title of its own."""

import re
from collections.abc import Sequence
from typing import Final, Literal

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

CalloutKind = Literal["note", "important", "tip", "warning", "before"]

KINDS: Final[dict[str, CalloutKind]] = {
    "NOTE": "note",
    "IMPORTANT": "important",
    "TIP": "tip",
    "WARNING": "warning",
    "CAUTION": "warning",
    "BEFORE": "before",
}
MARKER = re.compile(r" {0,3}\[!([A-Za-z]+)\](?:[ \t]+(.*))?$")
"""The first line inside the quote: the kind in any case, then the title."""


def callout_plugin(parser: MarkdownIt) -> None:
    """Turns such quotes into ``callout_open`` (``info`` is the kind, ``content`` the title) and ``callout_close``.

    markdown-it's own alerts know neither titles nor ``[!BEFORE]``.
    """
    parser.core.ruler.after("block", "callouts", _mark_callouts)


def _mark_callouts(state: StateCore) -> None:
    is_callout: list[bool] = []
    for position, token in enumerate(state.tokens):
        if token.type == "blockquote_open":
            marker = _take_marker(state.tokens[position + 1 : position + 4])
            is_callout.append(marker is not None)
            if marker:
                token.type, token.info, token.content = "callout_open", KINDS[marker[1].upper()], marker[2] or ""
        elif token.type == "blockquote_close" and is_callout.pop():
            token.type = "callout_close"


def _take_marker(paragraph: Sequence[Token]) -> re.Match[str] | None:
    """The marker's line, taken off the paragraph it stands in."""
    if not paragraph or paragraph[0].type != "paragraph_open":
        return None
    opening, inline, closing = paragraph
    first_line, _, rest = inline.content.partition("\n")
    marker = MARKER.match(first_line)
    if not marker or marker[1].upper() not in KINDS:
        return None
    start, end = inline.map or (0, 0)
    inline.content, inline.map = rest, [start + 1, end]
    opening.hidden = closing.hidden = not rest
    return marker
