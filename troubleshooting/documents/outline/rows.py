"""The rows of an article, in the order of its file. A row says only its own part; what belongs to it follows it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, get_args

from troubleshooting.documents.callouts import CalloutKind
from troubleshooting.documents.schema import ArticleDocument, Blocks, Fix, FixRole, Question, Scenario, Step, Text

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "text": ("markdown",),
    "callout": ("kind", "title", "markdown"),
    "scenario": ("title",),
    "fix": ("role", "title"),
    "step": ("text", "destination"),
    "procedure": ("name", "text", "destination"),
    "outcome": (),
    "question": ("title",),
    "choice": ("label", "to"),
    "contact": (),
    "item": ("label",),
}
"""The kinds of rows and what each says. An outcome holds what follows the steps of a fix, contact the rest of the article."""
BLOCKS = frozenset({"text", "callout"})
STEPS = frozenset({"step", "procedure"})
ROLES = tuple(role.value for role in FixRole)
CALLOUT_KINDS: tuple[str, ...] = get_args(CalloutKind)

_LETTERS: Final = dict(zip(FIELDS, "ttsfppoqcCi", strict=True))
_GRAMMAR = re.compile("t*(?:st*(?:ft*(?:pt*)*ot*)*)*(?:qt*c*)*Ct*i*")


class MangledFormError(ValueError):
    """What was sent is not a form that the outline editor made."""


@dataclass(frozen=True)
class Row:
    """``key`` is that of its node; "" or anything that cannot be a key stands for a node that has none yet."""

    kind: str
    key: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    @property
    def is_empty(self) -> bool:
        return not any(value.strip() for value in self.values.values())


@dataclass(frozen=True)
class Header:
    title: str = ""
    slug: str = ""
    codes: tuple[str, ...] = ()
    topic: str = ""
    products: tuple[str, ...] = ()
    publisher: str = ""
    summary: str = ""


@dataclass(frozen=True)
class Outline:
    """Every fix has an outcome after its steps, and contact stands once, after the questions."""

    header: Header
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        if not is_in_order(self.rows):
            message = "The parts of the article did not arrive in an order that makes sense. Load the page again."
            raise MangledFormError(message)


def is_in_order(rows: Sequence[Row]) -> bool:
    return _GRAMMAR.fullmatch("".join(_LETTERS[row.kind] for row in rows)) is not None


def rows_of(document: ArticleDocument) -> Outline:
    """All of the document."""
    header = Header(**{name: getattr(document, name) for name in Header.__dataclass_fields__})
    rows = [
        *_blocks(document.body),
        *(row for scenario in document.scenarios for row in _scenario(scenario)),
        *(row for question in document.questions for row in _question(question)),
        Row("contact"),
        *_blocks(document.contact.body),
        *(Row("item", item.key, {"label": item.label}) for item in document.contact.checklist),
    ]
    return Outline(header, tuple(rows))


def text_row(markdown: str = "") -> Row:
    return Row("text", values={"markdown": markdown})


def _blocks(blocks: Blocks) -> Iterator[Row]:
    for block in blocks:
        if isinstance(block, Text):
            yield text_row(block.markdown)
        else:
            values = {"kind": block.kind, "title": block.title, "markdown": block.markdown}
            yield Row("callout", values=values)


def _scenario(scenario: Scenario) -> Iterator[Row]:
    yield Row("scenario", scenario.key, {"title": scenario.title})
    yield from _blocks(scenario.body)
    for fix in scenario.fixes:
        yield from _fix(fix)


def _fix(fix: Fix) -> Iterator[Row]:
    yield Row("fix", fix.key, {"role": fix.role.value, "title": fix.title})
    yield from _blocks(fix.body)
    for step in fix.steps:
        yield from _step(step)
    yield Row("outcome")
    yield from _blocks(fix.outcome)


def _step(step: Step) -> Iterator[Row]:
    """The text that a step begins with stands in its own row."""
    first = step.body[0].markdown if step.body and isinstance(step.body[0], Text) else ""
    values = {"text": first, "destination": step.destination or ""}
    if step.procedure:
        yield Row("procedure", step.key, {"name": step.procedure, **values})
    else:
        yield Row("step", step.key, values)
    yield from _blocks(step.body[1:] if first else step.body)


def _question(question: Question) -> Iterator[Row]:
    yield Row("question", question.key, {"title": question.title})
    yield from _blocks(question.body)
    for choice in question.choices:
        yield Row("choice", choice.key, {"label": choice.label, "to": choice.to})
