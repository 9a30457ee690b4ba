"""The ways of the lines, out of one node, through the gaps between the layers, into another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from troubleshooting.documents.drawing.layers import Chain, Layers, Slot

GAP = 34.0
_MOST_GAP = 150.0
_PER_STEP = 0.04
"""Of the distance that the widest line of a gap goes sideways."""
_PORTS = 0.8
"""The share of a node's side on which lines begin and end."""

Point = tuple[float, float]
"""Along the layers, and across them."""


@dataclass(frozen=True)
class Way:
    """A line: its first point, then curves (two handles and an end). It ends before its arrow."""

    start: Point
    curves: tuple[tuple[Point, Point, Point], ...]

    @property
    def end(self) -> Point:
        return self.curves[-1][2]

    def backwards(self) -> "Way":
        starts = [self.start, *(curve[2] for curve in self.curves)]
        turned = [(curve[1], curve[0], start) for start, curve in zip(starts, self.curves, strict=False)]
        return Way(self.end, tuple(reversed(turned)))

    def turned(self) -> "Way":
        """For a drawing from left to right."""
        return Way(_swapped(self.start), tuple((_swapped(a), _swapped(b), _swapped(c)) for a, b, c in self.curves))


@dataclass(frozen=True)
class Bands:
    """Where each layer begins and ends."""

    starts: list[float]
    ends: list[float]

    def middle(self, slot: Slot) -> float:
        """All slots of a layer begin where it does."""
        return self.starts[slot.layer] + slot.size[1] / 2


def bands(layers: Layers, rows: Sequence[Sequence[int]], placed: Sequence[float], first: float) -> Bands:
    sideways = [0.0] * len(rows)
    for upper, lower in layers.links:
        layer = layers.slots[upper].layer
        sideways[layer] = max(sideways[layer], abs(placed[upper] - placed[lower]))
    starts, ends = [], []
    at = first
    for row, way in zip(rows, sideways, strict=True):
        starts.append(at)
        ends.append(at + max((layers.slots[slot].size[1] for slot in row), default=0.0))
        at = ends[-1] + min(GAP + _PER_STEP * way, _MOST_GAP)
    return Bands(starts, ends)


def ways(layers: Layers, placed: Sequence[float], places: Bands) -> Iterator[Way]:
    """The way of each chain, in the direction of its edge."""
    ports = _ports(layers, placed)
    for number, chain in enumerate(layers.chains):
        points = list(_points(layers, chain, placed, places))
        if not (chain.joins and chain.is_upward):
            points = [*_leaving(layers, chain.slots[0], ports[number, False], places), *points]
        if chain.turns:
            points += reversed(_leaving(layers, chain.slots[-1], ports[number, True], places))
        elif not (chain.joins and not chain.is_upward):
            points.append((ports[number, True], places.starts[layers.slots[chain.slots[-1]].layer]))
        way = Way(points[0], tuple(_curve(one, other) for one, other in pairwise(points)))
        yield way.backwards() if chain.is_upward else way


def _ports(layers: Layers, placed: Sequence[float]) -> dict[tuple[int, bool], float]:
    """Where the first (False) and the last (True) end of each chain touch their nodes, if they do.

    Lines leave a node on its far side and come in on its near one, in the order of where they come from or go to.
    """
    sides: dict[tuple[int, bool], list[tuple[float, int, bool]]] = {}
    for number, chain in enumerate(layers.chains):
        if not (chain.joins and chain.is_upward):
            sides.setdefault((chain.slots[0], True), []).append((placed[chain.slots[1]], number, False))
        if not chain.joins or chain.is_upward:
            sides.setdefault((chain.slots[-1], chain.turns), []).append((placed[chain.slots[-2]], number, True))
    ports = {}
    for (slot, _is_far), touching in sides.items():
        breadth = layers.slots[slot].size[0] * _PORTS
        for index, (_beside, number, is_last) in enumerate(sorted(touching), start=1):
            ports[number, is_last] = placed[slot] + breadth * (index / (len(touching) + 1) - 0.5)
    return ports


def _points(layers: Layers, chain: Chain, placed: Sequence[float], places: Bands) -> Iterator[Point]:
    """Through the label and the bends. A line that joins another one touches it at the side that it comes from."""
    joint = -1 if not chain.joins else 0 if chain.is_upward else len(chain.slots) - 1
    for position, slot in enumerate(chain.slots):
        layer = layers.slots[slot].layer
        if position == joint:
            yield placed[slot], places.ends[layer] if chain.is_upward else places.starts[layer]
        elif 0 < position < len(chain.slots) - 1:
            yield placed[slot], places.starts[layer]
            if not chain.turns:
                yield placed[slot], places.ends[layer]


def _leaving(layers: Layers, slot: int, port: float, places: Bands) -> list[Point]:
    """Out of the far side of a node, to the end of its layer."""
    layer = places.starts[layers.slots[slot].layer]
    return [(port, layer + layers.slots[slot].size[1]), (port, places.ends[layers.slots[slot].layer])]


def _curve(start: Point, end: Point) -> tuple[Point, Point, Point]:
    middle = (start[1] + end[1]) / 2
    return (start[0], middle), (end[0], middle), end


def _swapped(point: Point) -> Point:
    return point[1], point[0]
