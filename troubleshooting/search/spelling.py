"""Misspelt words, pure: which words could be meant, and how far away they are."""

import math
import zlib
from collections.abc import Iterable, Iterator

_LETTERS = 7
"""At either end of a word, of which its keys are made."""
_SHORTEST = 3


def is_spelled(word: str) -> bool:
    """Whether a word can be misspelt: one of letters. A code that differs by a digit is another code."""
    return len(word) >= _SHORTEST and word.isalpha()


def spelling_keys(word: str) -> set[int]:
    """Of the first letters of a word and of the last ones of a long word, whole and without each of them.

    Two words share a key when at one end one letter is missing, too many, another or in its neighbor's place, so that one
    lookup by equality finds the candidates on any database.
    """
    ends = (word[:_LETTERS], f"-{word[-_LETTERS:]}") if len(word) >= _LETTERS else (word,)
    return {zlib.crc32(text.encode()) for end in ends for text in (end, *_without_one(end))}


def _without_one(end: str) -> Iterator[str]:
    """The end itself without each of its letters; a hyphen marks the last ones and stays."""
    return (end[:i] + end[i + 1 :] for i, letter in enumerate(end) if letter != "-")


def farthest(word: str) -> int:
    """How many typos a word may have."""
    return 1 if len(word) < 6 else 2


def distance(one: str, other: str, most: int) -> int:
    """Letters to insert, delete, replace or swap with their neighbor; ``most + 1`` stands for anything beyond ``most``."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, sign in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def corrections(
    word: str, candidates: Iterable[tuple[str, str, int]], *, most: int = 2
) -> list[tuple[str, str, float, int]]:
    """Up to three words that ``word`` may be meant for, the likeliest first: word, term, how sure, number of articles.

    ``candidates`` are words with their terms and numbers of articles. Few typos count most, then the first letter,
    which people seldom miss, then how common the word is.
    """
    most = min(most, farthest(word))
    judged = []
    for other, term, articles in candidates:
        typos = distance(word, other, most)
        if typos > most or (len(word) < 4 and other[0] != word[0]):
            continue
        cost = typos + 0.5 * (other[0] != word[0]) - min(0.6, 0.1 * math.log(1 + articles))
        judged.append((cost, other, term, articles))
    judged.sort()
    return [
        (other, term, max(0.3, 0.95 - 0.3 * max(0.0, cost - 0.5) - 0.15 * number), articles)
        for number, (cost, other, term, articles) in enumerate(judged[:3])
        if cost < judged[0][0] + 0.7
    ]
