"""Two texts compared line by line."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

CONTEXT = 3
"""Unchanged lines shown around a change."""


@dataclass(frozen=True)
class DiffLine:
    """A ``gap`` stands for unchanged lines that are left out. Numbers count from 1 in the text that has the line."""

    kind: Literal["same", "gone", "new", "gap"]
    text: str = ""
    before: int | None = None
    after: int | None = None


def line_diff(before: str, after: str) -> tuple[DiffLine, ...]:
    """The changed lines with a few around them; nothing for equal texts."""
    old, new = before.splitlines(), after.splitlines()
    lines: list[DiffLine] = []
    for group in SequenceMatcher(a=old, b=new, autojunk=False).get_grouped_opcodes(CONTEXT):
        if group[0][1] or group[0][3]:
            lines.append(DiffLine("gap"))
        for kind, old_start, old_end, new_start, new_end in group:
            if kind == "equal":
                pairs = zip(range(old_start, old_end), range(new_start, new_end), strict=True)
                lines += [DiffLine("same", old[i], i + 1, j + 1) for i, j in pairs]
            else:
                lines += [DiffLine("gone", old[i], before=i + 1) for i in range(old_start, old_end)]
                lines += [DiffLine("new", new[j], after=j + 1) for j in range(new_start, new_end)]
    if lines and (lines[-1].before, lines[-1].after) != (len(old), len(new)) and lines[-1].kind == "same":
        lines.append(DiffLine("gap"))
    return tuple(lines)
