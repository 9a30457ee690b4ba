"""Two texts compared word by word, at a cost that is known before."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

MOST_PAIRS = 200_000
"""Pairs of equal words that may have to be looked at for one text; about 0.1 s."""
MOST_PAIRS_IN_ALL = 1_500_000
"""For one comparison of two documents; about a second at the worst, which no article written by people comes near."""
LIKENESS = 0.3
"""Below it, marks on single words would be confetti: the texts stand as a whole, one gone and one new."""

_WORDS = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
"""With the blank after it, so that the commonest token is a word and not the blank."""


@dataclass(frozen=True)
class Run:
    """``gone`` stands only in the text before, ``new`` only in the one after, ``same`` in both."""

    kind: Literal["same", "gone", "new"]
    text: str


Runs = tuple[Run, ...]


class WordMarker:
    """Marks pairs of texts, within one budget for all of them."""

    def __init__(self) -> None:
        self._left = MOST_PAIRS_IN_ALL

    def mark(self, before: str, after: str) -> tuple[Runs, Runs]:
        """By words; by lines where words would take too long; as a whole where lines would too."""
        for tokens in (_WORDS.findall, _lines):
            old, new = tokens(before), tokens(after)
            start, end = _shared_ends(old, new)
            cost = _pairs(old[start : len(old) - end], new[start : len(new) - end])
            if cost <= min(MOST_PAIRS, self._left):
                self._left -= cost
                return _marked(old, new, start, end)
        return _whole(before, after)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _shared_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many tokens the two begin and end with alike."""
    most = min(len(old), len(new))
    start = next((i for i in range(most) if old[i] != new[i]), most)
    most -= start
    return start, next((i for i in range(most) if old[-1 - i] != new[-1 - i]), most)


def _pairs(old: Sequence[str], new: Sequence[str]) -> int:
    """What difflib looks at to find the first match."""
    counts = Counter(new)
    return len(old) + len(new) + sum(times * counts[token] for token, times in Counter(old).items())


def _marked(old: Sequence[str], new: Sequence[str], start: int, end: int) -> tuple[Runs, Runs]:
    matcher = SequenceMatcher(a=old[start : len(old) - end], b=new[start : len(new) - end], autojunk=False)
    matched = sum(block.size for block in matcher.get_matching_blocks())
    if 2 * (start + end + matched) < LIKENESS * (len(old) + len(new)):
        return _whole("".join(old), "".join(new))
    gone = [Run("same", "".join(old[:start]))]
    added = [Run("same", "".join(new[:start]))]
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        was = "".join(old[start + old_start : start + old_end])
        now = "".join(new[start + new_start : start + new_end])
        gone.append(Run("same" if kind == "equal" else "gone", was))
        added.append(Run("same" if kind == "equal" else "new", now))
    gone.append(Run("same", "".join(old[len(old) - end :])))
    added.append(Run("same", "".join(new[len(new) - end :])))
    return _tidy(gone), _tidy(added)


def _whole(before: str, after: str) -> tuple[Runs, Runs]:
    return _tidy([Run("gone", before)]), _tidy([Run("new", after)])


def _tidy(runs: Sequence[Run]) -> Runs:
    """Without empty runs, and with neighbors of one kind as one."""
    tidied: list[Run] = []
    for run in runs:
        if tidied and tidied[-1].kind == run.kind:
            tidied[-1] = Run(run.kind, tidied[-1].text + run.text)
        elif run.text:
            tidied.append(run)
    return tuple(tidied)
