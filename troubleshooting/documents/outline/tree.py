"""What belongs to what among the rows, and the keys of nodes that have none yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from troubleshooting.documents.keys import choice_key, fill_keys, item_key, slugify_key, step_key
from troubleshooting.documents.markdown.marks import is_key
from troubleshooting.documents.outline.rows import BLOCKS, STEPS, Row
from troubleshooting.documents.paths import node_path
from troubleshooting.documents.schema import CONTACT, RESERVED_KEYS

ROOT = -1
"""The place of the article itself, which has no row."""
SECTIONS = frozenset({"scenario", "fix", "question"})
"""Their keys share one scope."""
LEVELS: Final = {
    "scenario": 1, "question": 1, "contact": 1, "fix": 2, "choice": 2, "item": 2,
    "step": 3, "procedure": 3, "outcome": 3, "text": 4, "callout": 4,
}  # fmt: skip
"""A row belongs to the nearest one above it that has a lower level."""


@dataclass
class Branch:
    """A row with all that belongs to it."""

    row: Row
    index: int
    blocks: list[Branch] = field(default_factory=list)
    children: list[Branch] = field(default_factory=list)

    @property
    def steps(self) -> list[Branch]:
        return [child for child in self.children if child.row.kind in STEPS]

    @property
    def outcome(self) -> Branch:
        return self.children[-1]

    def of(self, kind: str) -> list[Branch]:
        return [child for child in self.children if child.row.kind == kind]

    def walk(self) -> Iterator[Branch]:
        yield self
        for branch in [*self.blocks, *self.children]:
            yield from branch.walk()


def grow(rows: Sequence[Row]) -> Branch:
    """The article's own branch: its introduction as blocks, then scenarios, questions and contact."""
    root = Branch(Row("article"), ROOT)
    above = [(0, root)]
    for index, row in enumerate(rows):
        branch, level = Branch(row, index), LEVELS[row.kind]
        while above[-1][0] >= level:
            above.pop()
        parent = above[-1][1]
        if row.kind in BLOCKS:
            parent.blocks.append(branch)
        else:
            parent.children.append(branch)
            above.append((level, branch))
    return root


def keys_of(root: Branch) -> dict[int, str]:
    """The key of every node by the place of its row: its own, or for a new node one that follows from what it says."""
    sections = [branch for branch in root.walk() if branch.row.kind in SECTIONS]
    keys = _filled(sections, _section_key, reserved=RESERVED_KEYS)
    for branch in [*sections, *root.of("contact")]:
        keys |= _filled([child for child in branch.children if child.row.kind in _DERIVED], _child_key)
    return keys


def _filled(
    branches: Sequence[Branch], derive: Callable[[Branch], str], *, reserved: frozenset[str] = frozenset()
) -> dict[int, str]:
    given = [branch.row.key if is_key(branch.row.key) else None for branch in branches]
    derived = ["" if key else derive(branch) for key, branch in zip(given, branches, strict=True)]
    filled = fill_keys(given, derived, reserved=reserved)
    return {branch.index: key for branch, key in zip(branches, filled, strict=True)}


def _section_key(branch: Branch) -> str:
    row = branch.row
    return slugify_key(row["title"]) or (row["role"] if row.kind == "fix" else row.kind)


def _step_key(branch: Branch) -> str:
    texts = [branch.row["text"], *(block.row["markdown"] for block in branch.blocks)]
    procedure = slugify_key(branch.row["name"]) if branch.row.kind == "procedure" else None
    return step_key([text for text in texts if text.strip()], procedure)


_DERIVED: Final[dict[str, Callable[[Branch], str]]] = {
    "step": _step_key,
    "procedure": _step_key,
    "choice": lambda branch: choice_key(branch.row["label"]),
    "item": lambda branch: item_key(branch.row["label"]),
}


def _child_key(branch: Branch) -> str:
    return _DERIVED[branch.row.kind](branch)


def paths_of(root: Branch, keys: Mapping[int, str]) -> dict[int, str]:
    """The path of every row that is a node, by its place."""
    paths: dict[int, str] = {}

    def go(branch: Branch, above: str) -> None:
        for child in branch.children:
            key = CONTACT if child.row.kind == CONTACT else keys.get(child.index)
            if key:
                paths[child.index] = node_path(above, key) if above else key
            go(child, paths.get(child.index, above))

    go(root, "")
    return paths
