"""Lines of an article file that never forget their number."""

import re
from dataclasses import dataclass

from troubleshooting.documents.commonmark import Span, spans
from troubleshooting.documents.problems import Problem

INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
"""Control characters, halves of surrogate pairs and byte order marks: no editor means them, and YAML forbids them."""

_SPACE = " \t"


@dataclass(frozen=True)
class Segment:
    """Consecutive lines of the file. Marks of a container may be taken off them, but never a whole line."""

    lines: tuple[str, ...]
    first: int
    """Number of the first line, counted in the file from 1."""

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def number(self, index: int) -> int:
        return self.first + index

    def part(self, start: int, end: int | None = None) -> "Segment":
        return Segment(self.lines[start:end], self.first + start)

    def strip(self) -> "Segment":
        """Without the blank lines at both ends."""
        filled = [index for index, line in enumerate(self.lines) if line.strip(_SPACE)]
        return self.part(filled[0], filled[-1] + 1) if filled else self.part(0, 0)

    def spans(self) -> list[Span]:
        # The final line break lets every line of a code block end in one, whatever follows it.
        return spans(f"{self.text}\n")


def read_lines(text: str) -> tuple[Segment, list[Problem]]:
    """The file with Unix line ends and without a byte order mark; characters that nobody sees are problems."""
    unix = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = unix.split("\n")
    problems = [
        Problem("error", f"This line holds an invisible character (U+{ord(found[0]):04X}). Delete it.", number)
        for number, line in enumerate(lines, start=1)
        if (found := INVISIBLE.search(line))
    ]
    return Segment(tuple(INVISIBLE.sub("\ufffd", line) for line in lines), 1), problems


def dedent(line: str, columns: int) -> str:
    """Take indentation off a line, at most so many columns; a tab that reaches further leaves spaces."""
    column = 0
    for index, character in enumerate(line):
        if column >= columns or character not in _SPACE:
            return " " * (column - columns) + line[index:]
        column += 4 - column % 4 if character == "\t" else 1
    return " " * (column - columns)
