"""HTML between paragraphs as Markdown, by the reader of what is pasted into the editor."""

import re
from collections import Counter
from typing import Any

from troubleshooting.documents.commonmark import escape
from troubleshooting.documents.pasting import is_too_large
from troubleshooting.documents.pasting.reading import read
from troubleshooting.documents.pasting.writing import write
from troubleshooting.importing.markdown import links
from troubleshooting.importing.markdown.account import Account
from troubleshooting.importing.markdown.inline import MARKDOWN
from troubleshooting.importing.markdown.lines import Line, mark_code
from troubleshooting.importing.markdown.marks import HELD_END, HELD_START
from troubleshooting.importing.markdown.tags import NAMES, attributes

_MOST_UNCLOSED = 3
_REGION = re.compile(r"[ \t]*(?:<(?!/)[a-zA-Z][^<>]*>[ \t]*)*?<(table|ul|ol|dl)\b", re.IGNORECASE)
_IMAGE = re.compile(r"<(img|iframe|video|audio|source|embed)\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE)
_RAW = re.compile(r"</?(?:iframe|video|audio|object|picture)\b[^<>]*>", re.IGNORECASE)
_HREF = re.compile(
    r"(<a\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?\bhref\s*=\s*)(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))", re.IGNORECASE
)
_UNKNOWN = re.compile(r"</?([a-zA-Z][^\s<>/]*)[^<>]*>")
_HELD = re.compile(f"{HELD_START}(\\d+){HELD_END}")
_HELD_LINK = re.compile(r"\]\(https://held\.invalid/(\d+)\)")
_HIDING = re.compile(r"\s(?:style|class)\s*=\s*(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_SUMMARY = re.compile(r"<(/?)summary\b[^<>]*>", re.IGNORECASE)
_TAG_LINE = re.compile(r"^[ \t]+(?=<)", re.MULTILINE)
_TERM = re.compile(r"<(/?)dt\b[^<>]*>", re.IGNORECASE)
_LARGE = re.compile(r"<[^<>]*>")


def to_source(html: str, account: Account) -> str:
    """Markdown whose links and images are still those of the source."""
    if is_too_large(html):
        account.warn("A piece of HTML is too large to be read; its text was kept.")
        return "\n\n".join(escape(" ".join(part.split())) for part in _LARGE.split(html) if part.strip())
    held: list[str] = []
    html = _IMAGE.sub(lambda found: _hold_image(found, held), html)
    html = _UNKNOWN.sub(
        lambda found: found[0] if found[1].lower() in NAMES else found[0].replace("<", "&lt;"), _RAW.sub("", html)
    )
    html = _HREF.sub(lambda found: _hold_link(found, held), html)
    html = _SUMMARY.sub(r"<\1p><\1b>", _TERM.sub(r"<\1dt><\1b>", html)) if "<" in html else html
    markdown = write(read(_HIDING.sub("", html)))
    markdown = _HELD_LINK.sub(lambda found: f"]({held[int(found[1])]})", markdown)
    return _HELD.sub(lambda found: held[int(found[1])], markdown)


def _hold_image(found: re.Match[str], held: list[str]) -> str:
    values = attributes(found[2])
    address = values.get("src", "")
    if not address:
        return ""
    words = " ".join((values.get("alt") or "").split())
    title = " ".join((values.get("title") or "").split())
    target = _destination(address)
    quoted = f' "{title.replace(chr(34), chr(39))}"' if title else ""
    if found[1].lower() == "img":
        held.append(f"![{escape(words)}]({target}{quoted})")
    else:
        held.append(f"[{escape(title or address)}]({target})")
    return f"{HELD_START}{len(held) - 1}{HELD_END}"


def _hold_link(found: re.Match[str], held: list[str]) -> str:
    address = attributes(f"href={found[0][len(found[1]) :]}").get("href", "").strip()
    if not address:
        return found[0]
    held.append(_destination(address))
    return f'{found[1]}"https://held.invalid/{len(held) - 1}"'


def _destination(address: str) -> str:
    return f"<{links.destination(address)}>" if "(" in address or " " in address else links.destination(address)


def join_regions(lines: list[Line], account: Account) -> list[Line]:
    """Tables and lists that are written as HTML, each as Markdown, also where empty lines part their source."""
    if not any("<" in line.text and _REGION.match(line.text) for line in lines):
        return lines
    result: list[Line] = []
    marks = mark_code(lines)
    unclosed: Counter[str] = Counter()
    index = 0
    while index < len(lines):
        line = lines[index]
        found = None if marks[index] else _REGION.match(line.text)
        end = _end(lines, index, found[1].lower(), unclosed) if found else None
        if end is None:
            result.append(line)
            index += 1
            continue
        margin = line.text[: len(line.text) - len(line.text.lstrip())]
        text = "\n".join(other.text.removeprefix(margin) for other in lines[index : end + 1])
        result += [
            line._replace(text=margin + part if part else "") for part in ["", *_region(text, account).split("\n"), ""]
        ]
        index = end + 1
    return result


def _end(lines: list[Line], start: int, name: str, unclosed: Counter[str]) -> int | None:
    """The line in which the region ends; None also after some that never ended, for each costs a look at all that follows."""
    if unclosed[name] >= _MOST_UNCLOSED:
        return None
    tag = re.compile(rf"<(/?){name}\b", re.IGNORECASE)
    depth = 0
    for index in range(start, len(lines)):
        for found in tag.finditer(lines[index].text):
            depth += -1 if found[1] else 1
        if depth <= 0:
            return index
    unclosed[name] += 1
    return None


def _region(text: str, account: Account) -> str:
    """Empty lines let Markdown begin within the tags."""
    if "\n\n" in text or re.search(r"\n[ \t]+\n", text):
        env: dict[str, Any] = {}
        text = MARKDOWN.render(_TAG_LINE.sub("", text), env)
    return to_source(text, account)
