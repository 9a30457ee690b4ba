"""What is asked of a database."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

Phrase = tuple[str, ...]
"""Tokens that all have to be there."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """Articles that hold one of the phrases of each group, the newest first."""

    groups: tuple[tuple[Phrase, ...], ...]
    limit: int
    in_front: bool = False
    """Whether title, codes, summary and headings have to hold them."""


class SearchBackend(Protocol):
    """Both databases give the same rows in the same order, so that everything that ranks is the same on both."""

    def find(self, lookups: Sequence[Lookup]) -> list[list[int]]:
        """Keys of articles for each, in one query."""

    def words_beginning(self, start: str, limit: int) -> list[tuple[str, str, int]]:
        """Words, their terms and the number of articles with the term, those in most articles first."""
