"""A guide in words: each question with its answers and where they lead, indented by how many questions came before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from troubleshooting.documents.drawing.network import Edge, Network, Node, network
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.schema import ArticleDocument

DEEPEST = 12
"""Questions below each other; what follows then is an entry of its own, so that no indentation leaves the page."""


@dataclass(frozen=True)
class Answer:
    """A choice, and the entry of the question it leads to where this is the first time that it is named."""

    label: str
    target: Node
    where: str = ""
    """Where the question that it leads to stands, if not right here."""
    notes: tuple[str, ...] = ()
    entry: "Entry | None" = None


@dataclass(frozen=True)
class Entry:
    node: Node
    notes: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Outline:
    entries: tuple[Entry, ...]
    """The first question with all that follows; then questions too deep to stand in it."""
    apart: tuple[Entry, ...]
    """What no answers lead to."""


def outline(net: Network) -> Outline:
    return _Writer(net).outline()


class _Writer:
    def __init__(self, net: Network) -> None:
        self.net = net
        self.told: set[int] = set()
        self.later: list[int] = []

    def outline(self) -> Outline:
        asked = bool(self.net.nodes) and self.net.nodes[0].kind == "question"
        entries = tuple(self._with_later(0)) if asked else ()
        rest = [
            position
            for position, node in enumerate(self.net.nodes)
            if position not in self.told and node.kind != "missing" and (node.is_apart or not asked)
        ]
        apart = tuple(entry for position in rest if position not in self.told for entry in self._with_later(position))
        return Outline(entries, apart) if asked else Outline(apart, ())

    def _with_later(self, position: int) -> Iterator[Entry]:
        yield self._entry(position, 1)
        while self.later:
            yield self._entry(self.later.pop(0), 1)

    def _entry(self, position: int, depth: int) -> Entry:
        """Deeper questions by recursion, ``DEEPEST`` at most."""
        self.told.add(position)
        answers = tuple(self._answer(edge, depth) for edge in self.net.choices[position])
        return Entry(self.net.nodes[position], _notes(self.net.nodes[position]), answers)

    def _answer(self, edge: Edge, depth: int) -> Answer:
        target = self.net.nodes[edge.target]
        notes = tuple(problem.message for problem in edge.problems)
        if target.kind == "missing":
            return Answer(edge.label, target, notes=notes or target.marks)
        if target.kind != "question":
            return Answer(edge.label, target, notes=(*self._if_new(edge.target), *notes))
        if edge.target in self.told:
            return Answer(edge.label, target, _("leads back, see above") if edge.leads_back else _("see above"), notes)
        if depth == DEEPEST:
            self.told.add(edge.target)
            self.later.append(edge.target)
            return Answer(edge.label, target, _("see below"), notes)
        return Answer(edge.label, target, notes=notes, entry=self._entry(edge.target, depth + 1))

    def _if_new(self, position: int) -> tuple[str, ...]:
        """The defects of an end are told where it is met first."""
        if position in self.told:
            return ()
        self.told.add(position)
        return _notes(self.net.nodes[position])


def _notes(node: Node) -> tuple[str, ...]:
    """The problems, and the defects that none of them speaks of."""
    has_errors = any(problem.severity == "error" for problem in node.problems)
    return (*(() if has_errors else node.marks), *(problem.message for problem in node.problems))


def to_text(document: ArticleDocument, problems: Iterable[Problem] = ()) -> str:
    """The outline as plain text, four spaces for each question that came before."""
    made = outline(network(document, problems))
    lines = [document.title, "", *_all_lines(made.entries)]
    if made.apart:
        lines += ["", _("No answers lead here:"), "", *_all_lines(made.apart)]
    return "\n".join(lines).rstrip() + "\n"


def _all_lines(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        yield entry.node.name
        yield from _lines(entry, "")
        if entry.answers:
            yield ""


def _lines(entry: Entry, indent: str) -> Iterator[str]:
    yield from (f"{indent}    ! {note}" for note in entry.notes)
    for answer in entry.answers:
        yield f"{indent}  - {answer.label} \u2192 {answer.target.name}{f' ({answer.where})' if answer.where else ''}"
        yield from (f"{indent}      ! {note}" for note in answer.notes)
        if answer.entry:
            yield from _lines(answer.entry, f"{indent}    ")
