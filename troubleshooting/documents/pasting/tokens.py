"""HTML cut into tags and text, in one pass that no input slows down."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

_TOKEN = re.compile(
    r"""<!--.*?(?:-->|\Z)
    |<(?:!|\?)[^>]*(?:>|\Z)
    |<(?P<raw>script|style|title|xml|svg|math|template|noscript|iframe)\b[^>]*>.*?(?:</(?P=raw)\s*>|\Z)
    |<(?P<slash>/?)(?P<name>[a-zA-Z][^\s/<>]*+)(?P<attributes>(?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
"""Comments, Word's conditions and what is not shown at all are in it so that they are passed over."""
_ATTRIBUTE = re.compile(r"""([a-zA-Z][\w:-]*+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""")
_BREAKS = re.compile("[\u2028\u2029\x0b\x0c\x85]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffc\x00-\x08\x0e-\x1f\x7f]")


class Tag(NamedTuple):
    name: str
    is_end: bool
    attributes: Mapping[str, str]


def tokens(html: str) -> Iterator[Tag | str]:
    """Tags, and the text between them with its entities read."""
    position = 0
    for found in _TOKEN.finditer(html):
        if found.start() > position:
            yield _text(html[position : found.start()])
        position = found.end()
        if found["name"]:
            yield Tag(found["name"].lower(), bool(found["slash"]), _attributes(found["attributes"]))
    if position < len(html):
        yield _text(html[position:])


def _text(source: str) -> str:
    """Without what is in the text and not seen; all kinds of breaks are line ends, all kinds of spaces one space."""
    text = _BREAKS.sub("\n", unescape(source))
    return _INVISIBLE.sub("", text)


def _attributes(source: str) -> Mapping[str, str]:
    return {found[1].lower(): unescape(found[2] or found[3] or found[4] or "") for found in _ATTRIBUTE.finditer(source)}
