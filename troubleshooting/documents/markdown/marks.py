"""The marks of an article file: ``{#key}`` at the end of a line, destinations, procedures, choices, checklist items."""

import re
from typing import NamedTuple

from troubleshooting.documents.commonmark import Span, inline_tokens, link_label, plain_line
from troubleshooting.documents.schema import KEY, KEY_LENGTH

KEY_AT_END = re.compile(r"(?:^|\s)\{#([^{}]*)\}[ \t]*$")
DESTINATION = re.compile(r"[ \t]*\[(?:\\.|[^\\\[\]])*\]\(destination:([^()\s]*)\)[ \t]*")
DESTINATION_LABEL = "Take me there"
PROCEDURE = re.compile(r"[ \t]*\[(?:\\.|[^\\\[\]])*\]\(procedure:([^()\s]*)\)[ \t]*")

_PLAIN_CHOICE = re.compile(r"\[([^\\`*_\[\]<>&~!\n]+)\]\(#([a-z0-9-]*)\)")
"""A choice in whose label nothing means more than it says; nearly all are such, and a regular expression reads them faster."""
_CHECKBOX = re.compile(r"\[[ xX]\](?:\s+|$)")
_ONE_PARAGRAPH = ["list_item_open", "paragraph_open", "inline", "paragraph_close", "list_item_close"]


class Entry(NamedTuple):
    """A choice or a checklist item as it is written; ``to`` is the target of a choice."""

    label: str
    key: str | None
    to: str | None = None
    line: int = 0


def is_key(text: str) -> bool:
    return len(text) <= KEY_LENGTH and KEY.fullmatch(text) is not None


def procedure_label(key: str) -> str:
    """What a printed file calls a shared procedure, whose title the document does not hold; read back, it means nothing."""
    return key.replace("-", " ").capitalize()


def take_key(line: str) -> tuple[str, str | None]:
    """A line without the key at its end, and that key as it is written."""
    found = KEY_AT_END.search(line)
    return (line[: found.start()], found[1]) if found else (line, None)


def read_choice(item: Span) -> Entry | None:
    """``[label](#target) {#key}``; None for any other list item."""
    source, key = take_key(_paragraph(item))
    if plain := _PLAIN_CHOICE.fullmatch(source):
        return Entry(plain[1].strip(), key, plain[2])
    link = link_label(inline_tokens(source))
    if link is None or not link[1].startswith("#"):
        return None
    return Entry(link[0].strip(), key, link[1].removeprefix("#"))


def read_checklist_item(item: Span) -> Entry | None:
    """``[ ] label {#key}``; None for any other list item."""
    source, key = take_key(_paragraph(item))
    box = _CHECKBOX.match(source)
    return Entry(plain_line(source[box.end() :]).strip(), key) if box else None


def _paragraph(item: Span) -> str:
    """The Markdown of a list item that is one paragraph; ``""`` of any other."""
    return item.tokens[2].content if [token.type for token in item.tokens] == _ONE_PARAGRAPH else ""
