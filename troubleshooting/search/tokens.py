"""Text taken apart, the same for documents and for queries, so that both databases compare the same tokens.

A token is a folded word or its stem, a number without leading zeros, or a code. It consists of letters and digits, and of the
dots inside a dotted code, so that no token can be an operator of a database.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from troubleshooting.search.language import language, stem

WORD = re.compile(r"[^\W_]+(?:['’\u02bc](?:s|t|d|m|re|ve|ll)\b)?", re.IGNORECASE)
_COMPOUND = re.compile(r"[^\W_]+(?:[-_.\u2010\u2011][^\W_]+)+")
_GUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.IGNORECASE)
_DOTTED = re.compile(r"v?\d+(?:\.\d+)+", re.IGNORECASE)
_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_LETTERS_DIGITS = re.compile(r"([^\W\d_]+)(\d+)$")
_HEX = re.compile(r"0x0*([0-9a-f]+)$")
_MOST_PARTS = 4
"""Of a compound that is also one token."""
TOKEN_LENGTH = 40
"""What is longer is no word; a token is cut there."""


@functools.lru_cache(maxsize=200_000)
def fold(raw: str) -> str:
    """One word without case, accents and apostrophes; a number without leading zeros. It may be empty."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", raw).casefold())
    kept = "".join(sign for sign in plain if sign.isalnum())[:TOKEN_LENGTH]
    if kept.isdecimal():
        return str(int(kept))
    if match := _HEX.match(kept):
        return f"0x{match[1]}"
    return kept


def token_of(folded: str) -> str:
    """What stands for a folded word in the index."""
    return stem(folded, language())


@functools.lru_cache(maxsize=200_000)
def token_as_written(raw: str, code: str) -> str:
    """What stands in the index for one word of a text in that language."""
    return stem(fold(raw), code)


def normal(text: str) -> str:
    """The form in which text is stored and taken apart: signs composed, nothing that a database cannot hold."""
    return unicodedata.normalize("NFC", text).replace("\0", " ").encode("utf-8", "ignore").decode()


@dataclass(frozen=True, slots=True)
class Tokens:
    words: tuple[str, ...]
    """Folded, in their order."""
    extras: tuple[str, ...]
    """Other forms of them: compounds as one word, codes, numbers inside codes."""


def tokens(text: str) -> Tokens:
    """Of ``normal`` text."""
    words = []
    extras: list[str] = []
    for match in WORD.finditer(text):
        raw = match[0]
        if not (word := fold(raw)):
            continue
        words.append(word)
        if not raw.islower():
            extras += _camel_parts(raw)
        if not word.isalpha():
            extras += inner_numbers(word)
    for match in _COMPOUND.finditer(text):
        extras += compound_tokens(match[0])
    return Tokens(tuple(words), tuple(dict.fromkeys(extras)))


def compound_tokens(raw: str) -> Iterator[str]:
    """``sign-in`` is also ``signin``, ``E-4012`` also ``e4012``; of a dotted code, ``5.7.64`` itself."""
    for dotted in _DOTTED.findall(raw):
        yield dotted.lower().removeprefix("v")
    if _GUID.fullmatch(raw):
        yield fold(raw)
        return
    parts = [part for part in re.split(r"[-_.\u2010\u2011]", raw) if part]
    if len(parts) > _MOST_PARTS or all(part.isdecimal() for part in parts):
        return
    joined = fold("".join(parts))
    yield joined
    yield from inner_numbers(joined)


def inner_numbers(word: str) -> Iterator[str]:
    """``4012`` of ``e4012``, ``80070005`` of ``0x80070005``."""
    if match := _HEX.match(word):
        yield match[1]
    elif (match := _LETTERS_DIGITS.match(word)) and len(match[2]) > 1:
        yield match[2].lstrip("0") or "0"


def dotted_codes(text: str) -> list[str]:
    return [dotted.lower().removeprefix("v") for dotted in _DOTTED.findall(text)]


@functools.lru_cache(maxsize=100_000)
def _camel_parts(raw: str) -> tuple[str, ...]:
    """The words inside ``TenantAttribution``; nothing of ``Word`` and ``WORD``."""
    if raw.isupper() or raw[1:].islower() or raw.isdecimal():
        return ()
    parts = [fold(part) for part in _CAMEL.findall(raw)]
    return tuple(part for part in parts if len(part) > 2) if len(parts) > 1 else ()
