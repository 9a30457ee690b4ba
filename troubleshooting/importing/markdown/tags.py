"""HTML tags within text: what each of them means in Markdown."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Literal, NamedTuple

_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)([^<>]*|(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)/?>", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([a-zA-Z][\w:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|\{([^{}]*)\}|([^\s"'>]+))""")
_REQUIRED = re.compile(r"require\(\s*[\"']([^\"']+)[\"']\s*\)(?:\.default)?")
_MARKS = {
    **dict.fromkeys(("b", "strong"), "**"), **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "*"),
    **dict.fromkeys(("s", "del", "strike"), "~~"), **dict.fromkeys(("code", "kbd", "samp", "tt"), "`"),
}  # fmt: skip
_FRAMES = frozenset({"iframe", "video", "audio", "source", "embed"})
_BREAKS = frozenset(
    {"br", "hr", "p", "div", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote"}
)
NAMES = frozenset({
    *_MARKS, *_FRAMES, *_BREAKS, "a", "img", "abbr", "acronym", "address", "article", "aside", "base", "big", "body", "button",
    "caption", "center", "col", "colgroup", "data", "dd", "details", "dl", "dt", "fieldset", "figcaption", "figure", "font",
    "footer", "form", "head", "header", "html", "input", "ins", "label", "legend", "li", "link", "main", "map", "mark",
    "meta", "nav", "nobr", "noscript", "object", "option", "param", "picture", "q", "ruby", "script", "section", "select",
    "small", "span", "style", "sub", "summary", "sup", "svg", "path", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time",
    "title", "u", "wbr", "track",
})  # fmt: skip
"""Of HTML. Any other name between angle brackets is what an author wrote for a placeholder, such as ``<server name>``."""

Kind = Literal["link", "image", "break", "mark", "frame", "space", "nothing", "text"]


_LOOKS: Mapping[str, tuple[Kind, str]] = {
    "a": ("link", ""),
    "img": ("image", ""),
    "li": ("space", " • "),
    **dict.fromkeys(("td", "th", "dt", "dd", "summary"), ("space", " ")),
    **dict.fromkeys(_FRAMES, ("frame", "")),
    **dict.fromkeys(_BREAKS, ("break", "")),
    **{name: ("mark", mark) for name, mark in _MARKS.items()},
}


class Tag(NamedTuple):
    kind: Kind
    is_end: bool = False
    address: str = ""
    text: str = ""
    """Of an image its alternative, of a mark the Markdown."""
    title: str = ""


def read_tag(source: str) -> Tag:
    """A tag, comment or placeholder as markdown-it found it."""
    if source.startswith("<!--"):
        return Tag("nothing")
    found = _TAG.fullmatch(source)
    name = found[2].lower() if found else ""
    if found is None or name not in NAMES:
        return Tag("text")
    return _known(name, bool(found[1]), attributes(found[3]))


def _known(name: str, is_end: bool, values: dict[str, str]) -> Tag:
    title = " ".join(values.get("title", "").split())
    kind, text = _LOOKS.get(name, ("nothing", ""))
    address = values.get("href" if kind == "link" else "src", "")
    if kind == "image":
        text = " ".join(values.get("alt", "").split())
    if (kind == "link" and not is_end and "href" not in values) or (kind == "frame" and not address):
        kind = "nothing"
    if is_end and kind in {"break", "space"}:
        kind, text = "space", " "
    return Tag(kind, is_end, address, text, title)


def attributes(source: str) -> dict[str, str]:
    values = {}
    for found in _ATTRIBUTE.finditer(source):
        written = next((group for group in found.groups()[1:] if group is not None), "")
        required = _REQUIRED.fullmatch(written.strip()) if found[4] else None
        values[found[1].lower()] = required[1] if required else unescape(written)
    return values
