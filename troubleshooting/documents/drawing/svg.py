"""A drawing as SVG. Without style attributes: on a page the stylesheet draws it, a file brings its own style along."""

from collections.abc import Callable, Iterator
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from troubleshooting.documents.drawing.lines import Way
from troubleshooting.documents.drawing.network import Network, Node
from troubleshooting.documents.drawing.picture import (
    ERROR_SIGN,
    LINE,
    PADDING,
    SMALL,
    SMALL_LINE,
    WARNING_SIGN,
    Box,
    Drawing,
    Line,
)
from troubleshooting.documents.markdown.source import INVISIBLE

Hrefs = Callable[[str], str]
"""Where the node with this path can be edited; "" for nowhere."""

FILE_STYLE = """
svg { background: #fff; font-family: system-ui, sans-serif; }
.node .shape { fill: #f4f8f6; stroke: #0a6650; stroke-width: 1.5; }
.node.question .shape { fill: #fff; stroke-width: 2; }
.node.contact .shape { fill: #0b3a30; }
.node.contact text { fill: #fff; }
.node.missing .shape, .node.apart .shape { stroke: #a4262c; stroke-dasharray: 6 4; }
.node .badge { fill: #a4262c; }
.node .badge.warning { fill: #7a5800; }
text { fill: #23302c; font-size: 14px; }
.small { font-size: 12px; fill: #5a6965; }
.badge-text { font-size: 12px; font-weight: 700; fill: #fff; text-anchor: middle; }
.mark { font-size: 12px; font-weight: 700; fill: #a4262c; }
.line path { fill: none; stroke: #5a6965; stroke-width: 1.5; }
.line .arrow { fill: #5a6965; stroke: none; }
.line.back path { stroke: #a4262c; stroke-dasharray: 7 4; }
.line rect { fill: #fff; }
.line text { font-size: 12px; text-anchor: middle; }
.divider { stroke: #a4262c; stroke-dasharray: 2 6; }
"""
_ARROW = 7.0
_BADGE = 22.0


def to_svg(drawing: Drawing, hrefs: Hrefs, *, is_file: bool = False, zoom: float = 1.0) -> str:
    """``is_file``: with a style of its own, to be saved and sent around."""
    wide, high = drawing.width, drawing.height
    size = (
        f'width="{_number(wide * zoom)}" height="{_number(high * zoom)}" viewBox="0 0 {_number(wide)} {_number(high)}"'
    )
    namespace = ' xmlns="http://www.w3.org/2000/svg"' if is_file else ""
    return "\n".join(
        [
            f'<svg{namespace} class="guide-picture" {size} role="group" aria-labelledby="picture-title picture-desc">',
            f'<title id="picture-title">{_text(_("The guide as a picture"))}</title>',
            f'<desc id="picture-desc">{_text(_description(drawing.net))}</desc>',
            *([f"<style>{FILE_STYLE}</style>"] if is_file else []),
            *_divider(drawing),
            '<g aria-hidden="true">',
            *(part for line in drawing.lines for part in _line(drawing, line)),
            "</g>",
            *(
                part
                for box in _in_reading_order(drawing)
                for part in _box(box, hrefs(box.node.place), is_start=box is drawing.boxes[0])
            ),
            "</svg>",
        ]
    )


def _description(net: Network) -> str:
    counts = [
        ngettext("%(count)s question", "%(count)s questions", n) % {"count": n}
        if kind == "question"
        else ngettext("%(count)s cause", "%(count)s causes", n) % {"count": n}
        for kind in ("question", "scenario")
        for n in [sum(node.kind == kind for node in net.nodes)]
    ]
    return _("%(counts)s. The outline says the same in words.") % {"counts": ", ".join(counts)}


def _in_reading_order(drawing: Drawing) -> list[Box]:
    """Layer by layer, for who goes through the nodes by keyboard."""
    return sorted(drawing.boxes, key=lambda box: (box.x, box.y) if drawing.is_across else (box.y, box.x))


def _divider(drawing: Drawing) -> Iterator[str]:
    """Between what visitors can get to and what they cannot."""
    if drawing.apart_from is None:
        return
    at = _number(drawing.apart_from)
    across, down = _number(drawing.width), _number(drawing.height)
    ends = (
        f'x1="0" y1="{at}" x2="{across}" y2="{at}"' if drawing.is_across else f'x1="{at}" y1="0" x2="{at}" y2="{down}"'
    )
    yield f'<line class="divider" {ends}/>'


