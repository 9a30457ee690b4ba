"""Nodes, labels and bends of a network in layers, so that every line runs from one layer to the next.

Nodes stand in the even layers, the labels of choices in the odd ones between; a line that is longer has a *bend*, a slot
without a size, in each layer that it passes. So nothing that is drawn can lie upon anything else. Long lines to the same
node join: however many choices lead to support from afar, one line comes in there.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from troubleshooting.documents.drawing.network import Edge, Network
from troubleshooting.documents.drawing.walks import depth_first

Size = tuple[float, float]
"""Along its layer, and across it."""
_MANY = 6
"""Lines that come into one node."""
MOST_BENDS = 20_000
"""Where they are used up, as only a guide can do that is far beyond all limits, long lines run straight."""
NOTHING: Size = (0.0, 0.0)


@dataclass(frozen=True)
class Slot:
    layer: int
    size: Size
    is_apart: bool


@dataclass(frozen=True)
class Chain:
    """The way of an edge: slots from the first layer to the last. ``label`` is the position in it that holds the label."""

    slots: tuple[int, ...]
    label: int
    is_upward: bool = False
    """The edge leads from the last slot to the first."""
    turns: bool = False
    """Both ends share a layer: the line leaves it, turns at the label, and comes back."""
    joins: bool = False
    """It ends at a bend of another line to the same node, not at the node."""


@dataclass
class Layers:
    """``slots``: those of the nodes first, in their order. ``rows``: the slots of each layer, in an order to begin with."""

    slots: list[Slot] = field(default_factory=list)
    chains: list[Chain] = field(default_factory=list)
    rows: list[list[int]] = field(default_factory=list)
    links: list[tuple[int, int]] = field(default_factory=list)
    """Pairs of slots in neighboring layers, the one in the earlier layer first."""
    pulling: list[tuple[int, int]] = field(default_factory=list)
    """The links by which slots are drawn together: all but the last ones to a node that half the guide leads to."""

    bends: dict[tuple[int, int, bool, bool], int] = field(default_factory=dict)
    """By target, layer, whether the line goes upwards and whether it begins apart."""

    def add(self, layer: int, size: Size, is_apart: bool) -> int:
        self.slots.append(Slot(layer, size, is_apart))
        return len(self.slots) - 1


def levels_of(net: Network) -> list[int]:
    """How far down each node stands: below all that lead to it, but for those that it leads back to."""
    links = [(edge.source, edge.target) for edge in net.edges]
    walk = depth_first(len(net.nodes), links)
    levels = [0] * len(net.nodes)
    for node in reversed(walk.after):
        for edge in net.choices[node]:
            if not edge.leads_back and net.nodes[node].is_apart == net.nodes[edge.target].is_apart:
                levels[edge.target] = max(levels[edge.target], levels[node] + 1)
    return levels


def in_layers(net: Network, levels: Sequence[int], sizes: Sequence[Size], labels: Sequence[Size]) -> Layers:
    layers = Layers()
    for node, level, size in zip(net.nodes, levels, sizes, strict=True):
        layers.add(2 * level, size, node.is_apart)
    for edge, size in zip(net.edges, labels, strict=True):
        layers.chains.append(_chain(layers, edge, size))
    comings = Counter(lower for _upper, lower in layers.links)
    layers.pulling = [link for link in layers.links if comings[link[1]] <= _MANY]
    layers.rows = [[] for _ in range(max((slot.layer for slot in layers.slots), default=-1) + 1)]
    for slot in _in_order(net, layers):
        layers.rows[layers.slots[slot].layer].append(slot)
    return layers


def _chain(layers: Layers, edge: Edge, size: Size) -> Chain:
    start, end = layers.slots[edge.source].layer, layers.slots[edge.target].layer
    apart = layers.slots[edge.source].is_apart
    if start == end:
        label = layers.add(start + 1, size, apart)
        layers.links += [(edge.source, label), (edge.target, label)]
        return Chain((edge.source, label, edge.target), 1, turns=True)
    is_upward = end < start
    step = -1 if is_upward else 1
    way = [edge.source, layers.add(start + step, size, apart)]
    passed = range(start + 2 * step, end, step)
    is_long = len(layers.bends) + len(passed) > MOST_BENDS
    joins = False
    for layer in () if is_long else passed:
        key = (edge.target, layer, is_upward, apart)
        joins = key in layers.bends
        if not joins:
            layers.bends[key] = layers.add(layer, NOTHING, apart)
        way.append(layers.bends[key])
        if joins:
            break
    way += [] if joins else [edge.target]
    for one, other in pairwise(way[:-1] if is_long and passed else way):
        layers.links.append((other, one) if is_upward else (one, other))
    slots = tuple(reversed(way)) if is_upward else tuple(way)
    return Chain(slots, len(slots) - 2 if is_upward else 1, is_upward, joins=joins)


def _in_order(net: Network, layers: Layers) -> list[int]:
    """As a walk from the first question meets them: a tree drawn in this order has no crossings."""
    links = [(edge.source, edge.target) for edge in net.edges]
    leaving: list[list[Chain]] = [[] for _ in net.nodes]
    for edge, chain in zip(net.edges, layers.chains, strict=True):
        leaving[edge.source].append(chain)
    ordered = []
    for node in depth_first(len(net.nodes), links).before:
        ordered.append(node)
        ordered += [slot for chain in leaving[node] for slot in chain.slots[1:-1]]
    return sorted(ordered, key=lambda slot: layers.slots[slot].is_apart)
