"""The walk through an article's questions: (document, trail) in, position out. Pure, and total on any document.

A *trail* is what a visitor said so far, and lives in the query string of guide URLs. Nothing is stored on the way.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from troubleshooting.documents.schema import CONTACT, ArticleDocument, Choice, Fix, FixRole, Question, Scenario

TRIED = "tried"
DISMISSED = "dismissed"


@dataclass(frozen=True)
class Trail:
    """Answers by question key, fixes that did not help (in that order), scenarios set aside as "not it"."""

    answers: Mapping[str, str] = field(default_factory=dict)
    tried: tuple[str, ...] = ()
    dismissed: tuple[str, ...] = ()

    @classmethod
    def read(cls, document: ArticleDocument, pairs: Iterable[tuple[str, str]]) -> "Trail":
        """From the pairs of a query string or form. What the document does not know is dropped; a repeated answer: the last."""
        choices = {question.key: {choice.key for choice in question.choices} for question in document.questions}
        fixes = {fix.key for scenario in document.scenarios for fix in scenario.fixes}
        scenarios = {scenario.key for scenario in document.scenarios}
        answers: dict[str, str] = {}
        tried: dict[str, None] = {}
        dismissed: dict[str, None] = {}
        for name, value in pairs:
            if name == TRIED and value in fixes:
                tried[value] = None
            elif name == DISMISSED and value in scenarios:
                dismissed[value] = None
            elif value in choices.get(name, ()):
                answers[name] = value
        return cls(answers, tuple(tried), tuple(dismissed))

    def pairs(self) -> list[tuple[str, str]]:
        """The fields in their one order: sorted by name, tries in the order they were made."""
        return sorted(
            [
                *self.answers.items(),
                *((DISMISSED, key) for key in sorted(self.dismissed)),
                *((TRIED, key) for key in self.tried),
            ],
            key=lambda pair: pair[0],
        )

    def query(self) -> str:
        """The canonical query string, ``""`` or with its question mark."""
        return f"?{urlencode(self.pairs())}" if self.answers or self.tried or self.dismissed else ""

    def trying(self, fix: str) -> "Trail":
        return self if fix in self.tried else replace(self, tried=(*self.tried, fix))

    def dismissing(self, scenario: str) -> "Trail":
        return self if scenario in self.dismissed else replace(self, dismissed=(*self.dismissed, scenario))


@dataclass(frozen=True)
class Answer:
    question: Question
    choice: Choice


@dataclass(frozen=True)
class Walk:
    """Where the answers lead from the first question on; ``end`` is None when they lead to contact."""

    path: tuple[Answer, ...]
    end: Question | Scenario | None

    @property
    def answers(self) -> dict[str, str]:
        """Only the answers that lie on the way."""
        return {answer.question.key: answer.choice.key for answer in self.path}

    @property
    def end_key(self) -> str:
        return self.end.key if self.end else CONTACT

    def until(self, question_key: str) -> tuple[Answer, ...]:
        """The answers given before a question of the way."""
        keys = [answer.question.key for answer in self.path]
        return self.path[: keys.index(question_key)] if question_key in keys else self.path


def walk(document: ArticleDocument, answers: Mapping[str, str]) -> Walk:
    questions = {question.key: question for question in document.questions}
    path: list[Answer] = []
    passed: set[str] = set()
    question = document.questions[0] if document.questions else None
    while question and question.key not in passed:
        choice = next((c for c in question.choices if c.key == answers.get(question.key)), None)
        if choice is None:
            return Walk(tuple(path), question)
        passed.add(question.key)
        path.append(Answer(question, choice))
        if scenario := document.scenario(choice.to):
            return Walk(tuple(path), scenario)
        question = questions.get(choice.to)
    return Walk(tuple(path), None)


def trim(document: ArticleDocument, trail: Trail) -> Trail:
    """Without the answers that no longer lie on the way, for example after an earlier one was changed."""
    return replace(trail, answers=walk(document, trail.answers).answers)


def main_fixes(scenario: Scenario) -> Iterator[Fix]:
    """Those that can end the trouble; a follow-up only comes after one that did."""
    return (fix for fix in scenario.fixes if fix.role != FixRole.FOLLOW_UP)


def next_fix(scenario: Scenario, trail: Trail) -> Fix | None:
    return next((fix for fix in main_fixes(scenario) if fix.key not in trail.tried), None)


def open_scenarios(document: ArticleDocument, trail: Trail) -> tuple[Scenario, ...]:
    """Causes that were neither set aside nor tried to the end, in the article's order."""
    return tuple(
        scenario for scenario in document.scenarios if scenario.key not in trail.dismissed and next_fix(scenario, trail)
    )


