"""A query taken apart: its words in their order, each with the other forms in which it may be written."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from troubleshooting.documents.folding import fold_code
from troubleshooting.models.searching import QUERY_LENGTH
from troubleshooting.search.tokens import WORD, fold, normal, token_of

MOST_WORDS = 32
_CHUNK = re.compile(r"[^\W_]+(?:[-_.\u2010\u2011'’\u02bc][^\W_]+)*")
_TYPED = re.compile(rf"v?(\d+(?:\.\d+)+)(?![^\W_])|{WORD.pattern}", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d{2,12}")
_CODE_WORDS = frozenset({"error", "errors", "err", "code", "event", "id", "ndr", "fehler", "fehlercode", "kb"})
_NOISE = re.compile(
    r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"
    r"|\b\d{4}-\d\d-\d\d(?:T\S*)?|\b\d\d?/\d\d?/\d{4}\b|\b\d\d?:\d\d(?::\d\d)?(?:[.,]\d+)?Z?\b",
    re.IGNORECASE,
)
"""Ids, dates and times, which make a pasted message unlike every other."""


@dataclass(frozen=True, slots=True)
class Word:
    """``start`` and ``end`` are its place in ``Query.text``."""

    start: int
    end: int
    folded: str
    token: str
    joined: tuple[str, ...] = ()
    """It and its neighbors as one token, such as ``signin`` at both words of ``sign in``."""

    @property
    def is_code(self) -> bool:
        """Whether a digit is in it. Such a word is never corrected."""
        return not self.folded.isalpha()


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    words: tuple[Word, ...]
    codes: tuple[str, ...]
    """Folded codes that it may be or name, the strong ones."""
    numbers: tuple[str, ...]
    """Bare numbers in it, which may be codes too."""

    @property
    def is_code(self) -> bool:
        """Whether it says no more than a code, as ``error 324`` does."""
        return all(word.is_code or word.folded in _CODE_WORDS for word in self.words)


def parse(query: str) -> Query:
    """Of any text; what is beyond ``QUERY_LENGTH`` does not count."""
    text = unicodedata.normalize("NFKC", normal(query[:QUERY_LENGTH]))
    told = _NOISE.sub(lambda noise: " " * len(noise[0]), text)
    if not WORD.search(told):
        told = text
    words = list(_words(told))[:MOST_WORDS]
    pairs = [token_of(fold(one.folded + other.folded)) for one, other in pairwise(words)]
    joined = tuple(replace(word, joined=tuple(pairs[max(0, n - 1) : n + 1])) for n, word in enumerate(words))
    return Query(text, joined, *_codes(told, words))


def _words(text: str) -> Iterator[Word]:
    for match in _TYPED.finditer(text):
        if folded := match[1] or fold(match[0]):
            yield Word(*match.span(), folded, folded if match[1] else token_of(folded))


def _codes(text: str, words: Sequence[Word]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Strong ones and bare numbers: ``err-324`` names 324, and ``after 324 days`` perhaps."""
    strong = [fold_code(text)]
    strong += (fold_code(chunk) for chunk in _CHUNK.findall(text) if not chunk.isdecimal() and _DIGIT.search(chunk))
    for one, other in pairwise(words):
        if other.is_code and not one.is_code:
            strong.append(other.folded if one.folded in _CODE_WORDS else fold_code(one.folded + other.folded))
    numbers = (fold_code(number) for number in _NUMBER.findall(text))
    codes = dict.fromkeys(code for code in strong if code)
    return tuple(codes), tuple(dict.fromkeys(number for number in numbers if number not in codes))
