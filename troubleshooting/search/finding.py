"""From a query to articles in their order, before anything of them is shown."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from troubleshooting.documents.folding import fold_text
from troubleshooting.models.searching import QUERY_LENGTH
from troubleshooting.search import candidates, reading
from troubleshooting.search.groups import Understood, understand
from troubleshooting.search.query import Query, parse
from troubleshooting.search.ranking import Words, score
from troubleshooting.search.steering import Steering

_LISTED = 0.3
"""An article with some of the words is listed from this share of the best one's score on."""
_LEAST_COVERED = 0.34
"""Of the query's weight, by articles that are listed; what holds less is at most among the nearest."""
_MOST_BY_CODE = 50
_STRONG, _NUMBER, _NONE = 2, 1, 0
"""How an article answers to a code of the query: by the code as it was typed, by a number in it, not at all."""


@dataclass(frozen=True, slots=True)
class Ranked:
    words: Words
    value: float
    coverage: float
    code: int
    is_full: bool

    @property
    def is_listed(self) -> bool:
        return self.is_full or self.code > _NONE

    @property
    def by_code(self) -> bool:
        return self.code == _STRONG


@dataclass(frozen=True, slots=True)
class Found:
    understood: Understood
    listed: tuple[Ranked, ...]
    """Best first."""
    unranked: tuple[int, ...]
    """Keys of articles that hold every word too, beyond those that were ranked."""
    near: tuple[Ranked, ...]
    """Others that come close."""
    redirect: tuple[int, str] | None
    """Article and cause."""

    @property
    def keys(self) -> tuple[int, ...]:
        """All that is listed, best first, each once: where the query leads by staff's word, then what was found."""
        pinned = (self.redirect[0],) if self.redirect else ()
        return tuple(dict.fromkeys((*pinned, *(ranked.words.article for ranked in self.listed), *self.unranked)))


def find(query: str, steering: Steering, filed: Sequence[str] = (), *, shown: int, is_typing: bool = False) -> Found:
    """``filed`` are the tokens of the filters; ``shown`` is how many will be looked at. ``is_typing`` takes the last word for the beginning of one."""
    parsed = parse(query)
    understood = understand(parsed, steering, is_typing=is_typing)
    codes = _by_code(parsed)
    is_answered = parsed.is_code and not filed and _STRONG in codes.values()
    chosen = candidates.find(understood.groups, filed, with_near=not is_answered)
    full = frozenset(chosen.full) if not understood.missing else frozenset[int]()
    ranked = [
        _rank(words, understood, codes, full)
        for words in reading.words_of({*chosen.ranked, *codes})
        if all(f" {token} " in words.filed for token in filed)
    ]
    ranked.sort(key=_order)
    best = max((each.value for each in ranked), default=0.0)
    listed = [each for each in ranked if each.is_listed or _comes_close(each, best)]
    near = [each for each in ranked if not (each.is_listed or _comes_close(each, best))]
    seen = {each.words.article for each in ranked}
    unranked = tuple(key for key in chosen.full if key not in seen)
    redirect = steering.redirects.get(fold_text(query[:QUERY_LENGTH]))
    return Found(understood, _by_helpfulness(listed, shown), unranked, tuple(near), redirect)


def _comes_close(ranked: Ranked, best: float) -> bool:
    return ranked.coverage >= _LEAST_COVERED and ranked.value >= _LISTED * best


def _rank(words: Words, understood: Understood, codes: Mapping[int, int], full: frozenset[int]) -> Ranked:
    scored = score(words, understood)
    code = codes.get(words.article, _NONE)
    value = scored.value + (0.5 * understood.weight if code == _NUMBER else 0.0)
    return Ranked(words, value, scored.coverage, code, words.article in full)


def _order(ranked: Ranked) -> tuple[bool, float, str, int]:
    return not ranked.by_code, -round(ranked.value, 6), ranked.words.title, ranked.words.article


def _by_code(query: Query) -> dict[int, int]:
    """Articles that carry a code of the query, and how well it fits."""
    if not query.codes and not query.numbers:
        return {}
    found: dict[int, int] = {}
    for article, folded in reading.carrying((*query.codes, *query.numbers), _MOST_BY_CODE):
        found[article] = max(found.get(article, _NONE), _STRONG if folded in query.codes else _NUMBER)
    return found


def _by_helpfulness(listed: Sequence[Ranked], shown: int) -> tuple[Ranked, ...]:
    """What matches equally well, in the order in which it has helped."""
    best = max((each.value for each in listed), default=0.0) or 1.0
    level = {each.words.article: (not each.by_code, -round(each.value / best, 2)) for each in listed}
    often = Counter(level.values())
    visible = {level[each.words.article] for each in listed[:shown]}
    shared = {key for key, own in level.items() if often[own] > 1 and own in visible}
    if not shared:
        return tuple(listed)
    helped = reading.helped(shared)
    return tuple(sorted(listed, key=lambda each: (level[each.words.article], -helped.get(each.words.article, 0))))
