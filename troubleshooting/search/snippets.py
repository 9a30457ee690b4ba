"""What a result shows of an article: the place that matched best, in a line, with the matches marked. Pure."""

import json
import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from troubleshooting.search.groups import Understood
from troubleshooting.search.language import language
from troubleshooting.search.results import Marked, Piece
from troubleshooting.search.tokens import WORD, token_as_written, token_of, tokens

CONTEXT_LENGTH = 180
_BEFORE = 40
"""Characters of the line before its first match."""
_CHUNK = re.compile(r"[^\W_]+(?:[-_.\u2010\u2011'’\u02bc][^\W_]+)*")
_ENOUGH = 0.3
"""Share of the query's weight that a cause has to hold to be shown as the one that matched."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in an article the query matched best."""

    text: str
    scenario: str = ""
    scenario_title: str = ""
    is_first: bool = False
    """Whether it is the first line, where the codes stand if there are any."""


def best_place(lines: str, passages: str, understood: Understood) -> Place:
    """``lines`` of tokens stand for the ``passages``, which are JSON as the index has it. The first line wins a tie."""
    weights = _weights(lines, understood)
    if not weights:
        return Place("")
    best = max(weights.values())
    place = min(number for number, weight in weights.items() if weight == best)
    stored = json.loads(passages)
    if place >= len(stored):
        return Place("")
    scenario, text = stored[place]
    if best < _ENOUGH * understood.weight:
        scenario = ""
    title = next((heading for key, heading in stored if key == scenario), "") if scenario else ""
    return Place(text, scenario, title, is_first=place == 0)


def _weights(lines: str, understood: Understood) -> dict[int, float]:
    """How much of the query each line holds, by the line's number; words in neighbors' order count more."""
    weights: dict[int, float] = defaultdict(float)
    for group in understood.groups:
        best: dict[int, float] = {}
        for text, factor in group.texts:
            for number in _lines_with(text, lines):
                best[number] = max(factor, best.get(number, 0.0))
        for number, factor in best.items():
            weights[number] += factor * group.weight
    for text, weight in understood.pairs:
        for number in _lines_with(text, lines):
            weights[number] += 0.2 * weight
    return {number: round(weight, 6) for number, weight in weights.items()}


def _lines_with(text: str, lines: str) -> set[int]:
    numbers = set()
    place = lines.find(text)
    while place >= 0:
        numbers.add(lines.count("\n", 0, place))
        place = lines.find(text, place + 1)
    return numbers


def matched_tokens(understood: Understood) -> frozenset[str]:
    """Tokens whose words are marked: those of all forms."""
    return frozenset(token for group in understood.groups for form in group.forms for token in form)


def marked(text: str, matched: Collection[str]) -> Marked:
    """The whole text, with the words marked that stand for one of the tokens."""
    pieces: list[Piece] = []
    end = 0
    for start, stop in _matches(text, matched):
        if start > end:
            pieces.append(Piece(text[end:start]))
        pieces.append(Piece(text[start:stop], is_match=True))
        end = stop
    if end < len(text):
        pieces.append(Piece(text[end:]))
    return tuple(pieces)


def has_match(text: str, matched: Collection[str]) -> bool:
    return bool(_matches(text, matched))


def context(text: str, matched: Collection[str], length: int = CONTEXT_LENGTH) -> Marked:
    """As much of the text as goes in a line, around its most matches, cut at words."""
    if len(text) <= length:
        return marked(text, matched)
    places = _matches(text, matched)
    room = length - _BEFORE - 4
    first = max(
        (start for start, _ in places),
        key=lambda start: (sum(start <= other < start + room for other, _ in places), -start),
        default=0,
    )
    start = max(0, first - _BEFORE)
    if start and (blank := text.find(" ", start, first)) >= 0:
        start = blank + 1
    end = min(len(text), start + length - 4)
    if end < len(text) and (blank := text.rfind(" ", start + 1, end)) > first:
        end = blank
    cut = text[start:end]
    return marked(f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}", matched)


def _matches(text: str, matched: Collection[str]) -> list[tuple[int, int]]:
    found = []
    code = language()
    for chunk in _CHUNK.finditer(text):
        if chunk[0].isalpha() and (chunk[0].islower() or chunk[0][1:].islower()):
            if token_as_written(chunk[0], code) in matched:
                found.append(chunk.span())
            continue
        if any(token_of(extra) in matched for extra in tokens(chunk[0]).extras):
            found.append(chunk.span())
            continue
        words = WORD.finditer(text, chunk.start(), chunk.end())
        found += (word.span() for word in words if token_as_written(word[0], code) in matched)
    return found
