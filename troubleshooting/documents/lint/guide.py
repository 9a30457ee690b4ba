"""Checks of the questions, and of the graph that they and their choices make."""

from collections.abc import Iterator
from unicodedata import normalize

from troubleshooting.documents.limits import GUIDE_DEPTH
from troubleshooting.documents.lint.subject import Subject, nearest
from troubleshooting.documents.paths import node_path
from troubleshooting.documents.problems import Problem
from troubleshooting.documents.schema import CONTACT, UNSURE

MANY_CHOICES = 6
MANY_QUESTIONS = 5
_NAMED = 5
_HINTS = 20
"""Dangling choices that get a guess at what was meant."""


def questions_have_a_way_out(subject: Subject) -> Iterator[Problem]:
    for question in subject.document.questions:
        if not question.choices:
            message = "This question has no choices. Add some, each on a line `- [label](#scenario-or-question)`."
            yield subject.error(message, question.key)
        elif all(choice.key != UNSURE for choice in question.choices):
            message = f"Who does not know the answer is stuck here. Add a choice `- [I'm not sure](#…) {{#{UNSURE}}}`."
            yield subject.error(message, question.key)


def labels_differ(subject: Subject) -> Iterator[Problem]:
    for question in subject.document.questions:
        said: set[str] = set()
        for choice in question.choices:
            label = normalize("NFKC", choice.label).casefold().rstrip(" .!?")
            if label in said:
                message = f"Two choices of this question say “{choice.label}”. Tell them apart or delete one."
                yield subject.error(message, node_path(question.key, choice.key), "label")
            said.add(label)


def choices_lead_somewhere(subject: Subject) -> Iterator[Problem]:
    known = [CONTACT, *(s.key for s in subject.document.scenarios), *subject.graph.questions]
    dangling = [
        (question, choice)
        for question in subject.document.questions
        for choice in question.choices
        if not subject.graph.has(choice.to)
    ]
    for number, (question, choice) in enumerate(dangling):
        hint = nearest(choice.to, known) if number < _HINTS else ""
        message = (
            f"“{choice.label}” leads to `{choice.to}`, which is no question, no scenario and not `{CONTACT}`.{hint}"
        )
        yield subject.error(message, node_path(question.key, choice.key), "to")


def guide_has_no_circles(subject: Subject) -> Iterator[Problem]:
    for question, choice in subject.graph.circles:
        message = f"“{choice.label}” leads back to `{choice.to}`: visitors would go round in circles. Lead it onwards."
        yield subject.error(message, node_path(question.key, choice.key), "to")


def questions_are_reached(subject: Subject) -> Iterator[Problem]:
    for question in subject.document.questions:
        if question.key not in subject.graph.reached:
            message = "No answers lead from the first question to this one. Let a choice lead here, or delete it."
            yield subject.error(message, question.key)


def there_are_no_traps(subject: Subject) -> Iterator[Problem]:
    """One error for each trap, at the question by which visitors get into it."""
    graph = subject.graph
    for trap in graph.traps:
        entries = {key for question in graph.leading_out for key in graph.following(question)} | {graph.start}
        entry = next((key for key in trap if key in entries), trap[0])
        others = [f"`{key}`" for key in trap if key != entry]
        named = ", ".join(others[:_NAMED]) + (" …" if len(others) > _NAMED else "")
        message = (
            "Visitors who come here are trapped: whatever is answered"
            f"{f' here and at {named}' if named else ''}, no scenario is reached."
            f" Lead a choice to a scenario or to `{CONTACT}`."
        )
        yield subject.error(message, entry)


def support_is_reached(subject: Subject) -> Iterator[Problem]:
    if subject.graph.start and CONTACT not in subject.graph.reached:
        message = f"No answers lead to support. Let a choice lead to it: `(#{CONTACT})`."
        yield subject.error(message, subject.graph.start)


def guide_is_not_too_deep(subject: Subject) -> Iterator[Problem]:
    depth, start = subject.graph.depth, subject.graph.start or ""
    if depth > GUIDE_DEPTH:
        message = f"The guide asks up to {depth} questions in a row; {GUIDE_DEPTH} are the limit. Ask fewer."
        yield subject.error(message, start)
    elif depth > MANY_QUESTIONS:
        message = (
            f"The guide asks up to {depth} questions in a row. Most visitors answer no more than {MANY_QUESTIONS}."
        )
        yield subject.warning(message, start)


def scenarios_are_reached(subject: Subject) -> Iterator[Problem]:
    for scenario in subject.document.scenarios if subject.graph.start else ():
        if scenario.key not in subject.graph.reached:
            message = f"No answers lead to this scenario. Let a choice lead to it: `(#{scenario.key})`."
            yield subject.warning(message, scenario.key)


def choices_make_a_difference(subject: Subject) -> Iterator[Problem]:
    for question in subject.document.questions:
        targets = {choice.to for choice in question.choices}
        if len(targets) == 1:
            message = f"Every choice leads to `{targets.pop()}`, so this need not be asked. Leave the question out."
            yield subject.warning(message, question.key)


def choices_are_few(subject: Subject) -> Iterator[Problem]:
    for question in subject.document.questions:
        if len(question.choices) > MANY_CHOICES:
            message = (
                f"This question has {len(question.choices)} choices. Ask in two questions of {MANY_CHOICES} or fewer."
            )
            yield subject.warning(message, question.key)
