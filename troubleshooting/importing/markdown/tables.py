"""Tables, with every cell: also those that stand beyond the last heading and that Markdown would drop."""

import re
from collections.abc import Callable, Sequence

from markdown_it.tree import SyntaxTreeNode

from troubleshooting.importing.markdown.inline import one_line
from troubleshooting.importing.markdown.lines import Line

_PIPE = re.compile(r"(?<!\\)\|")
_RULES = {"text-align:left": ":--", "text-align:right": "--:", "text-align:center": ":-:"}


def write_table(table: SyntaxTreeNode, lines: Sequence[Line], write: Callable[[SyntaxTreeNode], str]) -> str:
    rows = [row for part in table.children for row in part.children]
    cells = [[_cell(write(cell.children[0])) if cell.children else "" for cell in row.children] for row in rows]
    for row, texts in zip(rows, cells, strict=True):
        texts += [_cell(text) for text in _beyond(row, len(texts), lines)]
    columns = max(map(len, cells), default=0)
    rules = [_RULES.get(str(cell.attrs.get("style", "")), "---") for cell in rows[0].children]
    rules += ["---"] * (columns - len(rules))
    written = [*cells[:1], rules, *cells[1:]]
    return "\n".join(f"| {' | '.join([*texts, *[''] * (columns - len(texts))])} |" for texts in written)


def _cell(text: str) -> str:
    return _PIPE.sub(r"\\|", one_line(text))


def _beyond(row: SyntaxTreeNode, known: int, lines: Sequence[Line]) -> list[str]:
    """Cells of the source beyond the known ones."""
    if row.map is None or row.map[0] >= len(lines):
        return []
    source = lines[row.map[0]].text.lstrip("> \t").strip()
    parts = _PIPE.split(source.removeprefix("|"))
    if source.endswith("|") and not source.endswith("\\|"):
        parts.pop()
    return [part.strip() for part in parts[known:]]
