"""Few crossings: each layer in the order in which its neighbors stand, back and forth, and the best of it kept."""

from bisect import bisect_right, insort
from collections.abc import Sequence
from itertools import pairwise

from troubleshooting.documents.drawing.layers import Layers
from troubleshooting.documents.drawing.walks import neighbors

SWEEPS = 8


def with_few_crossings(layers: Layers) -> list[list[int]]:
    """The rows of the layers in a better order; what is apart stays behind the rest."""
    above = neighbors(len(layers.slots), layers.links, backwards=True)
    below = neighbors(len(layers.slots), layers.pulling)
    rows = [list(row) for row in layers.rows]
    best, fewest = [list(row) for row in rows], _crossings(rows, below)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        down = sweep % 2 == 0
        beside = above if down else below
        for index in range(1, len(rows)) if down else range(len(rows) - 2, -1, -1):
            _sort(layers, rows[index], rows[index - 1 if down else index + 1], beside)
        crossings = _crossings(rows, below)
        if crossings < fewest:
            best, fewest = [list(row) for row in rows], crossings
    return best


def _sort(layers: Layers, row: list[int], fixed: Sequence[int], beside: Sequence[Sequence[int]]) -> None:
    place = {slot: index for index, slot in enumerate(fixed)}
    middle = {}
    for index, slot in enumerate(row):
        places = [place[neighbor] for neighbor in beside[slot] if neighbor in place]
        middle[slot] = sum(places) / len(places) if places else index
    row.sort(key=lambda slot: (layers.slots[slot].is_apart, middle[slot]))


def _crossings(rows: Sequence[Sequence[int]], below: Sequence[Sequence[int]]) -> int:
    """Pairs of links that cross: in the order of their upper ends, each lower end that lies before an earlier one."""
    count = 0
    for row, following in pairwise(rows):
        place = {slot: index for index, slot in enumerate(following)}
        passed: list[int] = []
        for slot in row:
            ends = [place[end] for end in below[slot]]
            count += sum(len(passed) - bisect_right(passed, end) for end in ends)
            for end in ends:
                insort(passed, end)
    return count
