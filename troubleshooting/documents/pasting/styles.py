"""What a tag and its styles make of the text inside: bold, a link, hidden, an item of one of Word's lists."""

import re
from typing import NamedTuple

from troubleshooting.documents.links import is_allowed, scheme_of
from troubleshooting.documents.pasting.tokens import Tag


class Look(NamedTuple):
    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    href: str = ""
    is_hidden: bool = False
    is_marker: bool = False
    """The bullet or number that Word writes as text."""
    is_source: bool = False
    """Copied from an editor of programs, where colors and weights mean nothing."""


_BOLD, _ITALIC = frozenset({"b", "strong"}), frozenset({"i", "em", "cite", "dfn", "var"})
_STRUCK, _CODE = frozenset({"s", "strike", "del"}), frozenset({"code", "tt", "kbd", "samp"})
_SPEAKING = _BOLD | _ITALIC | _STRUCK | _CODE | {"head"}
"""Tags that say something without an attribute."""
_HIDDEN = re.compile(r"display:none|mso-hide:all|mso-element:comment|mso-element:field-begin")
_HIDDEN_CLASSES = frozenset({"msodel", "msocommentreference", "msocomanchor", "msocomtxt", "msocomoff"})
_WEIGHT = re.compile(r"(?<![a-z-])font-weight:(bold|normal|lighter|\d{3})")
_WORD_ITEM = re.compile(r"mso-list:l\d+level(\d)")
_IGNORED = "mso-list:ignore"
_WORD_CLASS = "msolistparagraph"


def inside(look: Look, tag: Tag) -> Look:
    """The look of the text in a tag that stands in text of a look."""
    if not tag.attributes and tag.name not in _SPEAKING:
        return look
    style, classes = styles_of(tag), tag.attributes.get("class", "").lower().split()
    if look.is_hidden or _hides(tag, style, classes):
        return look._replace(is_hidden=True)
    if look.is_source or ("white-space:pre;" in f"{style};" and tag.name == "div"):
        return look._replace(is_source=True)
    return look._replace(
        bold=_is_bold(look, tag, style),
        italic=("font-style:italic" in style or look.italic or tag.name in _ITALIC)
        and "font-style:normal" not in style,
        struck=look.struck or tag.name in _STRUCK or "line-through" in style,
        code=look.code or tag.name in _CODE,
        href=_address(tag) or look.href,
        is_marker=look.is_marker or _IGNORED in style,
    )


def styles_of(tag: Tag) -> str:
    """In lower case and without blanks."""
    return "".join(tag.attributes.get("style", "").lower().split())


def word_level(tag: Tag) -> int | None:
    """Of a paragraph in one of Word's lists, from 1; 0 for a paragraph that goes on in the item before."""
    if found := _WORD_ITEM.search(styles_of(tag)):
        return max(1, int(found[1]))
    return 0 if _WORD_CLASS in tag.attributes.get("class", "").lower() else None


def _hides(tag: Tag, style: str, classes: list[str]) -> bool:
    # A deletion with an author or a date is a tracked change; one without is struck text.
    is_change = tag.name == "del" and bool({"cite", "datetime"} & tag.attributes.keys())
    return is_change or tag.name == "head" or bool(_HIDDEN.search(style)) or not _HIDDEN_CLASSES.isdisjoint(classes)


def _is_bold(look: Look, tag: Tag, style: str) -> bool:
    if found := _WEIGHT.search(style):
        return found[1] == "bold" or (found[1].isdigit() and int(found[1]) >= 600)
    return look.bold or tag.name in _BOLD


def _address(tag: Tag) -> str:
    """Only a whole address: what is relative leads somewhere else from here."""
    url = tag.attributes.get("href", "").strip() if tag.name == "a" else ""
    return url if scheme_of(url) and is_allowed(url) else ""
