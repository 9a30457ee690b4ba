"""The picture of a guide: every node and every choice with its place, in pixels."""

from collections.abc import Iterable
from dataclasses import dataclass

from troubleshooting.documents.drawing.layers import Layers, Size, in_layers, levels_of
from troubleshooting.documents.drawing.lines import Way, bands, ways
from troubleshooting.documents.drawing.network import Edge, Network, Node, network
from troubleshooting.documents.drawing.ordering import with_few_crossings
from troubleshooting.documents.drawing.placing import APART, centers
from troubleshooting.documents.drawing.text import width, wrap
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.schema import ArticleDocument

MARGIN = 20.0
LETTERS, SMALL = 14.0, 12.0
LINE, SMALL_LINE = 18.0, 16.0
PADDING = 12.0
NODE_WIDTH = 210.0
_NODE_LINES = 4
_LABEL_WIDTH, _LABEL_WIDTH_ACROSS = 130.0, 200.0
_LABEL_LINES = 3
_MOST_BESIDE = 9
"""Nodes side by side below each other; a wider guide is drawn from left to right, so that its page scrolls down."""

ERROR_SIGN, WARNING_SIGN = "\u2715", "!"


@dataclass(frozen=True)
class Box:
    node: Node
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    edge: Edge
    way: Way
    x: float
    """The middle of the label."""
    y: float
    width: float
    height: float
    label: tuple[str, ...]
    joins: bool
    """It ends at another line to the same node."""


@dataclass(frozen=True)
class Drawing:
    """Boxes in the order of the network's nodes, lines in that of its edges."""

    net: Network
    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    is_across: bool
    """From left to right instead of downwards."""
    apart_from: float | None = None
    """Where the part begins that no answers lead to: a height when the drawing is across, else a distance from the left."""


def draw(document: ArticleDocument, problems: Iterable[Problem] = ()) -> Drawing:
    net = network(document, problems)
    levels = levels_of(net)
    is_across = max(map(levels.count, set(levels))) > _MOST_BESIDE
    titles = [wrap(node.title, size=LETTERS, most=NODE_WIDTH - 2 * PADDING, lines=_NODE_LINES) for node in net.nodes]
    most = _LABEL_WIDTH_ACROSS if is_across else _LABEL_WIDTH
    labels = [wrap(shown_label(edge), size=SMALL, most=most, lines=_LABEL_LINES) for edge in net.edges]
    sizes = [(NODE_WIDTH, _height(node, lines)) for node, lines in zip(net.nodes, titles, strict=True)]
    label_sizes = [_label_size(lines) for lines in labels]
    turn = _turned if is_across else _as_is
    layers = in_layers(net, levels, [turn(size) for size in sizes], [turn(size) for size in label_sizes])
    rows = with_few_crossings(layers)
    placed = [place + MARGIN for place in centers(layers, rows)]
    places = bands(layers, rows, placed, MARGIN)
    middles = [turn((placed[number], places.middle(slot))) for number, slot in enumerate(layers.slots)]
    end = max(place + slot.size[0] / 2 for place, slot in zip(placed, layers.slots, strict=True)), places.ends[-1]
    across, down = turn(end)
    return Drawing(
        net,
        across + MARGIN,
        down + MARGIN,
        tuple(
            Box(node, x - size[0] / 2, y - size[1] / 2, *size, lines)
            for node, (x, y), size, lines in zip(net.nodes, middles, sizes, titles, strict=False)
        ),
        tuple(
            Line(
                edge, way.turned() if is_across else way, *middles[chain.slots[chain.label]], *size, label, chain.joins
            )
            for edge, way, chain, size, label in zip(
                net.edges, ways(layers, placed, places), layers.chains, label_sizes, labels, strict=True
            )
        ),
        is_across,
        _apart_from(layers, placed),
    )


def shown_label(edge: Edge) -> str:
    """The words of a choice behind a sign for what is wrong with it."""
    return " ".join([*edge_signs(edge), edge.label])


def edge_signs(edge: Edge) -> list[str]:
    signs = ["\u21ba"] if edge.leads_back else []
    return [*signs, ERROR_SIGN] if any(problem.severity == "error" for problem in edge.problems) else signs


def _as_is(size: Size) -> Size:
    return size


def _turned(size: Size) -> Size:
    return size[1], size[0]


def _height(node: Node, lines: tuple[str, ...]) -> float:
    return 2 * PADDING + SMALL_LINE + LINE * len(lines) + SMALL_LINE * len(node.marks)


def _label_size(lines: tuple[str, ...]) -> Size:
    return max(width(line, SMALL) for line in lines) + 8.0, SMALL_LINE * len(lines) + 4.0


def _apart_from(layers: Layers, placed: list[float]) -> float | None:
    apart = [place - slot.size[0] / 2 for place, slot in zip(placed, layers.slots, strict=True) if slot.is_apart]
    return min(apart) - APART / 2 if apart and len(apart) < len(placed) else None
