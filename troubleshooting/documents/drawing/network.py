"""The guide as nodes and edges, defects included. Total: what leads nowhere, back or to nothing is in it as well."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from troubleshooting.documents.drawing.walks import depth_first, neighbors, reached
from troubleshooting.documents.paths import node_path
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.schema import CONTACT, ArticleDocument

Kind = Literal["question", "scenario", "contact", "missing"]
KIND_NAMES: Final[dict[Kind, str]] = {
    "question": gettext_noop("Question"),
    "scenario": gettext_noop("Cause"),
    "contact": gettext_noop("Support"),
    "missing": gettext_noop("Missing"),
}


@dataclass(frozen=True)
class Node:
    """A question, a scenario, support, or (``missing``) a target of choices that exists nowhere."""

    kind: Kind
    key: str
    place: str
    """Its path in the document; of a missing one, the path of the first choice that leads to it."""
    title: str
    is_apart: bool = False
    """No answers lead here from the first question."""
    marks: tuple[str, ...] = ()
    """Its defects in words, such as "Not reached"."""
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.kind_name}: {self.title}"

    @property
    def kind_name(self) -> str:
        return _(KIND_NAMES[self.kind])


@dataclass(frozen=True)
class Edge:
    """A choice; ``source`` and ``target`` are positions in the list of nodes."""

    source: int
    target: int
    key: str
    label: str
    leads_back: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Network:
    """Questions in the document's order, then scenarios, support, and what is missing. Node 0 is where the guide starts."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @property
    def problems(self) -> tuple[tuple[Node, Problem], ...]:
        """All that are about a node or a choice of it."""
        told = [(node, node.problems) for node in self.nodes]
        told += [(self.nodes[edge.source], edge.problems) for edge in self.edges]
        return tuple((node, problem) for node, problems in told for problem in problems)

    @cached_property
    def choices(self) -> tuple[tuple[Edge, ...], ...]:
        """The edges that leave each node, in the editor's order."""
        leaving: list[list[Edge]] = [[] for _node in self.nodes]
        for edge in self.edges:
            leaving[edge.source].append(edge)
        return tuple(map(tuple, leaving))


def network(document: ArticleDocument, problems: Iterable[Problem] = ()) -> Network:
    return _Builder(document, problems).build()


class _Builder:
    def __init__(self, document: ArticleDocument, problems: Iterable[Problem]) -> None:
        self.document = document
        self.names: list[tuple[Kind, str, str]] = [
            *(("question", question.key, question.title) for question in document.questions),
            *(("scenario", scenario.key, scenario.title) for scenario in document.scenarios),
            ("contact", CONTACT, _("Contact support")),
        ]
        self.places: dict[int, str] = {}
        self.named = self._meanings()
        self.links = list(self._links())
        self.told: dict[str, list[Problem]] = {}
        for problem in problems:
            self.told.setdefault(self._place(problem.node), []).append(problem)

    def build(self) -> Network:
        count = len(self.names)
        following = neighbors(count, self.links)
        met = reached(following, [0]) if self.document.questions else frozenset(range(count))
        ends = [position for position, (kind, *_rest) in enumerate(self.names) if kind in {"scenario", "contact"}]
        leading_out = reached(neighbors(count, self.links, backwards=True), ends)
        closing = depth_first(count, self.links).closing
        nodes = tuple(
            Node(
                kind,
                key,
                self.places.get(position, key),
                title,
                is_apart=position not in met,
                marks=tuple(self._marks(position, bool(following[position]), position in met, position in leading_out)),
                problems=tuple(self.told.get(key, ())) if self.named[key] == position else (),
            )
            for position, (kind, key, title) in enumerate(self.names)
        )
        return Network(nodes, tuple(self._edges(closing)))

    def _meanings(self) -> dict[str, int]:
        """The node that visitors get to by a key. Where several have it, it is the one that the walk goes to."""
        positions = range(len(self.names))
        order = {"contact": 0, "question": 1, "scenario": 2}
        named: dict[str, int] = {}
        for position in sorted(positions, key=lambda p: (order[self.names[p][0]], p if p < self._questions else -p)):
            named[self.names[position][1]] = position
        return named

    @property
    def _questions(self) -> int:
        return len(self.document.questions)

    def _links(self) -> Iterator[tuple[int, int]]:
        for source, question in enumerate(self.document.questions):
            for choice in question.choices:
                if choice.to not in self.named:
                    self.named[choice.to] = len(self.names)
                    self.places[len(self.names)] = node_path(question.key, choice.key)
                    self.names.append(("missing", choice.to, choice.to))
                yield source, self.named[choice.to]

    def _place(self, node: str) -> str:
        """The key of the node, or the path of the choice, that stands for a place of the document in the picture."""
        key, _slash, rest = node.partition("/")
        position = self.named.get(key)
        return node if rest and position is not None and self.names[position][0] == "question" else key

    def _edges(self, closing: frozenset[int]) -> Iterator[Edge]:
        choices = [(question.key, choice) for question in self.document.questions for choice in question.choices]
        for number, ((source, target), (question, choice)) in enumerate(zip(self.links, choices, strict=True)):
            told = self.told.get(node_path(question, choice.key), ()) if self.named[question] == source else ()
            yield Edge(source, target, choice.key, choice.label, number in closing, tuple(told))

    def _marks(self, position: int, leads_on: bool, is_met: bool, leads_out: bool) -> Iterator[str]:
        kind = self.names[position][0]
        if kind == "missing":
            yield _("Does not exist")
        elif not is_met:
            yield _("Not reached")
        if kind == "question" and not leads_on:
            yield _("No choices")
        elif kind == "question" and not leads_out:
            yield _("No way out")
        if kind == "scenario" and not self.document.scenarios[position - self._questions].fixes:
            yield _("No fix")
