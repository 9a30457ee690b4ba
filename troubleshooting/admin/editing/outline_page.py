"""What the outline editor's page shows: the rows as a tree, each with its problems, and the words of its script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.markdown import Parsed
from troubleshooting.documents.outline import FIELDS, Branch, Change, Header, Outline, Row, apply, grow, placed_blocks
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.schema import CONTACT, RESERVED_KEYS, ArticleDocument

_PLACE = "PLACE"
MANY_ROWS = 150
"""From so many rows on, scenarios and questions are collapsed at first."""

KINDS: Final[Mapping[str, str | Promise]] = {
    "scenario": gettext_lazy("Scenario"),
    "fix": gettext_lazy("Fix"),
    "step": gettext_lazy("Step"),
    "procedure": gettext_lazy("Step"),
    "question": gettext_lazy("Question"),
    "choice": gettext_lazy("Answer"),
    "item": gettext_lazy("Checklist item"),
    "text": gettext_lazy("Text"),
    "callout": gettext_lazy("Callout"),
}
SENTENCES: Final[Mapping[str, str | Promise]] = {
    "up": gettext_lazy("%(kind)s moved up, now %(number)s of %(count)s."),
    "down": gettext_lazy("%(kind)s moved down, now %(number)s of %(count)s."),
    "first": gettext_lazy("%(kind)s is the first already."),
    "last": gettext_lazy("%(kind)s is the last already."),
    "add": gettext_lazy("%(kind)s added, %(number)s of %(count)s."),
    "duplicate": gettext_lazy("%(kind)s duplicated, the copy is %(number)s of %(count)s."),
    "remove": gettext_lazy("%(kind)s removed. “Undo” brings it back."),
    "undo": gettext_lazy("%(kind)s is back, %(number)s of %(count)s."),
    "removed": gettext_lazy("%(kind)s removed."),
    "undo-button": gettext_lazy("Undo"),
    "nowhere": gettext_lazy("No such question or scenario"),
    "tools": gettext_lazy("%(kind)s: what to do with it"),
}
_INPUTS: Final = {"procedure": "name", "body": "text"}
"""Fields of problems whose input on the page goes by another name."""


def said(change: Change) -> str:
    """What a button did, for the live region."""
    name = change.op.partition("-")[0]
    if not change.has_changed:
        name = "first" if change.op == "up" else "last"
    return str(SENTENCES[name]) % {"kind": KINDS[change.kind], "number": change.number, "count": change.count}


@dataclass(eq=False)
class Node:
    """A row as the page shows it."""

    row: Row
    index: int
    path: str = ""
    problems: list[Problem] = field(default_factory=list)
    wrong: str = ""
    """The field that the problems are about."""
    leads_to: str = ""
    """The title of a choice's target, the name of a destination or procedure."""
    has_focus: bool = False
    is_folded: bool = False
    tools: str = ""
    """Its buttons, for a page without script."""
    blocks: list[Node] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.row.kind

    @property
    def key(self) -> str:
        return self.row.key

    @property
    def anchor(self) -> str:
        return f"node-{self.path.replace('/', '--')}" if self.path else ""

    @property
    def steps(self) -> list[Node]:
        return self.children[:-1]

    @property
    def outcome(self) -> Node:
        return self.children[-1]


@dataclass(frozen=True)
class Page:
    header: Header
    problems: Mapping[str, list[Problem]]
    """Of the header, by field."""
    intro: list[Node]
    scenarios: list[Node]
    questions: list[Node]
    contact: Node
    targets: Mapping[str, str]
    topics: Mapping[str, str]
    products: list[tuple[str, str, bool]]
    new: Mapping[str, Node]
    """An empty row of each kind, with all it comes with."""
    words: Mapping[str, Any]

    @property
    def codes(self) -> str:
        return "\n".join(self.header.codes)


def page_of(outline: Outline, paths: Mapping[int, str], parsed: Parsed, catalog: Catalog, focus: int | None) -> Page:
    root = grow(outline.rows)
    names = _names(parsed.partial, catalog)
    problems = _by_row(root, paths, parsed.problems)
    is_large = len(outline.rows) >= MANY_ROWS
    tools = {kind: _tools(kind) for kind in KINDS}

    def show(branch: Branch) -> Node:
        found = problems.get(branch.index, [])
        node = Node(branch.row, branch.index, paths.get(branch.index, ""), found, _wrong(branch.row, found))
        node.leads_to = _leads_to(branch.row, names)
        node.has_focus = branch.index == focus
        node.tools = mark_safe(tools.get(branch.row.kind, "").replace(_PLACE, str(branch.index)))  # noqa: S308 a template's
        node.blocks = [show(block) for block in branch.blocks]
        node.children = [show(child) for child in branch.children]
        node.is_folded = is_large and branch.row.kind in {"scenario", "question"} and not _needs_look(node)
        return node

    whole = show(root)
    header = outline.header
    return Page(
        header=header,
        problems=_of_header(parsed.problems),
        intro=whole.blocks,
        scenarios=[node for node in whole.children if node.kind == "scenario"],
        questions=[node for node in whole.children if node.kind == "question"],
        contact=whole.children[-1],
        targets={**names["choice"], CONTACT: _("Contact: ask support")},
        topics={header.topic: header.topic} | dict(catalog.topics) if header.topic else catalog.topics,
        products=_products(header, catalog),
        new=_new_nodes(),
        words=_words(),
    )


