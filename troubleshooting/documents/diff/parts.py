"""A document as the parts it is compared by, in the order of the file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from troubleshooting.documents.paths import block_path, header_path, node_path
from troubleshooting.documents.safe_html import CALLOUT_LABELS
from troubleshooting.documents.schema import (
    CONTACT,
    ArticleDocument,
    Blocks,
    Callout,
    Fix,
    FixRole,
    Question,
    Scenario,
    Step,
)

PartKind = Literal["header", "intro", "scenario", "fix", "step", "outcome", "question", "choice", "contact", "item"]


@dataclass(frozen=True)
class Part:
    """What a part says by itself; the parts inside it speak for themselves."""

    kind: PartKind
    identity: tuple[str, ...]
    """The same in both documents, wherever the part stands in them."""
    path: str
    label: str
    value: object
    """Equal values are equal parts, however their texts look."""
    text: str
    children: tuple["Part", ...] = ()


def parts(document: ArticleDocument) -> tuple[Part, ...]:
    """The outermost ones."""
    titles = {scenario.key: scenario.title for scenario in document.scenarios}
    titles |= {question.key: question.title for question in document.questions}
    return (
        *_header(document),
        *_text_part("intro", ("intro",), block_path("", "body", 0), _("Introduction"), document.body),
        *(_scenario(scenario) for scenario in document.scenarios),
        *(_question(question, titles) for question in document.questions),
        *_contact(document),
    )


def _header(document: ArticleDocument) -> Iterator[Part]:
    """Empty fields are no parts, so that one that is filled in counts as added."""
    fields = (
        ("title", _("Title"), document.title),
        ("slug", _("Slug"), document.slug),
        ("codes", _("Codes"), document.codes),
        ("topic", _("Topic"), document.topic),
        ("products", _("Products"), document.products),
        ("publisher", _("Publisher"), document.publisher),
        ("summary", _("Summary"), document.summary),
    )
    for name, label, value in fields:
        if value:
            text = value if isinstance(value, str) else "\n".join(value)
            yield Part("header", ("header", name), header_path(name), label, value, text)


def _text_part(kind: PartKind, identity: tuple[str, ...], path: str, label: str, blocks: Blocks) -> Iterator[Part]:
    if blocks:
        yield Part(kind, identity, path, label, blocks, _blocks(blocks))


def _scenario(scenario: Scenario) -> Part:
    label = _("Scenario “%(title)s”") % {"title": scenario.title}
    return Part(
        "scenario",
        ("scenario", scenario.key),
        node_path(scenario.key),
        label,
        (scenario.title, scenario.body),
        _joined(scenario.title, _blocks(scenario.body)),
        tuple(_fix(scenario, fix, label) for fix in scenario.fixes),
    )


def _fix(scenario: Scenario, fix: Fix, above: str) -> Part:
    label = _("%(above)s, fix “%(title)s”") % {"above": above, "title": fix.title}
    path = node_path(scenario.key, fix.key)
    near = label if len(scenario.fixes) > 1 else above
    outcome = _("%(above)s, after the steps") % {"above": near}
    return Part(
        "fix",
        ("fix", fix.key),
        path,
        label,
        (fix.title, fix.role, fix.body),
        _joined(f"{_role(fix.role)}: {fix.title}", _blocks(fix.body)),
        (
            *(_step(fix, step, path, near, number) for number, step in enumerate(fix.steps, start=1)),
            *_text_part("outcome", ("outcome", fix.key), block_path(path, "outcome", 0), outcome, fix.outcome),
        ),
    )


def _role(role: FixRole) -> str:
    return {
        FixRole.PRIMARY: _("Fix"),
        FixRole.FALLBACK: _("If that did not help"),
        FixRole.FOLLOW_UP: _("Afterwards"),
    }[role]


def _step(fix: Fix, step: Step, above: str, near: str, number: int) -> Part:
    opens = _("Opens: %(key)s") % {"key": step.destination} if step.destination else ""
    procedure = _("Shared procedure: %(key)s") % {"key": step.procedure} if step.procedure else ""
    return Part(
        "step",
        ("step", fix.key, step.key),
        node_path(above, step.key),
        _("%(above)s, step %(number)s") % {"above": near, "number": number},
        step,
        _joined(_blocks(step.body), opens, procedure),
    )


def _question(question: Question, titles: dict[str, str]) -> Part:
    label = _("Question “%(title)s”") % {"title": question.title}
    titles = {CONTACT: _("Contact"), **titles}
    return Part(
        "question",
        ("question", question.key),
        node_path(question.key),
        label,
        (question.title, question.body),
        _joined(question.title, _blocks(question.body)),
        tuple(
            Part(
                "choice",
                ("choice", question.key, choice.key),
                node_path(question.key, choice.key),
                _("%(above)s, choice “%(label)s”") % {"above": label, "label": choice.label},
                choice,
                f"{choice.label}\n→ {titles.get(choice.to, choice.to)}",
            )
            for choice in question.choices
        ),
    )


def _contact(document: ArticleDocument) -> Iterator[Part]:
    contact = document.contact
    yield from _text_part("contact", ("contact",), block_path(CONTACT, "body", 0), _("Contact"), contact.body)
    for number, item in enumerate(contact.checklist, start=1):
        label = _("Contact, checklist item %(number)s") % {"number": number}
        yield Part("item", ("item", item.key), node_path(CONTACT, item.key), label, item, item.label)


def _blocks(blocks: Blocks) -> str:
    return "\n\n".join(
        _joined(_callout_head(block), block.markdown) if isinstance(block, Callout) else block.markdown
        for block in blocks
    )


def _callout_head(callout: Callout) -> str:
    kind = _(CALLOUT_LABELS[callout.kind])
    return f"{kind}: {callout.title}" if callout.title else kind


def _joined(*texts: str) -> str:
    return "\n\n".join(text for text in texts if text)
