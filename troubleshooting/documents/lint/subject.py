"""What the checks look at, and how they report."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from markdown_it.token import Token

from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.commonmark import all_tokens
from troubleshooting.documents.lint.graph import Graph
from troubleshooting.documents.paths import header_path, node_path, steps_of
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.schema import CONTACT, ArticleDocument, Step

_COMPARED = 500
"""Candidates; comparing a thousand wrong names with a thousand right ones would take seconds."""


@dataclass(frozen=True)
class Subject:
    document: ArticleDocument
    catalog: Catalog
    lines: Mapping[str, int]

    @cached_property
    def graph(self) -> Graph:
        return Graph(self.document)

    @cached_property
    def _tokens(self) -> dict[str, list[Token]]:
        return {}

    def tokens(self, markdown: str) -> Sequence[Token]:
        """Each block is parsed once for all checks."""
        if markdown not in self._tokens:
            self._tokens[markdown] = all_tokens(markdown)
        return self._tokens[markdown]

    @cached_property
    def anchors(self) -> frozenset[str]:
        """What ``#…`` can lead to on the article's page: scenarios, fixes and steps."""
        fixes = [fix for scenario in self.document.scenarios for fix in scenario.fixes]
        steps = (f"{fix.key}--{step.key}" for fix in fixes for step in fix.steps)
        return frozenset([*(scenario.key for scenario in self.document.scenarios), *(fix.key for fix in fixes), *steps])

    def steps(self) -> Iterator[tuple[str, Step]]:
        """All steps with their paths."""
        return steps_of(self.document)

    def titles(self) -> Iterator[tuple[str, str, str]]:
        """Node, field and text of everything that is one line of plain text."""
        yield header_path("title"), "", self.document.title
        for scenario in self.document.scenarios:
            yield scenario.key, "title", scenario.title
            yield from ((node_path(scenario.key, fix.key), "title", fix.title) for fix in scenario.fixes)
        for question in self.document.questions:
            yield question.key, "title", question.title
            yield from ((node_path(question.key, choice.key), "label", choice.label) for choice in question.choices)
        yield from ((node_path(CONTACT, item.key), "label", item.label) for item in self.document.contact.checklist)

    def error(self, message: str, node: str = "", field: str = "") -> Problem:
        return Problem("error", message, self.lines.get(node), node, field)

    def warning(self, message: str, node: str = "", field: str = "") -> Problem:
        return Problem("warning", message, self.lines.get(node), node, field)


def nearest(word: str, known: Collection[str]) -> str:
    """A sentence that names what was probably meant."""
    close = get_close_matches(word, list(known)[:_COMPARED], n=1)
    return f" Did you mean `{close[0]}`?" if close else ""
