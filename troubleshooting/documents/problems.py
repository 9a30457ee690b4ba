"""What is wrong with an article, said so that its editor can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

MOST_PROBLEMS = 100


@dataclass(frozen=True)
class Problem:
    """An error keeps an article from being published, a warning does not.

    ``line`` counts in the whole file from 1. ``node`` is the path of keys to the node that is meant, such as
    ``bank-change/unsure`` or ``new-details/reconnect/sign-in``; a field of the header is ``@slug``, the article ``""``.
    ``field`` says which part of the node is meant: ``title``, ``label``, ``to``, ``body``, ``outcome``, ``role``, ``key``,
    ``destination``, ``procedure``; none where the node as a whole is.
    """

    severity: Literal["error", "warning"]
    message: str
    line: int | None = None
    node: str = ""
    field: str = ""


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By line. Of a file that is something else than an article, the first hundred; no error gives way to a warning."""
    ordered = sorted(problems, key=_place)
    if len(ordered) <= MOST_PROBLEMS:
        return tuple(ordered)
    ordered.sort(key=lambda problem: problem.severity)
    shown, left = ordered[:MOST_PROBLEMS], ordered[MOST_PROBLEMS:]
    rest = Problem(left[0].severity, f"There are {len(left)} more problems. Mend these first.")
    return (*sorted(shown, key=_place), rest)


def _place(problem: Problem) -> tuple[int, str]:
    return problem.line or 0, problem.severity
