"""The guide as a picture and in words. Pure, total on any document, the same for the same document.

``walks`` → ``network`` (nodes, edges, defects) → ``layers`` → ``ordering`` (few crossings), ``placing`` → ``lines`` → ``picture``
→ ``svg``; ``network`` → ``outline``. The method is Sugiyama's: layers, an order in each, places, then lines.
"""

from troubleshooting.documents.drawing.network import Network, Node, network
from troubleshooting.documents.drawing.outline import Answer, Entry, Outline, outline, to_text
from troubleshooting.documents.drawing.picture import Drawing, draw
from troubleshooting.documents.drawing.svg import to_svg

__all__ = [
    "Answer",
    "Drawing",
    "Entry",
    "Network",
    "Node",
    "Outline",
    "draw",
    "network",
    "outline",
    "to_svg",
    "to_text",
]
