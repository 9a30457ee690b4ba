"""Which article answers a query best: pure, so that both databases rank alike."""

from dataclasses import dataclass

from troubleshooting.search.groups import Understood

_TITLE, _FRONT, _MENTIONED = 5.0, 2.0, 4.0
"""How much a word counts there, against 1 in the body."""
_SATURATION = 2.0
"""A word that stands there this often, weighted, counts half of what it can."""
_USUAL_LENGTH = 3000
_PHRASE, _PHRASE_IN_FRONT = 0.35, 0.55
_TITLE_COVERED = 0.9


@dataclass(frozen=True, slots=True)
class Words:
    """One article's lines of tokens, as the index has them."""

    article: int
    title: str
    front: str
    mentions: str
    body: str
    filed: str


@dataclass(frozen=True, slots=True)
class Score:
    value: float
    coverage: float
    """Share of the query's weight that the article has, 0 to 1."""


def score(words: Words, understood: Understood) -> Score:
    length = 0.6 + 0.4 * min(6.0, len(words.body) / _USUAL_LENGTH)
    title, front, mentions, body = words.title, words.front, words.mentions, words.body
    value = held = in_title = 0.0
    titled: set[str] = set()
    for group in understood.groups:
        best, share, is_titled = 0.0, 0.0, False
        for text, factor in group.texts:
            titles = title.count(text)
            often = _TITLE * titles + _FRONT * front.count(text) + body.count(text) / length
            if mentions:
                often += _MENTIONED * mentions.count(text)
            if often:
                best = max(best, factor * often / (often + _SATURATION))
                share = max(share, factor)
                if titles:
                    is_titled = True
                    titled.update(text.split())
        value += group.weight * best
        held += group.weight * share
        in_title += group.weight * is_titled
    coverage = held / understood.weight
    value *= 0.4 + 0.6 * coverage
    plain_title = title.partition("|")[0].split()
    if titled and plain_title:
        share = sum(token in titled for token in plain_title) / len(plain_title)
        value += _TITLE_COVERED * in_title * (in_title / understood.weight) * (0.35 + 0.65 * share)
    return Score(value + _phrases(words, understood), coverage)


def _phrases(words: Words, understood: Understood) -> float:
    """What neighbors in the query are worth that are neighbors in the article, as in a quoted message."""
    bonus = 0.0
    for text, weight in understood.pairs:
        if text in words.title or text in words.front or text in words.mentions:
            bonus += _PHRASE_IN_FRONT * weight
        elif text in words.body:
            bonus += _PHRASE * weight
    return bonus
