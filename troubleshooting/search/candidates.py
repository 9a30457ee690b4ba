"""Which articles are worth ranking: those that hold every word, then those that hold the rare ones. Its cost is bounded."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from troubleshooting.search.backends import Lookup, Phrase, backend
from troubleshooting.search.groups import Group

MOST_COUNTED = 1000
"""Articles that hold every word, as far as they are counted."""
MOST_RANKED = 64
_ENOUGH = 20
"""Articles with every word; where there are fewer, those with some of them are looked at too."""
_RARE = 6
"""Groups that are looked up one by one."""
_MOST_OF_ONE = 1500


@dataclass(frozen=True, slots=True)
class Candidates:
    full: tuple[int, ...]
    """Those that hold every word, front first."""
    ranked: tuple[int, ...]
    """Those to rank: of the full ones and of others that come close."""


def find(groups: Sequence[Group], filed: Sequence[str], *, with_near: bool = True) -> Candidates:
    """``filed`` are tokens of the filters; ``with_near`` looks for those with some of the words where few have all."""
    if not groups:
        return Candidates((), ())
    narrow = tuple(((token,),) for token in filed)
    every = (*(tuple(group.forms) for group in groups), *narrow)
    front, full = backend().find([Lookup(every, MOST_RANKED, in_front=True), Lookup(every, MOST_COUNTED)])
    held = tuple(dict.fromkeys((*front, *full)))
    if len(held) >= _ENOUGH or len(groups) == 1 or not with_near:
        return Candidates(held, held[:MOST_RANKED])
    near = _near(groups, narrow)
    return Candidates(held, tuple(dict.fromkeys((*held, *near)))[:MOST_RANKED])


def _near(groups: Sequence[Group], narrow: tuple[tuple[Phrase, ...], ...]) -> list[int]:
    """Those with the rarest words, by the weight of the words they hold."""
    rarest = sorted(groups, key=lambda group: (group.articles, group.word.token))[:_RARE]
    lookups: list[Lookup] = []
    weights: list[float] = []
    for group in rarest:
        forms = (tuple(group.forms), *narrow)
        lookups.append(Lookup(forms, _MOST_OF_ONE // 5, in_front=True))
        weights.append(group.weight * 0.6)
        if group.articles <= _MOST_OF_ONE:
            lookups.append(Lookup(forms, _MOST_OF_ONE))
            weights.append(group.weight)
    held: dict[int, float] = defaultdict(float)
    for weight, keys in zip(weights, backend().find(lookups), strict=True):
        for key in keys:
            held[key] += weight
    return sorted(held, key=lambda key: (-held[key], -key))[:MOST_RANKED]
