"""What the checks look at, and how they report."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from troubleshooting.documents.catalog import Catalog
from troubleshooting.documents.lint.graph import Graph
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.schema import ArticleDocument

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

    def error(self, message: str, node: str = "") -> Problem:
        return Problem("error", message, self.lines.get(node), node)

    def warning(self, message: str, node: str = "") -> Problem:
        return Problem("warning", message, self.lines.get(node), node)


def nearest(word: str, known: Collection[str]) -> str:
    """A sentence that names what was probably meant."""
    close = get_close_matches(word, list(known)[:_COMPARED], n=1)
    return f" Did you mean `{close[0]}`?" if close else ""