@dataclass(frozen=True)
class Lead:
    """A node to go on to, with the fix it offers; ``contact`` when nothing is left, ``""`` for the guide's beginning."""

    node: str
    fix: Fix | None
    trail: Trail


def _lead_to(scenario: Scenario, trail: Trail) -> Lead:
    return Lead(scenario.key, next_fix(scenario, trail), trail)


def after_failure(document: ArticleDocument, fix_key: str, trail: Trail) -> Lead:
    """Where "It didn't help" leads: the scenario's next fix, then the next open cause, at last contact.

    A fix that today's document no longer has leads to the next cause, or to the questions if those come first.
    """
    scenario = document.scenario_of(fix_key)
    if scenario is None:
        lead = next_cause(document, trail)
        return lead if reach(document, lead.node, trail) == lead.node else Lead("", None, trail)
    trail = trail.trying(fix_key)
    if scenario.key not in trail.dismissed and next_fix(scenario, trail):
        return _lead_to(scenario, trail)
    return next_cause(document, trail)


def next_cause(document: ArticleDocument, trail: Trail) -> Lead:
    remaining = open_scenarios(document, trail)
    return _lead_to(remaining[0], trail) if remaining else Lead(CONTACT, None, trail)


def has_node(document: ArticleDocument, key: str) -> bool:
    return key == CONTACT or bool(document.question(key) or document.scenario(key))


def reach(document: ArticleDocument, node: str, trail: Trail) -> str:
    """The node itself when the trail leads to it, else the furthest it does lead to; ``""`` is the list of causes.

    Questions open one by one. Once they are answered, or a fix was tried, every cause is open: no leaf is a wall.
    """
    walked = walk(document, trail.answers)
    if isinstance(walked.end, Question) and not trail.tried and not trail.dismissed:
        on_the_way = {walked.end.key} | {answer.question.key for answer in walked.path}
        return node if node in on_the_way else walked.end.key
    if document.question(node):
        on_the_way = {answer.question.key for answer in walked.path} | {walked.end_key}
        return node if node in on_the_way else walked.end_key
    if node:
        return node
    return walked.end_key if document.questions else ""


@dataclass(frozen=True)
class Option:
    """A choice of a question and where it leads."""

    choice: Choice
    node: str
    trail: Trail
    chosen: bool


def options(document: ArticleDocument, question: Question, trail: Trail) -> tuple[Option, ...]:
    """The choices of a question. Later answers that still lie on the way are kept, so a changed answer skips them."""
    made = []
    for choice in question.choices:
        walked = walk(document, {**trail.answers, question.key: choice.key})
        after = replace(trail, answers=walked.answers)
        made.append(Option(choice, walked.end_key, after, trail.answers.get(question.key) == choice.key))
    return tuple(made)


def most_questions_from(document: ArticleDocument, question: Question) -> int:
    """How many questions can still come, this one included, on the longest way. A cycle counts once."""
    questions = {q.key: q for q in document.questions}
    longest: dict[str, int] = {}
    stack = [question.key]
    entered: set[str] = set()
    while stack:
        key = stack[-1]
        following = [choice.to for choice in questions[key].choices if choice.to in questions]
        waiting = [k for k in following if k not in entered]
        entered.add(key)
        if waiting:
            stack.extend(waiting)
            continue
        stack.pop()
        longest[key] = 1 + max((longest.get(k, 0) for k in following), default=0)
    return longest[question.key]
