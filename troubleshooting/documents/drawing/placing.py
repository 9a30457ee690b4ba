"""Where the slots of each layer stand: as near to their neighbors as their order and their sizes allow."""

from collections.abc import Sequence
from itertools import pairwise

from troubleshooting.documents.drawing.layers import NOTHING, Layers
from troubleshooting.documents.drawing.walks import neighbors

ROUNDS = 9
SPACE = 22.0
"""Between two nodes or labels."""
BEND_SPACE = 9.0
APART = 70.0
_IN_SIGHT = 160.0
_STRAIGHT = 6.0
"""How much more the bends of a line weigh than its ends, so that long lines are straight."""


def centers(layers: Layers, rows: Sequence[Sequence[int]]) -> list[float]:
    """The middle of each slot along its layer; nothing begins before 0. What is apart stands behind all the rest."""
    placed = [0.0] * len(layers.slots)
    behind = 0.0
    for is_apart in (False, True):
        group = [[slot for slot in row if layers.slots[slot].is_apart == is_apart] for row in rows]
        _place(layers, group, placed)
        members = [slot for row in group for slot in row]
        if not members:
            continue
        _gather_labels(layers, group, placed)
        first = min(placed[slot] - layers.slots[slot].size[0] / 2 for slot in members)
        for slot in members:
            placed[slot] += behind - first
        behind = max(placed[slot] + layers.slots[slot].size[0] / 2 for slot in members) + APART
    return placed


def _place(layers: Layers, rows: Sequence[Sequence[int]], placed: list[float]) -> None:
    members = {slot for row in rows for slot in row}
    links = [link for link in layers.links if link[0] in members and link[1] in members]
    above = neighbors(len(layers.slots), links, backwards=True)
    below = neighbors(len(layers.slots), (link for link in layers.pulling if link[0] in members and link[1] in members))
    around = [[*before, *after] for before, after in zip(above, below, strict=True)]
    leading = [after or before for before, after in zip(above, below, strict=True)]
    weights = [_STRAIGHT if slot.size == NOTHING else 1.0 for slot in layers.slots]
    for row in rows:
        _settle(layers, row, placed, [0.0] * len(row), [1.0] * len(row))
    for turn in range(ROUNDS):
        beside, ordered = (leading, reversed(rows)) if turn % 2 == 0 else (around, iter(rows))
        for row in ordered:
            wanted = [_middle(slot, beside[slot], placed, weights) for slot in row]
            _settle(layers, row, placed, wanted, [weights[slot] for slot in row])


def _gather_labels(layers: Layers, rows: Sequence[Sequence[int]], placed: list[float]) -> None:
    """Choices stay in sight of their question, however far away they lead."""
    wanted = {}
    for chain in layers.chains:
        label = chain.slots[chain.label]
        step = 1 if chain.is_upward else -1
        question, target = placed[chain.slots[chain.label + step]], placed[chain.slots[chain.label - step]]
        wanted[label] = question + min(max(target - question, -_IN_SIGHT), _IN_SIGHT)
    for row in rows:
        if any(slot in wanted for slot in row):
            weights = [1.0 if slot in wanted else _STRAIGHT for slot in row]
            _settle(layers, row, placed, [wanted.get(slot, placed[slot]) for slot in row], weights)


def _middle(slot: int, beside: Sequence[int], placed: Sequence[float], weights: Sequence[float]) -> float:
    if not beside:
        return placed[slot]
    total = sum(weights[other] for other in beside)
    return sum(placed[other] * weights[other] for other in beside) / total


def _settle(
    layers: Layers, row: Sequence[int], placed: list[float], wanted: Sequence[float], weights: Sequence[float]
) -> None:
    """The places of least weighted squared distance from the wanted ones that keep the order and the spaces.

    Pool adjacent violators: slots that want to be nearer than they may be move as one.
    """
    offsets = [0.0]
    for before, after in pairwise(row):
        offsets.append(offsets[-1] + _distance(layers, before, after))
    pools: list[tuple[float, float, int]] = []
    for want, offset, weight in zip(wanted, offsets, weights, strict=False):
        mean, heavy, count = want - offset, weight, 1
        while pools and pools[-1][0] > mean:
            other, its_weight, its_count = pools.pop()
            mean = (mean * heavy + other * its_weight) / (heavy + its_weight)
            heavy += its_weight
            count += its_count
        pools.append((mean, heavy, count))
    settled = [mean for mean, _weight, count in pools for _ in range(count)]
    for slot, place, offset in zip(row, settled, offsets, strict=False):
        placed[slot] = place + offset


def _distance(layers: Layers, one: int, other: int) -> float:
    sizes = layers.slots[one].size, layers.slots[other].size
    space = BEND_SPACE if NOTHING in sizes else SPACE
    return sizes[0][0] / 2 + sizes[1][0] / 2 + space
