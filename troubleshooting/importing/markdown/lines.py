"""Lines of a source file that know where they came from, and which of them are code."""

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
"""Nobody sees them, our files may not hold them, and some of them are marks of ours while an article is converted."""
_SPACES = re.compile("[\x0b\x0c\x85]")

_FENCE = re.compile(r"(?:[ \t>]|[-*+][ \t]+|\d{1,9}[.)][ \t]+)*(`{3,}(?=[^`]*$)|~{3,})")
_CLOSING = re.compile(r"[ \t>]*(`{3,}|~{3,})[ \t]*$")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class Line(NamedTuple):
    """``number`` counts from 1 in the file that the reader has; what was included has that of the line that included it."""

    text: str
    number: int
    path: PurePosixPath
    """The file that the text is from, by which its relative links are meant."""


def decode(data: bytes) -> tuple[str, str]:
    """The text with Unix line ends, and what had to be guessed or left out, or ``""``."""
    text, doubt = _decoded(data)
    text = _SPACES.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    clean = INVISIBLE.sub("", text)
    if len(clean) < len(text) and not doubt:
        doubt = f"{len(text) - len(clean)} invisible characters were left out."
    return clean, doubt


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data.decode(encoding, "replace").removeprefix("\ufeff")
            return text, "Some bytes are no text; each became \ufffd." if "\ufffd" in text else ""
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return (
            data.decode("cp1252", "replace"),
            f"The file is not UTF-8 (line {line}); it was read as Windows-1252. Look its accents over, or save it as UTF-8.",
        )


def mark_code(lines: Sequence[Line]) -> list[bool]:
    """Which lines stand in a fence, the fences included."""
    return list(_in_fences(line.text for line in lines))


def _in_fences(texts: Iterable[str]) -> Iterator[bool]:
    fence = ""
    for text in texts:
        if fence:
            closing = _CLOSING.match(text) if fence[0] in text else None
            yield True
            if closing and closing[1][0] == fence[0] and len(closing[1]) >= len(fence):
                fence = ""
        else:
            opening = _FENCE.match(text) if "```" in text or "~~~" in text else None
            fence = opening[1] if opening else ""
            yield opening is not None


_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")


def outside_code_spans(text: str) -> list[tuple[str, bool]]:
    """A line cut into its code spans and what stands between them; True for the latter."""
    if "`" not in text:
        return [(text, True)]
    parts: list[tuple[str, bool]] = []
    done = 0
    for found in _CODE_SPAN.finditer(text):
        parts += [(text[done : found.start()], True), (found[0], False)]
        done = found.end()
    parts.append((text[done:], True))
    return parts
