"""Text broken into lines that fit a box. There is no font on the server: widths are estimated, on the wide side."""

from functools import lru_cache
from unicodedata import category, east_asian_width

ELLIPSIS = "…"
_NARROW = frozenset("iljtfrI.,:;'|!()[]/ ’“”\u00a0")
_WIDE = frozenset("mwMW@%&")


def width(text: str, size: float) -> float:
    return size * sum(map(_width, text))


@lru_cache(maxsize=4096)
def _width(character: str) -> float:
    """As a share of the size of the letters."""
    if character in _NARROW:
        return 0.36
    if category(character) in {"Mn", "Me", "Cf"}:
        return 0.0
    if east_asian_width(character) in "WF":
        return 1.05
    return 0.95 if character in _WIDE or ord(character) > 0x1F000 else 0.72 if character.isupper() else 0.59


def wrap(text: str, *, size: float, most: float, lines: int) -> tuple[str, ...]:
    """At most so many lines, each at most ``most`` wide; the last one ends in an ellipsis where something is left out."""
    wrapped = [""]
    for word in text.split():
        for part in _parts(word, size, most):
            joined = f"{wrapped[-1]} {part}" if wrapped[-1] else part
            if width(joined, size) <= most:
                wrapped[-1] = joined
            elif len(wrapped) == lines:
                wrapped[-1] = _shorten(f"{wrapped[-1]} {part}", size, most)
                return tuple(wrapped)
            else:
                wrapped.append(part)
    return tuple(wrapped)


def _parts(word: str, size: float, most: float) -> list[str]:
    """A word that is too long for a line, in pieces."""
    parts = [""]
    room = most
    for character in word:
        room -= size * _width(character)
        if room < 0:
            parts.append("")
            room = most - size * _width(character)
        parts[-1] += character
    return parts


def _shorten(text: str, size: float, most: float) -> str:
    while text and width(text + ELLIPSIS, size) > most:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS
