"""Lines that begin with colons: Microsoft's rows, zones and images, Docusaurus's and Starlight's admonitions."""

import re
from typing import Literal, NamedTuple

from troubleshooting.documents.commonmark import escape
from troubleshooting.importing.markdown.components import UNFINISHED, attributes
from troubleshooting.importing.markdown.lines import Line, mark_code
from troubleshooting.importing.markdown.marks import CALLOUTS, TITLE

_DIRECTIVE = re.compile(r"([ \t]*):{3,}[ \t]*([\w-]*)[ \t]*(.*?)[ \t]*(?::{3,})?[ \t]*$")
_INLINE = re.compile(r":::[ \t]*image\b((?:[^:\"']|\"[^\"]*\"|'[^']*'|:(?!::))*?):::", re.IGNORECASE)
_BRACKETED = re.compile(r"\[(.*)\][ \t]*(?:\{.*\})?$")
_CLASS = re.compile(r"\{[ \t]*\.?([\w-]+)[^{}]*\}")
_PLAIN = frozenset({"row", "column", "zone", "moniker"})
_LONGEST = 30
"""Lines over which a tag may be written."""


class Directive(NamedTuple):
    kind: Literal["callout", "open", "close", "code", "text"]
    name: str
    indent: int
    text: str
    """What stands in its place, as Markdown; of code, the path."""
    note: str = ""


def joined(lines: list[Line]) -> list[Line]:
    """Tags and images that are written over several lines, each in one."""
    result: list[Line] = []
    marks = mark_code(lines)
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        if not marks[index - 1] and _is_unfinished(line.text):
            end = next(
                (i for i in range(index, min(index + _LONGEST, len(lines))) if _ends(lines[i].text, line.text)), 0
            )
            if end and not any(marks[index : end + 1]):
                rest = " ".join(other.text.strip() for other in lines[index : end + 1])
                line = line._replace(text=f"{line.text.rstrip()} {rest}")
                index = end + 1
        if ":::" in line.text and not marks[index - 1] and "image" in line.text:
            line = line._replace(text=_INLINE.sub(_image, line.text))
        result.append(line)
    return result


def _is_unfinished(text: str) -> bool:
    if ":::" in text:
        start = text.rfind(":::")
        return text[start + 3 :].lstrip().startswith("image") and not _INLINE.search(text)
    return "<" in text and UNFINISHED.search(text) is not None


def _ends(text: str, start: str) -> bool:
    return text.rstrip().endswith((":::", ">")) if ":::" in start else ">" in text


def _image(found: re.Match[str]) -> str:
    values = attributes(found[1])
    picture = f"![{escape(values.get('alt-text', ''))}](<{values.get('source', '')}>)"
    return f"[{picture}](<{values['link']}>)" if values.get("link") else picture


def callout(kind: str, title: str, indent: int) -> str:
    margin = " " * indent
    if "](" in title:
        # A callout's title is plain text and would lose the link.
        return f"{margin}> [!{kind}]\n{margin}> {title}\n{margin}>"
    return f"{margin}> [!{kind}]{TITLE}{title.strip()}" if title.strip() else f"{margin}> [!{kind}]"


def read(text: str) -> Directive | None:
    found = _DIRECTIVE.match(text)
    if found is None:
        return None
    indent, name, rest = len(found[1].expandtabs(4)), found[2].lower(), found[3]
    if not name and (styled := _CLASS.match(rest)):
        name, rest = styled[1].lower(), rest[styled.end() :]
    if name in CALLOUTS:
        bracketed = _BRACKETED.match(rest)
        return Directive("callout", ":::", indent, callout(CALLOUTS[name], bracketed[1] if bracketed else rest, indent))
    if name.endswith("-end") and name.removesuffix("-end") in _PLAIN:
        return Directive("close", name.removesuffix("-end"), indent, "")
    if name in _PLAIN:
        note = f"The mark `{text.strip()[:80]}` was left out; what it encloses was kept."
        return Directive("open", name, indent, "", note)
    return _other(text, indent, name, rest)


def _other(text: str, indent: int, name: str, rest: str) -> Directive | None:
    margin = " " * indent
    values = attributes(rest)
    if name == "code" and "source" in values:
        return Directive("code", values.get("language", ""), indent, values["source"])
    if name == "video" and "source" in values:
        label = escape(values.get("title") or values["source"])
        return Directive("text", name, indent, f"{margin}[{label}](<{values['source']}>)")
    if name == "image-end" or (not name and not rest):
        return Directive("close", ":::", indent, "")
    if not name:
        return None
    bracketed = _BRACKETED.match(rest)
    title = bracketed[1] if bracketed else rest
    note = f"The mark `{text.strip()[:80]}` is not known; its title and what it encloses were kept."
    return Directive("open", ":::", indent, f"{margin}**{title}**" if title else "", note)
