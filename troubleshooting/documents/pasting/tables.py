"""Tables, told from the ones that only lay a page or a mail out."""

from dataclasses import dataclass, field

from troubleshooting.documents.pasting.passages import BREAK, Passage, Place, Run, Runs, tidied

MOST_COLUMNS = 40


@dataclass(slots=True)
class Table:
    place: Place
    cell: list[Passage] = field(default_factory=list)
    """The one being read; before the first, what stands outside of all cells, such as a caption."""
    rows: list[list[list[Passage]]] = field(default_factory=list)
    outside: list[Passage] = field(init=False)
    holds_table: bool = False

    def __post_init__(self) -> None:
        self.outside = self.cell

    def add_row(self) -> None:
        self.rows.append([])

    def add_cell(self, span: str) -> None:
        if not self.rows:
            self.add_row()
        self.cell = []
        covered = min(int(span), MOST_COLUMNS) - 1 if span.isdecimal() and len(span) < 4 else 0
        self.rows[-1] += [self.cell, *([] for _ in range(covered))]

    def passages(self) -> list[Passage]:
        """One table, or all that is in its cells where it is none or cannot be one in Markdown."""
        cells = [cell for row in self.rows for cell in row]
        columns = max((len(row) for row in self.rows), default=0)
        has_blocks = any(passage.kind in {"heading", "code"} for cell in cells for passage in cell)
        rows = [row for row in self.rows if any(row)]
        if self.holds_table or has_blocks or not 2 <= columns <= MOST_COLUMNS or len(rows) < 2:
            return [*self.outside, *(passage for cell in cells for passage in cell)]
        table = tuple(tuple(map(_line, [*row, *([] for _ in range(columns - len(row)))])) for row in rows)
        return [*self.outside, Passage("table", self.place, [], rows=table)]


def _line(cell: list[Passage]) -> Runs:
    """All that a cell holds in one line."""
    runs = [run for passage in cell for run in (*passage.runs, BREAK)]
    return tidied([Run(" ") if run == BREAK else run for run in runs])
