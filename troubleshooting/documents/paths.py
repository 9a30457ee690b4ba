"""Where a node or a block of a document is: the paths that problems name and that lines are known by."""

from collections.abc import Iterator
from dataclasses import dataclass

from troubleshooting.documents.schema import CONTACT, ArticleDocument, Blocks, Fix, Scenario, Step

ARTICLE = ""


def header_path(field: str, value: str = "") -> str:
    """A field of the header, or one of the values in its list."""
    return f"@{field}/{value}" if value else f"@{field}"


def node_path(*keys: str) -> str:
    return "/".join(keys)


def block_path(node: str, field: str, index: int) -> str:
    """One block of a node; ``field`` is ``body`` or ``outcome``."""
    return f"{node}#{field}.{index}"


@dataclass(frozen=True)
class Passage:
    """The blocks of one field of a node."""

    node: str
    field: str
    blocks: Blocks

    def path(self, index: int) -> str:
        return block_path(self.node, self.field, index)


def passages(document: ArticleDocument) -> Iterator[Passage]:
    """Everything in the document that is Markdown, in the order of the file."""
    yield Passage(ARTICLE, "body", document.body)
    for scenario in document.scenarios:
        yield Passage(scenario.key, "body", scenario.body)
        for fix in scenario.fixes:
            yield from _of_fix(scenario, fix)
    for question in document.questions:
        yield Passage(question.key, "body", question.body)
    yield Passage(CONTACT, "body", document.contact.body)


def steps_of(document: ArticleDocument) -> Iterator[tuple[str, Step]]:
    """Every step with its path."""
    for scenario in document.scenarios:
        for fix in scenario.fixes:
            for step in fix.steps:
                yield node_path(scenario.key, fix.key, step.key), step


def procedures_of(document: ArticleDocument) -> Iterator[str]:
    """The keys of the shared procedures that stand in the document, each once."""
    return iter(dict.fromkeys(step.procedure for _, step in steps_of(document) if step.procedure))


def _of_fix(scenario: Scenario, fix: Fix) -> Iterator[Passage]:
    node = node_path(scenario.key, fix.key)
    yield Passage(node, "body", fix.body)
    for step in fix.steps:
        yield Passage(node_path(node, step.key), "body", step.body)
    yield Passage(node, "outcome", fix.outcome)
