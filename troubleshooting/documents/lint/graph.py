"""The guide as a graph: questions, and the ends that their choices lead to. Total on any document, without recursion."""

from collections.abc import Iterator
from functools import cached_property

from troubleshooting.documents.schema import CONTACT, ArticleDocument, Choice, Question


class Graph:
    """Of questions with the same key the last one counts; choices that lead nowhere are no edges."""

    def __init__(self, document: ArticleDocument) -> None:
        self.questions = {question.key: question for question in document.questions}
        self.ends = frozenset({CONTACT, *(scenario.key for scenario in document.scenarios)})
        self.start = document.questions[0].key if document.questions else None
        self.circles: list[tuple[Question, Choice]] = []
        """The choices that lead back to a question on the way to them."""
        self._order: list[str] = []
        """Each question after those it leads to."""
        self._walk_depth_first()

    def has(self, key: str) -> bool:
        return key in self.questions or key in self.ends

    def following(self, key: str) -> Iterator[str]:
        """The questions that come right after a question."""
        return (choice.to for choice in self.questions[key].choices if choice.to in self.questions)

    @cached_property
    def reached(self) -> frozenset[str]:
        """Questions and ends that some answers lead to."""
        reached: set[str] = set()
        waiting = [self.start] if self.start else []
        while waiting:
            key = waiting.pop()
            if key not in reached and self.has(key):
                reached.add(key)
                waiting += [choice.to for choice in self.questions[key].choices] if key in self.questions else []
        return frozenset(reached)

    @cached_property
    def leading_out(self) -> frozenset[str]:
        """Questions from which some answers lead to an end."""
        before: dict[str, list[str]] = {}
        for key, question in self.questions.items():
            for choice in question.choices:
                before.setdefault(choice.to, []).append(key)
        leading_out: set[str] = set()
        waiting = [key for end in self.ends for key in before.get(end, ())]
        while waiting:
            key = waiting.pop()
            if key not in leading_out:
                leading_out.add(key)
                waiting += before.get(key, ())
        return frozenset(leading_out)

    @cached_property
    def traps(self) -> tuple[tuple[str, ...], ...]:
        """Parts from which no answers lead to an end, the questions of each in the document's order.

        A question that no choice leads on from is a dead end, not a trap.
        """
        stuck = [key for key in self.questions if key not in self.leading_out]
        beside: dict[str, list[str]] = {key: [] for key in stuck}
        for key in stuck:
            for following in self.following(key):
                beside[key].append(following)
                beside[following].append(key)
        parts = []
        seen: set[str] = set()
        for first in stuck:
            waiting, part = [first], set()
            while waiting:
                key = waiting.pop()
                if key not in seen:
                    seen.add(key)
                    part.add(key)
                    waiting += beside[key]
            if any(beside[key] for key in part):
                parts.append(tuple(key for key in stuck if key in part))
        return tuple(parts)

    @cached_property
    def depth(self) -> int:
        """The most questions that can come one after the other; a choice that closes a circle does not count."""
        longest: dict[str, int] = {}
        for key in self._order:
            longest[key] = 1 + max((longest.get(following, 0) for following in self.following(key)), default=0)
        return longest[self.start] if self.start else 0

    def _walk_depth_first(self) -> None:
        seen: set[str] = set()
        for root in self.questions:
            if root not in seen:
                self._walk_from(root, seen)

    def _walk_from(self, root: str, seen: set[str]) -> None:
        way = {root: iter(self.questions[root].choices)}
        seen.add(root)
        while way:
            key, choices = next(reversed(way.items()))
            choice = next(choices, None)
            if choice is None:
                way.popitem()
                self._order.append(key)
            elif choice.to in way:
                self.circles.append((self.questions[key], choice))
            elif choice.to in self.questions and choice.to not in seen:
                seen.add(choice.to)
                way[choice.to] = iter(self.questions[choice.to].choices)
