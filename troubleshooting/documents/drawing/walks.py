"""Walks over a graph whose nodes are numbered from 0 and whose links are pairs of them. Without recursion."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

Link = tuple[int, int]


def neighbors(count: int, links: Iterable[Link], *, backwards: bool = False) -> list[list[int]]:
    beside: list[list[int]] = [[] for _ in range(count)]
    for source, target in links:
        if backwards:
            beside[target].append(source)
        else:
            beside[source].append(target)
    return beside


def reached(beside: Sequence[Sequence[int]], starts: Iterable[int]) -> frozenset[int]:
    seen: set[int] = set()
    waiting = list(starts)
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            waiting += beside[node]
    return frozenset(seen)


class DepthFirst(NamedTuple):
    """From node 0, then from each that was not met yet."""

    before: tuple[int, ...]
    """Each node where it was met first."""
    after: tuple[int, ...]
    """Each node behind all that it leads to; read from its end, each stands before them."""
    closing: frozenset[int]
    """The numbers of the links that lead back to a node on the way to them."""


def depth_first(count: int, links: Sequence[Link]) -> DepthFirst:
    leaving: list[list[int]] = [[] for _ in range(count)]
    for number, (source, _target) in enumerate(links):
        leaving[source].append(number)
    before: list[int] = []
    after: list[int] = []
    closing: set[int] = set()
    seen = [False] * count
    for root in range(count):
        if seen[root]:
            continue
        seen[root] = True
        before.append(root)
        way = {root: iter(leaving[root])}
        while way:
            node, rest = next(reversed(way.items()))
            number = next(rest, -1)
            if number < 0:
                way.popitem()
                after.append(node)
                continue
            target = links[number][1]
            if target in way:
                closing.add(number)
            elif not seen[target]:
                seen[target] = True
                before.append(target)
                way[target] = iter(leaving[target])
    return DepthFirst(tuple(before), tuple(after), frozenset(closing))