def _tools(kind: str) -> str:
    """Rendered once for all rows of a kind: by themselves they would take longer than the rest of the page."""
    return render_to_string("admin/troubleshooting/_outline_tools.html", {"kind": kind, "index": _PLACE})


def _needs_look(node: Node) -> bool:
    """Whether a row or one within has the focus or an error."""
    if node.has_focus or any(problem.severity == "error" for problem in node.problems):
        return True
    return any(_needs_look(child) for child in [*node.blocks, *node.children])


def _names(document: ArticleDocument | None, catalog: Catalog) -> dict[str, dict[str, str]]:
    """Names by key of what choices, steps and procedures refer to."""
    questions, scenarios = (document.questions, document.scenarios) if document else ((), ())
    return {
        "choice": {**{each.key: each.title for each in questions}, **{each.key: each.title for each in scenarios}},
        "step": {key: link.label for key, link in catalog.destinations.items()},
        "procedure": {key: shared.title for key, shared in catalog.procedures.items()},
    }


_REFERENCES: Final = {"choice": "to", "step": "destination", "procedure": "name"}


def _leads_to(row: Row, names: Mapping[str, Mapping[str, str]]) -> str:
    reference = _REFERENCES.get(row.kind)
    return names[row.kind].get(row[reference].strip(), "") if reference else ""


def _wrong(row: Row, problems: Iterable[Problem]) -> str:
    fields = FIELDS.get(row.kind, ())
    named = (_INPUTS.get(problem.field, problem.field) for problem in problems)
    return next((name for name in named if name in fields), fields[-1] if fields else "")


def _by_row(root: Branch, paths: Mapping[int, str], problems: Iterable[Problem]) -> dict[int, list[Problem]]:
    """The problems of each row, by its place. Those of a block stand at the block."""
    places = {path: index for index, path in reversed(list(paths.items()))}
    blocks = _block_places(root, paths)
    found: dict[int, list[Problem]] = defaultdict(list)
    for problem in problems:
        index = blocks.get((problem.node, problem.field))
        if index is None:
            index = places.get(problem.node)
        if index is not None:
            found[index].append(problem)
    return found


def _block_places(root: Branch, paths: Mapping[int, str]) -> dict[tuple[str, str], int]:
    """By node and field, such as ``("moved", "body.0")``."""
    places: dict[tuple[str, str], int] = {}

    def note(node: str, name: str, branch: Branch) -> None:
        first = branch.row["text"] if "text" in branch.row.values else ""
        for number, (_block, place) in enumerate(placed_blocks(branch.blocks, first)):
            if place is not None:
                places[node, f"{name}.{number}"] = place

    note("", "body", root)
    for branch in root.walk():
        if branch.index in paths:
            note(paths[branch.index], "body", branch)
        if branch.row.kind == "fix":
            note(paths[branch.index], "outcome", branch.outcome)
    return places


def _of_header(problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.node.startswith("@"):
            found[problem.node.removeprefix("@").partition("/")[0]].append(problem)
    return dict(found)


def _products(header: Header, catalog: Catalog) -> list[tuple[str, str, bool]]:
    """Slug, name and whether it is chosen; the chosen ones first, in the order of the document."""
    chosen = [(slug, catalog.products.get(slug, slug), True) for slug in header.products]
    return chosen + [(slug, name, False) for slug, name in catalog.products.items() if slug not in header.products]


def _new_nodes() -> dict[str, Node]:
    rows: tuple[Row, ...] = (
        Row("scenario", values={"title": ""}),
        Row("question", values={"title": ""}),
        Row("contact"),
    )
    holders = {"fix": 0, "step": 2, "procedure": 2, "choice": 1, "item": 2}
    nodes = {}
    for kind in KINDS:
        start, place = rows, holders.get(kind, -1)
        if kind in {"step", "procedure"}:
            start = apply(rows, "add-fix", 0).rows
            place = 1
        change = apply(start, f"add-{kind}", place)
        added = change.rows[change.focus : change.focus + len(change.rows) - len(start)]
        nodes[kind] = _shown(grow(added), -1)
    return nodes


def _shown(root: Branch, index: int) -> Node:
    """The one branch of a tree that has only that one."""
    branch = [*root.blocks, *root.children][0]

    def show(branch: Branch) -> Node:
        return Node(
            branch.row,
            index,
            blocks=[show(block) for block in branch.blocks],
            children=[show(child) for child in branch.children],
        )

    return show(branch)


def _words() -> dict[str, Any]:
    return {
        "kinds": {kind: str(name) for kind, name in KINDS.items()},
        "sentences": {name: str(sentence) for name, sentence in SENTENCES.items()},
        "reserved": sorted(RESERVED_KEYS),
    }
