"""Checks of the header, of the keys, and of what each scenario, fix and step needs."""

from collections.abc import Iterable, Iterator, Mapping

from troubleshooting.documents.limits import exceeded
from troubleshooting.documents.lint.language import is_visible
from troubleshooting.documents.lint.subject import Subject, nearest
from troubleshooting.documents.paths import header_path, node_path
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.schema import CONTACT, RESERVED_KEYS, ArticleDocument, FixRole


def sizes_are_within_limits(subject: Subject) -> Iterator[Problem]:
    return (subject.error(message, node) for node, message in exceeded(subject.document))


def names_are_in_the_catalog(subject: Subject) -> Iterator[Problem]:
    document, catalog = subject.document, subject.catalog
    if document.topic not in catalog.topics:
        yield subject.error(_unknown("topic", document.topic, catalog.topics), header_path("topic"))
    for product in document.products:
        if product not in catalog.products:
            yield subject.error(_unknown("product", product, catalog.products), header_path("products", product))
    for node, step in subject.steps():
        if step.destination and step.destination not in catalog.destinations:
            message = _unknown("destination", step.destination, catalog.destinations)
            yield subject.error(message, node, "destination")
        if step.procedure and step.procedure not in catalog.procedures:
            message = _unknown("procedure", step.procedure, catalog.procedures)
            yield subject.error(message, node, "procedure")


def _unknown(kind: str, slug: str, known: Mapping[str, object]) -> str:
    return f"There is no {kind} `{slug}`.{nearest(slug, known) or f' Choose another, or have it added to the {kind}s.'}"


def header_names_nothing_twice(subject: Subject) -> Iterator[Problem]:
    for field in ("codes", "products"):
        values = getattr(subject.document, field)
        for value, path in _repeated((value, header_path(field, value)) for value in values):
            yield subject.error(f"`{value}` is listed twice. Delete one of the two.", path)


def keys_are_unique(subject: Subject) -> Iterator[Problem]:
    for scope in _scopes(subject.document):
        for key, path in _repeated(scope):
            message = f"Another part of the article has the key `{key}` as well. Give this one its own."
            yield subject.error(message, path, "key")


def no_key_is_reserved(subject: Subject) -> Iterator[Problem]:
    for key, path in _shared_scope(subject.document):
        if key in RESERVED_KEYS:
            yield subject.error(f"The key `{key}` means something else in the guide. Choose another.", path, "key")


def _scopes(document: ArticleDocument) -> Iterator[Iterable[tuple[str, str]]]:
    """The keys that have to differ from each other, with the paths of their nodes."""
    yield _shared_scope(document)
    for scenario in document.scenarios:
        for fix in scenario.fixes:
            yield [(step.key, node_path(scenario.key, fix.key, step.key)) for step in fix.steps]
    for question in document.questions:
        yield [(choice.key, node_path(question.key, choice.key)) for choice in question.choices]
    yield [(item.key, node_path(CONTACT, item.key)) for item in document.contact.checklist]


def _shared_scope(document: ArticleDocument) -> Iterator[tuple[str, str]]:
    for scenario in document.scenarios:
        yield scenario.key, scenario.key
        for fix in scenario.fixes:
            yield fix.key, node_path(scenario.key, fix.key)
    for question in document.questions:
        yield question.key, question.key


def _repeated(named: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for key, path in named:
        if key in seen:
            yield key, path
        seen.add(key)


def nothing_is_missing(subject: Subject) -> Iterator[Problem]:
    if not subject.document.scenarios:
        yield subject.error("The article has no scenario. Add one for each cause: `# Scenario: …`.")
    for scenario in subject.document.scenarios:
        if not scenario.fixes:
            yield subject.error("This scenario has no fix. Add one below it: `## Fix: …`.", scenario.key)
        for fix in scenario.fixes:
            path = node_path(scenario.key, fix.key)
            if not fix.steps:
                yield subject.error("This fix has no steps. Add a numbered list: `1. …`.", path)


def steps_say_something(subject: Subject) -> Iterator[Problem]:
    for node, step in subject.steps():
        if step.procedure and (step.body or step.destination):
            message = "A shared procedure stands in a step alone. Put the text and the destination into another step."
            yield subject.error(message, node, "procedure")
        elif not step.body and not step.procedure:
            yield subject.error("This step says nothing. Write what to do, or delete it.", node, "body")


def titles_say_something(subject: Subject) -> Iterator[Problem]:
    for node, field, text in subject.titles():
        if not is_visible(text):
            yield subject.error("Nothing can be read here. Write some words.", node, field)


def first_fix_is_the_primary_one(subject: Subject) -> Iterator[Problem]:
    for scenario in subject.document.scenarios:
        for position, fix in enumerate(scenario.fixes):
            path = node_path(scenario.key, fix.key)
            if position == 0 and fix.role != FixRole.PRIMARY:
                message = (
                    f"A scenario begins with a fix, not with a {fix.role}. Write `## Fix: …`, or move this one down."
                )
                yield subject.error(message, path, "role")
            if position > 0 and fix.role == FixRole.PRIMARY:
                message = (
                    "A scenario has one fix. Write `## Fallback: …` or `## Follow-up: …`, or a scenario of its own."
                )
                yield subject.error(message, path, "role")