def _line(drawing: Drawing, line: Line) -> Iterator[str]:
    edge = line.edge
    source, target = (drawing.net.nodes[end].title for end in (edge.source, edge.target))
    kind = " back" if edge.leads_back else ""
    yield f'<g class="line{kind}">'
    said = _("“%(choice)s” leads back from “%(source)s” to “%(target)s”.") if edge.leads_back else ""
    said = said or _("“%(choice)s” leads from “%(source)s” to “%(target)s”.")
    yield f"<title>{_text(said % {'choice': edge.label, 'source': source, 'target': target})}</title>"
    yield f'<path d="{_path(line.way)}"/>'
    if not line.joins:
        yield f'<path class="arrow" d="{_arrow(line.way)}"/>'
    yield _rect(line.x - line.width / 2, line.y - line.height / 2, line.width, line.height, 3)
    first = line.y - SMALL_LINE * (len(line.label) / 2 - 1) - (SMALL_LINE - SMALL) / 2 - 2
    for number, text in enumerate(line.label):
        yield f'<text x="{_number(line.x)}" y="{_number(first + number * SMALL_LINE)}">{_text(text)}</text>'
    yield "</g>"


def _path(way: Way) -> str:
    parts = [f"M{_point(way.start)}"]
    for one, other, end in way.curves:
        parts.append(f"C{_point(one)} {_point(other)} {_point(end)}")
    return "".join(parts)


def _arrow(way: Way) -> str:
    """A triangle whose tip touches the node, in the direction of the line."""
    (hx, hy), (x, y) = way.curves[-1][1], way.end
    dx, dy = (0.0, 1.0 if y >= hy else -1.0) if abs(y - hy) >= abs(x - hx) else (1.0 if x >= hx else -1.0, 0.0)
    back = (x - dx * _ARROW * 1.4, y - dy * _ARROW * 1.4)
    side = (dy * _ARROW * 0.7, dx * _ARROW * 0.7)
    corners = ((x, y), (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1]))
    return f"M{'L'.join(map(_point, corners))}Z"


def _box(box: Box, href: str, *, is_start: bool) -> Iterator[str]:
    node = box.node
    counts = _counts(node)
    label = ". ".join([node.name, *node.marks, *(words for _sign, words in counts)])
    apart = " apart" if node.is_apart else ""
    link = f' href="{escape(href)}"' if href else ""
    start = ' id="picture-start"' if is_start else ""
    yield f'<a class="node {node.kind}{apart}"{start} data-node="{escape(node.key)}"{link} aria-label="{_text(label)}">'
    yield f"<title>{_text(chr(10).join([label, *(problem.message for problem in node.problems)]))}</title>"
    yield _rect(box.x, box.y, box.width, box.height, 18 if node.kind == "contact" else 6)
    x, y = box.x + PADDING, box.y + PADDING + SMALL
    yield f'<text class="small" x="{_number(x)}" y="{_number(y)}">{_text(node.kind_name)}</text>'
    for place, (sign, _words) in enumerate(reversed(counts), start=1):
        yield from _badge(box.x + box.width - PADDING / 2 - place * (_BADGE + 12), box.y + PADDING / 2, sign)
    y += LINE
    for text in box.lines:
        yield f'<text x="{_number(x)}" y="{_number(y)}">{_text(text)}</text>'
        y += LINE
    for mark in node.marks:
        yield f'<text class="mark" x="{_number(x)}" y="{_number(y - 2)}">{ERROR_SIGN} {_text(mark)}</text>'
        y += SMALL_LINE
    yield "</a>"


def _counts(node: Node) -> list[tuple[str, str]]:
    """Sign and words for the errors and the warnings of a node."""
    errors = sum(problem.severity == "error" for problem in node.problems)
    warnings = len(node.problems) - errors
    counts = []
    if errors:
        words = ngettext("%(count)s error", "%(count)s errors", errors) % {"count": errors}
        counts.append((f"{ERROR_SIGN} {errors}", words))
    if warnings:
        words = ngettext("%(count)s warning", "%(count)s warnings", warnings) % {"count": warnings}
        counts.append((f"{WARNING_SIGN} {warnings}", words))
    return counts


def _badge(x: float, y: float, sign: str) -> Iterator[str]:
    kind = "badge" if sign.startswith(ERROR_SIGN) else "badge warning"
    yield _rect(x, y, _BADGE + 8, _BADGE - 4, 4, kind)
    middle = x + (_BADGE + 8) / 2
    yield f'<text class="badge-text" x="{_number(middle)}" y="{_number(y + 13)}">{sign}</text>'


def _rect(x: float, y: float, width: float, height: float, corner: float, kind: str = "shape") -> str:
    size = f'width="{_number(width)}" height="{_number(height)}" rx="{_number(corner)}"'
    return f'<rect class="{kind}" x="{_number(x)}" y="{_number(y)}" {size}/>'


def _point(point: tuple[float, float]) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _text(text: str) -> str:
    """Characters that no XML may hold are replaced."""
    return escape(INVISIBLE.sub("\ufffd", text))
